<?php
/**
 * Recipes: distributors to start from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Money;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Each is a whole configuration in the engine's shape, in the site's currency and time zone. Nothing of it is saved before
 * somebody has looked it over in the form.
 */
final class Recipes {

	/**
	 * All of them, in the order they are offered.
	 *
	 * @return array<string,array{icon:string,text:string,configuration:array}> By name; `icon` is a Dashicon, `text` says for
	 *                                                                           whom it is.
	 */
	public static function all(): array {
		return [
			'course-profit-share' => [
				'icon'          => 'welcome-learn-more',
				'text'          => \__( 'Instructors share a part of all course sales, by what their students finish.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Course profit share', 'siren-distributors' ),
					[
						'course_completed' => 10,
						'lesson_completed' => 1,
					],
					[ self::sales( '20' ) ],
					[ 'kind' => 'performance_weighted_pool' ]
				),
			],
			'lesson-royalties'    => [
				'icon'          => 'book-alt',
				'text'          => \__( 'Royalties by lesson: what a student paid goes to the authors that this student learned from.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Lesson-weighted royalties', 'siren-distributors' ),
					[ 'lesson_completed' => 1 ],
					[ self::sales( '30' ) ],
					[ 'kind' => 'user_centric_pool' ]
				),
			],
			'top-affiliate'       => [
				'icon'          => 'awards',
				'text'          => \__( 'The affiliate who brings the most sales takes the bonus of the month.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Top affiliate bonus', 'siren-distributors' ),
					[
						'site_visited' => 1,
						'coupon_used'  => 10,
					],
					[ self::fixed( '250.00' ) ],
					[
						'kind' => 'top_score_wins',
						'tie'  => 'first',
					]
				),
			],
			'blogger-traffic'     => [
				'icon'          => 'welcome-write-blog',
				'text'          => \__( 'Authors share a fixed sum by how often their posts are read.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Blogger traffic bonus', 'siren-distributors' ),
					[ 'post_visited' => 1 ],
					[ self::fixed( '100.00' ) ],
					[ 'kind' => 'performance_weighted_pool' ]
				),
			],
			'coupon-leaderboard'  => [
				'icon'          => 'tickets-alt',
				'text'          => \__( 'Prizes for the three whose coupons are used most.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Coupon leaderboard', 'siren-distributors' ),
					[ 'coupon_used' => 1 ],
					[ self::fixed( '300.00' ) ],
					[
						'kind'    => 'ladder',
						'prizes'  => [ '50', '30', '20' ],
						'missing' => 'rescale',
					]
				),
			],
			'team-pool'           => [
				'icon'          => 'groups',
				'text'          => \__( 'Everybody who contributed in the quarter gets the same part of the sales.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Equal team pool', 'siren-distributors' ),
					[
						'product_sold'     => 1,
						'course_completed' => 1,
						'post_visited'     => 1,
					],
					[ self::sales( '5' ) ],
					[ 'kind' => 'shared_engagement_pool' ],
					'quarter'
				),
			],
		];
	}

	/**
	 * One recipe's configuration; null for a name nobody knows.
	 *
	 * @param string $name Its name.
	 */
	public static function named( string $name ): ?array {
		return self::all()[ $name ]['configuration'] ?? null;
	}

	/**
	 * A configuration.
	 *
	 * @param string            $name      What it is called.
	 * @param array<string,int> $points    By event.
	 * @param array[]           $sources   What fills the pool.
	 * @param array             $structure How it is divided.
	 * @param string            $every     Rhythm, `month` or `quarter`: both begin on the first.
	 */
	private static function recipe( string $name, array $points, array $sources, array $structure, string $every = 'month' ): array {
		$metrics = [];
		foreach ( $points as $event => $worth ) {
			$metrics[] = [
				'event'  => $event,
				'points' => $worth,
			];
		}
		return [
			'name'      => $name,
			'units'     => Settings::currency(),
			'schedule'  => [
				'every'    => $every,
				'on'       => 1,
				'at'       => '00:00',
				'timezone' => Settings::timezone(),
			],
			'metrics'   => $metrics,
			'pool'      => [ 'sources' => $sources ],
			'structure' => $structure,
		];
	}

	/**
	 * A share of what was paid for products, after discounts.
	 *
	 * @param string $percent Percent.
	 */
	private static function sales( string $percent ): array {
		return [
			'kind'    => 'revenue_share',
			'percent' => $percent,
			'include' => [ 'line_items', 'discounts' ],
		];
	}

	/**
	 * The same amount each period, without decimals where the site's currency has none.
	 *
	 * @param string $amount Amount with two decimals.
	 */
	private static function fixed( string $amount ): array {
		return [
			'kind'   => 'fixed',
			'amount' => Money::from_shop( $amount, Settings::currency() ),
		];
	}
}
