<?php
/**
 * Base class for shops that store orders as WordPress posts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Clock;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Such orders are created, changed and deleted through WordPress's own hooks, whether from the shop's screens, the list
 * of posts, the REST API or another plugin. `transition_post_status` fires on every save, before any hook of the shop
 * in which another plugin could throw an exception.
 */
abstract class OrderPosts implements Shop {

	/** Post type of the orders. */
	protected const POST = '';

	/** Statuses of paid orders. */
	protected const PAID = [];

	/** Post meta: what was recorded about the order. */
	protected const RECEIPT_META = '_siren_receipt';

	/**
	 * Post meta: Unix timestamp at which an order was first seen to be paid. These shops store when an order was
	 * created, but not when an administrator confirmed a bank transfer.
	 */
	private const PAID_META = '_siren_paid';

	/** Statuses that do not tell whether an order was paid: it is being created, imported or restored. */
	private const NEITHER = [ '', 'new', 'auto-draft', 'draft', 'trash' ];

	/**
	 * A post was saved; it may be an order.
	 *
	 * @param mixed $to   New status.
	 * @param mixed $from Previous status.
	 * @param mixed $post Post.
	 */
	public static function post_moved( mixed $to, mixed $from, mixed $post ): void {
		if ( $post instanceof \WP_Post && static::POST === $post->post_type ) {
			self::moved( $post->ID, (string) $from, (string) $to );
		}
	}

	/**
	 * A post is about to be deleted; it may be an order.
	 *
	 * @param mixed $post_id Post.
	 */
	public static function post_deleting( mixed $post_id ): void {
		if ( self::is_order( $post_id ) ) {
			ChangedOrders::gone( static::class, (int) $post_id );
		}
	}

	/**
	 * What was recorded about an order.
	 *
	 * @param int $id Order post.
	 */
	public static function receipt( int $id ): string {
		return (string) \get_post_meta( $id, self::RECEIPT_META, true );
	}

	/**
	 * Stores what was recorded about an order.
	 *
	 * @param int    $id      Order post.
	 * @param string $receipt Text.
	 */
	public static function keep_receipt( int $id, string $receipt ): void {
		\update_post_meta( $id, self::RECEIPT_META, \wp_slash( $receipt ) );
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
		return \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type = %s AND ID > %d ORDER BY ID LIMIT %d", static::POST, $after, $limit ) ) );
	}

	/** Number of orders. */
	public static function how_many_orders(): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = %s", static::POST ) );
	}

	/**
	 * Orders that changed recently.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		global $wpdb;
		return \array_map(
			'intval',
			$wpdb->get_col(
				$wpdb->prepare(
					"SELECT ID FROM {$wpdb->posts} WHERE post_type = %s AND post_modified_gmt >= %s ORDER BY post_modified_gmt, ID LIMIT %d",
					static::POST,
					\gmdate( 'Y-m-d H:i:s', $since ),
					$limit
				)
			)
		);
	}

	/**
	 * An order changed its status, or was saved without changing it.
	 *
	 * @param int    $id   Order post.
	 * @param string $from Previous status.
	 * @param string $to   Current status.
	 */
	protected static function moved( int $id, string $from, string $to ): void {
		Recorder::attempt( static fn() => self::remember_payment( $id, $from, $to ) );
		ChangedOrders::note( static::class, $id );
	}

	/**
	 * When an order was paid, as far as that was seen.
	 *
	 * @param int $id   Order post.
	 * @param int $made When it was created, as a Unix timestamp.
	 * @return int The creation time if the payment was not seen.
	 */
	protected static function paid_at( int $id, int $made ): int {
		$seen = (int) \get_post_meta( $id, self::PAID_META, true );
		return $seen > 0 ? $seen : $made;
	}

	/**
	 * When the post of an order was created.
	 *
	 * @param int $id Order post.
	 * @return int Unix timestamp.
	 */
	protected static function made_at( int $id ): int {
		return (int) \get_post_timestamp( $id );
	}

	/**
	 * Whether a post is an order.
	 *
	 * @param mixed $post_id Post.
	 */
	protected static function is_order( mixed $post_id ): bool {
		return \is_numeric( $post_id ) && (int) $post_id > 0 && static::POST === \get_post_type( (int) $post_id );
	}

	/**
	 * Stores when an order was paid: now, if it has just become paid; its creation time, if it was already paid and no
	 * longer is. The first stored time is kept.
	 *
	 * @param int    $id   Order post.
	 * @param string $from Previous status.
	 * @param string $to   Current status.
	 */
	private static function remember_payment( int $id, string $from, string $to ): void {
		$was = \in_array( $from, static::PAID, true );
		if ( $was === \in_array( $to, static::PAID, true ) || \in_array( $from, self::NEITHER, true ) ) {
			return;
		}
		if ( '' === (string) \get_post_meta( $id, self::PAID_META, true ) ) {
			\update_post_meta( $id, self::PAID_META, $was ? static::made_at( $id ) : Clock::timestamp( Clock::now() ) );
		}
	}
}
