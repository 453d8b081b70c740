<?php
/**
 * Which order each row was counted in.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * EDD reports a deleted item, fee or refund by its number alone, when the row is already gone. WordPress deletes the row's meta
 * with it and reports that by name and value: so every row that was recorded keeps the number of its order in its meta.
 */
final class OrderMarks {

	/** Meta of items, adjustments and refunds. */
	public const META = '_siren_order';

	/**
	 * Marks all rows of an order and of its refunds that are not marked yet.
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
	 * @param int $of       Id of either.
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
