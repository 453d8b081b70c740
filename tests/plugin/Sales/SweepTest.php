<?php
/**
 * Tests of Sweep and of the shop's lists of orders.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Sales;

use Siren\Distributors\Integrations\WooCommerce;
use Siren\Distributors\Sales\Sweep;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Orders that no hook reported are found.
 */
final class SweepTest extends SirenTestCase {

	private int $ada_user;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		\delete_option( Sweep::OPTION );
		$GLOBALS['wpdb']->query( "DELETE FROM {$GLOBALS['wpdb']->prefix}fixture_orders" ); // Earlier tests' orders changed lately too.
		$this->ada_user    = self::user( 'author' );
		self::collaborator( 'Ada', $this->ada_user );
		$this->distributor = self::distributor( [ 'product_sold' => 1 ] );
	}

	public function test_the_next_heartbeat_records_an_order_whose_request_was_killed(): void {
		$order = self::untold_order( $this->ada_user, 'completed', self::clock() );
		self::assertSame( '100.00', self::pool( $this->distributor ) );
		\do_action( 'siren_heartbeat' );
		self::assertSame( '105.00', self::pool( $this->distributor ) );
		\do_action( 'siren_heartbeat' );
		self::assertSame( '105.00', self::pool( $this->distributor ), 'once' );

		self::set_clock( '2026-05-06T12:00:00Z' );
		$data           = \json_decode( \fixture_shop_order_row( $order )['data'], true );
		$data['status'] = 'trash';
		\fixture_shop_update_order( $order, $data );
		\do_action( 'siren_heartbeat' );
		self::assertSame( '100.00', self::pool( $this->distributor ), 'and leaves' );
		self::assertNoFailures();
	}

	public function test_several_heartbeats_check_more_orders_than_a_page(): void {
		for ( $number = 0; $number < 203; $number++ ) {
			self::untold_order( $this->ada_user, 'completed', self::clock() );
		}
		Sweep::run();
		$after_one = self::pool( $this->distributor );
		Sweep::run();
		Sweep::run();
		self::assertSame( [ '1100.00', '1115.00' ], [ $after_one, self::pool( $this->distributor ) ] );
	}

	public function test_a_shops_orders_are_listed_by_number_and_by_change(): void {
		$first  = self::untold_order( $this->ada_user, 'pending', self::clock() );
		$second = self::untold_order( $this->ada_user, 'trash', self::clock() );
		self::assertSame( [ $first, $second ], WooCommerce::orders_after( $first - 1, 10 ) );
		self::assertSame( [ $second ], WooCommerce::orders_after( $first, 1 ) );
		self::assertContains( $second, WooCommerce::orders_changed_since( \time() - 60, 1000 ) );
		self::assertSame( [], WooCommerce::orders_changed_since( \time() + 60, 1000 ) );
	}
}
