<?php
/**
 * Easy Digital Downloads: orders, whatever becomes of them.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\EasyDigitalDownloads\Order;
use Siren\Distributors\Integrations\EasyDigitalDownloads\OrderLookup;
use Siren\Distributors\Integrations\EasyDigitalDownloads\OrderMarks;
use Siren\Distributors\Integrations\EasyDigitalDownloads\OrderRows;
use Siren\Distributors\Integrations\EasyDigitalDownloads\Payment;
use Siren\Distributors\Recorder;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * Each hook only notes that an order was seen. The hooks are those of EDD's tables: whatever writes an order, a refund, an
 * item of theirs or what was added to them goes through these, the checkout as well as `EDD_Payment` and other plugins.
 *
 * Orders and refunds are rows of the same table and move through the same hooks; a refund's trouble is its order's.
 */
final class EasyDigitalDownloads implements Integration, Shop {

	public const SOURCE = 'edd';

	/** Order meta with the link code that was remembered when the order was made. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta with what was recorded of it. */
	public const RECEIPT_META = '_siren_receipt';

	/** The type of orders that are sales. */
	public const ORDER = 'sale';

	/**
	 * Orders that were made since they were looked at last.
	 *
	 * @var array<int,true>
	 */
	private static array $made = [];

	/**
	 * Receipts that are being deleted, with their orders or alone.
	 *
	 * @var array<int,string>
	 */
	private static array $going = [];

	/**
	 * Receipts of orders that were deleted.
	 *
	 * @var array<int,string>
	 */
	private static array $gone = [];

	public static function source(): string {
		return self::SOURCE;
	}

	public static function post_types(): array {
		return [ 'download' ];
	}

	public static function shop(): ?string {
		return self::class;
	}

	public static function course_orders(): ?string {
		return EasyDigitalDownloads\CourseOrders::class;
	}

	public static function past(): array {
		return [];
	}

	/**
	 * An order was made in the checkout, not yet paid: keep who brought the customer.
	 *
	 * @param mixed $order_id Order id.
	 */
	public static function order_built( mixed $order_id ): void {
		$code = Attribution::of_customer();
		if ( null !== $code ) {
			Recorder::attempt( static fn() => \edd_update_order_meta( (int) $order_id, self::REFERRAL_META, $code ) );
		}
		self::seen( $order_id );
	}

	/**
	 * An order or a refund was added.
	 *
	 * @param mixed $order_id Id of either.
	 */
	public static function made( mixed $order_id ): void {
		Recorder::attempt(
			static function () use ( $order_id ): void {
				$sale = OrderLookup::of_order( $order_id );
				if ( $sale > 0 && (int) $order_id === $sale ) {
					self::$made[ $sale ] = true;
				}
				self::note( $sale );
			}
		);
	}

	/**
	 * An order or a refund was written, or an order given back.
	 *
	 * @param mixed $order_id Id of either.
	 */
	public static function seen( mixed $order_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_order( $order_id ) ) );
	}

	/**
	 * An order or a refund went from one status to another. EDD says this before it says that the row was written; what
	 * another plugin throws in between keeps the latter from being said.
	 *
	 * @param mixed $from     Former status.
	 * @param mixed $to       New status.
	 * @param mixed $order_id Id of either.
	 */
	public static function status_changed( mixed $from, mixed $to, mixed $order_id ): void {
		self::seen( $order_id );
	}

	/**
	 * EDD Recurring added the payment of a renewal.
	 *
	 * @param mixed $payment The payment, with its id in `ID`.
	 */
	public static function renewed( mixed $payment ): void {
		self::seen( \is_object( $payment ) ? $payment->ID ?? 0 : $payment );
	}

	/**
	 * An item of an order or a refund was written.
	 *
	 * @param mixed $item_id Item id.
	 */
	public static function item_written( mixed $item_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_item( $item_id ) ) );
	}

	/**
	 * A fee, a credit or a discount code was written.
	 *
	 * @param mixed $adjustment_id Its id.
	 */
	public static function adjustment_written( mixed $adjustment_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_adjustment( $adjustment_id ) ) );
	}

	/**
	 * Something that is kept with a row is about to be deleted, with the row or alone. What was recorded of an order goes
	 * with it, and no hook that every way of deleting goes through comes before.
	 *
	 * @param mixed $meta_ids Ids of what is kept.
	 * @param mixed $row_id   Id of an order, a refund, an item, a fee…
	 * @param mixed $key      Name of what is kept.
	 * @param mixed $value    What is kept.
	 */
	public static function meta_deleting( mixed $meta_ids, mixed $row_id, mixed $key, mixed $value = '' ): void {
		if ( OrderMarks::META === $key && \is_numeric( $value ) ) {
			self::note( (int) $value );
		}
		if ( self::RECEIPT_META === $key && \is_numeric( $row_id ) && \is_string( $value ) ) {
			self::$going[ (int) $row_id ] = $value;
		}
	}

	/**
	 * An order was deleted, or a refund.
	 *
	 * @param mixed $order_id Id of either.
	 */
	public static function deleted( mixed $order_id ): void {
		$id = \is_numeric( $order_id ) ? (int) $order_id : 0;
		if ( isset( self::$going[ $id ] ) ) {
			self::$gone[ $id ] = self::$going[ $id ];
			ChangedOrders::gone( self::class, $id );
			unset( self::$going[ $id ], self::$gone[ $id ] );
		}
	}

	/**
	 * What EDD's books show of an order now.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null for a refund, nothing.
	 */
	public static function sale( int $id ): ?Sale {
		$was_made = isset( self::$made[ $id ] );
		unset( self::$made[ $id ] );
		$order = OrderLookup::row( $id );
		if ( null === $order || self::ORDER !== $order->type ) {
			return null;
		}
		return ( new Order( $order ) )->sale( Payment::date( $order, '' !== self::receipt( $id ), $was_made ) );
	}

	/**
	 * What was recorded of an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		return self::$gone[ $id ] ?? (string) \edd_get_order_meta( $id, self::RECEIPT_META, true );
	}

	/**
	 * Keeps what was recorded of an order.
	 *
	 * @param int    $id      Order id.
	 * @param string $receipt Text.
	 */
	public static function keep_receipt( int $id, string $receipt ): void {
		if ( ! isset( self::$gone[ $id ] ) ) {
			\edd_update_order_meta( $id, self::RECEIPT_META, \wp_slash( $receipt ) );
			OrderMarks::keep( $id );
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
		if ( ! \function_exists( 'edd_get_orders' ) ) {
			return [];
		}
		$found = OrderRows::orders_from( 'id', '>', (string) $after, $limit, 0, [ 'type' => self::ORDER ] );
		return \array_map( static fn( object $order ): int => (int) $order->id, $found );
	}

	/**
	 * How many orders there are.
	 */
	public static function how_many_orders(): int {
		return \function_exists( 'edd_count_orders' ) ? (int) \edd_count_orders( [ 'type' => self::ORDER ] ) : 0;
	}

	/**
	 * Orders that changed lately, or whose refunds did.
	 *
	 * @param int $since Seconds since 1970.
	 * @param int $limit At most so many.
	 * @return int[]
	 */
	public static function orders_changed_since( int $since, int $limit ): array {
		$changed = [];
		for ( $seen = 0; \function_exists( 'edd_get_orders' ) && \count( $changed ) < $limit; $seen += $limit ) {
			$page = OrderRows::orders_from( 'date_modified', '>=', \gmdate( 'Y-m-d H:i:s', $since ), $limit, $seen );
			foreach ( $page as $row ) {
				$changed[ OrderLookup::sale_of( $row ) ] = true;
			}
			if ( \count( $page ) < $limit ) {
				break;
			}
		}
		return \array_slice( \array_keys( $changed ), 0, $limit );
	}

	/**
	 * Notes that an order was seen.
	 *
	 * @param int $order_id Order id, 0 for none.
	 */
	private static function note( int $order_id ): void {
		ChangedOrders::note( self::class, $order_id );
	}
}
