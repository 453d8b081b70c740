<?php
/**
 * Which order something belongs to.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * EDD's hooks tell the number of the row that was written and nothing else. Everything here takes whatever a hook was
 * given, and answers 0 where it leads to no order.
 */
final class OrderLookup {

	/**
	 * An order or a refund.
	 *
	 * @param mixed $id Its id.
	 */
	public static function row( mixed $id ): ?\EDD\Orders\Order {
		$found = \function_exists( 'edd_get_order' ) && \is_numeric( $id ) && $id > 0 ? \edd_get_order( (int) $id ) : null;
		return $found instanceof \EDD\Orders\Order ? $found : null;
	}

	/**
	 * The order that a row of the orders' table is, or is a refund of.
	 *
	 * @param \EDD\Orders\Order $row The row.
	 */
	public static function sale_of( \EDD\Orders\Order $row ): int {
		return (int) ( 'refund' === $row->type ? $row->parent : $row->id );
	}

	/**
	 * The order that an order's or a refund's number leads to.
	 *
	 * @param mixed $id Number of either.
	 */
	public static function of_order( mixed $id ): int {
		$row = self::row( $id );
		return null === $row ? 0 : self::sale_of( $row );
	}

	/**
	 * The order of an item, its own or its refund's.
	 *
	 * @param mixed $id Item id.
	 */
	public static function of_item( mixed $id ): int {
		$item = \function_exists( 'edd_get_order_item' ) && \is_numeric( $id ) && $id > 0 ? \edd_get_order_item( (int) $id ) : null;
		return $item instanceof \EDD\Orders\Order_Item ? self::of_order( $item->order_id ) : 0;
	}

	/**
	 * The order of a fee, a credit or a discount code.
	 *
	 * @param mixed $id Adjustment id.
	 */
	public static function of_adjustment( mixed $id ): int {
		$row = \function_exists( 'edd_get_order_adjustment' ) && \is_numeric( $id ) && $id > 0 ? \edd_get_order_adjustment( (int) $id ) : null;
		if ( ! $row instanceof \EDD\Orders\Order_Adjustment ) {
			return 0;
		}
		return 'order_item' === $row->object_type ? self::of_item( $row->object_id ) : self::of_order( $row->object_id );
	}
}
