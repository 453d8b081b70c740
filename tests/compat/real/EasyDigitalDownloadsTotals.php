<?php
/**
 * Totals from the tables of Easy Digital Downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

/**
 * Reads the tables and calculates a tenth of the goods in cents. It follows the rules of the specification (Q8, Q39, Q41)
 * and shares no code with the plugin.
 */
final class EasyDigitalDownloadsTotals {

	private const EARNED = [ 'complete', 'partially_refunded', 'refunded', 'edd_subscription' ];

	private const KEPT = [ 'revoked', 'on_hold' ];

	/** Orders of earlier tests are none of this one's. */
	private readonly int $after;

	/**
	 * Orders that have counted so far.
	 *
	 * @var array<int,true>
	 */
	private array $counted = [];

	/** Whether a refund ever went. Then, which lines a later refund of an amount took depends on what stood at the time. */
	public bool $refunds_went = false;

	/**
	 * Cents that are left of each line of the current order.
	 *
	 * @var array<string,int>
	 */
	private array $left = [];

	/**
	 * Which of these lines are products.
	 *
	 * @var array<string,true>
	 */
	private array $products = [];

	public function __construct() {
		$this->after = (int) $GLOBALS['wpdb']->get_var( "SELECT MAX(id) FROM {$GLOBALS['wpdb']->edd_orders}" );
	}

	/**
	 * Rows of the orders table.
	 *
	 * @param string $type `sale`, `refund`.
	 * @return int[] Ids.
	 */
	public function orders( string $type ): array {
		return \array_keys( $this->rows( 'edd_orders', "type = '$type' AND id > {$this->after}" ) );
	}

	/**
	 * The items of an order or a refund.
	 *
	 * @param int $order Order or refund id.
	 * @return array<int,array{product:int,parent:int,subtotal:int,net:int,tax:int}> In cents.
	 */
	public function items( int $order ): array {
		return \array_map(
			static fn( array $row ): array => [
				'product'  => (int) $row['product_id'],
				'parent'   => (int) $row['parent'],
				'subtotal' => self::cents( $row['subtotal'] ),
				'net'      => self::cents( $row['subtotal'] ) - self::cents( $row['discount'] ),
				'tax'      => self::cents( $row['tax'] ),
			],
			$this->rows( 'edd_order_items', "order_id = $order" )
		);
	}

	/**
	 * Expected pool and points.
	 *
	 * @return array{pool:int,lines:int,coupons:int,lines_are_sure:bool}
	 */
	public function expected(): array {
		$goods    = 0;
		$expected = [
			'pool'           => 0,
			'lines'          => 0,
			'coupons'        => 0,
			'lines_are_sure' => true,
		];
		foreach ( $this->rows( 'edd_orders', "type = 'sale' AND id > {$this->after}" ) as $id => $order ) {
			$items = $this->items( $id );
			if ( ! $this->counts( $id, $order ) ) {
				continue;
			}
			$this->counted[ $id ] = true;

			$rows  = $this->adjustments( $id, \array_keys( $items ) );
			$codes = $this->open( $items, $rows );
			if ( [] === $this->left ) {
				continue;
			}
			$worth     = $this->goods();
			$by_amount = $this->give_back( $id, $order );
			$standing  = \array_filter( $this->left );
			$goods    += $this->goods();

			$expected['lines']   += \count( \array_intersect_key( $this->products, $standing ) );
			// A sale without goods, or worth nothing, credits no one (Q30).
			$expected['coupons'] += $codes > 0 && $worth > 0 && [] !== $standing ? 1 : 0;
			if ( $by_amount && $this->refunds_went ) {
				$expected['lines_are_sure'] = false;
			}
		}
		$expected['pool'] = \max( 0, \intdiv( $goods + 5, 10 ) );
		return $expected;
	}

	/**
	 * Cents that are left of the goods.
	 */
	private function goods(): int {
		return (int) \array_sum( \array_filter( $this->left, fn( string $line ): bool => isset( $this->products[ $line ] ) || \str_starts_with( $line, 'credit' ), ARRAY_FILTER_USE_KEY ) );
	}

	/**
	 * Whether EDD counts an order as earnings and it was paid.
	 *
	 * @param int   $id    Order id.
	 * @param array $order Row of the order.
	 */
	private function counts( int $id, array $order ): bool {
		return \in_array( $order['status'], self::EARNED, true )
			|| ( \in_array( $order['status'], self::KEPT, true ) && ( null !== $order['date_completed'] || isset( $this->counted[ $id ] ) ) );
	}

	/**
	 * Starts with what was sold.
	 *
	 * @param array[] $items Items.
	 * @param array[] $rows  Adjustments.
	 * @return int Number of discount codes.
	 */
	private function open( array $items, array $rows ): int {
		$this->left     = [];
		$this->products = [];
		$codes          = 0;
		foreach ( $items as $id => $item ) {
			$this->left[ $id ]     = \max( 0, $item['net'] );
			$this->products[ $id ] = true;
			if ( 0 !== $item['tax'] ) {
				$this->left[ "$id-tax" ] = $item['tax'];
			}
		}
		foreach ( $rows as $id => $row ) {
			$sign   = 'credit' === $row['type'] ? -1 : 1;
			$codes += 'discount' === $row['type'] ? 1 : 0;
			if ( 'discount' !== $row['type'] ) {
				$this->left[ "{$row['type']}-$id" ] = $sign * self::cents( $row['subtotal'] );
			}
		}
		return $codes;
	}

	/**
	 * Applies the refunds that are in effect.
	 *
	 * @param int   $id    Order id.
	 * @param array $order Row of the order.
	 * @return bool Whether any of them names no lines.
	 */
	private function give_back( int $id, array $order ): bool {
		$refunds   = $this->rows( 'edd_orders', "type = 'refund' AND parent = $id AND status != 'trash'" );
		$sold      = \array_sum( $this->left );
		$by_amount = false;
		foreach ( $refunds as $refund_id => $refund ) {
			$items  = $this->items( $refund_id );
			$amount = -self::cents( $refund['total'] );
			$named  = [];
			foreach ( $items as $item ) {
				if ( $item['parent'] > 0 ) {
					$named[] = [ (string) $item['parent'], -$item['net'] ];
					$named[] = [ "{$item['parent']}-tax", -$item['tax'] ];
				}
			}
			foreach ( $this->adjustments( $refund_id, \array_keys( $items ) ) as $row ) {
				$named[] = [ "{$row['type']}-{$row['parent']}", \abs( self::cents( $row['subtotal'] ) ) * ( 'credit' === $row['type'] ? -1 : 1 ) ];
			}
			foreach ( $named as [ $line, $cents ] ) {
				$amount -= isset( $this->left[ $line ] ) ? 0 : $cents; // The line was deleted, so the order has nothing left of it.
			}
			$named = \array_filter( $named, fn( array $line ): bool => isset( $this->left[ $line[0] ] ) );
			$sold -= \max( 0, $amount );
			if ( $amount <= 0 ) {
				continue;
			}
			$named      = \array_filter( $named, static fn( array $line ): bool => 0 !== $line[1] );
			$by_amount |= [] === $named;
			$this->take( $named, $amount );
		}
		if ( 'refunded' === $order['status'] && [] !== $refunds && 0 !== $sold ) {
			$this->left = \array_map( static fn(): int => 0, $this->left );
		}
		return (bool) $by_amount;
	}

	/**
	 * Applies one refund.
	 *
	 * @param array<array{string,int}> $named  Lines with the cents refunded of each.
	 * @param int                      $amount Cents in total.
	 */
	private function take( array $named, int $amount ): void {
		if ( [] === $named ) {
			if ( $amount >= \array_sum( $this->left ) ) {
				$this->left = \array_map( static fn(): int => 0, $this->left );
			} else {
				$this->spread( $amount );
			}
			return;
		}
		$whole  = \max( 0, \array_sum( $this->left ) );
		$before = \array_sum( $this->left );
		$beyond = 0;
		\usort( $named, static fn( array $one, array $other ): int => ( $other[1] < 0 ) <=> ( $one[1] < 0 ) );
		foreach ( $named as [ $line, $cents ] ) {
			$cents  = \min( $cents, $amount );
			$amount -= $cents;
			$has     = $this->left[ $line ] ?? 0;
			$part    = $cents < 0 ? \max( $cents, $has ) : \min( $cents, $has );
			if ( isset( $this->left[ $line ] ) ) {
				$this->left[ $line ] -= $part;
				$beyond              += \max( 0, $cents - $part );
			}
		}
		$this->spread( $beyond );
		$above = $before - \array_sum( $this->left ) - $whole;
		foreach ( $this->left as $line => $cents ) {
			if ( $above > 0 && $cents < 0 ) {
				$part                 = \min( $above, -$cents );
				$this->left[ $line ] += $part;
				$above               -= $part;
			}
		}
		if ( $amount > 0 ) {
			$this->take( [], $amount );
		}
	}

	/**
	 * Takes an amount from the products in proportion, and what they lack from the other lines.
	 *
	 * @param int $amount Cents.
	 */
	private function spread( int $amount ): void {
		foreach ( [ true, false ] as $of_products ) {
			$rooms = \array_filter( $this->left, fn( int $cents, string|int $line ): bool => $cents > 0 && isset( $this->products[ $line ] ) === $of_products, ARRAY_FILTER_USE_BOTH );
			$whole = \array_sum( $rooms );
			$part  = \min( $amount, $whole );
			if ( $part <= 0 ) {
				continue;
			}
			$amount   -= $part;
			$fractions = \array_map( static fn( int $room ): int => $room * $part % $whole, $rooms );
			$rest      = $part - \array_sum( \array_map( static fn( int $room ): int => \intdiv( $room * $part, $whole ), $rooms ) );
			\arsort( $fractions );
			$luckier = \array_flip( \array_slice( \array_keys( $fractions ), 0, $rest ) );
			foreach ( $rooms as $line => $room ) {
				$this->left[ $line ] -= \intdiv( $room * $part, $whole ) + ( isset( $luckier[ $line ] ) ? 1 : 0 );
			}
		}
	}

	/**
	 * Adjustments of an order and its items.
	 *
	 * @param int   $order Order or refund id.
	 * @param int[] $items Ids.
	 * @return array<int,array>
	 */
	private function adjustments( int $order, array $items ): array {
		$items = [] === $items ? '0' : \implode( ',', $items );
		return $this->rows( 'edd_order_adjustments', "object_type = 'order' AND object_id = $order" )
			+ $this->rows( 'edd_order_adjustments', "object_type = 'order_item' AND object_id IN ($items)" );
	}

	/**
	 * Rows of a table by id.
	 *
	 * @param string $table Table name.
	 * @param string $where Condition.
	 * @return array<int,array<string,?string>>
	 */
	private function rows( string $table, string $where ): array {
		$rows = $GLOBALS['wpdb']->get_results( "SELECT * FROM {$GLOBALS['wpdb']->$table} WHERE $where ORDER BY id", ARRAY_A );
		return \array_column( $rows, null, 'id' );
	}

	/**
	 * Converts an amount to cents.
	 *
	 * @param string $amount Decimal string.
	 */
	private static function cents( string $amount ): int {
		return (int) \round( 100 * (float) $amount );
	}
}
