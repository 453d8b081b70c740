<?php
/**
 * Orders that are only a part of another, and those that only hold parts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Integrations\WooCommerce;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * A marketplace divides an order among its vendors: each part is an order of its own, is paid and refunded as such, and
 * together they are the whole. What was bought counts once, in the parts.
 */
final class Divided {

	/** Order meta by which Dokan, MultiVendorX and its older classes mark an order that they divided. */
	private const MARKS = [ 'has_sub_order', 'multivendorx_has_sub_order', 'has_mvx_sub_order' ];

	/**
	 * Whether an order only holds parts.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function is_whole( \WC_Order $order ): bool {
		foreach ( self::MARKS as $mark ) {
			if ( $order->get_meta( $mark ) ) {
				return true;
			}
		}
		return 0 === $order->get_parent_id() && self::repeat_it( $order, self::parts( $order->get_id() ) );
	}

	/**
	 * Whether an order is the one of several parts that carries what the whole has once: its coupons, and whoever
	 * brought the customer. It is the first that stands.
	 *
	 * @param \WC_Order $order Any order.
	 * @return bool True for an order that is no part.
	 */
	public static function speaks_for_the_whole( \WC_Order $order ): bool {
		$whole = $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		if ( ! $whole instanceof \WC_Order || WooCommerce::ORDER !== $whole->get_type() || ! self::is_whole( $whole ) ) {
			return true;
		}
		foreach ( self::parts( $whole->get_id() ) as $part ) {
			if ( Payment::stands( $part ) ) {
				return $part->get_id() === $order->get_id();
			}
		}
		return true;
	}

	/**
	 * The parts of an order, the oldest first.
	 *
	 * @param int $whole Its id.
	 * @return \WC_Order[]
	 */
	public static function parts( int $whole ): array {
		return \wc_get_orders(
			[
				'type'    => WooCommerce::ORDER,
				'parent'  => $whole,
				'status'  => \array_keys( \wc_get_order_statuses() ),
				'orderby' => 'id',
				'order'   => 'ASC',
				'limit'   => -1,
			]
		);
	}

	/**
	 * Whether parts that nothing marks come to the same as the order: it was copied into them. Where they come to less,
	 * something was moved out of it, and it counts with what it still has.
	 *
	 * @param \WC_Order   $order The order.
	 * @param \WC_Order[] $parts Orders that name it as their parent.
	 */
	private static function repeat_it( \WC_Order $order, array $parts ): bool {
		$left = Money::from_shop( $order->get_total(), $order->get_currency() );
		foreach ( $parts as $part ) {
			$left = Money::minus( $left, Money::from_shop( $part->get_total(), $order->get_currency() ) );
		}
		return [] !== $parts && Money::is_zero( $left );
	}
}
