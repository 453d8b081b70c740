<?php
/**
 * WooCommerce: paid orders, refunds, cancellations.
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
 * An order becomes one transaction, keyed by its id, whichever of its paid statuses is reached first and however often.
 * Sold products and used coupons are derived from the transaction by the engine.
 *
 * What undoes an order without a refund (cancelled, failed, trashed, deleted) is one cancellation, whichever of them
 * comes first; an order that is paid after that takes it back. The order remembers that it was called off, since the
 * hooks do not tell a first payment that succeeds at the second try from one that is given again.
 *
 * Orders are only ever read through WooCommerce's own objects, so it does not matter whether they are kept as posts or
 * in tables of their own. Hook callbacks take whatever they are given and look at it inside the Recorder: a type error
 * of ours must not end a checkout.
 */
final class WooCommerce {

	public const SOURCE = 'woocommerce';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta that says that a paid order was called off. */
	private const CALLED_OFF_META = '_siren_called_off';

	/** Statuses by which an order is undone without a refund of its own. */
	private const UNDONE = [ 'cancelled', 'failed' ];

	/**
	 * Order meta by which the marketplace Dokan says that it divided an order among the vendors: each part is an order of
	 * its own, is paid and refunded as such, and together they are the whole.
	 */
	private const DIVIDED_META = 'has_sub_order';

	/** The type of WooCommerce Subscriptions' own orders, which are never paid themselves. */
	private const SUBSCRIPTION = 'shop_subscription';

	/** The post type of orders that are kept as posts. Other orders have a placeholder of another type, or none. */
	private const ORDER_POST = 'shop_order';

	/**
	 * Tells WooCommerce that orders in tables of their own and the block checkout are fine with this plugin.
	 */
	public static function declare_compatibility(): void {
		if ( ! \class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			return;
		}
		foreach ( [ 'custom_order_tables', 'cart_checkout_blocks' ] as $feature ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( $feature, SIREN_DISTRIBUTORS_FILE, true );
		}
	}

	/**
	 * An order was made in the classic checkout, not yet paid: keep who brought the customer.
	 *
	 * Afterwards the customer may pay on a gateway's page, where this site's cookie is out of reach.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $posted   What the checkout form sent.
	 * @param mixed $order    The order.
	 */
	public static function checkout_processed( mixed $order_id, mixed $posted, mixed $order ): void {
		self::block_checkout_processed( $order );
	}

	/**
	 * An order was made in the block checkout, not yet paid.
	 *
	 * @param mixed $order The order.
	 */
	public static function block_checkout_processed( mixed $order ): void {
		Recorder::attempt( static fn() => self::stamp_referral( $order ) );
	}

	/**
	 * An order went from one status to another.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $from     Former status, without `wc-`.
	 * @param mixed $to       New status.
	 * @param mixed $order    The order.
	 */
	public static function status_changed( mixed $order_id, mixed $from, mixed $to, mixed $order ): void {
		Recorder::attempt( static fn() => self::record_status( self::order( $order, $order_id ), (string) $from, (string) $to ) );
	}

	/**
	 * An order reached a paid status. Only needed for an order that had no status before, for which WooCommerce fires
	 * no change of status.
	 *
	 * @param mixed $order_id   Order id.
	 * @param mixed $order      The order.
	 * @param mixed $transition With the former status under `from`.
	 */
	public static function status_reached( mixed $order_id, mixed $order = null, mixed $transition = null ): void {
		if ( \is_array( $transition ) && '' === (string) ( $transition['from'] ?? '' ) ) {
			Recorder::attempt( static fn() => self::record_sale( self::order( $order, $order_id ) ) );
		}
	}

	/**
	 * Money was given back: all, by line, or an amount.
	 *
	 * @param mixed $order_id  Order id.
	 * @param mixed $refund_id Refund id.
	 */
	public static function refunded( mixed $order_id, mixed $refund_id ): void {
		Recorder::attempt( static fn() => self::record_refund( self::order( null, $order_id ), \wc_get_order( (int) $refund_id ) ) );
	}

	/**
	 * A refund is about to be deleted. A filter, because with orders in tables of their own no action tells of it; run
	 * late, so that whoever forbids the deletion has spoken.
	 *
	 * @param mixed $forbidden Anything but null keeps the refund.
	 * @param mixed $refund    The refund.
	 * @return mixed What it came with.
	 */
	public static function refund_deleting( mixed $forbidden, mixed $refund ): mixed {
		if ( null === $forbidden && $refund instanceof \WC_Order_Refund ) {
			Recorder::attempt( static fn() => self::undo_refund( self::order( null, $refund->get_parent_id() ), (int) $refund->get_id() ) );
		}
		return $forbidden;
	}

	/**
	 * An administrator deleted a refund on the order's screen. Said once more, for WooCommerce before 8.1, which lacks
	 * the filter.
	 *
	 * @param mixed $refund_id Refund id.
	 * @param mixed $order_id  Order id.
	 */
	public static function refund_deleted( mixed $refund_id, mixed $order_id ): void {
		Recorder::attempt( static fn() => self::undo_refund( self::order( null, $order_id ), (int) $refund_id ) );
	}

	/**
	 * An order went to the trash, or is about to be deleted.
	 *
	 * @param mixed $order_id Order id.
	 * @param mixed $order    The order, where the hook passes it.
	 */
	public static function removed( mixed $order_id, mixed $order = null ): void {
		Recorder::attempt( static fn() => self::call_off( self::order( $order, $order_id ) ) );
	}

	/**
	 * A post went to the trash, or is about to be deleted: perhaps an order from the list of posts, of which
	 * WooCommerce's own hooks know nothing.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_removed( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) && \function_exists( 'wc_get_order' ) ) {
			self::removed( $post_id );
		}
	}

	/**
	 * A post came back from the trash: perhaps an order, whose status is then set without any of WooCommerce's hooks.
	 *
	 * @param mixed $post_id Post id.
	 */
	public static function post_restored( mixed $post_id ): void {
		if ( self::ORDER_POST === \get_post_type( (int) $post_id ) && \function_exists( 'wc_get_order' ) ) {
			Recorder::attempt(
				static function () use ( $post_id ): void {
					$order = self::order( null, $post_id );
					if ( null !== $order && $order->is_paid() ) {
						self::record_sale( $order );
					}
				}
			);
		}
	}

	/**
	 * WooCommerce Subscriptions made the order of a renewal. It has no checkout, so who once brought the customer is
	 * taken from the order that began the subscription.
	 *
	 * @param mixed $renewal      The renewal's order.
	 * @param mixed $subscription The subscription.
	 * @return mixed The renewal's order.
	 */
	public static function renewal_created( mixed $renewal, mixed $subscription ): mixed {
		Recorder::attempt( static fn() => self::hand_on_referral( $renewal, $subscription ) );
		return $renewal;
	}

	/**
	 * The order itself, whether it was handed over or not.
	 *
	 * @param mixed $order    What a hook passed.
	 * @param mixed $order_id Its id.
	 * @return ?\WC_Order Null where it is a refund's, a subscription's or nothing's, or the parts of the order are what counts.
	 */
	private static function order( mixed $order, mixed $order_id ): ?\WC_Order {
		$found = $order instanceof \WC_Order ? $order : \wc_get_order( (int) $order_id );
		if ( ! $found instanceof \WC_Order || self::SUBSCRIPTION === $found->get_type() || $found->get_meta( self::DIVIDED_META ) ) {
			return null;
		}
		return $found;
	}

	/**
	 * Keeps the remembered link code on an order.
	 *
	 * @param mixed $order What a checkout hook passed.
	 */
	private static function stamp_referral( mixed $order ): void {
		$code = Attribution::remembered();
		if ( null === $code || ! $order instanceof \WC_Order ) {
			return;
		}
		$order->update_meta_data( self::REFERRAL_META, $code );
		$order->save_meta_data();
	}

	/**
	 * Keeps on a renewal who brought the customer of its subscription.
	 *
	 * @param mixed $renewal      The renewal's order.
	 * @param mixed $subscription The subscription.
	 */
	private static function hand_on_referral( mixed $renewal, mixed $subscription ): void {
		$code = $renewal instanceof \WC_Order && $subscription instanceof \WC_Order ? self::referral( $subscription ) : '';
		if ( '' !== $code ) {
			$renewal->update_meta_data( self::REFERRAL_META, $code );
			$renewal->save_meta_data();
		}
	}

	/**
	 * The link code kept on an order, or on the one it comes from: a subscription from the order that began it, a
	 * vendor's part from the whole.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function referral( \WC_Order $order ): string {
		$code   = (string) $order->get_meta( self::REFERRAL_META );
		$parent = '' === $code && $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		return $parent instanceof \WC_Order ? (string) $parent->get_meta( self::REFERRAL_META ) : $code;
	}

	/**
	 * Records what a change of status means.
	 *
	 * @param ?\WC_Order $order The order.
	 * @param string     $from  Former status.
	 * @param string     $to    New status.
	 */
	private static function record_status( ?\WC_Order $order, string $from, string $to ): void {
		$paid = \wc_get_is_paid_statuses();
		if ( \in_array( $to, $paid, true ) ) {
			self::record_sale( $order );
			return;
		}
		if ( \in_array( $to, self::UNDONE, true ) ) {
			self::call_off( $order, \in_array( $from, $paid, true ) );
		}
	}

	/**
	 * Records that an order is undone without a refund: once, until it is paid again. Most such orders were never paid;
	 * those have nothing to give back.
	 *
	 * @param ?\WC_Order $order    The order.
	 * @param bool       $was_paid Whether it is known to have been paid; its own date tells otherwise.
	 */
	private static function call_off( ?\WC_Order $order, bool $was_paid = false ): void {
		if ( null === $order || self::is_called_off( $order ) || ! ( $was_paid || null !== $order->get_date_paid() ) ) {
			return;
		}
		self::reversal( $order )->cancel();
		$order->update_meta_data( self::CALLED_OFF_META, 'yes' );
		$order->save_meta_data();
	}

	/**
	 * Whether a paid order was called off and not paid again.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function is_called_off( \WC_Order $order ): bool {
		return '' !== (string) $order->get_meta( self::CALLED_OFF_META );
	}

	/**
	 * Records a paid order.
	 *
	 * @param ?\WC_Order $order The order.
	 */
	private static function record_sale( ?\WC_Order $order ): void {
		if ( null === $order ) {
			return;
		}
		$sale = new Sale( self::SOURCE, $order->get_id(), $order->get_currency() );
		self::add_products( $sale, $order );
		self::add_charges( $sale, $order );
		foreach ( self::taxes( $order, $order ) as $tax ) {
			$sale->detail( 'tax', $tax['id'], $tax['total'], [ 'name' => $tax['name'] ] );
		}
		$sale->used_coupons( $order->get_coupon_codes() );
		$sale->came_by( self::referral( $order ) );
		$sale->bought_by( (int) $order->get_customer_id(), (string) $order->get_billing_email() );
		// @mago-ignore analysis:non-existent-function -- of WooCommerce Subscriptions.
		$sale->is_renewal( \function_exists( 'wcs_order_contains_renewal' ) && \wcs_order_contains_renewal( $order ) );
		$sale->record();

		if ( self::is_called_off( $order ) ) {
			self::reversal( $order )->undo();
			$order->delete_meta_data( self::CALLED_OFF_META );
			$order->save_meta_data();
		}
	}

	/**
	 * Adds the products of an order, each with its owners as of now.
	 *
	 * The total of a line is what WooCommerce has left of it after coupons, so coupons make no details of their own:
	 * they would be subtracted twice.
	 *
	 * @param Sale      $sale  Gathers them.
	 * @param \WC_Order $order The order.
	 */
	private static function add_products( Sale $sale, \WC_Order $order ): void {
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Product ) {
				continue;
			}
			// Always the parent product: whoever last saved a variation is its author.
			$product_id = (int) $item->get_product_id();
			$product    = $item->get_product();
			$terms      = $product_id > 0 ? \get_the_terms( $product_id, 'product_cat' ) : [];
			$sale->product(
				(string) $item->get_id(),
				$item->get_total(),
				Owners::of_product( $product_id, self::SOURCE, (int) $item->get_variation_id() ),
				[
					'quantity'   => \max( 1, (int) $item->get_quantity() ),
					'name'       => (string) $item->get_name(),
					'categories' => \is_array( $terms ) ? \array_values( \wp_list_pluck( $terms, 'slug' ) ) : [],
					'type'       => $product ? (string) $product->get_type() : '',
					'sku'        => $product ? (string) $product->get_sku() : '',
				]
			);
		}
	}

	/**
	 * Adds the fees of an order and what its delivery cost.
	 *
	 * @param Sale      $sale  Gathers them.
	 * @param \WC_Order $order The order.
	 */
	private static function add_charges( Sale $sale, \WC_Order $order ): void {
		foreach ( [ 'fee', 'shipping' ] as $kind ) {
			foreach ( $order->get_items( $kind ) as $item ) {
				if ( $item instanceof \WC_Order_Item_Fee || $item instanceof \WC_Order_Item_Shipping ) {
					$sale->detail( $kind, (string) $item->get_id(), $item->get_total(), [ 'name' => (string) $item->get_name() ] );
				}
			}
		}
	}

	/**
	 * The taxes of an order or a refund: one for what was taxed on goods, one for what was taxed on delivery, since
	 * adding the two would be arithmetic on money.
	 *
	 * A refund's tax items do not name the items they take back, but they have the same rate.
	 *
	 * @param \WC_Abstract_Order $from  Whose taxes.
	 * @param \WC_Order          $order The order whose items they are named by.
	 * @return array<array{id:string,total:string,name:string}>
	 */
	private static function taxes( \WC_Abstract_Order $from, \WC_Order $order ): array {
		$by_rate = [];
		foreach ( $order->get_items( 'tax' ) as $item ) {
			if ( $item instanceof \WC_Order_Item_Tax ) {
				$by_rate[ (int) $item->get_rate_id() ] = (string) $item->get_id();
			}
		}
		$taxes = [];
		foreach ( $from->get_items( 'tax' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Tax ) {
				continue;
			}
			$id = $from === $order ? (string) $item->get_id() : $by_rate[ (int) $item->get_rate_id() ] ?? '';
			if ( '' === $id ) {
				continue;
			}
			$totals = [
				$id               => $item->get_tax_total(),
				$id . '-shipping' => $item->get_shipping_tax_total(),
			];
			foreach ( $totals as $external_id => $total ) {
				if ( ! Money::is_zero( Money::from_shop( $total, $order->get_currency() ) ) ) {
					$taxes[] = [
						'id'    => (string) $external_id,
						'total' => (string) $total,
						'name'  => (string) $item->get_name(),
					];
				}
			}
		}
		return $taxes;
	}

	/**
	 * Records a refund.
	 *
	 * @param ?\WC_Order $order  The order it belongs to.
	 * @param mixed      $refund The refund.
	 */
	private static function record_refund( ?\WC_Order $order, mixed $refund ): void {
		if ( null === $order || ! $refund instanceof \WC_Order_Refund ) {
			return;
		}
		$lines = self::refunded_lines( $refund, $order );
		$id    = (string) $refund->get_id();
		if ( [] === $lines ) {
			// "Set to refunded" and a refund of an amount name no lines; the engine spreads them over what is left.
			self::reversal( $order )->of_amount( $id, $refund->get_amount() );
		} else {
			self::reversal( $order )->of_lines( $id, $lines );
		}
	}

	/**
	 * Records that a refund was deleted. Of an order that is called off nothing is left that it could give back; and an
	 * order that is being deleted takes its refunds along.
	 *
	 * @param ?\WC_Order $order     The order it belonged to.
	 * @param int        $refund_id Refund id.
	 */
	private static function undo_refund( ?\WC_Order $order, int $refund_id ): void {
		if ( null !== $order && ! self::is_called_off( $order ) ) {
			self::reversal( $order )->undo( (string) $refund_id );
		}
	}

	/**
	 * What takes back of an order.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function reversal( \WC_Order $order ): Reversal {
		return new Reversal( self::SOURCE, $order->get_id(), $order->get_currency() );
	}

	/**
	 * The lines a refund takes back. WooCommerce gives them with negative amounts and quantities; the engine takes what
	 * was given back as positive.
	 *
	 * @param \WC_Order_Refund $refund The refund.
	 * @param \WC_Order        $order  The order it belongs to.
	 * @return array[] Lines.
	 */
	private static function refunded_lines( \WC_Order_Refund $refund, \WC_Order $order ): array {
		$currency = $order->get_currency();
		$lines    = [];
		foreach ( [ 'line_item', 'fee', 'shipping' ] as $kind ) {
			foreach ( $refund->get_items( $kind ) as $item ) {
				if ( ! ( $item instanceof \WC_Order_Item_Product || $item instanceof \WC_Order_Item_Fee || $item instanceof \WC_Order_Item_Shipping ) ) {
					continue;
				}
				$original = (int) $item->get_meta( '_refunded_item_id' );
				$amount   = Money::negate( Money::from_shop( $item->get_total(), $currency ) );
				$quantity = \abs( (int) $item->get_quantity() );
				if ( 0 === $original || ( Money::is_zero( $amount ) && 0 === $quantity ) ) {
					continue;
				}
				$lines[] = [
					'external_id' => (string) $original,
					'amount'      => $amount,
					'quantity'    => $quantity,
				];
			}
		}
		if ( [] === $lines ) {
			return [];
		}
		foreach ( self::taxes( $refund, $order ) as $tax ) {
			$lines[] = [
				'external_id' => $tax['id'],
				'amount'      => Money::negate( Money::from_shop( $tax['total'], $currency ) ),
			];
		}
		return $lines;
	}
}
