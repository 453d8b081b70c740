<?php
/**
 * Whether and since when an order counts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * An order counts when WooCommerce has its payment date, or when it is completed: with cash on delivery, cheques and
 * bank transfers, an order is `processing` or `on-hold` before anybody has paid. See Q39 of the specification.
 */
final class Payment {

	/** Statuses of orders that do not count: not paid, cancelled or unfinished. */
	private const NOTHING = [ 'pending', 'failed', 'cancelled', 'trash', 'draft', 'auto-draft', 'checkout-draft', 'new' ];

	/**
	 * Order meta with which deposit plugins mark an order that is paid in instalments, and the order type of the
	 * instalments.
	 */
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
	 * When an order, or its first instalment, was paid.
	 *
	 * @param \WC_Order $order The order.
	 * @return ?int Unix timestamp; null if the order does not count.
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
	 * The instalments of an order that have been paid.
	 *
	 * @param \WC_Order $order The order.
	 * @return ?list<string> Amounts as the shop returns them; null if the order is not paid in instalments, or is paid
	 *                       in full.
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
	 * Whether an order's status means that it does not count. Does not use `has_status()`, because deposit plugins make
	 * it report partly paid orders as pending, so that they can be paid again.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function is_nothing( \WC_Order $order ): bool {
		return \in_array( $order->get_status(), self::NOTHING, true );
	}

	/**
	 * The instalments of an order; empty if it is not paid in instalments.
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
