<?php
/**
 * What a user owns.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

\defined( 'ABSPATH' ) || exit;

/**
 * The courses, products and posts that earn for a collaborator, as far as WordPress knows them: by their author, and courses of
 * LifterLMS by their list of instructors.
 */
final class Owned {

	/** How many of one kind are named. */
	private const SHOWN = 20;

	/** Kinds that can earn; those of plugins that are not here do not exist. */
	private const TYPES = [ 'course', 'product', 'llms_membership', 'sfwd-courses', 'lp_course', 'download', 'post' ];

	/**
	 * What somebody owns.
	 *
	 * @param ?int $user WordPress user; null for nobody.
	 * @return array<string,array{total:int,posts:array<int,string>}> By the plural name of the kind; titles by id.
	 */
	public static function of( ?int $user ): array {
		$owned = [];
		if ( null === $user ) {
			return $owned;
		}
		foreach ( \array_filter( self::TYPES, 'post_type_exists' ) as $type ) {
			$found = 'course' === $type && \class_exists( 'LLMS_Course' ) ? self::taught( $user ) : self::authored( $user, $type );
			if ( [] !== $found ) {
				$shown = [];
				foreach ( \array_slice( $found, 0, self::SHOWN ) as $id ) {
					$shown[ $id ] = \get_the_title( $id );
				}
				$owned[ \get_post_type_object( $type )->labels->name ] = [
					'total' => \count( $found ),
					'posts' => $shown,
				];
			}
		}
		return $owned;
	}

	/**
	 * What somebody is the author of.
	 *
	 * @param int    $user WordPress user.
	 * @param string $type Post type.
	 * @return int[] Ids.
	 */
	private static function authored( int $user, string $type ): array {
		return \get_posts(
			[
				'author'      => $user,
				'post_type'   => $type,
				'post_status' => 'publish',
				'numberposts' => -1,
				'fields'      => 'ids',
			]
		);
	}

	/**
	 * The courses somebody is an instructor of, which the author of the text need not be.
	 *
	 * @param int $user WordPress user.
	 * @return int[] Ids.
	 */
	private static function taught( int $user ): array {
		// The list is stored serialized: the database finds those with the number in it, LifterLMS says whether it is this user.
		$listed  = \get_posts(
			[
				'post_type'   => 'course',
				'post_status' => 'publish',
				'numberposts' => -1,
				'fields'      => 'ids',
				'meta_query'  => [ // phpcs:ignore WordPress.DB.SlowDBQuery -- one person's screen.
					[
						'key'     => '_llms_instructors',
						'value'   => 'i:' . $user . ';',
						'compare' => 'LIKE',
					],
				],
			]
		);
		$courses = \array_unique( \array_merge( $listed, self::authored( $user, 'course' ) ) );
		return \array_values(
			\array_filter(
				$courses,
				static fn( int $course ): bool => \in_array( $user, \array_map( 'intval', \wp_list_pluck( ( new \LLMS_Course( $course ) )->instructors()->get_instructors(), 'id' ) ), true )
			)
		);
	}
}
