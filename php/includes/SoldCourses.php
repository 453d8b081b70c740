<?php
/**
 * Which courses a product sells.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Integrations\Lms;

\defined( 'ABSPATH' ) || exit;

/**
 * LMS plugins that sell through WooCommerce or Easy Digital Downloads keep on the course, or on its access plan, which
 * product sells it; others keep on the product which courses it sells; some put the course itself into the cart.
 *
 * | LMS         | where                      | what                                                                     |
 * |-------------|----------------------------|--------------------------------------------------------------------------|
 * | Tutor       | course or bundle           | `_tutor_course_product_id`: product or download                          |
 * | Sensei      | course, repeated           | `_course_woocommerce_product`: product or variation                      |
 * | LifterLMS   | access plan                | `_llms_wc_pid`: product or variation; `_llms_product_id`: its course     |
 * | LearnPress  | product                    | `_lp_woo_courses_assigned`: courses; or the course is the product        |
 * | MasterStudy | product                    | `stm_lms_product_id`, `stm_lms_enterprise_id`: course or bundle; or the course or bundle is the product |
 * | LearnDash   | product or variation       | `_related_course`: courses, `_related_group`: groups                     |
 * | LearnDash   | download                   | `_edd_learndash_course`, `_edd_learndash_group`; with `_variable`, by price option |
 */
final class SoldCourses {

	/** Meta of a course's access plan: its course. */
	private const PLAN_META = '_llms_product_id';

	/** Post type of LearnDash's course groups. */
	private const GROUP = 'groups';

	/**
	 * The courses that a product itself sells, without duplicates.
	 *
	 * @param int  $product_id Product or download.
	 * @param ?int $option     A variation, or the number of a price option; null or 0 if there is none.
	 * @return array<array{class-string<Lms>,int}> LMS integration and course post.
	 */
	public static function of( int $product_id, ?int $option = null ): array {
		if ( $product_id <= 0 ) {
			return [];
		}
		$in_cart = self::links( 'in_cart' )[ (string) \get_post_type( $product_id ) ] ?? null;
		if ( null !== $in_cart ) {
			return self::of_lms( $in_cart, [ $product_id ] );
		}
		$variation = (int) $option;
		$posts     = $variation > 0 && $product_id === \wp_get_post_parent_id( $variation ) ? [ $product_id, $variation ] : [ $product_id ];
		$sold      = self::linked_to( $posts );
		foreach ( $posts as $post_id ) {
			foreach ( self::links( 'on_product' ) as $meta => $lms ) {
				$sold = \array_merge( $sold, self::of_lms( $lms, self::numbers( \get_post_meta( $post_id, $meta, true ) ) ) );
			}
		}
		foreach ( self::links( 'on_option' ) as $meta => $lms ) {
			$kept = (array) \get_post_meta( $product_id, $meta, true );
			$sold = \array_merge( $sold, self::of_lms( $lms, self::numbers( null === $option ? $kept : $kept[ $option ] ?? [] ) ) );
		}
		return \array_values( \array_unique( $sold, SORT_REGULAR ) );
	}

	/**
	 * The products a product consists of: a bundle of either shop, a grouped product, or a product of the extension
	 * Product Bundles.
	 *
	 * @param int $product_id Product or download.
	 * @return array<array{int,?int}> Product and price option.
	 */
	public static function parts( int $product_id ): array {
		$parts = [];
		foreach ( (array) \get_post_meta( $product_id, '_edd_bundled_products', true ) as $part ) {
			[ $id, $option ] = \explode( '_', (string) $part ) + [ '', '' ];
			$parts[]         = [ (int) $id, '' === $option ? null : (int) $option ];
		}
		foreach ( self::numbers( \get_post_meta( $product_id, '_children', true ) ) as $id ) {
			$parts[] = [ $id, null ];
		}
		if ( \class_exists( \WC_PB_DB::class ) ) {
			$bundled = \WC_PB_DB::query_bundled_items(
				[
					'return'    => 'id=>product_id',
					'bundle_id' => [ $product_id ],
				]
			);
			foreach ( self::numbers( $bundled ) as $id ) {
				$parts[] = [ $id, null ];
			}
		}
		return \array_values( \array_filter( $parts, static fn( array $part ): bool => $part[0] > 0 && $part[0] !== $product_id ) );
	}

	/**
	 * Whether a product sells a course, itself or through one of its parts.
	 *
	 * @param int               $product_id Product or download.
	 * @param ?int              $option     As {@see self::of()} takes it.
	 * @param class-string<Lms> $lms        Class of the LMS integration.
	 * @param int               $course_id  Course post.
	 * @param int[]             $around     Bundles that contain it, because a bundle may contain itself.
	 */
	public static function sells( int $product_id, ?int $option, string $lms, int $course_id, array $around = [] ): bool {
		if ( \in_array( $product_id, $around, true ) ) {
			return false;
		}
		if ( \in_array( [ $lms, $course_id ], self::of( $product_id, $option ), true ) ) {
			return true;
		}
		foreach ( self::parts( $product_id ) as [ $part, $part_option ] ) {
			if ( self::sells( $part, $part_option, $lms, $course_id, [ ...$around, $product_id ] ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a post of an LMS is a course, or a bundle or group that contains it.
	 *
	 * @param int               $post_id   Course, bundle or group.
	 * @param class-string<Lms> $lms       Class of the LMS integration.
	 * @param int               $course_id Course post.
	 */
	public static function holds( int $post_id, string $lms, int $course_id ): bool {
		return $post_id === $course_id || \in_array( [ $lms, $course_id ], self::of_lms( $lms, [ $post_id ] ), true );
	}

	/**
	 * What links products to courses.
	 *
	 * @param string $kind A key of {@see Lms::sold_by()}.
	 * @return array<string,class-string<Lms>> LMS integration by meta key or post type.
	 */
	private static function links( string $kind ): array {
		$links = [];
		foreach ( Registry::lms_integrations() as $lms ) {
			$links += \array_fill_keys( $lms::sold_by()[ $kind ] ?? [], $lms );
		}
		return $links;
	}

	/**
	 * The courses that name one of these posts as the product that sells them.
	 *
	 * @param int[] $posts Product, and a variation of it if there is one.
	 * @return array<array{class-string<Lms>,int}>
	 */
	private static function linked_to( array $posts ): array {
		global $wpdb;
		$links  = self::links( 'on_course' );
		$keys   = \array_keys( $links );
		$places = static fn( array $values ): string => \implode( ', ', \array_fill( 0, \count( $values ), '%s' ) );
		$rows   = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT m.meta_key AS link, p.ID AS id, p.post_type AS type FROM {$wpdb->postmeta} m JOIN {$wpdb->posts} p ON p.ID = m.post_id
				WHERE m.meta_key IN ( {$places( $keys )} ) AND m.meta_value IN ( {$places( $posts )} ) AND p.post_status <> 'trash' AND p.post_type <> 'revision' ORDER BY p.ID", // phpcs:ignore WordPress.DB.PreparedSQL -- only places for values.
				[ ...$keys, ...\array_map( 'strval', $posts ) ]
			)
		);
		$sold   = [];
		foreach ( \is_array( $rows ) ? $rows : [] as $row ) {
			$id   = 'llms_access_plan' === $row->type ? (int) \get_post_meta( (int) $row->id, self::PLAN_META, true ) : (int) $row->id;
			$sold = \array_merge( $sold, self::of_lms( $links[ $row->link ], [ $id ] ) );
		}
		return $sold;
	}

	/**
	 * Courses of an LMS; bundles and groups are replaced by their courses. Deleted courses are left out.
	 *
	 * @param class-string<Lms> $lms Class of the LMS integration.
	 * @param int[]             $ids Courses, bundles, groups.
	 * @return array<array{class-string<Lms>,int}>
	 */
	private static function of_lms( string $lms, array $ids ): array {
		$courses = [];
		foreach ( $ids as $id ) {
			$type = $id > 0 ? (string) \get_post_type( $id ) : '';
			if ( '' === $type ) {
				continue;
			}
			$bundle = $lms::sold_by()['bundles'][ $type ] ?? '';
			$inside = '' === $bundle ? [] : self::numbers( \get_post_meta( $id, $bundle, true ) );
			if ( self::GROUP === $type && \function_exists( 'learndash_group_enrolled_courses' ) ) {
				$inside = self::numbers( \learndash_group_enrolled_courses( $id ) );
			}
			if ( [] === $inside ) {
				$courses[] = [ $lms, $id ];
				continue;
			}
			foreach ( $inside as $course_id ) {
				if ( false !== \get_post_type( $course_id ) ) {
					$courses[] = [ $lms, $course_id ];
				}
			}
		}
		return $courses;
	}

	/**
	 * The ids in a meta value: one id, comma-separated ids, or a list, possibly nested.
	 *
	 * @param mixed $kept Meta value.
	 * @return int[]
	 */
	private static function numbers( mixed $kept ): array {
		$numbers = [];
		$kept    = \is_string( $kept ) ? \explode( ',', $kept ) : (array) $kept;
		\array_walk_recursive(
			$kept,
			static function ( mixed $value ) use ( &$numbers ): void {
				$numbers[] = \is_scalar( $value ) ? (int) $value : 0;
			}
		);
		return \array_values( \array_filter( $numbers ) );
	}
}
