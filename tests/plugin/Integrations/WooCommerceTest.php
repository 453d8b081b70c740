<?php
/**
 * Tests of the WooCommerce integration, on the fixture shop.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Failures;
use Siren\Distributors\Integrations\WooCommerce;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Whatever an order goes through, its money is in the pool once and its points are counted once.
 */
final class WooCommerceTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ada         = self::collaborator(
			'Ada',
			$this->ada_user,
			[
				[
					'type' => 'coupon',
					'code' => 'ADA10',
				],
			]
		);
		$this->distributor = self::distributor(
			[
				'product_sold' => 5,
				'coupon_used'  => 3,
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

	public function test_a_paid_order_is_recorded(): void {
		$order = $this->order( [ $this->line( 5000 ), $this->line( 3000, $this->ada_user, 2 ) ] );
		self::assertSame( '0.00', self::pool( $this->distributor ), 'an order that is not paid does not count' );

		$order->update_status( 'processing' );
		self::assertSame( '8.00', self::pool( $this->distributor ) );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ), 'points are per line' );
		self::assertNoFailures();

		$sale = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] );
		self::assertSame( [ 'woocommerce', (string) $order->get_id(), 'USD', '80.00', self::NOW ], [ $sale['source'], $sale['external_id'], $sale['currency'], $sale['amount'], $sale['occurred_at'] ] );
		self::assertSame( 'email:buyer@example.test', $sale['customer'] );
	}

	/**
	 * The owners of the links stored on an order.
	 */
	private static function kept_on( \WC_Order $order ): string {
		return (string) \wc_get_order( $order->get_id() )->get_meta( WooCommerce::REFERRAL_META );
	}

	/**
	 * @dataProvider ways_to_be_paid
	 *
	 * @param string[] $statuses One after the other.
	 */
	public function test_an_order_paid_repeatedly_counts_once( array $statuses ): void {
		$order = $this->order( [ $this->line( 5000 ) ] );
		foreach ( $statuses as $status ) {
			$order->update_status( $status );
		}
		self::assertSame( '5.00', self::pool( $this->distributor ) );
		self::assertSame( [ $this->ada => 5 ], self::scores( $this->distributor ) );
		self::assertNoFailures();
	}

	/** @return array<string,array{string[]}> */
	public static function ways_to_be_paid(): array {
		return [
			'a gateway'                 => [ [ 'processing' ] ],
			'to the end'                => [ [ 'processing', 'completed' ] ],
			'back and forth'            => [ [ 'processing', 'completed', 'processing', 'completed' ] ],
			'a bank transfer'           => [ [ 'on-hold', 'completed' ] ],
			'failed at first'           => [ [ 'failed', 'processing' ] ],
		];
	}

	public function test_an_order_created_as_paid_counts(): void {
		$order = new \WC_Order( \fixture_shop_order_data( [ 'items' => [ $this->line( 5000 ) ] ] ) );
		$order->set_reference( \wp_generate_uuid4() );
		$order->set_status( 'completed' );
		$order->save();
		self::assertSame( '5.00', self::pool( $this->distributor ) );
	}

	public function test_coupons_count_for_their_owner_and_are_subtracted_once(): void {
		$order = $this->order( [ $this->line( 4500, 0 ), $this->coupon( 'ada10', 500 ) ] );
		$order->update_status( 'processing' );
		self::assertSame( '4.50', self::pool( $this->distributor ) );
		self::assertSame( [ $this->ada => 3 ], self::scores( $this->distributor ) );
	}

	public function test_every_kind_of_detail_is_recorded(): void {
		$order = $this->order(
			[
				$this->line( 5000 ),
				[
					'type'  => 'fee',
					'name'  => 'Bank transfer',
					'total' => 250,
				],
				[
					'type'  => 'fee',
					'name'  => 'Regular customer',
					'total' => -1000,
				],
				[
					'type'  => 'shipping',
					'name'  => 'Parcel',
					'total' => 800,
				],
				[
					'type'  => 'tax',
					'name'  => 'Sales tax',
					'total' => 640,
				],
			]
		);
		$order->update_status( 'processing' );
		self::end_request();

		$sale = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] );
		self::assertSame(
			[ 'line_item' => '50.00', 'fee' => '2.50', 'discount' => '-10.00', 'shipping' => '8.00', 'tax' => '6.40' ],
			\array_column( $sale['details'], 'amount', 'kind' )
		);
		self::assertSame( '4.00', self::pool( $this->distributor ), 'a negative fee is a discount' );
	}

	public function test_a_line_contains_what_filters_need(): void {
		$product = self::post( $this->ada_user, 'product' );
		\update_post_meta( $product, '_sku', 'COURSE-1' );
		\wp_set_object_terms( $product, 'Music Theory', 'product_cat' );
		$line = [ 'product_id' => $product ] + $this->line( 5000 );

		$this->order( [ $line ] )->update_status( 'processing' );
		self::end_request();

		$detail = \siren_get( 'transactions', \siren_find( 'transactions' )['items'][0]['id'] )['details'][0];
		self::assertSame( [ 'simple', 'COURSE-1', [ 'music-theory' ] ], [ $detail['type'], $detail['sku'], $detail['categories'] ] );
	}

	public function test_a_deleted_product_has_no_owner_but_its_money_counts(): void {
		$line = $this->line( 5000 );
		\wp_delete_post( $line['product_id'], true );
		$this->order( [ $line ] )->update_status( 'processing' );
		self::assertSame( '5.00', self::pool( $this->distributor ) );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertNoFailures();
	}

	public function test_buying_ones_own_product_earns_no_points(): void {
		$this->order( [ $this->line( 5000 ) ], [ 'customer_id' => $this->ada_user ] )->update_status( 'processing' );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ 'self' ], \array_unique( \array_column( self::events(), 'reason' ) ) );
	}

	public function test_a_refund_by_line_is_recorded(): void {
		$order = $this->order( [ $this->line( 5000 ), $this->line( 3000 ) ] );
		$order->update_status( 'processing' );
		$item = \array_key_first( $order->get_items() );

		$this->refund( $order, '50.00', [ $item => [ 'qty' => 1, 'refund_total' => '50.00' ] ] );
		self::assertSame( '3.00', self::pool( $this->distributor ) );
		self::assertSame( [ $this->ada => 5 ], self::scores( $this->distributor ), 'the points of a whole line go with it' );
		self::assertNoFailures();
	}

	public function test_partial_refunds_add_up(): void {
		$order = $this->order( [ $this->line( 5000 ), $this->line( 3000 ) ] );
		$order->update_status( 'processing' );

		$this->refund( $order, '20.00' );
		self::assertSame( '6.00', self::pool( $this->distributor ), 'an amount without lines' );

		$order->update_status( 'refunded' );
		self::assertSame( '0.00', self::pool( $this->distributor ), '"set to refunded" gives back what is left' );
		self::assertSame( '80.00', \siren_find( 'transactions' )['items'][0]['refunded'] );
		self::assertNoFailures();
	}

	public function test_a_refund_reported_twice_counts_once(): void {
		$order = $this->order( [ $this->line( 5000 ) ] );
		$order->update_status( 'processing' );
		$this->refund( $order, '20.00', [], 'once' );
		$this->refund( $order, '20.00', [], 'once' );
		self::assertSame( '3.00', self::pool( $this->distributor ) );
	}

	public function test_a_cancelled_paid_order_stops_counting(): void {
		$order = $this->order( [ $this->line( 5000 ) ] );
		$order->update_status( 'completed' );
		self::end_request();
		$this->refund( $order, '10.00' );
		self::set_clock( '2026-05-05T12:00:01Z' );
		$order->update_status( 'cancelled' );
		self::set_clock( '2026-05-05T12:00:02Z' );
		self::assertSame( '0.00', self::pool( $this->distributor ) );
		self::assertSame( '50.00', \siren_find( 'transactions' )['items'][0]['refunded'] );
		self::assertNoFailures();
	}

	public function test_an_unpaid_order_that_is_cancelled_is_not_recorded(): void {
		$order = $this->order( [ $this->line( 5000 ) ] );
		$order->update_status( 'cancelled' );
		self::assertSame( 0, \siren_find( 'transactions' )['total'] );
		self::assertSame( [], self::events() );
		self::assertNoFailures();
	}

	public function test_both_checkouts_store_the_referrer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'ada';
		$told                           = [];
		$this->listen(
			'siren_transaction_recorded',
			static function ( array $transaction ) use ( &$told ): void {
				$told[] = $transaction['referrer'];
			}
		);
		$classic = $this->order( [ $this->line( 5000 ) ] );
		$block   = $this->order( [ $this->line( 5000 ) ] );
		\do_action( 'woocommerce_checkout_order_processed', $classic->get_id(), [], $classic );
		\do_action( 'woocommerce_store_api_checkout_order_processed', $block );
		$_COOKIE = []; // The gateway's notice comes without the customer's cookies.

		$classic->update_status( 'processing' );
		$block->update_status( 'processing' );
		self::end_request();
		$link = [
			'type' => 'link',
			'code' => 'ada',
		];
		self::assertSame( [ [ $link ], [ $link ] ], $told );
		self::assertSame( 'ada', \wc_get_order( $classic->get_id() )->get_meta( WooCommerce::REFERRAL_META ) );
	}

	public function test_an_order_without_a_checkout_keeps_its_referrer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'ada';
		foreach ( [ 0, self::user() ] as $customer ) {
			\wp_set_current_user( $customer );
			self::assertSame( 'ada', self::kept_on( \wc_create_order( [ 'customer_id' => $customer ] ) ), 'a button that pays at once' );
			self::assertSame( 'ada', self::kept_on( \wc_create_order() ), 'which does not say who buys' );
		}
	}

	public function test_orders_by_staff_and_background_tasks_have_no_referrer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'ada'; // Of the shop's own browser.
		$staff                          = self::user( 'administrator' );
		\get_userdata( $staff )->add_cap( 'edit_others_shop_orders' );
		\wp_set_current_user( $staff );
		foreach ( [ 0, self::user() ] as $customer ) {
			$order = \wc_create_order( [ 'customer_id' => $customer ] );
			\do_action( 'woocommerce_before_pay_action', $order );
			self::assertSame( '', self::kept_on( $order ) );
		}
		self::assertSame( 'ada', self::kept_on( \wc_create_order( [ 'customer_id' => $staff ] ) ), 'what they buy themselves' );
	}

	public function test_an_order_paid_later_keeps_its_referrer(): void {
		$order                          = \wc_create_order();
		$_COOKIE[ Attribution::COOKIE ] = 'ada';
		\do_action( 'woocommerce_before_pay_action', $order );
		self::assertSame( 'ada', self::kept_on( $order ) );

		$_COOKIE = []; // On another device.
		\do_action( 'woocommerce_before_pay_action', $order );
		self::assertSame( 'ada', self::kept_on( $order ) );
	}

	public function test_a_renewal_has_the_referrer_of_its_subscription(): void {
		$subscription = static fn( \WC_Order $first ): \WC_Subscription => \wcs_create_subscription(
			[
				'order_id'         => $first->get_id(),
				'billing_period'   => 'month',
				'billing_interval' => 1,
			]
		);
		$of_nobody    = \wc_create_order();

		$_COOKIE[ Attribution::COOKIE ] = 'cleo';
		$of_cleo                        = \wc_create_order();
		$_COOKIE[ Attribution::COOKIE ] = 'ada'; // The cookie of a customer who renews manually.
		foreach ( [ [ $of_nobody, '' ], [ $of_cleo, 'cleo' ] ] as [ $first, $kept ] ) {
			$renewal = \wcs_create_renewal_order( $subscription( $first ) );
			self::assertSame( $kept, self::kept_on( $renewal ), 'made' );
			\do_action( 'woocommerce_checkout_order_processed', $renewal->get_id(), [], $renewal );
			\do_action( 'woocommerce_before_pay_action', $renewal );
			self::assertSame( $kept, self::kept_on( $renewal ), 'paid' );
		}
	}

	public function test_an_order_that_a_marketplace_divides_counts_in_its_parts(): void {
		$lines = [ $this->line( 5000 ), $this->line( 3000 ) ];
		$whole = $this->order(
			$lines,
			[
				'meta' => [
					'has_sub_order'            => '1',
					WooCommerce::REFERRAL_META => 'cleo',
				],
			]
		);
		$whole->update_status( 'processing' );
		self::assertSame( '8.00', self::pool( $this->distributor ), 'no parts are there' );

		self::set_clock( '2026-05-06T12:00:00Z' );
		$referrers = [];
		$this->listen(
			'siren_transaction_recorded',
			static function ( array $transaction ) use ( &$referrers ): void {
				$referrers[] = [ $transaction['referrer'] ?? null, $transaction['credit_referrer'] ?? true ];
			}
		);
		foreach ( $lines as $line ) {
			$part = \wc_get_order( \fixture_shop_insert_order( $whole->get_id(), \wp_generate_uuid4(), \fixture_shop_order_data( [ 'items' => [ $line ] ] ) ) );
			$part->update_status( 'processing' );
		}
		self::assertSame( '8.00', self::pool( $this->distributor ), 'the parts instead of the whole' );
		self::set_clock( '2026-05-07T12:00:00Z' );
		\wc_get_order( $whole->get_id() )->update_status( 'cancelled' );
		self::assertSame( '8.00', self::pool( $this->distributor ), 'nothing is left of the whole that could go' );
		$cleo = [
			[
				'type' => 'link',
				'code' => 'cleo',
			],
		];
		self::assertSame( [ [ $cleo, true ], [ $cleo, false ] ], $referrers, 'credited once' );
		self::assertNoFailures();
	}

	public function test_all_parts_of_an_order_have_its_referrer(): void {
		$cleo     = self::collaborator( 'Cleo', null, [ [ 'type' => 'link', 'code' => 'cleo' ] ] );
		$referred = self::distributor(
			[ 'sale_referred' => 100 ],
			[
				'pool' => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items' ],
							'filter'  => [ 'referred' => true ],
						],
					],
				],
			]
		);
		$lines    = [ $this->line( 5000 ), $this->line( 3000 ) ];
		$whole    = $this->order(
			$lines,
			[
				'meta' => [
					'has_sub_order'            => '1',
					WooCommerce::REFERRAL_META => 'cleo',
				],
			]
		);
		$parts    = [];
		foreach ( $lines as $line ) {
			$parts[] = $part = \wc_get_order( \fixture_shop_insert_order( $whole->get_id(), \wp_generate_uuid4(), \fixture_shop_order_data( [ 'items' => [ $line ] ] ) ) );
			$part->update_status( 'processing' );
		}
		self::assertSame( '8.00', self::pool( $referred ) );
		self::assertSame( 100, self::scores( $referred )[ $cleo ], 'one customer was brought' );

		self::set_clock( '2026-05-07T12:00:00Z' );
		$parts[0]->update_status( 'cancelled' );
		self::assertSame( '3.00', self::pool( $referred ) );
		self::assertSame( 100, self::scores( $referred )[ $cleo ], 'the other part still counts' );

		self::set_clock( '2026-05-08T12:00:00Z' );
		\wc_get_order( $parts[0]->get_id() )->update_status( 'processing' );
		self::assertSame( '8.00', self::pool( $referred ) );
		self::assertSame( 100, self::scores( $referred )[ $cleo ] );

		self::set_clock( '2026-05-09T12:00:00Z' );
		\wc_create_refund( [ 'order_id' => $parts[0]->get_id(), 'amount' => '50.00' ] );
		self::assertSame( '3.00', self::pool( $referred ) );
		self::assertSame( 100, self::scores( $referred )[ $cleo ], 'one part is fully refunded, the other still counts' );
		self::assertNoFailures();
		self::assertTrue( \siren_verify()['ok'] );
	}

	public function test_an_order_that_was_split_by_hand_counts_once(): void {
		$lines = [ $this->line( 5000 ), $this->line( 3000 ) ];
		$whole = $this->order( $lines );
		$whole->update_status( 'processing' );
		self::assertSame( '8.00', self::pool( $this->distributor ) );
		self::set_clock( '2026-05-06T12:00:00Z' );
		foreach ( $lines as $line ) {
			$part = \wc_get_order( \fixture_shop_insert_order( $whole->get_id(), \wp_generate_uuid4(), \fixture_shop_order_data( [ 'items' => [ $line ] ] ) ) );
			$part->update_status( 'processing' );
		}
		self::assertSame( '8.00', self::pool( $this->distributor ), 'copied into its parts' );

		$moved = $this->order( [ $this->line( 2000 ) ] );
		$moved->update_status( 'processing' );
		$rest = \wc_get_order( \fixture_shop_insert_order( $moved->get_id(), \wp_generate_uuid4(), \fixture_shop_order_data( [ 'items' => [ $this->line( 700 ) ] ] ) ) );
		$rest->update_status( 'processing' );
		self::assertSame( '10.70', self::pool( $this->distributor ), 'something was moved out of an order, which counts with what it has' );
		self::assertNoFailures();
	}

	public function test_unexpected_arguments_never_cause_an_error_in_the_shop(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		foreach ( [ null, [], new \stdClass(), 'no id', -1, 0, 3.5, 999999999 ] as $odd ) {
			WooCommerce::seen( $odd );
			WooCommerce::item_written( $odd, $odd, $odd );
			WooCommerce::item_deleting( $odd );
			WooCommerce::refund_deleted( $odd, $odd );
			WooCommerce::refund_deleting( null, $odd );
			WooCommerce::deleting( $odd );
			WooCommerce::post_seen( $odd );
			WooCommerce::post_deleting( $odd );
			WooCommerce::block_checkout_processed( $odd );
		}
		self::end_request();
		self::assertNoFailures();
		\ini_set( 'error_log', $error_log );
		self::assertSame( 0, \siren_find( 'transactions' )['total'] );
	}

	public function test_a_checkout_works_while_the_ledger_is_broken(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		$order     = $this->order( [ $this->line( 5000 ) ] );
		$this->listen( 'siren_now', static fn() => throw new \Error( 'out of order' ) );

		$order->update_status( 'processing' );
		\ini_set( 'error_log', $error_log );
		self::assertSame( 'processing', \wc_get_order( $order->get_id() )->get_status() );
		self::assertSame( 'Error: out of order', Failures::latest()['recording']['message'] );
	}

	public function test_compatibility_is_declared(): void {
		foreach ( [ 'custom_order_tables', 'cart_checkout_blocks' ] as $feature ) {
			$plugins = \Automattic\WooCommerce\Utilities\FeaturesUtil::get_compatible_plugins_for_feature( $feature );
			self::assertContains( \plugin_basename( SIREN_DISTRIBUTORS_FILE ), $plugins['compatible'] );
		}
	}

	/**
	 * A new order.
	 *
	 * @param array[]             $items As the fixture shop stores them.
	 * @param array<string,mixed> $data  Other parts.
	 */
	private function order( array $items, array $data = [] ): \WC_Order {
		$order = new \Automattic\WooCommerce\Admin\Overrides\Order(
			\fixture_shop_order_data(
				$data + [
					'billing_email' => ' Buyer@Example.test',
					'items'         => $items,
				]
			)
		);
		$order->set_reference( \wp_generate_uuid4() );
		$order->save();
		return $order;
	}

	/**
	 * A product line.
	 *
	 * @param int  $minor    Its total, in cents.
	 * @param ?int $owner    Author of the product; null for Ada.
	 * @param int  $quantity How many.
	 * @return array<string,mixed>
	 */
	private function line( int $minor, ?int $owner = null, int $quantity = 1 ): array {
		return [
			'type'       => 'line_item',
			'name'       => 'A course',
			'product_id' => self::post( $owner ?? $this->ada_user, 'product' ),
			'quantity'   => $quantity,
			'subtotal'   => $minor,
			'total'      => $minor,
			'tax'        => 0,
		];
	}

	/**
	 * A used coupon.
	 *
	 * @param string $code  As the shop gives it, lower-cased.
	 * @param int    $minor What it took off, in cents.
	 * @return array<string,mixed>
	 */
	private function coupon( string $code, int $minor ): array {
		return [
			'type'     => 'coupon',
			'name'     => $code,
			'discount' => $minor,
		];
	}

	/**
	 * Gives money back in the shop.
	 *
	 * @param \WC_Order $order     Of which order.
	 * @param string    $amount    How much.
	 * @param array     $lines     By item id; none for an amount.
	 * @param string    $reference Under which it is made once.
	 */
	private function refund( \WC_Order $order, string $amount, array $lines = [], string $reference = '' ): void {
		$refund = \wc_create_refund(
			[
				'order_id'   => $order->get_id(),
				'amount'     => $amount,
				'line_items' => $lines,
				'reference'  => '' === $reference ? \wp_generate_uuid4() : $reference . '-' . $order->get_id(),
			]
		);
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
	}
}
