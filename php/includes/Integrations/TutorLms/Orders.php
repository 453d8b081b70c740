<?php
/**
 * Tutor LMS: orders and their changes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\TutorLms;

use Siren\Distributors\Clock;
use Siren\Distributors\Integrations\TutorLms;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * Orders are in Tutor's own tables. Tutor fires hooks before and after it changes an order: the earlier one cannot be
 * suppressed by an exception in another plugin's callback, and the change is complete by the end of the request. The
 * tables are read directly, because Tutor's model caches what it reads until the request ends and raises warnings about
 * deleted customers. Our metadata is written directly, because the model strips percent signs and tags.
 */
final class Orders implements Shop {

	/** Order meta: what was recorded about the order. */
	private const RECEIPT_META = 'siren_receipt';

	/**
	 * An order was created, paid, changed or refunded, or is about to be.
	 *
	 * @param mixed $order Order id, or an array or object that contains it.
	 */
	public static function seen( mixed $order ): void {
		$id = \is_object( $order ) ? $order->id ?? 0 : $order;
		$id = \is_array( $id ) ? $id['id'] ?? 0 : $id;
		if ( \is_numeric( $id ) ) {
			ChangedOrders::note( self::class, (int) $id );
		}
	}

	/**
	 * Orders are about to be changed or deleted from the list of orders. Deleting fires no other hook.
	 *
	 * @param mixed $action Bulk action.
	 * @param mixed $ids    Order ids.
	 */
	public static function bulk_action( mixed $action, mixed $ids ): void {
		foreach ( \is_array( $ids ) ? $ids : [] as $id ) {
			if ( 'delete' === $action && \is_numeric( $id ) && (int) $id > 0 ) {
				ChangedOrders::gone( self::class, (int) $id );
			} else {
				self::seen( $id );
			}
		}
	}

	/** Source name of its sales. */
	public static function source(): string {
		return TutorLms::SOURCE;
	}

	/**
	 * Reads the current state of an order.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null if it does not exist.
	 */
	public static function sale( int $id ): ?Sale {
		$row = self::is_there() ? Order::row( $id ) : null;
		return null === $row ? null : ( new Order( $row ) )->sale();
	}

	/**
	 * What a student paid for a course. If Tutor sells through another shop, it has no orders.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 * @return string[] As returned by {@see Order::paid_for()}, for all orders.
	 */
	public static function paid_for( int $course_id, int $student_id ): array {
		global $wpdb;
		$rows = ! self::is_there() ? [] : $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_orders WHERE user_id = %d ORDER BY id", $student_id ) );
		return \array_merge( [], ...\array_map( static fn( object $row ): array => ( new Order( $row ) )->paid_for( $course_id ), $rows ) );
	}

	/**
	 * What was recorded about an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		global $wpdb;
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT meta_value FROM {$wpdb->prefix}tutor_ordermeta WHERE order_id = %d AND meta_key = %s", $id, self::RECEIPT_META ) );
	}

	/**
	 * Stores what was recorded about an order.
	 *
	 * @param int    $id      Order id.
	 * @param string $receipt Text.
	 */
	public static function keep_receipt( int $id, string $receipt ): void {
		global $wpdb;
		$table = $wpdb->prefix . 'tutor_ordermeta';
		$key   = [
			'order_id' => $id,
			'meta_key' => self::RECEIPT_META,
		];
		$value = [
			'meta_value'     => $receipt,
			'updated_at_gmt' => self::instant( Clock::timestamp( Clock::now() ) ),
			'updated_by'     => 0,
		];
		if ( '' === self::receipt( $id ) ) {
			$wpdb->insert(
				$table,
				$key + $value + [
					'created_at_gmt' => $value['updated_at_gmt'],
					'created_by'     => 0,
				]
			);
		} else {
			$wpdb->update( $table, $value, $key );
		}
	}

	/**
	 * Orders in ascending order of id.
	 *
	 * @param int $after Only orders with a higher id.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_after( int $after, int $limit ): array {
		global $wpdb;
		return ! self::is_there() ? [] : \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT id FROM {$wpdb->prefix}tutor_orders WHERE id > %d ORDER BY id LIMIT %d", $after, $limit ) ) );
	}

	/** Number of orders. */
	public static function how_many_orders(): int {
		global $wpdb;
		return self::is_there() ? (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}tutor_orders" ) : 0;
	}

	/**
	 * Orders that changed recently. Tutor updates an order's date only when a gateway reports on it; other changes are
	 * dated by log entries.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		global $wpdb;
		$instant = self::instant( $since );
		return ! self::is_there() ? [] : \array_map(
			'intval',
			$wpdb->get_col(
				$wpdb->prepare(
					"SELECT id FROM (
						SELECT id, created_at_gmt AS changed FROM {$wpdb->prefix}tutor_orders WHERE created_at_gmt >= %s
						UNION ALL
						SELECT id, updated_at_gmt AS changed FROM {$wpdb->prefix}tutor_orders WHERE updated_at_gmt >= %s
						UNION ALL
						SELECT order_id AS id, created_at_gmt AS changed FROM {$wpdb->prefix}tutor_ordermeta WHERE created_at_gmt >= %s AND meta_key NOT IN ( %s, %s )
					) AS seen GROUP BY id ORDER BY MIN(changed), id LIMIT %d",
					$instant,
					$instant,
					$instant,
					self::RECEIPT_META,
					TutorLms::REFERRAL_META,
					$limit
				)
			)
		);
	}

	/** Whether Tutor is active; then its tables exist. */
	private static function is_there(): bool {
		return \class_exists( \Tutor\Models\OrderModel::class );
	}

	/**
	 * Formats a date as Tutor stores it.
	 *
	 * @param int $second Unix timestamp.
	 */
	private static function instant( int $second ): string {
		return \gmdate( 'Y-m-d H:i:s', $second );
	}
}
