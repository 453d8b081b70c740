<?php
/**
 * Whether an order counts, and since when.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * An order counts when WooCommerce knows its payment date, or when it is completed: cash on delivery, cheques and
 * transfers are `processing` or `on-hold` before anybody has paid. Q39 of the specification.
 */
final class Payment {

	/** Statuses of an order that is not there for its shop: not paid, called off, or not finished. */
	private const NOTHING = [ 'pending', 'failed', 'cancelled', 'trash', 'draft', 'auto-draft', 'checkout-draft', 'new' ];

	/** Order meta by which plugins for deposits mark an order that is paid in instalments, and the type of those. */
	private const INSTALMENTS = [
		'_awcdp_deposits_order_has_deposit' => 'awcdp_payment',
		'_wc_deposits_order_has_deposit'    => 'wcdp_payment',
	];

	/**
	 * Whether an order counts.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function stands( \WC_Order $order ): bool {
		return null !== self::date( $order );
	}

	/**
	 * When an order was paid, or the first instalment of it.
	 *
	 * @param \WC_Order $order The order.
	 * @return ?int Seconds since 1970; null for an order that does not count.
	 */
	public static function date( \WC_Order $order ): ?int {
		if ( self::is_nothing( $order ) ) {
			return null;
		}
		$paid = $order->get_date_paid();
		if ( null === $paid && 'completed' === $order->get_status() ) {
			$paid = $order->get_date_completed() ?? $order->get_date_created();
		}
		foreach ( self::instalments( $order ) as $instalment ) {
			$date = self::is_nothing( $instalment ) ? null : $instalment->get_date_paid();
			$paid = null === $paid || ( null !== $date && $date < $paid ) ? $date ?? $paid : $paid;
		}
		return $paid?->getTimestamp();
	}

	/**
	 * What was paid of an order that is paid in instalments.
	 *
	 * @param \WC_Order $order The order.
	 * @return ?list<string> Amounts as the shop gives them; null for an order that is paid at once, or was paid in full.
	 */
	public static function instalments_paid( \WC_Order $order ): ?array {
		$instalments = self::instalments( $order );
		if ( [] === $instalments || \in_array( $order->get_status(), [ 'processing', 'completed' ], true ) ) {
			return null;
		}
		$paid = [];
		foreach ( $instalments as $instalment ) {
			if ( null !== $instalment->get_date_paid() && ! self::is_nothing( $instalment ) ) {
				$paid[] = (string) $instalment->get_total();
			}
		}
		return $paid;
	}

	/**
	 * Whether an order is not there for its shop. Not by `has_status()`: plugins for deposits answer there that an order
	 * of which something was paid is pending, so that it can be paid again.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function is_nothing( \WC_Order $order ): bool {
		return \in_array( $order->get_status(), self::NOTHING, true );
	}

	/**
	 * The instalments of an order, none of one that is paid at once.
	 *
	 * @param \WC_Order $order The order.
	 * @return \WC_Order[]
	 */
	private static function instalments( \WC_Order $order ): array {
		foreach ( self::INSTALMENTS as $mark => $type ) {
			if ( 'yes' === $order->get_meta( $mark ) ) {
				return \wc_get_orders(
					[
						'type'   => $type,
						'parent' => $order->get_id(),
						'limit'  => -1,
					]
				);
			}
		}
		return [];
	}
}
