<?php
/**
 * Recipes: distributors that an admin can start from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Money;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Each recipe is a complete configuration in the engine's format, with the site's currency and time zone. Nothing is
 * saved until somebody has reviewed it in the editor.
 */
final class Recipes {

	/**
	 * Refund settings for recipes that pay for sales: most refunds happen within two weeks, and whoever was credited
	 * for the sale gives their share back.
	 */
	private const GIVEN_BACK = [
		'hold_days'             => 14,
		'on_refund_after_close' => 'clawback',
		'clawback_from'         => 'credited',
	];

	/** Settings for recipes that pay for visits, which are easy to fake. */
	private const LOOKED_AT = [ 'review' => true ];

	/** Minimum amount of a sale, in the site's currency. */
	private const SMALLEST_SALE = '5.00';

	/**
	 * All recipes, in display order.
	 *
	 * @return array<string,array{icon:string,text:string,configuration:array}>
	 *         By name; `icon` is a Dashicon, `text` says who it is for.
	 */
	public static function all(): array {
		return [
			'course-profit-share' => [
				'icon'          => 'welcome-learn-more',
				'text'          => \__( 'Instructors share a percentage of all course sales, based on what their students complete.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Course profit share', 'siren-distributors' ),
					[
						self::completions( 'course_completed', 10 ),
						self::completions( 'lesson_completed', 1 ),
					],
					[ self::sales( '20' ) ],
					[ 'kind' => 'performance_weighted_pool' ],
					self::GIVEN_BACK
				),
			],
			'lesson-royalties'    => [
				'icon'          => 'book-alt',
				'text'          => \__( 'Royalties by lesson: what a student pays goes to the authors whose lessons that student completed.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Lesson-weighted royalties', 'siren-distributors' ),
					[ self::completions( 'lesson_completed', 1 ) ],
					[ self::sales( '30' ) ],
					[ 'kind' => 'user_centric_pool' ],
					self::GIVEN_BACK
				),
			],
			'top-affiliate'       => [
				'icon'          => 'awards',
				'text'          => \__( 'The affiliate who brings in the most customers wins the monthly bonus.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Top affiliate bonus', 'siren-distributors' ),
					[
						self::customers( 'sale_referred', 10 ),
						self::customers( 'coupon_used', 10 ),
					],
					[ self::fixed( '250.00' ) ],
					[
						'kind' => 'top_score_wins',
						'tie'  => 'first',
					],
					self::GIVEN_BACK
				),
			],
			'blogger-traffic'     => [
				'icon'          => 'welcome-write-blog',
				'text'          => \__( 'Authors share a fixed amount, based on how often their posts are read.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Blogger traffic bonus', 'siren-distributors' ),
					[
						[
							'event'  => 'post_visited',
							'points' => 1,
						],
					],
					[ self::fixed( '100.00' ) ],
					[ 'kind' => 'performance_weighted_pool' ],
					self::LOOKED_AT
				),
			],
			'coupon-leaderboard'  => [
				'icon'          => 'tickets-alt',
				'text'          => \__( 'Prizes for the three collaborators whose coupons bring in the most customers.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Coupon leaderboard', 'siren-distributors' ),
					[ self::customers( 'coupon_used', 1 ) ],
					[ self::fixed( '300.00' ) ],
					[
						'kind'    => 'ladder',
						'prizes'  => [ '50', '30', '20' ],
						'missing' => 'rescale',
					],
					self::GIVEN_BACK
				),
			],
			'team-pool'           => [
				'icon'          => 'groups',
				'text'          => \__( 'Everyone who contributed during the quarter gets an equal share of sales.', 'siren-distributors' ),
				'configuration' => self::recipe(
					\__( 'Equal team pool', 'siren-distributors' ),
					[
						[
							'event'  => 'product_sold',
							'points' => 10,
						],
						self::completions( 'course_completed', 10 ),
						[
							'event'  => 'post_visited',
							'points' => 1,
						],
					],
					[ self::sales( '5' ) ],
					[ 'kind' => 'shared_engagement_pool' ],
					[
						'schedule'      => [ 'every' => 'quarter' ],
						'minimum_score' => 10,
					] + self::GIVEN_BACK + self::LOOKED_AT
				),
			],
		];
	}

	/**
	 * The configuration of a recipe; null for an unknown name.
	 *
	 * @param string $name Name.
	 */
	public static function named( string $name ): ?array {
		return self::all()[ $name ]['configuration'] ?? null;
	}

	/**
	 * The protections of a configuration against abuse, one line each, with the reason. They are available to any
	 * distributor; recipes start with them.
	 *
	 * @param array $configuration In the engine's format.
	 * @return string[]
	 */
	public static function precautions( array $configuration ): array {
		$metrics = $configuration['metrics'];
		$lines   = [];
		if ( ( $configuration['hold_days'] ?? 0 ) > 0 ) {
			/* translators: %s: number of days. */
			$lines[] = \sprintf( \_n( 'Amounts can be paid %s day after the period ends. Sales refunded before then earn nothing.', 'Amounts can be paid %s days after the period ends. Sales refunded before then earn nothing.', $configuration['hold_days'], 'siren-distributors' ), \number_format_i18n( $configuration['hold_days'] ) );
		}
		if ( 'credited' === ( $configuration['clawback_from'] ?? '' ) ) {
			$lines[] = \__( 'If a sale is refunded later than that, only the collaborators who earned points for it pay back their share.', 'siren-distributors' );
		}
		if ( [] !== \array_filter( \array_column( $metrics, 'minimum_amount' ) ) ) {
			$lines[] = \__( 'Very small sales earn nothing, so no one can buy points for pennies.', 'siren-distributors' );
		}
		if ( [] !== \array_filter( \array_column( $metrics, 'once_per' ) ) ) {
			$lines[] = \__( 'Each customer counts once per period, so new customers matter more than many small orders.', 'siren-distributors' );
		}
		if ( \in_array( 'paid', \array_column( $metrics, 'students' ), true ) ) {
			$lines[] = \__( 'Only students who paid or were enrolled by your staff count, because anyone can create a free account.', 'siren-distributors' );
		}
		if ( $configuration['review'] ?? false ) {
			$lines[] = \__( 'Someone on your team approves the result before anything is owed, because visits are easy to fake.', 'siren-distributors' );
		}
		return $lines;
	}

	/**
	 * Builds a configuration.
	 *
	 * @param string  $name      Name of the distributor.
	 * @param array[] $metrics   What earns points.
	 * @param array[] $sources   What fills the pool.
	 * @param array   $structure How the pool is divided.
	 * @param array   $more      Other settings; for the schedule, whatever differs from monthly from the first.
	 */
	private static function recipe( string $name, array $metrics, array $sources, array $structure, array $more ): array {
		return [
			'name'      => $name,
			'units'     => Settings::currency(),
			'schedule'  => ( $more['schedule'] ?? [] ) + [
				'every'    => 'month',
				'on'       => 1,
				'at'       => '00:00',
				'timezone' => Settings::timezone(),
			],
			'metrics'   => $metrics,
			'pool'      => [ 'sources' => $sources ],
			'structure' => $structure,
		] + $more;
	}

	/**
	 * Points for completions by students who paid or were enrolled by staff.
	 *
	 * @param string $event  Event type.
	 * @param int    $points Points for each.
	 */
	private static function completions( string $event, int $points ): array {
		return [
			'event'    => $event,
			'points'   => $points,
			'students' => 'paid',
		];
	}

	/**
	 * Points for each customer who bought for more than a trivial amount.
	 *
	 * @param string $event  Event type of a sale.
	 * @param int    $points Points for each.
	 */
	private static function customers( string $event, int $points ): array {
		return [
			'event'          => $event,
			'points'         => $points,
			'minimum_amount' => Money::from_shop( self::SMALLEST_SALE, Settings::currency() ),
			'once_per'       => 'customer',
		];
	}

	/**
	 * A share of what was paid for products, after discounts.
	 *
	 * @param string $percent Percentage.
	 */
	private static function sales( string $percent ): array {
		return [
			'kind'    => 'revenue_share',
			'percent' => $percent,
			'include' => [ 'line_items', 'discounts' ],
		];
	}

	/**
	 * The same amount in every period, without decimals if the site's currency has none.
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
