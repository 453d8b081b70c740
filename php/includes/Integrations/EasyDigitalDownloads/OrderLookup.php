<?php
/**
 * Finds the order that a row belongs to.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * EDD's hooks only pass the id of the changed row. The methods accept anything a hook may pass and return 0 if it leads
 * to no order.
 */
final class OrderLookup {

	/**
	 * Loads an order or a refund.
	 *
	 * @param mixed $id Id.
	 */
	public static function row( mixed $id ): ?\EDD\Orders\Order {
		$found = \function_exists( 'edd_get_order' ) && \is_numeric( $id ) && $id > 0 ? \edd_get_order( (int) $id ) : null;
		return $found instanceof \EDD\Orders\Order ? $found : null;
	}

	/**
	 * The order that a row is, or is a refund of.
	 *
	 * @param \EDD\Orders\Order $row The row.
	 */
	public static function sale_of( \EDD\Orders\Order $row ): int {
		return (int) ( 'refund' === $row->type ? $row->parent : $row->id );
	}

	/**
	 * The order for the id of an order or a refund.
	 *
	 * @param mixed $id Id of the order or refund.
	 */
	public static function of_order( mixed $id ): int {
		$row = self::row( $id );
		return null === $row ? 0 : self::sale_of( $row );
	}

	/**
	 * The order of an item, directly or through its refund.
	 *
	 * @param mixed $id Item id.
	 */
	public static function of_item( mixed $id ): int {
		$item = \function_exists( 'edd_get_order_item' ) && \is_numeric( $id ) && $id > 0 ? \edd_get_order_item( (int) $id ) : null;
		return $item instanceof \EDD\Orders\Order_Item ? self::of_order( $item->order_id ) : 0;
	}

	/**
	 * The order of a fee, credit or discount code.
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
