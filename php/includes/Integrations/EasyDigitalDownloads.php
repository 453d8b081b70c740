<?php
/**
 * Easy Digital Downloads: orders and their changes.
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
 * Hooks only note that an order changed. They belong to EDD's tables, so they catch every change to an order, a refund,
 * their items and adjustments, whether it comes from the checkout, `EDD_Payment` or another plugin. Orders and refunds
 * are rows of the same table and fire the same hooks; a changed refund is noted as a change of its order.
 */
final class EasyDigitalDownloads implements Integration, Shop {

	public const SOURCE = 'edd';

	/** Order meta: the link code remembered when the order was created. */
	public const REFERRAL_META = '_siren_referral';

	/** Order meta: what was recorded about the order. */
	public const RECEIPT_META = '_siren_receipt';

	/** Type of the orders that are sales. */
	public const ORDER = 'sale';

	/**
	 * Orders created since orders were last settled.
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
	 * An order was created in the checkout and is not paid yet: store who referred the customer.
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
	 * @param mixed $order_id Id of the order or refund.
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
	 * An order or a refund was saved, or an order was refunded.
	 *
	 * @param mixed $order_id Id of the order or refund.
	 */
	public static function seen( mixed $order_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_order( $order_id ) ) );
	}

	/**
	 * An order or a refund changed its status. EDD fires this before it reports that the row was saved, and an
	 * exception in another plugin's callback may suppress the later hook.
	 *
	 * @param mixed $from     Former status.
	 * @param mixed $to       New status.
	 * @param mixed $order_id Id of the order or refund.
	 */
	public static function status_changed( mixed $from, mixed $to, mixed $order_id ): void {
		self::seen( $order_id );
	}

	/**
	 * EDD Recurring added a renewal payment.
	 *
	 * @param mixed $payment The payment, with its id in `ID`.
	 */
	public static function renewed( mixed $payment ): void {
		self::seen( \is_object( $payment ) ? $payment->ID ?? 0 : $payment );
	}

	/**
	 * An item of an order or a refund was saved.
	 *
	 * @param mixed $item_id Item id.
	 */
	public static function item_written( mixed $item_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_item( $item_id ) ) );
	}

	/**
	 * A fee, credit or discount code was saved.
	 *
	 * @param mixed $adjustment_id Adjustment id.
	 */
	public static function adjustment_written( mixed $adjustment_id ): void {
		Recorder::attempt( static fn() => self::note( OrderLookup::of_adjustment( $adjustment_id ) ) );
	}

	/**
	 * Metadata is about to be deleted, with its row or alone. The receipt of an order is deleted with it, and no
	 * earlier hook covers every way of deleting.
	 *
	 * @param mixed $meta_ids Metadata ids.
	 * @param mixed $row_id   Id of an order, a refund, an item, a fee…
	 * @param mixed $key      Meta key.
	 * @param mixed $value    Meta value.
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
	 * An order or a refund was deleted.
	 *
	 * @param mixed $order_id Id of the order or refund.
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
	 * Reads the current state of an order.
	 *
	 * @param int $id Order id.
	 * @return ?Sale Null for a refund or if it does not exist.
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
	 * What was recorded about an order.
	 *
	 * @param int $id Order id.
	 */
	public static function receipt( int $id ): string {
		return self::$gone[ $id ] ?? (string) \edd_get_order_meta( $id, self::RECEIPT_META, true );
	}

	/**
	 * Stores what was recorded about an order.
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
	 * Orders in ascending order of id.
	 *
	 * @param int $after Only orders with a higher id.
	 * @param int $limit Maximum number.
	 * @return int[]
	 */
	public static function orders_after( int $after, int $limit ): array {
		if ( ! \function_exists( 'edd_get_orders' ) ) {
			return [];
		}
		$found = OrderRows::orders_from( 'id', '>', (string) $after, $limit, 0, [ 'type' => self::ORDER ] );
		return \array_map( static fn( object $order ): int => (int) $order->id, $found );
	}

	/** Number of orders. */
	public static function how_many_orders(): int {
		return \function_exists( 'edd_count_orders' ) ? (int) \edd_count_orders( [ 'type' => self::ORDER ] ) : 0;
	}

	/**
	 * Orders that changed recently, or whose refunds did.
	 *
	 * @param int $since Unix timestamp.
	 * @param int $limit Maximum number.
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
	 * Notes that an order changed.
	 *
	 * @param int $order_id Order id; 0 for none.
	 */
	private static function note( int $order_id ): void {
		ChangedOrders::note( self::class, $order_id );
	}
}
