<?php
/**
 * Marks each row with the order in which it was counted.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * EDD reports the deletion of an item, fee or refund only by its id, when the row is already gone. WordPress deletes
 * the row's metadata with it and reports that by key and value. Every recorded row therefore stores the id of its order
 * in its metadata.
 */
final class OrderMarks {

	/** Meta key on items, adjustments and refunds. */
	public const META = '_siren_order';

	/**
	 * Marks all unmarked rows of an order and its refunds.
	 *
	 * @param int $order_id The order.
	 */
	public static function keep( int $order_id ): void {
		self::mark_rows( $order_id, $order_id );
		foreach ( OrderRows::refunds( $order_id ) as $refund ) {
			if ( (int) \edd_get_order_meta( (int) $refund->id, self::META, true ) !== $order_id ) {
				\edd_update_order_meta( (int) $refund->id, self::META, $order_id );
			}
			self::mark_rows( (int) $refund->id, $order_id );
		}
	}

	/**
	 * Marks the items and adjustments of an order or a refund.
	 *
	 * @param int $of       Id of the order or refund.
	 * @param int $order_id The order.
	 */
	private static function mark_rows( int $of, int $order_id ): void {
		$items = OrderRows::items( $of );
		foreach ( $items as $item ) {
			if ( (int) \edd_get_order_item_meta( (int) $item->id, self::META, true ) !== $order_id ) {
				\edd_update_order_item_meta( (int) $item->id, self::META, $order_id );
			}
		}
		foreach ( OrderRows::adjustments( $of, $items ) as $row ) {
			if ( (int) \edd_get_order_adjustment_meta( (int) $row->id, self::META, true ) !== $order_id ) {
				\edd_update_order_adjustment_meta( (int) $row->id, self::META, $order_id );
			}
		}
	}
}
