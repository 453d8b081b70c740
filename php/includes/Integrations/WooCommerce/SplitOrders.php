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
final class SplitOrders {

	/** Order meta by which Dokan, MultiVendorX and its older classes mark an order that they divided. */
	private const MARKS = [ 'has_sub_order', 'multivendorx_has_sub_order', 'has_mvx_sub_order' ];

	/**
	 * Whether an order only holds parts. One that was marked and has none counts itself.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function is_whole( \WC_Order $order ): bool {
		return [] !== self::parts_instead_of( $order );
	}

	/**
	 * The order that has the coupons of an order, and its customer's way to the shop: itself, or the whole that it is a
	 * part of.
	 *
	 * @param \WC_Order $order An order that counts.
	 */
	public static function whole_of( \WC_Order $order ): \WC_Order {
		$whole = self::container( $order );
		return null === $whole || [] === self::parts_instead_of( $whole ) ? $order : $whole;
	}

	/**
	 * Whether an order credits those who brought it, for its coupons and its link. Of a whole that was divided, one part
	 * does, since the customer came once: the first one that stands and was not given back, else the first that stands.
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
	 * The order that an order names as the one it belongs to.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function container( \WC_Order $order ): ?\WC_Order {
		$whole = $order->get_parent_id() > 0 ? \wc_get_order( $order->get_parent_id() ) : false;
		return $whole instanceof \WC_Order && WooCommerce::ORDER === $whole->get_type() ? $whole : null;
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
	 * The parts that count instead of an order.
	 *
	 * @param \WC_Order $order The order.
	 * @return \WC_Order[] None where it counts itself.
	 */
	private static function parts_instead_of( \WC_Order $order ): array {
		$parts = 0 === $order->get_parent_id() ? self::parts( $order->get_id() ) : [];
		return [] !== $parts && ( self::is_marked( $order ) || self::repeat_it( $order, $parts ) ) ? $parts : [];
	}

	/**
	 * Whether a marketplace says that it divided an order.
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
		return Money::is_zero( $left );
	}
}
