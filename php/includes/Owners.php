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
 * An object's plugin says who made it; an administrator may say otherwise for one object, and another plugin for all.
 * Owners are found when something happens and recorded with it: who takes a course over later does not inherit what it
 * earned before.
 */
final class Owners {

	/**
	 * Post meta in which an administrator named the owners: a list of `collaborator` and `weight`. An empty list means
	 * that nobody earns from the object; no such meta, that its plugin knows.
	 */
	public const META = '_siren_owners';

	/**
	 * The owners of an object, as the engine takes them.
	 *
	 * @param int    $object_id Post of a product or a course.
	 * @param int[]  $users     WordPress users whom its plugin names, the first one first.
	 * @param string $source    The plugin: `woocommerce`, `lifterlms`…
	 * @return array[] Each `id` and `weight`, or `type` and `code` of an alias.
	 */
	public static function of( int $object_id, array $users, string $source ): array {
		return self::filtered( self::named_ones( $object_id ) ?? self::aliases( $users ), $object_id, $source );
	}

	/**
	 * The owners of what a shop sold: those an administrator named on the product, else the owners of the courses that are
	 * sold by it, which are often somebody else's than the product, else the vendor whom a marketplace knows for it, else
	 * its author.
	 *
	 * @param int    $product_id Product or download.
	 * @param string $source     The shop.
	 * @param ?int   $option     Which of it: a variation, or the number of a price option; null or 0 where it has none.
	 * @return array[] As {@see self::of()} gives them.
	 */
	public static function of_product( int $product_id, string $source, ?int $option = null ): array {
		return self::filtered( self::known_of( $product_id, $option ) ?? self::aliases( self::author( $product_id ) ), $product_id, $source );
	}

	/**
	 * The owners of a product, where more is known than who wrote it down: of a bundle, all that are known of its parts.
	 *
	 * @param int   $product_id Product or download.
	 * @param ?int  $option     Which of it.
	 * @param int[] $around     Bundles that it was found in; one may be, in the end, in itself.
	 * @return ?array[] Null when nothing is known.
	 */
	public static function known_of( int $product_id, ?int $option = null, array $around = [] ): ?array {
		$named = self::named_ones( $product_id );
		if ( null !== $named || \in_array( $product_id, $around, true ) ) {
			return $named;
		}
		$found = [];
		foreach ( SoldCourses::of( $product_id, $option ) as [ $school, $course_id ] ) {
			$found[] = self::named_ones( $course_id ) ?? self::aliases( $school::teachers( $course_id ) );
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
	 * Owners of several things, each once; whoever owns more of them has the more weight.
	 *
	 * @param array[] $owners As {@see self::of()} gives them.
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
	 * Whom an administrator named, as the engine takes them.
	 *
	 * @param int $object_id Post.
	 * @return ?array[] Null when nobody said anything about this object.
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
	 * Lets other plugins have their say.
	 *
	 * @param array[] $owners    As found.
	 * @param int     $object_id Post of a product or a course.
	 * @param string  $source    The plugin it is of.
	 * @return array[]
	 */
	private static function filtered( array $owners, int $object_id, string $source ): array {
		/**
		 * Filters who earns from an object. Runs when something happens to it: a sale, a completion.
		 *
		 * @since 0.1.0
		 *
		 * @param array  $owners    Each either `id` of a collaborator or `type` (`wp_user`, `coupon`, `link`) and `code` of
		 *                          an alias; `weight`, a whole number from 1, where points are split. None for nobody.
		 * @param int    $object_id Post of the product or the course.
		 * @param string $source    The plugin it is of: `woocommerce`, `edd`, `lifterlms`…
		 */
		return \array_values( (array) \apply_filters( 'siren_owners', $owners, $object_id, $source ) );
	}

	/**
	 * The users who wrote a post: one, or none when it is gone or there never was one: to WordPress, post 0 is whatever
	 * page is being shown.
	 *
	 * @param int $post_id Post, 0 for none.
	 * @return int[]
	 */
	public static function author( int $post_id ): array {
		return $post_id <= 0 ? [] : \array_filter( [ (int) \get_post_field( 'post_author', $post_id ) ] );
	}

	/**
	 * Whom an administrator named.
	 *
	 * @param int $object_id Post.
	 * @return ?array<array{collaborator:int,weight:int}> Null when nobody said anything about this object.
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
	 * Users as aliases, each once.
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
