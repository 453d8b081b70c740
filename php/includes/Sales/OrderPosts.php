<?php
/**
 * Shops that keep their orders as posts of WordPress.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Clock;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Such orders come, move and go by WordPress's own hooks, whatever the shop's plugin tells of it: from its screens, from
 * the list of posts, by REST, by another plugin. `transition_post_status` fires at every save, before any hook of the
 * shop's in which another plugin could throw.
 */
abstract class OrderPosts implements Shop {

	/** Post type of the orders. */
	protected const POST = '';

	/** Statuses in which an order is paid. */
	protected const PAID = [];

	/** Post meta with what was recorded of an order. */
	protected const RECEIPT_META = '_siren_receipt';

	/**
	 * Post meta with the second in which an order was seen to be paid. Such shops keep the date an order was made, but
	 * not the one on which an administrator confirmed its transfer.
	 */
	private const PAID_META = '_siren_paid';

	/** Statuses that say nothing of whether an order had been paid: it is only being made, imported, or taken back. */
	private const NEITHER = [ '', 'new', 'auto-draft', 'draft', 'trash' ];

	/**
	 * A post was saved: perhaps an order.
	 *
	 * @param mixed $to   Its status.
	 * @param mixed $from The one before.
	 * @param mixed $post The post.
	 */
	public static function post_moved( mixed $to, mixed $from, mixed $post ): void {
		if ( $post instanceof \WP_Post && static::POST === $post->post_type ) {
			self::moved( $post->ID, (string) $from, (string) $to );
		}
	}

	/**
	 * A post is about to be deleted: perhaps an order.
	 *
	 * @param mixed $post_id Post.
	 */
	public static function post_deleting( mixed $post_id ): void {
		if ( self::is_order( $post_id ) ) {
			ChangedOrders::gone( static::class, (int) $post_id );
		}
	}

	/**
	 * What was recorded of an order.
	 *
	 * @param int $id Order post.
	 */
	public static function receipt( int $id ): string {
		return (string) \get_post_meta( $id, self::RECEIPT_META, true );
	}

	/**
	 * Keeps what was recorded of an order.
	 *
	 * @param int    $id      Order post.
	 * @param string $receipt Text.
	 */
	public static function keep_receipt( int $id, string $receipt ): void {
		\update_post_meta( $id, self::RECEIPT_META, \wp_slash( $receipt ) );
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
		return \array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type = %s AND ID > %d ORDER BY ID LIMIT %d", static::POST, $after, $limit ) ) );
	}

	/**
	 * How many orders there are.
	 */
	public static function how_many_orders(): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = %s", static::POST ) );
	}

	/**
	 * Orders that changed lately.
	 *
	 * @param int $since Seconds since 1970.
	 * @param int $limit At most so many.
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
	 * An order went from one status to another, or was saved in the one it has.
	 *
	 * @param int    $id   Order post.
	 * @param string $from Former status.
	 * @param string $to   Its status.
	 */
	protected static function moved( int $id, string $from, string $to ): void {
		Recorder::attempt( static fn() => self::remember_payment( $id, $from, $to ) );
		ChangedOrders::note( static::class, $id );
	}

	/**
	 * When an order was paid, as far as was seen.
	 *
	 * @param int $id   Order post.
	 * @param int $made When it was made, in seconds since 1970.
	 * @return int The latter, where it was paid unseen.
	 */
	protected static function paid_at( int $id, int $made ): int {
		$seen = (int) \get_post_meta( $id, self::PAID_META, true );
		return $seen > 0 ? $seen : $made;
	}

	/**
	 * When the post of an order was made.
	 *
	 * @param int $id Order post.
	 * @return int Seconds since 1970.
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
	 * Remembers when an order was paid: now, where it becomes so before our eyes; when it was made, where it was so already
	 * and is no more. What is first remembered stays.
	 *
	 * @param int    $id   Order post.
	 * @param string $from Former status.
	 * @param string $to   Its status.
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
