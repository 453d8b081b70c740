<?php
/**
 * The numbers of many orders.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Siren\Distributors\Integrations\WooCommerce;

\defined( 'ABSPATH' ) || exit;

/**
 * Asked of the database: WooCommerce's own queries know no "with a number above", and leave out the trash, whose orders
 * are to be found as well. Nothing but numbers is read here.
 */
final class OrderIds {

	/**
	 * Orders by their numbers.
	 *
	 * @param int $after Only those with a higher number.
	 * @param int $limit At most so many.
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

	/**
	 * How many orders there are.
	 */
	public static function count(): int {
		global $wpdb;
		if ( ! \class_exists( OrderUtil::class ) ) {
			return 0;
		}
		[ $type ] = self::columns();
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE %i = %s', OrderUtil::get_table_for_orders(), $type, WooCommerce::ORDER ) ); // phpcs:ignore WordPress.DB -- what changes must not come from a cache.
	}

	/**
	 * Orders that changed, the one that changed first at first.
	 *
	 * @param int $since Seconds since 1970.
	 * @param int $limit At most so many.
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
	 * The columns with the type of an order and the instant it was changed: orders are posts, or rows of a table of their
	 * own.
	 *
	 * @return array{string,string}
	 */
	private static function columns(): array {
		return OrderUtil::custom_orders_table_usage_is_enabled() ? [ 'type', 'date_updated_gmt' ] : [ 'post_type', 'post_modified_gmt' ];
	}
}
