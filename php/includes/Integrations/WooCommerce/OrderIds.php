<?php
/**
 * Lists order ids.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * Queries the database directly: WooCommerce's queries cannot filter by "id greater than" and leave out the trash,
 * which is needed here. Reads nothing but ids.
 */
final class OrderIds {

	/**
	 * Order ids in ascending order.
	 *
	 * @param int $after Only ids above this one.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function after( int $after, int $limit ): array {
		global $wpdb;
		if ( ! \class_exists( OrderUtil::class ) ) {
			return [];
		}
		[ $type ] = self::columns();
		return \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( 'SELECT id FROM %i WHERE %i = %s AND id > %d ORDER BY id LIMIT %d', OrderUtil::get_table_for_orders(), $type, WooCommerce::ORDER, $after, $limit ) ) ); // phpcs:ignore WordPress.DB -- what changes must not come from a cache.
	}

	/** Number of orders. */
	public static function count(): int {
		global $wpdb;
		if ( ! \class_exists( OrderUtil::class ) ) {
			return 0;
		}
		[ $type ] = self::columns();
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE %i = %s', OrderUtil::get_table_for_orders(), $type, WooCommerce::ORDER ) ); // phpcs:ignore WordPress.DB -- what changes must not come from a cache.
	}

	/**
	 * Orders that changed, earliest change first.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function changed_since( int $since, int $limit ): array {
		global $wpdb;
		if ( ! \class_exists( OrderUtil::class ) ) {
			return [];
		}
		[ $type, $date ] = self::columns();
		return \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( 'SELECT id FROM %i WHERE %i = %s AND %i >= %s ORDER BY %i, id LIMIT %d', OrderUtil::get_table_for_orders(), $type, WooCommerce::ORDER, $date, \gmdate( 'Y-m-d H:i:s', $since ), $date, $limit ) ) ); // phpcs:ignore WordPress.DB -- what changes must not come from a cache.
	}

	/**
	 * The columns with the type and the modification date: orders are posts, or rows of their own table.
	 *
	 * @return array{string,string}
	 */
	private static function columns(): array {
		return OrderUtil::custom_orders_table_usage_is_enabled() ? [ 'type', 'date_updated_gmt' ] : [ 'post_type', 'post_modified_gmt' ];
	}
}
