<?php
/**
 * Reads one Easy Digital Downloads order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

use Siren\Distributors\Integrations\EasyDigitalDownloads;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * Converts EDD's rows to a sale. A bundle is a single line item.
 */
final class Order {

	/**
	 * Price of each item after discounts and before tax.
	 *
	 * @var array<int,string>
	 */
	private array $nets = [];

	/**
	 * Ids of all parts of the sale.
	 *
	 * @var array<string,true>
	 */
	private array $names = [];

	/**
	 * Creates a reader.
	 *
	 * @param \EDD\Orders\Order $order Order, not a refund.
	 */
	public function __construct( private readonly \EDD\Orders\Order $order ) {}

	/**
	 * The current state of the order. If it does not count, only its identity is read.
	 *
	 * @param ?int $paid_at When it was paid; null if it does not count.
	 */
	public function sale( ?int $paid_at ): Sale {
		$order = $this->order;
		$sale  = new Sale( EasyDigitalDownloads::SOURCE, (int) $order->id, (string) $order->currency );
		if ( null === $paid_at ) {
			return $sale;
		}
		$sale->was_paid( $paid_at );
		$items       = OrderRows::items( (int) $order->id );
		$adjustments = OrderRows::adjustments( (int) $order->id, $items );
		foreach ( $items as $item ) {
			$this->add_product( $sale, $item );
		}
		foreach ( Charge::among( $adjustments, $sale->currency ) as $charge ) {
			$this->names[ $charge->id ] = true;
			$sale->detail( $charge->kind, $charge->id, $charge->amount, [ 'name' => $charge->name ] );
			$this->add_tax( $sale, $charge->id, $charge->tax );
		}
		$codes = \array_filter( $adjustments, static fn( object $row ): bool => 'discount' === $row->type );
		$sale->used_coupons( \array_map( static fn( object $code ): string => (string) $code->description, $codes ) );
		$sale->came_by( (string) \edd_get_order_meta( (int) $order->id, EasyDigitalDownloads::REFERRAL_META, true ) );
		$sale->bought_by( (int) $order->user_id, (string) $order->email );
		// Recurring Payments stores the original order with each renewal, whatever its status becomes.
		$sale->is_renewal( 'edd_subscription' === $order->status || (int) $order->parent > 0 );
		$this->add_refunds( $sale );
		return $sale;
	}

	/**
	 * Adds an item with its current owners and its tax.
	 *
	 * @param Sale                   $sale Sale to add to.
	 * @param \EDD\Orders\Order_Item $item The item.
	 */
	private function add_product( Sale $sale, \EDD\Orders\Order_Item $item ): void {
		$id         = (int) $item->id;
		$product_id = (int) $item->product_id;
		$terms      = $product_id > 0 ? \get_the_terms( $product_id, 'download_category' ) : [];
		$net        = self::net( $item, $sale->currency );

		$this->nets[ $id ]  = $net;
		$this->names[ $id ] = true;
		$sale->product(
			(string) $id,
			$item->subtotal,
			$net,
			Owners::of_product( $product_id, EasyDigitalDownloads::SOURCE, null === $item->price_id ? null : (int) $item->price_id ),
			[
				'quantity'   => \max( 1, (int) $item->quantity ),
				'name'       => (string) $item->product_name,
				'type'       => (string) $item->type,
				'sku'        => (string) \get_post_meta( $product_id, 'edd_sku', true ),
				'categories' => \is_array( $terms ) ? \array_values( \wp_list_pluck( $terms, 'slug' ) ) : [],
			]
		);
		$this->add_tax( $sale, (string) $id, Money::from_shop( $item->tax, $sale->currency ) );
	}

	/**
	 * Adds a tax.
	 *
	 * @param Sale   $sale Sale to add to.
	 * @param string $of   Id of what was taxed.
	 * @param string $tax  Amount.
	 */
	private function add_tax( Sale $sale, string $of, string $tax ): void {
		if ( ! Money::is_zero( $tax ) ) {
			$this->names[ $of . Charge::TAX ] = true;
			$sale->detail( 'tax', $of . Charge::TAX, $tax );
		}
	}

	/**
	 * Adds the order's valid refunds.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_refunds( Sale $sale ): void {
		$refunds = \array_filter( OrderRows::refunds( (int) $this->order->id ), [ Payment::class, 'stands' ] );
		foreach ( $refunds as $refund ) {
			$this->add_refund( $sale, $refund );
		}
		if ( [] !== $refunds && 'refunded' === $this->order->status ) {
			$sale->was_given_back();
		}
	}

	/**
	 * Adds a refund with its lines. Refunds for items that are no longer in the order are left out, because those items
	 * have left the sale as well.
	 *
	 * @param Sale              $sale   Sale to add to.
	 * @param \EDD\Orders\Order $refund The refund.
	 */
	private function add_refund( Sale $sale, \EDD\Orders\Order $refund ): void {
		$amount = Money::from_shop( $refund->total, $sale->currency );
		$lines  = [];
		foreach ( $this->given_back( $refund, $sale->currency ) as $line ) {
			if ( isset( $this->names[ $line['external_id'] ] ) ) {
				$lines[] = $line;
			} else {
				$amount = Money::plus( $amount, $line['amount'] );
			}
		}
		if ( Money::is_negative( $amount ) ) {
			$sale->refund( (string) $refund->id, Payment::timestamp( $refund->date_created ), $amount, $lines );
		}
	}

	/**
	 * The lines of a refund. A row without a reference to what it takes back only counts in the total.
	 *
	 * @param \EDD\Orders\Order $refund   The refund.
	 * @param string            $currency Of the order.
	 * @return array<array{external_id:string,amount:string,quantity?:int}>
	 */
	private function given_back( \EDD\Orders\Order $refund, string $currency ): array {
		$lines = [];
		$items = OrderRows::items( (int) $refund->id );
		foreach ( $items as $item ) {
			$sold = (int) $item->parent;
			if ( $sold > 0 ) {
				$lines[] = self::line( (string) $sold, self::net( $item, $currency ) ) + $this->units( $sold, (int) $item->quantity );
				$lines[] = self::line( $sold . Charge::TAX, Money::from_shop( $item->tax, $currency ) );
			}
		}
		foreach ( Charge::among( OrderRows::adjustments( (int) $refund->id, $items ), $currency, true ) as $charge ) {
			$lines[] = self::line( $charge->id, $charge->amount );
			$lines[] = self::line( $charge->id . Charge::TAX, $charge->tax );
		}
		return $lines;
	}

	/**
	 * A refund line. EDD stores the amount with the opposite sign.
	 *
	 * @param string $of   Id of the refunded part.
	 * @param string $kept Amount as stored by EDD.
	 * @return array{external_id:string,amount:string}
	 */
	private static function line( string $of, string $kept ): array {
		return [
			'external_id' => $of,
			'amount'      => Money::negate( $kept ),
		];
	}

	/**
	 * The number of units returned, if the money does not show it, as for free items. For partial refunds of a line,
	 * EDD always stores the full quantity.
	 *
	 * @param int $sold     The sold item.
	 * @param int $quantity Quantity in the refund.
	 * @return array{quantity?:int}
	 */
	private function units( int $sold, int $quantity ): array {
		return Money::is_zero( $this->nets[ $sold ] ?? '1' ) ? [ 'quantity' => \abs( $quantity ) ] : [];
	}

	/**
	 * Price of an item after discounts and before tax. EDD allows no discount above the price.
	 *
	 * @param \EDD\Orders\Order_Item $item     Of an order, or of a refund with negative amounts.
	 * @param string                 $currency Currency of the order.
	 */
	private static function net( \EDD\Orders\Order_Item $item, string $currency ): string {
		$before = Money::from_shop( $item->subtotal, $currency );
		$net    = Money::minus( $before, Money::from_shop( $item->discount, $currency ) );
		$beyond = Money::is_negative( $net ) !== Money::is_negative( $before );
		return $beyond && ! Money::is_zero( $net ) ? Money::minus( $before, $before ) : $net;
	}
}
