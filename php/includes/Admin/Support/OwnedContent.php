<?php
/**
 * The content a collaborator earns from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Owners;

\defined( 'ABSPATH' ) || exit;

/**
 * Courses, products and posts. If an administrator named owners, those count; otherwise the author does, and for
 * LifterLMS courses the list of instructors. A product that sells courses does not belong to its author; the courses
 * are listed here for those who teach them.
 */
final class OwnedContent {

	/** Number of items of each kind that are listed. */
	private const SHOWN = 20;

	/**
	 * The content of a collaborator.
	 *
	 * @param int  $collaborator Collaborator.
	 * @param ?int $user         WordPress user; null if there is none.
	 * @return array<string,array{total:int,posts:array<int,string>}> By plural name of the kind; titles by id.
	 */
	public static function of( int $collaborator, ?int $user ): array {
		$owned = [];
		// The post types of inactive plugins do not exist.
		foreach ( \array_filter( [ ...Registry::post_types(), 'post' ], 'post_type_exists' ) as $type ) {
			$found = \array_merge( self::named( $collaborator, $type ), null === $user ? [] : self::by_user( $user, $type ) );
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
	 * Posts for which an administrator named the collaborator as an owner.
	 *
	 * @param int    $collaborator Collaborator.
	 * @param string $type         Post type.
	 * @return int[] Ids.
	 */
	private static function named( int $collaborator, string $type ): array {
		// The owners are stored serialized: the query finds those that contain the number, and the check below whether
		// it is this collaborator.
		$listed = \get_posts(
			[
				'post_type'   => $type,
				'post_status' => 'publish',
				'numberposts' => -1,
				'fields'      => 'ids',
				'meta_query'  => [ // phpcs:ignore WordPress.DB.SlowDBQuery -- one person's screen.
					[
						'key'     => Owners::META,
						'value'   => 'i:' . $collaborator . ';',
						'compare' => 'LIKE',
					],
				],
			]
		);
		return \array_values(
			\array_filter( $listed, static fn( int $id ): bool => \in_array( $collaborator, \array_column( Owners::named( $id ) ?? [], 'collaborator' ), true ) )
		);
	}

	/**
	 * A user's posts for which no administrator named other owners.
	 *
	 * @param int    $user WordPress user.
	 * @param string $type Post type.
	 * @return int[] Ids.
	 */
	private static function by_user( int $user, string $type ): array {
		$found = 'course' === $type && \class_exists( 'LLMS_Course' ) ? self::taught( $user ) : self::authored( $user, $type );
		$other = \in_array( $type, Registry::sold_types(), true ) ? [ Owners::class, 'known_of' ] : [ Owners::class, 'named' ];
		return \array_values( \array_filter( $found, static fn( int $id ): bool => null === $other( $id ) ) );
	}

	/**
	 * Posts whose author is this user.
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
	 * Courses of which the user is an instructor but not necessarily the author.
	 *
	 * @param int $user WordPress user.
	 * @return int[] Ids.
	 */
	private static function taught( int $user ): array {
		// The list is stored serialized: the query finds those that contain the number, and LifterLMS tells whether it
		// is this user.
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
