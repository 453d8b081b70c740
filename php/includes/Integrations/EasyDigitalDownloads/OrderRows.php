<?php
/**
 * The rows of an order or a refund.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * Reads all of them: EDD's own objects stop at two hundred items and thirty fees.
 */
final class OrderRows {

	/** EDD's value for "no limit". */
	private const ALL = 0;

	/**
	 * The items, in the order in which they were added.
	 *
	 * @param int $order_id Id of the order or refund.
	 * @return \EDD\Orders\Order_Item[]
	 */
	public static function items( int $order_id ): array {
		return \edd_get_order_items(
			[
				'order_id' => $order_id,
				'orderby'  => 'id',
				'order'    => 'ASC',
				'number'   => self::ALL,
			]
		);
	}

	/**
	 * Fees, credits and discount codes of the whole order and of its items.
	 *
	 * @param int                      $order_id Id of the order or refund.
	 * @param \EDD\Orders\Order_Item[] $items    Its items.
	 * @return \EDD\Orders\Order_Adjustment[]
	 */
	public static function adjustments( int $order_id, array $items ): array {
		$found = [ self::adjustments_of( 'order', [ $order_id ] ) ];
		if ( [] !== $items ) {
			$found[] = self::adjustments_of( 'order_item', \array_map( static fn( object $item ): int => (int) $item->id, $items ) );
		}
		return \array_merge( ...$found );
	}

	/**
	 * The refunds of an order, oldest first, including trashed ones.
	 *
	 * @param int $order_id The order.
	 * @return \EDD\Orders\Order[]
	 */
	public static function refunds( int $order_id ): array {
		return \edd_get_orders(
			[
				'type'    => 'refund',
				'parent'  => $order_id,
				'orderby' => 'id',
				'order'   => 'ASC',
				'number'  => self::ALL,
			]
		);
	}

	/**
	 * Rows of the orders table from a value of one column on, in ascending order.
	 *
	 * @param string               $column Column.
	 * @param string               $from   Operator: `>`, `>=`.
	 * @param string               $value  The value.
	 * @param int                  $limit  Maximum number.
	 * @param int                  $seen   Number of rows to skip.
	 * @param array<string,string> $also   Values of other columns.
	 * @return \EDD\Orders\Order[]
	 */
	public static function orders_from( string $column, string $from, string $value, int $limit, int $seen, array $also = [] ): array {
		return \edd_get_orders(
			$also + [
				'compare_query' => [
					[
						'key'     => $column,
						'value'   => $value,
						'compare' => $from,
					],
				],
				'orderby'       => $column,
				'order'         => 'ASC',
				'number'        => $limit,
				'offset'        => $seen,
			]
		);
	}

	/**
	 * The adjustments of some objects of the same type.
	 *
	 * @param string $kind Object type: `order`, `order_item`.
	 * @param int[]  $ids  Object ids.
	 * @return \EDD\Orders\Order_Adjustment[]
	 */
	private static function adjustments_of( string $kind, array $ids ): array {
		return \edd_get_order_adjustments(
			[
				'object_type'   => $kind,
				'object_id__in' => $ids,
				'orderby'       => 'id',
				'order'         => 'ASC',
				'number'        => self::ALL,
			]
		);
	}
}
