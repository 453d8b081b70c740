<?php
/**
 * What says of a row which order it was counted in.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * EDD tells that an item, a fee or a refund was deleted when its row is gone, by its number alone. What is kept with a row
 * is deleted with it, and WordPress tells that by name and value: so whatever is recorded gets the number of its order.
 */
final class Marks {

	/** Meta of items, adjustments and refunds. */
	public const META = '_siren_order';

	/**
	 * Marks all rows of an order and of its refunds that are not marked yet.
	 *
	 * @param int $order_id The order.
	 */
	public static function keep( int $order_id ): void {
		self::mark_rows( $order_id, $order_id );
		foreach ( Rows::refunds( $order_id ) as $refund ) {
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
		$items = Rows::items( $of );
		foreach ( $items as $item ) {
			if ( (int) \edd_get_order_item_meta( (int) $item->id, self::META, true ) !== $order_id ) {
				\edd_update_order_item_meta( (int) $item->id, self::META, $order_id );
			}
		}
		foreach ( Rows::adjustments( $of, $items ) as $row ) {
			if ( (int) \edd_get_order_adjustment_meta( (int) $row->id, self::META, true ) !== $order_id ) {
				\edd_update_order_adjustment_meta( (int) $row->id, self::META, $order_id );
			}
		}
	}
}
