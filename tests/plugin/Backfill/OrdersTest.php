<?php
/**
 * Tests of the backfill of orders.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Backfill;

use Siren\Distributors\Backfill\Jobs;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A shop's past can be tried on, and is never paid.
 */
final class OrdersTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	protected function setUp(): void {
		parent::setUp();
		$GLOBALS['wpdb']->query( "DELETE FROM {$GLOBALS['wpdb']->prefix}fixture_orders" );
		$this->ada_user = self::user( 'author' );
		$this->ada      = self::collaborator( 'Ada', $this->ada_user );
	}

	public function test_older_orders_are_history_and_missed_ones_count(): void {
		$distributor = self::distributor( [ 'product_sold' => 1 ] );
		$old         = self::untold_order( $this->ada_user, 'completed', '2025-02-03T10:00:00Z' );
		$given_back  = self::untold_order( $this->ada_user, 'refunded', '2025-02-04T10:00:00Z' );
		self::refund( $given_back, '2025-02-20T10:00:00Z', 5000 );
		$missed = self::untold_order( $this->ada_user, 'completed', '2026-05-04T10:00:00Z' );
		self::untold_order( $this->ada_user, 'cancelled', '2026-05-04T11:00:00Z' );

		self::assertSame( [ 3, 2, 0 ], self::look() );
		self::assertSame( '105.00', self::pool( $distributor ), 'only what was sold since the plugin is here' );
		self::assertSame( [ $this->ada => 1 ], self::scores( $distributor ) );
		self::assertSame( [ 0, 0, 0 ], self::look(), 'nothing is missed any more' );

		$sales = \array_column( \siren_find( 'transactions', [ 'order_by' => 'id', 'order' => 'asc' ] )['items'], 'history', 'external_id' );
		self::assertSame( [ $old => true, $given_back => true, $missed => false ], $sales );

		$tried = \siren_simulate( self::rule(), '2025-02-01T00:00:00Z', '2025-04-01T00:00:00Z' );
		self::assertSame( [ '5.00', '0.00' ], \array_column( \array_column( $tried, 'pool' ), 'amount' ), 'a tenth of two sales, less the refunded one' );
		self::assertTrue( \siren_verify()['ok'] );
		self::assertNoFailures();
	}

	public function test_an_interrupted_run_continues_where_it_stopped(): void {
		for ( $number = 0; $number < 150; $number++ ) {
			self::untold_order( $this->ada_user, 'completed', '2026-05-04T10:00:00Z' );
		}
		$job = Jobs::past();
		$job->begin();
		$job->go_on( 0 );
		self::assertTrue( $job->is_running() );
		self::assertSame( [ 100, 100 ], [ $job->progress()['looked'], $job->progress()['recorded'] ] );
		while ( $job->is_running() ) {
			Jobs::past()->go_on( 0 );
		}
		self::assertSame( 150, $job->progress()['recorded'] );
		self::assertSame( 150, \siren_find( 'transactions' )['total'] );
	}

	/**
	 * Looks for what was missed.
	 *
	 * @return int[] How much was recorded, how much of it as history, how much could not be.
	 */
	private static function look(): array {
		$job = Jobs::past();
		$job->begin();
		$job->go_on( 60_000 );
		$progress = $job->progress();
		return [ $progress['recorded'], $progress['history'], $progress['failed'] ];
	}

	/**
	 * Refunds an order without firing a hook.
	 *
	 * @param int    $order  The order.
	 * @param string $when   When it was made.
	 * @param int    $amount In cents.
	 */
	private static function refund( int $order, string $when, int $amount ): void {
		\fixture_shop_insert_order(
			$order,
			\wp_generate_uuid4(),
			\fixture_shop_order_data(
				[
					'type'         => 'shop_order_refund',
					'status'       => 'completed',
					'date_created' => $when,
					'amount'       => $amount,
				]
			)
		);
	}

	/**
	 * A monthly pool of a tenth of the sales.
	 *
	 * @return array<string,mixed>
	 */
	private static function rule(): array {
		return [
			'name'      => 'Tried on',
			'units'     => 'USD',
			'starts_at' => '2025-02-01T00:00:00Z',
			'schedule'  => [
				'every'    => 'month',
				'on'       => 1,
				'at'       => '00:00',
				'timezone' => 'UTC',
			],
			'metrics'   => [
				[
					'event'  => 'product_sold',
					'points' => 1,
				],
			],
			'pool'      => [
				'sources' => [
					[
						'kind'    => 'revenue_share',
						'percent' => '10',
						'include' => [ 'line_items' ],
					],
				],
			],
			'structure' => [ 'kind' => 'performance_weighted_pool' ],
		];
	}
}
