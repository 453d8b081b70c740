<?php
/**
 * Random orders in the real Easy Digital Downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

require_once __DIR__ . '/EasyDigitalDownloadsTotals.php';

use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * After every request the pool is a tenth of what EDD's own tables say was kept, and the points are those of the lines
 * that were not refunded. Number of walks: {@see LifecycleTestCase::seeds_of_walks()}.
 */
final class EasyDigitalDownloadsRandomOrdersTest extends LifecycleTestCase {

	private const STATUSES = [ 'pending', 'processing', 'complete', 'complete', 'complete', 'revoked', 'on_hold', 'failed', 'abandoned', 'refunded', 'edd_subscription' ];

	private Randomizer $dice;

	private EasyDigitalDownloadsTotals $totals;

	/**
	 * What was done so far, for the failure message.
	 *
	 * @var string[]
	 */
	private array $story = [];

	/**
	 * Seeds by name.
	 *
	 * @return iterable<string,array{int}>
	 */
	public static function seeds(): iterable {
		foreach ( self::seeds_of_walks() as $seed ) {
			yield "seed $seed" => [ $seed ];
		}
	}

	/**
	 * @dataProvider seeds
	 *
	 * @param int $seed Seed of the random numbers.
	 */
	public function test_the_pool_matches_the_shop_after_every_request( int $seed ): void {
		$this->dice  = new Randomizer( new Mt19937( $seed ) );
		$this->totals = new EasyDigitalDownloadsTotals();
		$this->listen( 'edd_is_order_refundable_by_override', '__return_true' );
		$this->listen( 'edd_item_quantities_enabled', '__return_true' );
		$this->listen( 'edd_recalculate_bypass_cron', '__return_false' );
		$this->discount();
		$this->make();
		for ( $step = $this->dice->getInt( 8, 20 ); $step > 0; $step-- ) {
			$this->act();
			if ( $this->chance( 4 ) ) {
				continue; // The next step happens in the same request.
			}
			$this->chance( 3 ) ? self::end_request() : self::later();
			$this->check( $seed );
		}
		self::end_request();
		$this->check( $seed );
		self::assertSame( [], \siren_verify()['problems'], $this->told( $seed ) );
	}

	/**
	 * Compares pool, points and lists with the shop.
	 *
	 * @param int $seed Seed of the random numbers.
	 */
	private function check( int $seed ): void {
		self::end_request();
		$expected = $this->totals->expected();
		$scores   = \array_filter(
			[
				$this->ada => 100 * $expected['lines'],
				$this->ben => 11000 * $expected['coupons'],
			]
		);
		if ( ! $expected['lines_are_sure'] ) {
			$scores[ $this->ada ] = self::scores( $this->distributor )[ $this->ada ] ?? 0;
			$scores               = \array_filter( $scores );
		}
		// An order whose last product was deleted is worth nothing, so its coupon and its link credit no one.
		$worthless = \array_filter( self::events(), static fn( array $event ): bool => 'no_value' === $event['reason'] );
		$this->assertLedger( \sprintf( '%d.%02d', \intdiv( $expected['pool'], 100 ), $expected['pool'] % 100 ), $scores, $this->told( $seed ), \array_column( $worthless, 'type' ) );
	}

	/**
	 * What was done so far.
	 *
	 * @param int $seed Seed of the random numbers.
	 */
	private function told( int $seed ): string {
		return "seed $seed\n" . \implode( "\n", $this->story );
	}

	/**
	 * Does something to a random order.
	 */
	private function act(): void {
		$order = $this->one( $this->totals->orders( 'sale' ) );
		$acts  = [ 'move', 'move', 'move', 'edit', 'edit', 'edit', 'give_back', 'give_back', 'give_back', 'give_back_all', 'give_back_amount', 'bin', 'take_out', 'take_out', 'undo', 'remove', 'make' ];
		null === $order ? $this->make() : $this->{$this->one( $acts )}( $order );
	}

	/**
	 * Creates an order in a random way.
	 */
	private function make(): void {
		$way = $this->one( [ 'pending', 'pending', 'complete', 'payment', 'rows' ] );
		$ids = \array_map( fn(): int => self::post( $this->ada_user, 'download' ), \range( 1, $this->dice->getInt( 1, 4 ) ) );
		if ( 'payment' === $way ) {
			$payment = new \EDD_Payment();
			foreach ( $ids as $id ) {
				$payment->add_download( $id, [ 'item_price' => $this->price() ] );
			}
			$payment->email  = \get_userdata( self::user() )->user_email;
			$payment->status = 'complete';
			$payment->save();
			$this->tell( 'made by EDD_Payment', (int) $payment->ID );
			return;
		}
		if ( 'rows' === $way ) {
			$order = (int) \edd_add_order(
				[
					'status'   => 'complete',
					'email'    => 'rows@example.test',
					'currency' => 'USD',
				]
			);
			\array_map( fn( int $id ) => $this->add_item( $order, $id ), $ids );
			$this->tell( 'made by rows', $order );
			return;
		}
		$coupon = $this->chance( 3 );
		$cart   = [];
		foreach ( $ids as $id ) {
			$quantity = $this->dice->getInt( 1, 3 );
			$price    = $this->price();
			$discount = $coupon ? \round( $price * $quantity / 10, 2 ) : 0.0;
			$tax      = $this->chance( 2 ) ? \round( $price * $quantity * 0.21, 2 ) : 0.0;
			$cart[]   = [
				'name'        => 'A download',
				'id'          => $id,
				'item_number' => [
					'id'       => $id,
					'quantity' => $quantity,
					'options'  => [],
				],
				'item_price'  => $price,
				'quantity'    => $quantity,
				'discount'    => $discount,
				'tax'         => $tax,
				'fees'        => $this->chance( 4 ) ? [
					'packing' => [
						'amount' => $this->price(),
						'label'  => 'Packing',
						'no_tax' => true,
					],
				] : [],
				'price'       => $price * $quantity - $discount + $tax,
			];
		}
		$user  = \get_userdata( self::user() );
		$order = (int) \edd_insert_payment(
			[
				'user_email'   => $user->user_email,
				'purchase_key' => \wp_generate_uuid4(),
				'currency'     => 'USD',
				'cart_details' => $cart,
				'user_info'    => [
					'id'         => $user->ID,
					'email'      => $user->user_email,
					'first_name' => 'A',
					'last_name'  => 'Buyer',
					'discount'   => $coupon ? 'BEN' : 'none',
				],
				'status'       => $way,
				'gateway'      => 'manual',
			]
		);
		$this->tell( "made $way" . ( $coupon ? ' with a coupon' : '' ), $order );
	}

	/**
	 * Sets a random status.
	 *
	 * @param int $order Order id.
	 */
	private function move( int $order ): void {
		$status = $this->one( self::STATUSES );
		if ( $this->chance( 6 ) ) {
			$this->listen( 'edd_transition_order_status', [ self::class, 'interrupt' ] );
			try {
				\edd_update_order_status( $order, $status );
			} catch ( \DomainException ) {
				$status .= ', interrupted';
			}
			\remove_filter( 'edd_transition_order_status', [ self::class, 'interrupt' ] );
		} else {
			\edd_update_order_status( $order, $status );
		}
		$this->tell( "moved to $status", $order );
	}

	/**
	 * Sets a status as another plugin would.
	 */
	public static function interrupt(): void {
		throw new \DomainException( 'of another plugin' );
	}

	/**
	 * Edits the order.
	 *
	 * @param int $order Order id.
	 */
	private function edit( int $order ): void {
		$items = $this->totals->items( $order );
		$item  = $this->one( \array_keys( $items ) );
		$way   = null === $item ? 'add' : $this->one( [ 'add', 'quantity', 'price', 'tax', 'discount', 'delete', 'destroy', 'payment', 'payment_remove', 'fee', 'credit', 'delete_charge' ] );
		$price = $this->price();
		switch ( $way ) {
			case 'add':
				$this->add_item( $order, self::post( $this->ada_user, 'download' ) );
				break;
			case 'quantity':
				$units = $this->dice->getInt( 1, 4 );
				\edd_update_order_item(
					$item,
					[
						'quantity' => $units,
						'subtotal' => $price * $units,
						'discount' => 0,
					]
				);
				break;
			case 'price':
				\edd_update_order_item( $item, [ 'subtotal' => $price ] );
				break;
			case 'tax':
				\edd_update_order_item( $item, [ 'tax' => $this->chance( 2 ) ? 0 : $this->price() ] );
				break;
			case 'discount':
				\edd_update_order_item( $item, [ 'discount' => \round( $items[ $item ]['subtotal'] / 300, 2 ) ] );
				break;
			case 'delete':
				\edd_delete_order_item( $item );
				break;
			case 'destroy':
				\edd_destroy_order_item( $item );
				break;
			case 'payment':
				$payment = new \EDD_Payment( $order );
				$payment->modify_cart_item( \array_key_first( $payment->cart_details ), [ 'item_price' => $price ] );
				@$payment->save(); // EDD itself raises a warning when an item has a fee.
				break;
			case 'payment_remove':
				$payment = new \EDD_Payment( $order );
				$payment->remove_download( $items[ $item ]['product'], [ 'quantity' => 99 ] );
				@$payment->save(); // EDD itself raises a warning when an item has a fee.
				break;
			case 'delete_charge':
				$charge = $this->one( \edd_get_order_adjustments( [ 'object_id' => $order, 'object_type' => 'order', 'type__in' => [ 'fee', 'credit' ], 'fields' => 'ids' ] ) ); // phpcs:ignore WordPress.Arrays
				null === $charge || \edd_delete_order_adjustment( $charge );
				break;
			default:
				\edd_add_order_adjustment(
					[
						'object_id'   => $order,
						'object_type' => 'order',
						'type'        => $way,
						'description' => 'By hand',
						'subtotal'    => 'credit' === $way ? \round( $price / 20, 2 ) : $price,
						'total'       => 'credit' === $way ? \round( $price / 20, 2 ) : $price,
					]
				);
		}
		if ( 'payment' !== $way && $this->chance( 2 ) ) {
			\edd_get_order( $order )->recalculate();
		}
		$this->tell( "edited: $way $item", $order );
	}

	/**
	 * Refunds lines.
	 *
	 * @param int $order Order id.
	 */
	private function give_back( int $order ): void {
		$lines = [];
		$what  = $this->one( [ 'tax', 'part', 'part', 'line', 'line' ] );
		$row   = \edd_get_order( $order );
		foreach ( $row->get_items() as $item ) {
			$left = $item->get_refundable_amounts();
			if ( [] !== $lines && $this->chance( 2 ) ) {
				continue;
			}
			$lines[] = [
				'order_item_id' => (int) $item->id,
				'quantity'      => (int) $item->quantity,
				'subtotal'      => 'tax' === $what ? 0 : ( 'part' === $what ? \round( (float) $left['subtotal'] * $this->dice->getInt( 1, 9 ) / 10, 2 ) : (float) $left['subtotal'] ),
				'tax'           => 'part' === $what ? 0 : (float) $left['tax'],
			];
		}
		$refund = [] === $lines ? 0 : \edd_refund_order( $order, $lines, $this->chance( 3 ) ? 'all' : [] );
		$this->tell( "gave back $what " . \wp_json_encode( $lines ) . ': ' . ( \is_wp_error( $refund ) ? $refund->get_error_message() : $refund ), $order );
	}

	/**
	 * Refunds all that is left.
	 *
	 * @param int $order Order id.
	 */
	private function give_back_all( int $order ): void {
		$refund = \edd_refund_order( $order );
		$this->tell( 'gave back all: ' . ( \is_wp_error( $refund ) ? $refund->get_error_message() : $refund ), $order );
	}

	/**
	 * Refunds an amount without naming lines, as gateway plugins do.
	 *
	 * @param int $order Order id.
	 */
	private function give_back_amount( int $order ): void {
		$left   = (float) \edd_get_order_total( $order );
		$amount = \round( $left * $this->dice->getInt( 1, 8 ) / 10, 2 );
		if ( $amount <= 0 ) {
			return;
		}
		$refund = \edd_add_order(
			[
				'type'     => 'refund',
				'parent'   => $order,
				'status'   => 'complete',
				'currency' => 'USD',
				'email'    => 'rows@example.test',
				'subtotal' => -$amount,
				'total'    => -$amount,
			]
		);
		$this->tell( "gave back $amount: $refund", $order );
	}

	/**
	 * Moves an order to the trash.
	 *
	 * @param int $order Order id.
	 */
	private function bin( int $order ): void {
		\edd_trash_order( $order );
		$this->tell( 'to the trash', $order );
	}

	/**
	 * Restores an order from the trash.
	 *
	 * @param int $order Order id.
	 */
	private function take_out( int $order ): void {
		\edd_restore_order( $order );
		$this->tell( 'out of the trash', $order );
	}

	/**
	 * Trashes or restores a refund.
	 */
	private function undo(): void {
		$refund = $this->one( $this->totals->orders( 'refund' ) );
		if ( null !== $refund ) {
			$way = $this->one( [ 'edd_trash_order', 'edd_trash_order', 'edd_restore_order', 'edd_restore_order', 'edd_destroy_order', 'edd_delete_order' ] );
			$way( $refund );
			$this->totals->refunds_went = true;
			$this->tell( $way . ' of a refund', $refund );
		}
	}

	/**
	 * Deletes an order permanently, rarely.
	 *
	 * @param int $order Order id.
	 */
	private function remove( int $order ): void {
		if ( $this->chance( 2 ) ) {
			$way = $this->one( [ 'edd_destroy_order', 'edd_delete_purchase', 'edd_delete_order' ] );
			$way( $order );
			$this->tell( $way, $order );
		}
	}

	/**
	 * Adds a line.
	 *
	 * @param int $order   Order id.
	 * @param int $product Product.
	 */
	private function add_item( int $order, int $product ): void {
		$price = $this->price();
		\edd_add_order_item(
			[
				'order_id'     => $order,
				'product_id'   => $product,
				'product_name' => 'A download',
				'cart_index'   => $this->dice->getInt( 10, 999 ),
				'status'       => 'complete',
				'quantity'     => 1,
				'amount'       => $price,
				'subtotal'     => $price,
				'total'        => $price,
			]
		);
	}

	/**
	 * Creates Ben's discount, unless it exists.
	 */
	private function discount(): void {
		if ( false === \edd_get_discount_by( 'code', 'BEN' ) ) {
			\edd_add_discount(
				[
					'name'        => 'BEN',
					'code'        => 'BEN',
					'amount'      => '10',
					'amount_type' => 'percent',
					'status'      => 'active',
				]
			);
		}
	}

	/** Some price. */
	private function price(): float {
		return $this->dice->getInt( 500, 9999 ) / 100;
	}

	/**
	 * Whether a random event happens.
	 *
	 * @param int $in Once in this many times on average.
	 */
	private function chance( int $in ): bool {
		return 1 === $this->dice->getInt( 1, $in );
	}

	/**
	 * Picks one at random.
	 *
	 * @param array $from Choices.
	 * @return mixed Null if there is none.
	 */
	private function one( array $from ): mixed {
		return [] === $from ? null : \array_values( $from )[ $this->dice->getInt( 0, \count( $from ) - 1 ) ];
	}

	/**
	 * Notes what was done.
	 *
	 * @param string $what  What was done.
	 * @param int    $order Order or refund.
	 */
	private function tell( string $what, int $order ): void {
		$row           = \edd_get_order( $order );
		$this->story[] = self::clock() . " $order $what; now " . ( $row ? $row->status . ' ' . $row->date_completed : 'gone' );
	}
}
