<?php
/**
 * Who earns from a product or a course.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The plugin an object belongs to knows who made it. An administrator can override that for one object, and another
 * plugin for all of them. Owners are determined when an event happens and are recorded with it: whoever takes over a
 * course later does not inherit its earlier earnings.
 */
final class Owners {

	/**
	 * Post meta in which an administrator named the owners: a list of `collaborator` and `weight`. An empty list means
	 * that nobody earns from the object. Without this meta, the object's plugin decides.
	 */
	public const META = '_siren_owners';

	/**
	 * The owners of an object in the form the engine takes.
	 *
	 * @param int    $object_id Post of a product or a course.
	 * @param int[]  $users     WordPress users whom its plugin names, in order.
	 * @param string $source    Source name of the plugin: `woocommerce`, `lifterlms`…
	 * @return array[] Each with `id` and `weight`, or with `type` and `code` of an alias.
	 */
	public static function of( int $object_id, array $users, string $source ): array {
		return self::filtered( self::named_ones( $object_id ) ?? self::aliases( $users ), $object_id, $source );
	}

	/**
	 * The owners of what a shop sold: those an administrator named on the product; otherwise the owners of the courses
	 * it sells, who are often not the product's author; otherwise its vendor in a marketplace; otherwise its author.
	 *
	 * @param int    $product_id Product or download.
	 * @param string $source     The shop.
	 * @param ?int   $option     A variation, or the number of a price option; null or 0 if there is none.
	 * @return array[] As returned by {@see self::of()}.
	 */
	public static function of_product( int $product_id, string $source, ?int $option = null ): array {
		return self::filtered( self::known_of( $product_id, $option ) ?? self::aliases( self::author( $product_id ) ), $product_id, $source );
	}

	/**
	 * The owners of a product, if more is known than its author. For a bundle, the known owners of all its parts.
	 *
	 * @param int   $product_id Product or download.
	 * @param ?int  $option     A variation or price option.
	 * @param int[] $around     Bundles that contain it, because a bundle may contain itself.
	 * @return ?array[] Null if nothing is known.
	 */
	public static function known_of( int $product_id, ?int $option = null, array $around = [] ): ?array {
		$named = self::named_ones( $product_id );
		if ( null !== $named || \in_array( $product_id, $around, true ) ) {
			return $named;
		}
		$found = [];
		foreach ( SoldCourses::of( $product_id, $option ) as [ $lms, $course_id ] ) {
			$found[] = self::named_ones( $course_id ) ?? self::aliases( $lms::teachers( $course_id ) );
		}
		foreach ( SoldCourses::parts( $product_id ) as [ $part, $part_option ] ) {
			$found[] = self::known_of( $part, $part_option, [ ...$around, $product_id ] );
		}
		$found = \array_filter( $found, 'is_array' );
		if ( [] !== $found ) {
			return self::each_once( \array_merge( ...\array_values( $found ) ) );
		}
		$sellers = Sellers::besides_the_author( $product_id );
		return [] === $sellers ? null : self::aliases( $sellers );
	}

	/**
	 * Merges the owners of several items. The more items somebody owns, the greater their weight.
	 *
	 * @param array[] $owners As returned by {@see self::of()}.
	 * @return array[]
	 */
	private static function each_once( array $owners ): array {
		$once = [];
		foreach ( $owners as $owner ) {
			$who = isset( $owner['id'] ) ? 'id ' . $owner['id'] : $owner['type'] . ' ' . $owner['code'];
			if ( isset( $once[ $who ] ) ) {
				$once[ $who ]['weight'] = ( $once[ $who ]['weight'] ?? 1 ) + ( $owner['weight'] ?? 1 );
			} else {
				$once[ $who ] = $owner;
			}
		}
		return \array_values( $once );
	}

	/**
	 * The owners an administrator named, in the form the engine takes.
	 *
	 * @param int $object_id Post.
	 * @return ?array[] Null if the administrator named none for this object.
	 */
	private static function named_ones( int $object_id ): ?array {
		$named = self::named( $object_id );
		return null === $named ? null : \array_map(
			static fn( array $owner ): array => [
				'id'     => $owner['collaborator'],
				'weight' => $owner['weight'],
			],
			$named
		);
	}

	/**
	 * Applies the filter `siren_owners`.
	 *
	 * @param array[] $owners    Owners so far.
	 * @param int     $object_id Post of a product or a course.
	 * @param string  $source    Source name of the plugin it belongs to.
	 * @return array[]
	 */
	private static function filtered( array $owners, int $object_id, string $source ): array {
		/**
		 * Filters who earns from an object. Runs when something happens to it, such as a sale or a completion.
		 *
		 * @since 0.1.0
		 *
		 * @param array  $owners    Each has either `id` of a collaborator, or `type` (`wp_user`, `coupon`, `link`) and
		 *                          `code` of an alias; `weight`, a whole number from 1, if points are split. Empty for
		 *                          nobody.
		 * @param int    $object_id Post of the product or the course.
		 * @param string $source    Source name of the plugin it belongs to: `woocommerce`, `edd`, `lifterlms`…
		 */
		return \array_values( (array) \apply_filters( 'siren_owners', $owners, $object_id, $source ) );
	}

	/**
	 * The author of a post; nobody if the post does not exist. Id 0 is handled here because WordPress takes it for the
	 * current post.
	 *
	 * @param int $post_id Post id; 0 for none.
	 * @return int[]
	 */
	public static function author( int $post_id ): array {
		return $post_id <= 0 ? [] : \array_filter( [ (int) \get_post_field( 'post_author', $post_id ) ] );
	}

	/**
	 * The owners an administrator named.
	 *
	 * @param int $object_id Post.
	 * @return ?array<array{collaborator:int,weight:int}> Null if the administrator named none for this object.
	 */
	public static function named( int $object_id ): ?array {
		$kept = $object_id > 0 ? \get_post_meta( $object_id, self::META, true ) : '';
		if ( ! \is_array( $kept ) ) {
			return null;
		}
		$named = [];
		foreach ( $kept as $owner ) {
			$collaborator = (int) ( $owner['collaborator'] ?? 0 );
			if ( $collaborator > 0 ) {
				$named[ $collaborator ] = [
					'collaborator' => $collaborator,
					'weight'       => \max( 1, (int) ( $owner['weight'] ?? 1 ) ),
				];
			}
		}
		return \array_values( $named );
	}

	/**
	 * Turns users into aliases, without duplicates.
	 *
	 * @param int[] $users WordPress users.
	 * @return array<array{type:string,code:string}>
	 */
	private static function aliases( array $users ): array {
		$aliases = [];
		foreach ( \array_unique( \array_filter( \array_map( 'intval', $users ) ) ) as $user ) {
			$aliases[] = [
				'type' => 'wp_user',
				'code' => (string) $user,
			];
		}
		return $aliases;
	}
}
