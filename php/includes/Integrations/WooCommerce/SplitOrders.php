<?php
/**
 * Orders that are split into parts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Integrations\WooCommerce;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * A marketplace splits an order among its vendors. Each part is an order of its own that is paid and refunded
 * separately; together they equal the whole. A purchase counts once, in the parts.
 */
final class SplitOrders {

	/** Order meta with which Dokan, MultiVendorX and its older classes mark an order that they split. */
	private const MARKS = [ 'has_sub_order', 'multivendorx_has_sub_order', 'has_mvx_sub_order' ];

	/**
	 * Whether an order only groups parts. A marked order without parts counts itself.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function is_whole( \WC_Order $order ): bool {
		return [] !== self::parts_instead_of( $order );
	}

	/**
	 * The order with the coupons and the referral of an order: itself, or the whole order that it is part of.
	 *
	 * @param \WC_Order $order An order that counts.
	 */
	public static function whole_of( \WC_Order $order ): \WC_Order {
		$whole = self::container( $order );
		return null === $whole || [] === self::parts_instead_of( $whole ) ? $order : $whole;
	}

	/**
	 * Whether an order credits its coupons and its referrer. Of a split order, one part does, because the customer came
	 * once: the first valid part without a full refund, otherwise the first valid part.
	 *
	 * @param \WC_Order $order An order that counts.
	 */
	public static function credits( \WC_Order $order ): bool {
		$whole = self::container( $order );
		$stand = null === $whole ? [] : \array_filter( self::parts_instead_of( $whole ), [ Payment::class, 'stands' ] );
		$kept  = \array_filter( $stand, static fn( \WC_Order $part ): bool => 'refunded' !== $part->get_status() );
		$first = \array_values( $kept )[0] ?? \array_values( $stand )[0] ?? $order;
		return $first->get_id() === $order->get_id();
	}

	/**
	 * The order that an order names as its parent.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function container( \WC_Order $order ): ?\WC_Order {
		$whole = $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		return $whole instanceof \WC_Order && WooCommerce::ORDER === $whole->get_type() ? $whole : null;
	}

	/**
	 * The parts of an order, oldest first.
	 *
	 * @param int $whole Id of the whole order.
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
	 * The parts that count in place of an order.
	 *
	 * @param \WC_Order $order The order.
	 * @return \WC_Order[] Empty if the order counts itself.
	 */
	private static function parts_instead_of( \WC_Order $order ): array {
		$parts = 0 === $order->get_parent_id() ? self::parts( $order->get_id() ) : [];
		return [] !== $parts && ( self::is_marked( $order ) || self::repeat_it( $order, $parts ) ) ? $parts : [];
	}

	/**
	 * Whether a marketplace marked the order as split.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function is_marked( \WC_Order $order ): bool {
		foreach ( self::MARKS as $mark ) {
			if ( $order->get_meta( $mark ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether unmarked parts have the same total as the order, which means that it was copied into them. If their total
	 * is lower, something was moved out of the order, and it counts with what remains.
	 *
	 * @param \WC_Order   $order The order.
	 * @param \WC_Order[] $parts Orders that name it as their parent.
	 */
	private static function repeat_it( \WC_Order $order, array $parts ): bool {
		$left = Money::from_shop( $order->get_total(), $order->get_currency() );
		foreach ( $parts as $part ) {
			$left = Money::minus( $left, Money::from_shop( $part->get_total(), $order->get_currency() ) );
		}
		return Money::is_zero( $left );
	}
}
