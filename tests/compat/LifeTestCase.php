<?php
/**
 * What every life of a shop or a school starts from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Tests\SirenTestCase;

/**
 * A life is lived through the public functions of a plugin, so it can be lived on the fixture plugin that stands for it
 * and on the plugin itself. Ada teaches, Ben has the coupon BEN, Cleo the link `cleo`.
 *
 * In the scores every kind of event has digits of its own: 1 a lesson, 10 a course, 100 a sold product, 1000 a used
 * coupon, 10000 a referred sale. The pool is a tenth of the line items and discounts.
 */
abstract class LifeTestCase extends SirenTestCase {

	protected int $ada;

	protected int $ada_user;

	protected int $ben;

	protected int $ben_user;

	protected int $cleo;

	protected int $distributor;

	/** Whether the plugin itself is here, not the fixture that stands for it. */
	protected static function is_real(): bool {
		return '' !== (string) \getenv( 'SIREN_COMPAT_PLUGIN' );
	}

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ben_user    = self::user( 'author' );
		$this->ada         = self::collaborator( 'Ada', $this->ada_user );
		$this->ben         = self::collaborator(
			'Ben',
			$this->ben_user,
			[
				[
					'type' => 'coupon',
					'code' => 'BEN',
				],
			]
		);
		$this->cleo        = self::collaborator(
			'Cleo',
			null,
			[
				[
					'type' => 'link',
					'code' => 'cleo',
				],
			]
		);
		$this->distributor = self::distributor(
			[
				'lesson_completed' => 1,
				'course_completed' => 10,
				'product_sold'     => 100,
				'coupon_used'      => 1000,
				'sale_referred'    => 10000,
			],
			[
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items', 'discounts' ],
						],
					],
				],
			]
		);
	}

	/**
	 * The pool, the scores and what was ignored are exactly these, and nothing went wrong on the way.
	 *
	 * @param string         $pool    What the pool holds.
	 * @param array<int,int> $scores  By collaborator; those without a score may be left out.
	 * @param string         $moment  What has just happened.
	 * @param string[]       $ignored Types of the events that do not count, in their order.
	 */
	protected function assertLedger( string $pool, array $scores, string $moment, array $ignored = [] ): void {
		self::end_request();
		self::assertNoFailures();
		$found = \array_filter( self::scores( $this->distributor ) );
		\ksort( $found );
		\ksort( $scores );
		self::assertSame( [ $pool, $scores ], [ self::pool( $this->distributor ), $found ], $moment );
		$kept = \array_filter( self::events(), static fn( array $event ): bool => 'ignored' === $event['status'] );
		self::assertSame( $ignored, \array_column( $kept, 'type' ), $moment );
		$counts = \siren_status( self::clock() )['counts'];
		self::assertSame( [ 0, 0, 0 ], [ $counts['conflicts'], $counts['waiting_refunds'], $counts['ignored_refunds'] ], $moment );
	}

	/**
	 * An hour passes: what is done again is done later.
	 */
	protected static function later(): void {
		self::set_clock( \gmdate( 'Y-m-d\TH:i:s\Z', \strtotime( self::clock() ) + 3600 ) );
	}

	/**
	 * Posts were last saved long ago.
	 *
	 * @param int ...$posts Posts.
	 */
	protected static function age( int ...$posts ): void {
		global $wpdb;
		foreach ( $posts as $post ) {
			$wpdb->update(
				$wpdb->posts,
				[
					'post_modified'     => '2026-01-02 12:00:00',
					'post_modified_gmt' => '2026-01-02 12:00:00',
				],
				[ 'ID' => $post ]
			);
			\clean_post_cache( $post );
		}
	}
}
