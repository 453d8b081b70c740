<?php
/**
 * Easy Digital Downloads: completed orders, refunds.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Recorder;
use Siren\Distributors\Reversal;
use Siren\Distributors\Sale;

\defined( 'ABSPATH' ) || exit;

/**
 * Orders and refunds are rows of the same table and move through the same hooks; the type of a row tells which it is. A
 * completed order can leave its status and come back to it any number of times: it is one sale. A revoked order is not
 * undone: its files are locked, its money is kept.
 */
final class EasyDigitalDownloads {

	public const SOURCE = 'edd';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta that says that a completed order was called off. */
	private const CALLED_OFF_META = '_siren_called_off';

	/** Statuses of a paid order. The second is that of a subscription's renewals. */
	private const PAID = [ 'complete', 'edd_subscription' ];

	/** Statuses of an order that was paid and of which something may be left. */
	private const WAS_PAID = [ 'complete', 'edd_subscription', 'partially_refunded', 'revoked', 'on_hold' ];

	/** Statuses by which an order is undone without a refund of its own. */
	private const UNDONE = [ 'failed', 'abandoned', 'trash' ];

	/**
	 * An order was made in the checkout, not yet paid: keep who brought the customer.
	 *
	 * @param mixed $order_id Order id.
	 */
	public static function order_built( mixed $order_id ): void {
		$code = Attribution::of_customer();
		if ( null !== $code ) {
			Recorder::attempt( static fn() => \edd_update_order_meta( (int) $order_id, self::REFERRAL_META, $code ) );
		}
	}

	/**
	 * An order is complete: said when its status is set, and again whenever it comes back to it.
	 *
	 * @param mixed $order_id Order id.
	 */
	public static function purchase_completed( mixed $order_id ): void {
		Recorder::attempt( static fn() => self::record_sale( self::order( $order_id ) ) );
	}

	/**
	 * An order or a refund went from one status to another.
	 *
	 * @param mixed $from     Former status.
	 * @param mixed $to       New status.
	 * @param mixed $order_id Id of either.
	 */
	public static function status_changed( mixed $from, mixed $to, mixed $order_id ): void {
		Recorder::attempt( static fn() => self::record_status( self::order( $order_id ), (string) $from, (string) $to ) );
	}

	/**
	 * Money was given back, in part or whole.
	 *
	 * @param mixed $order_id  Order id.
	 * @param mixed $refund_id Id of the refund, an order of its own.
	 */
	public static function refunded( mixed $order_id, mixed $refund_id ): void {
		Recorder::attempt( static fn() => self::record_refund( self::order( $refund_id ) ) );
	}

	/**
	 * An order or a refund is about to be deleted.
	 *
	 * @param mixed $order_id Id of either.
	 */
	public static function destroying( mixed $order_id ): void {
		Recorder::attempt(
			static function () use ( $order_id ): void {
				$order = self::order( $order_id );
				if ( null !== $order ) {
					self::record_status( $order, (string) $order->status, 'trash' );
				}
			}
		);
	}

	/**
	 * EDD Recurring added the payment of a renewal. Its status may be set before its items are there, when there was
	 * nothing to record yet.
	 *
	 * @param mixed $payment The payment, with its id in `ID`.
	 */
	public static function renewed( mixed $payment ): void {
		Recorder::attempt( static fn() => self::record_sale( self::order( \is_object( $payment ) ? $payment->ID ?? 0 : $payment ) ) );
	}

	/**
	 * An order or a refund by its id.
	 *
	 * @param mixed $id Id.
	 * @return ?\EDD\Orders\Order Null where there is none.
	 */
	private static function order( mixed $id ): ?\EDD\Orders\Order {
		$found = \edd_get_order( (int) $id );
		return $found instanceof \EDD\Orders\Order ? $found : null;
	}

	/**
	 * Records what a change of status means.
	 *
	 * @param ?\EDD\Orders\Order $order Order or refund.
	 * @param string             $from  Former status.
	 * @param string             $to    New status.
	 */
	private static function record_status( ?\EDD\Orders\Order $order, string $from, string $to ): void {
		if ( null === $order ) {
			return;
		}
		if ( 'refund' === $order->type ) {
			self::record_refund_status( $order, $from, $to );
		} elseif ( \in_array( $to, self::PAID, true ) ) {
			self::record_sale( $order );
		} elseif ( \in_array( $to, self::UNDONE, true ) ) {
			if ( \in_array( $from, self::WAS_PAID, true ) && ! self::is_called_off( (int) $order->id ) ) {
				self::reversal( $order )->cancel();
				\edd_update_order_meta( (int) $order->id, self::CALLED_OFF_META, 'yes' );
			}
		} elseif ( 'trash' === $from && \in_array( $to, self::WAS_PAID, true ) ) {
			self::take_up_again( $order );
		}
	}

	/**
	 * Records that a refund went to the trash or came back from it. With its order it does both, and then there is
	 * nothing to say: what is left of the order went, and came back, by itself.
	 *
	 * @param \EDD\Orders\Order $refund The refund.
	 * @param string            $from   Former status.
	 * @param string            $to     New status.
	 */
	private static function record_refund_status( \EDD\Orders\Order $refund, string $from, string $to ): void {
		$order = self::order( $refund->parent );
		if ( null === $order || self::is_called_off( (int) $order->id ) ) {
			return;
		}
		if ( 'trash' === $to && 'trash' !== $from ) {
			self::reversal( $order )->undo( (string) $refund->id );
		} elseif ( 'trash' === $from ) {
			self::record_refund( $refund );
		}
	}

	/**
	 * Records a paid order.
	 *
	 * @param ?\EDD\Orders\Order $order The order.
	 */
	private static function record_sale( ?\EDD\Orders\Order $order ): void {
		if ( null === $order || 'sale' !== $order->type ) {
			return;
		}
		$sale = new Sale( self::SOURCE, (int) $order->id, (string) $order->currency );
		foreach ( $order->get_items() as $item ) {
			$product_id = (int) $item->product_id;
			$terms      = $product_id > 0 ? \get_the_terms( $product_id, 'download_category' ) : [];
			$sale->product(
				(string) (int) $item->id,
				self::net( $item, (string) $order->currency ),
				Owners::of_product( $product_id, self::SOURCE, null === $item->price_id ? null : (int) $item->price_id ),
				[
					'quantity'   => \max( 1, (int) $item->quantity ),
					'name'       => (string) $item->product_name,
					'type'       => (string) $item->type,
					'sku'        => (string) \get_post_meta( $product_id, 'edd_sku', true ),
					'categories' => \is_array( $terms ) ? \array_values( \wp_list_pluck( $terms, 'slug' ) ) : [],
				]
			);
		}
		foreach ( self::charges( $order ) as $charge ) {
			$sale->detail( $charge['kind'], $charge['id'], $charge['amount'], [ 'name' => $charge['name'] ] );
		}
		$sale->used_coupons( \array_map( static fn( object $discount ): string => (string) $discount->description, $order->get_discounts() ) );
		$sale->came_by( (string) \edd_get_order_meta( (int) $order->id, self::REFERRAL_META, true ) );
		$sale->bought_by( (int) $order->user_id, (string) $order->email );
		$sale->is_renewal( 'edd_subscription' === $order->status );
		$sale->record();
		self::take_up_again( $order );
	}

	/**
	 * Takes a cancellation back, where there is one.
	 *
	 * @param \EDD\Orders\Order $order The order.
	 */
	private static function take_up_again( \EDD\Orders\Order $order ): void {
		if ( self::is_called_off( (int) $order->id ) ) {
			self::reversal( $order )->undo();
			\edd_delete_order_meta( (int) $order->id, self::CALLED_OFF_META );
		}
	}

	/**
	 * Records a refund by its lines; one that gives back nothing of any line, as an amount.
	 *
	 * @param ?\EDD\Orders\Order $refund The refund.
	 */
	private static function record_refund( ?\EDD\Orders\Order $refund ): void {
		$order = null === $refund || 'refund' !== $refund->type ? null : self::order( $refund->parent );
		if ( null === $order ) {
			return;
		}
		$currency = (string) $order->currency;
		$lines    = [];
		foreach ( $refund->get_items() as $item ) {
			$lines[] = [
				'external_id' => (string) (int) $item->parent,
				'amount'      => Money::negate( self::net( $item, $currency ) ),
				'quantity'    => \abs( (int) $item->quantity ),
			];
		}
		foreach ( self::charges( $refund ) as $charge ) {
			$lines[] = [
				'external_id' => $charge['id'],
				'amount'      => Money::negate( $charge['amount'] ),
			];
		}
		if ( [] === $lines ) {
			self::reversal( $order )->of_amount( (string) $refund->id, $refund->total );
		} else {
			self::reversal( $order )->of_lines( (string) $refund->id, $lines );
		}
	}

	/**
	 * What is charged beside the products: fees, of the order or of one item, credits and the tax. In a refund each has
	 * the number of what it takes back.
	 *
	 * @param \EDD\Orders\Order $order Order or refund.
	 * @return array<array{kind:string,id:string,amount:string,name:string}>
	 */
	private static function charges( \EDD\Orders\Order $order ): array {
		$currency = (string) $order->currency;
		$charges  = [];
		foreach ( $order->get_fees() as $fee ) {
			$charges[] = [
				'kind'   => 'fee',
				'id'     => 'fee-' . ( (int) $fee->parent ?: (int) $fee->id ),
				'amount' => Money::from_shop( $fee->subtotal, $currency ),
				'name'   => (string) $fee->description,
			];
		}
		foreach ( $order->get_credits() as $credit ) {
			// Kept without a sign: what a credit takes off the order.
			$amount    = Money::from_shop( $credit->subtotal, $currency );
			$charges[] = [
				'kind'   => 'discount',
				'id'     => 'credit-' . ( (int) $credit->parent ?: (int) $credit->id ),
				'amount' => 'refund' === $order->type ? \ltrim( $amount, '-' ) : Money::negate( \ltrim( $amount, '-' ) ),
				'name'   => (string) $credit->description,
			];
		}
		$tax = Money::from_shop( $order->tax, $currency );
		if ( ! Money::is_zero( $tax ) ) {
			$charges[] = [
				'kind'   => 'tax',
				'id'     => 'tax',
				'amount' => $tax,
				'name'   => '',
			];
		}
		return $charges;
	}

	/**
	 * What an item costs after discounts and before tax.
	 *
	 * @param object $item     Order item.
	 * @param string $currency Its order's.
	 */
	private static function net( object $item, string $currency ): string {
		return Money::minus( Money::from_shop( $item->subtotal, $currency ), Money::from_shop( $item->discount, $currency ) );
	}

	/**
	 * Whether a completed order was called off and not completed again.
	 *
	 * @param int $order_id Order id.
	 */
	private static function is_called_off( int $order_id ): bool {
		return '' !== (string) \edd_get_order_meta( $order_id, self::CALLED_OFF_META, true );
	}

	/**
	 * What takes back of an order.
	 *
	 * @param \EDD\Orders\Order $order The order.
	 */
	private static function reversal( \EDD\Orders\Order $order ): Reversal {
		return new Reversal( self::SOURCE, (int) $order->id, (string) $order->currency );
	}
}
