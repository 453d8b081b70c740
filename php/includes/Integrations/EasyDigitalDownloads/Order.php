<?php
/**
 * Reads one order of Easy Digital Downloads.
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
 * From EDD's rows to what the ledger takes. A bundle is one item, and one line.
 */
final class Order {

	/**
	 * What of each item was to be paid, after discounts and before tax.
	 *
	 * @var array<int,string>
	 */
	private array $nets = [];

	/**
	 * Names of all that the sale consists of.
	 *
	 * @var array<string,true>
	 */
	private array $names = [];

	/**
	 * An order.
	 *
	 * @param \EDD\Orders\Order $order The order, no refund.
	 */
	public function __construct( private readonly \EDD\Orders\Order $order ) {}

	/**
	 * What the books show of it now. Of an order that does not count, nothing else is asked.
	 *
	 * @param ?int $paid_at When it was paid; null where it does not count.
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
		// Recurring Payments keeps with each renewal which order began the subscription, whatever becomes of its status.
		$sale->is_renewal( 'edd_subscription' === $order->status || (int) $order->parent > 0 );
		$this->add_refunds( $sale );
		return $sale;
	}

	/**
	 * Adds an item, with its owners as of now, and its tax.
	 *
	 * @param Sale                   $sale Gathers it.
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
	 * Adds the tax on something.
	 *
	 * @param Sale   $sale Gathers it.
	 * @param string $of   Name of what was taxed.
	 * @param string $tax  How much.
	 */
	private function add_tax( Sale $sale, string $of, string $tax ): void {
		if ( ! Money::is_zero( $tax ) ) {
			$this->names[ $of . Charge::TAX ] = true;
			$sale->detail( 'tax', $of . Charge::TAX, $tax );
		}
	}

	/**
	 * Adds the refunds of the order that stand.
	 *
	 * @param Sale $sale Gathers them.
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
	 * Adds a refund by its lines. What was given back for something that the order does not have any more left the sale
	 * with it.
	 *
	 * @param Sale              $sale   Gathers it.
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
	 * What a refund names. A row that names nothing it takes back is part of its amount.
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
	 * What was given back of something: EDD keeps it with the other sign.
	 *
	 * @param string $of   Its name.
	 * @param string $kept The amount that EDD keeps.
	 * @return array{external_id:string,amount:string}
	 */
	private static function line( string $of, string $kept ): array {
		return [
			'external_id' => $of,
			'amount'      => Money::negate( $kept ),
		];
	}

	/**
	 * How many units came back, where that says more than the money: of what was free. EDD writes all units into every
	 * partial refund of a line.
	 *
	 * @param int $sold     The item that was sold.
	 * @param int $quantity As the refund has it.
	 * @return array{quantity?:int}
	 */
	private function units( int $sold, int $quantity ): array {
		return Money::is_zero( $this->nets[ $sold ] ?? '1' ) ? [ 'quantity' => \abs( $quantity ) ] : [];
	}

	/**
	 * What an item costs after discounts and before tax. EDD lets no discount go beyond the price.
	 *
	 * @param \EDD\Orders\Order_Item $item     Of an order, or of a refund, where it is negative.
	 * @param string                 $currency Its order's.
	 */
	private static function net( \EDD\Orders\Order_Item $item, string $currency ): string {
		$before = Money::from_shop( $item->subtotal, $currency );
		$net    = Money::minus( $before, Money::from_shop( $item->discount, $currency ) );
		$beyond = Money::is_negative( $net ) !== Money::is_negative( $before );
		return $beyond && ! Money::is_zero( $net ) ? Money::minus( $before, $before ) : $net;
	}
}
