<?php
/**
 * The content that earns for a collaborator.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Owners;

\defined( 'ABSPATH' ) || exit;

/**
 * Courses, products and posts. Where an administrator named the owners, they decide; else the author does, and the list of
 * instructors for courses of LifterLMS. A product that sells courses is not its author's; whoever teaches the courses has them
 * here.
 */
final class OwnedContent {

	/** How many of one kind are named. */
	private const SHOWN = 20;

	/**
	 * What somebody owns.
	 *
	 * @param int  $collaborator Collaborator.
	 * @param ?int $user         Their WordPress user; null for none.
	 * @return array<string,array{total:int,posts:array<int,string>}> By the plural name of the kind; titles by id.
	 */
	public static function of( int $collaborator, ?int $user ): array {
		$owned = [];
		// Those of plugins that are not here do not exist.
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
	 * What an administrator named somebody for.
	 *
	 * @param int    $collaborator Collaborator.
	 * @param string $type         Post type.
	 * @return int[] Ids.
	 */
	private static function named( int $collaborator, string $type ): array {
		// The rows are stored serialized: the database finds those with the number in them, the rows say whether it is this one.
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
	 * What is a user's, where no administrator said otherwise.
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
