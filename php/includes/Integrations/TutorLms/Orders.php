<?php
/**
 * Tutor LMS: orders, whatever becomes of them.
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
 * Orders in tables of their own. Tutor tells of an order before it changes it and after; the former cannot be hidden by
 * what another plugin throws in the latter, and by the end of the request the change is made.
 *
 * The tables are read here directly: Tutor's own model keeps what it read until the request ends, and warns of a customer
 * who is gone. Rows of ours are written directly, for its model takes percent signs and tags out of them.
 */
final class Orders implements Shop {

	/** Order meta with what was recorded of it. */
	private const RECEIPT_META = 'siren_receipt';

	/**
	 * An order was made, paid, changed, refunded, or is about to be.
	 *
	 * @param mixed $order Its id, or an array or an object with it.
	 */
	public static function seen( mixed $order ): void {
		$id = \is_object( $order ) ? $order->id ?? 0 : $order;
		$id = \is_array( $id ) ? $id['id'] ?? 0 : $id;
		if ( \is_numeric( $id ) ) {
			ChangedOrders::note( self::class, (int) $id );
		}
	}

	/**
	 * Orders are about to be changed, or deleted, from the list of orders. A deletion has no other hook.
	 *
	 * @param mixed $action Name of the action.
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

	/** The name under which its sales are recorded. */
	public static function source(): string {
		return TutorLms::SOURCE;
	}

	/**
	 * What Tutor's books show of an order now.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null where there is none.
	 */
	public static function sale( int $id ): ?Sale {
		$row = self::is_there() ? Order::row( $id ) : null;
		return null === $row ? null : ( new Order( $row ) )->sale();
	}

	/**
	 * What a student paid for a course. Where Tutor sells through another shop it has no orders.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 * @return string[] As {@see Order::paid_for()} gives them, of all orders.
	 */
	public static function paid_for( int $course_id, int $student_id ): array {
		global $wpdb;
		$rows = ! self::is_there() ? [] : $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_orders WHERE user_id = %d ORDER BY id", $student_id ) );
		return \array_merge( [], ...\array_map( static fn( object $row ): array => ( new Order( $row ) )->paid_for( $course_id ), $rows ) );
	}

	/**
	 * What was recorded of an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		global $wpdb;
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT meta_value FROM {$wpdb->prefix}tutor_ordermeta WHERE order_id = %d AND meta_key = %s", $id, self::RECEIPT_META ) );
	}

	/**
	 * Keeps what was recorded of an order.
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
	 * Orders by their ids.
	 *
	 * @param int $after Only those with a higher id.
	 * @param int $limit At most so many.
	 * @return int[]
	 */
	public static function orders_after( int $after, int $limit ): array {
		global $wpdb;
		return ! self::is_there() ? [] : \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT id FROM {$wpdb->prefix}tutor_orders WHERE id > %d ORDER BY id LIMIT %d", $after, $limit ) ) );
	}

	/**
	 * How many orders there are.
	 */
	public static function how_many_orders(): int {
		global $wpdb;
		return self::is_there() ? (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}tutor_orders" ) : 0;
	}

	/**
	 * Orders that changed lately. Tutor dates an order when a gateway reports it, else what it writes down of it.
	 *
	 * @param int $since Seconds since 1970.
	 * @param int $limit At most so many.
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

	/**
	 * Whether Tutor is active; its tables are there then.
	 */
	private static function is_there(): bool {
		return \class_exists( \Tutor\Models\OrderModel::class );
	}

	/**
	 * A moment as Tutor writes it.
	 *
	 * @param int $second Seconds since 1970.
	 */
	private static function instant( int $second ): string {
		return \gmdate( 'Y-m-d H:i:s', $second );
	}
}
