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
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * An order becomes one transaction, keyed by its id, whichever of its paid statuses is reached first and however often.
 * Sold products and used coupons are derived from the transaction by the engine.
 *
 * Orders are only ever read through WooCommerce's own objects, so it does not matter whether they are kept as posts or
 * in tables of their own. Hook callbacks take whatever they are given and look at it inside the Recorder: a type error
 * of ours must not end a checkout.
 */
final class WooCommerce {

	public const SOURCE = 'woocommerce';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Statuses by which an order is undone without a refund of its own. */
	private const UNDONE = [ 'cancelled', 'failed' ];

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
	 * The order itself, whether it was handed over or not.
	 *
	 * @param mixed $order    What a hook passed.
	 * @param mixed $order_id Its id.
	 * @return ?\WC_Order Null where the id is a refund's or nothing's.
	 */
	private static function order( mixed $order, mixed $order_id ): ?\WC_Order {
		$found = $order instanceof \WC_Order ? $order : \wc_get_order( (int) $order_id );
		return $found instanceof \WC_Order ? $found : null;
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
		// Most cancelled orders were never paid; those have nothing to give back.
		if ( null !== $order && \in_array( $to, self::UNDONE, true ) && ( \in_array( $from, $paid, true ) || null !== $order->get_date_paid() ) ) {
			Recorder::refund( self::refund_of( $order, 'cancelled' ) );
		}
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
		$currency = $order->get_currency();
		$coupons  = \array_values( \array_map( 'strval', $order->get_coupon_codes() ) );
		$referral = (string) $order->get_meta( self::REFERRAL_META );
		$details  = \array_merge(
			self::lines( $order, $currency ),
			self::fees( $order, $currency ),
			self::shipping( $order, $currency ),
			self::taxes( $order, $order, $currency )
		);
		if ( [] === $details ) {
			return; // An empty order moves no money.
		}

		$transaction = [
			'source'      => self::SOURCE,
			'external_id' => (string) $order->get_id(),
			'currency'    => $currency,
			'details'     => $details,
			'coupons'     => $coupons,
			// @mago-ignore analysis:non-existent-function -- of WooCommerce Subscriptions.
			'renewal'     => \function_exists( 'wcs_order_contains_renewal' ) && \wcs_order_contains_renewal( $order ),
		];
		$customer    = self::customer( $order );
		if ( null !== $customer ) {
			$transaction['customer'] = $customer;
		}
		Recorder::transaction( $transaction, Attribution::credited( $coupons, '' === $referral ? null : $referral ) );
	}

	/**
	 * Who bought: `user:7`, else `email:a@b.test`, else nobody known.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function customer( \WC_Order $order ): ?string {
		$user = (int) $order->get_customer_id();
		if ( $user > 0 ) {
			return 'user:' . $user;
		}
		$email = \strtolower( \trim( (string) $order->get_billing_email() ) );
		return '' === $email ? null : 'email:' . $email;
	}

	/**
	 * The products of an order, each with its owner as of now.
	 *
	 * The total of a line is what WooCommerce has left of it after coupons, so coupons make no details of their own:
	 * they would be subtracted twice.
	 *
	 * @param \WC_Order $order    The order.
	 * @param string    $currency Its currency.
	 * @return array[] Details.
	 */
	private static function lines( \WC_Order $order, string $currency ): array {
		$details = [];
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Product ) {
				continue;
			}
			// Always the parent product: whoever last saved a variation is its author.
			$product_id = (int) $item->get_product_id();
			$product    = $item->get_product();
			$terms      = \get_the_terms( $product_id, 'product_cat' );

			$detail = [
				'kind'        => 'line_item',
				'external_id' => (string) $item->get_id(),
				'amount'      => Money::from_shop( $item->get_total(), $currency ),
				'quantity'    => \max( 1, (int) $item->get_quantity() ),
				'name'        => (string) $item->get_name(),
				'categories'  => \is_array( $terms ) ? \array_values( \wp_list_pluck( $terms, 'slug' ) ) : [],
				'owners'      => self::owners( $product_id ),
			];
			if ( $product ) {
				$detail += \array_filter(
					[
						'type' => (string) $product->get_type(),
						'sku'  => (string) $product->get_sku(),
					]
				);
			}
			$details[] = $detail;
		}
		return $details;
	}

	/**
	 * Whose a product is: its author's. A deleted product is nobody's.
	 *
	 * @param int $product_id Parent product.
	 * @return array[] Aliases.
	 */
	private static function owners( int $product_id ): array {
		$author = (int) \get_post_field( 'post_author', $product_id );
		return $author > 0 ? [
			[
				'type' => 'wp_user',
				'code' => (string) $author,
			],
		] : [];
	}

	/**
	 * The fees of an order. WooCommerce writes a discount that is no coupon as a negative fee.
	 *
	 * @param \WC_Order $order    The order.
	 * @param string    $currency Its currency.
	 * @return array[] Details.
	 */
	private static function fees( \WC_Order $order, string $currency ): array {
		$details = [];
		foreach ( $order->get_items( 'fee' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Fee ) {
				continue;
			}
			$amount    = Money::from_shop( $item->get_total(), $currency );
			$details[] = [
				'kind'        => Money::is_negative( $amount ) ? 'discount' : 'fee',
				'external_id' => (string) $item->get_id(),
				'amount'      => $amount,
				'name'        => (string) $item->get_name(),
			];
		}
		return $details;
	}

	/**
	 * What the delivery cost.
	 *
	 * @param \WC_Order $order    The order.
	 * @param string    $currency Its currency.
	 * @return array[] Details.
	 */
	private static function shipping( \WC_Order $order, string $currency ): array {
		$details = [];
		foreach ( $order->get_items( 'shipping' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Shipping ) {
				continue;
			}
			$details[] = [
				'kind'        => 'shipping',
				'external_id' => (string) $item->get_id(),
				'amount'      => Money::from_shop( $item->get_total(), $currency ),
				'name'        => (string) $item->get_name(),
			];
		}
		return $details;
	}

	/**
	 * The taxes of an order or a refund: one detail for what was taxed on goods, one for what was taxed on delivery, since
	 * adding the two would be arithmetic on money.
	 *
	 * A refund's tax items do not name the items they take back, but they have the same rate.
	 *
	 * @param \WC_Abstract_Order $from     Whose taxes.
	 * @param \WC_Order          $order    The order whose items they are named by.
	 * @param string             $currency Its currency.
	 * @return array[] Details.
	 */
	private static function taxes( \WC_Abstract_Order $from, \WC_Order $order, string $currency ): array {
		$by_rate = [];
		foreach ( $order->get_items( 'tax' ) as $item ) {
			if ( $item instanceof \WC_Order_Item_Tax ) {
				$by_rate[ (int) $item->get_rate_id() ] = (string) $item->get_id();
			}
		}
		$details = [];
		foreach ( $from->get_items( 'tax' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Tax ) {
				continue;
			}
			$id = $from === $order ? (string) $item->get_id() : $by_rate[ (int) $item->get_rate_id() ] ?? '';
			if ( '' === $id ) {
				continue;
			}
			$amounts = [
				$id               => $item->get_tax_total(),
				$id . '-shipping' => $item->get_shipping_tax_total(),
			];
			foreach ( $amounts as $external_id => $total ) {
				$amount = Money::from_shop( $total, $currency );
				if ( ! Money::is_zero( $amount ) ) {
					$details[] = [
						'kind'        => 'tax',
						'external_id' => (string) $external_id,
						'amount'      => $amount,
						'name'        => (string) $item->get_name(),
					];
				}
			}
		}
		return $details;
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
		$currency = $order->get_currency();
		$fact     = self::refund_of( $order, (string) $refund->get_id() );
		$lines    = self::refunded_lines( $refund, $order, $currency );
		// "Set to refunded" and a refund of an amount name no lines; the engine spreads them over what is left.
		$fact += [] === $lines
			? [ 'amount' => Money::from_shop( $refund->get_amount(), $currency ) ]
			: [ 'lines' => $lines ];
		Recorder::refund( $fact );
	}

	/**
	 * What every refund of an order has in common; without lines or an amount it is of all that is left.
	 *
	 * @param \WC_Order $order     The order.
	 * @param string    $refund_id Unique within the order.
	 * @return array{source:string,external_id:string,refund_id:string}
	 */
	private static function refund_of( \WC_Order $order, string $refund_id ): array {
		return [
			'source'      => self::SOURCE,
			'external_id' => (string) $order->get_id(),
			'refund_id'   => $refund_id,
		];
	}

	/**
	 * The lines a refund takes back. WooCommerce gives them with negative amounts and quantities; the engine takes what
	 * was given back as positive.
	 *
	 * @param \WC_Order_Refund $refund   The refund.
	 * @param \WC_Order        $order    The order it belongs to.
	 * @param string           $currency The order's currency.
	 * @return array[] Lines.
	 */
	private static function refunded_lines( \WC_Order_Refund $refund, \WC_Order $order, string $currency ): array {
		$lines = [];
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
		foreach ( self::taxes( $refund, $order, $currency ) as $tax ) {
			$lines[] = [
				'external_id' => $tax['external_id'],
				'amount'      => Money::negate( $tax['amount'] ),
			];
		}
		return $lines;
	}
}
