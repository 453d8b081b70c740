<?php
/**
 * Reads one Tutor LMS order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\TutorLms;

use Siren\Distributors\Integrations\TutorLms;
use Siren\Distributors\Money;
use Siren\Distributors\Owners;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\SoldCourses;

\defined( 'ABSPATH' ) || exit;

/**
 * Converts Tutor's rows to a sale. The metadata of an order contains its history; its own row contains only the current
 * state.
 */
final class Order {

	/** Payment statuses of orders that were paid. */
	private const PAID = [ 'paid', 'partially-refunded', 'refunded' ];

	/** Meta keys of refunds, full or partial. */
	private const REFUNDS = [ 'refund', 'partially-refund' ];

	/** Meta key under which Tutor logs what happened to an order, in English. */
	private const HISTORY = 'history';

	/**
	 * Creates a reader.
	 *
	 * @param object $row Row of the order.
	 */
	public function __construct( private readonly object $row ) {}

	/**
	 * Loads the row of an order.
	 *
	 * @param int $id Order id.
	 * @return ?object Null if it does not exist.
	 */
	public static function row( int $id ): ?object {
		global $wpdb;
		return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_orders WHERE id = %d", $id ) );
	}

	/** The current state of the order. */
	public function sale(): Sale {
		$sale = new Sale( TutorLms::SOURCE, (int) $this->row->id, TutorLms::currency() );
		if ( ! $this->stands() ) {
			return $sale;
		}
		$sale->was_paid( $this->paid_at() );
		$this->add_items( $sale );
		// Tax included in the prices stays in them.
		if ( 'exclusive' === $this->row->tax_type ) {
			$sale->detail( 'tax', 'tax', (string) $this->row->tax_amount );
		}
		// Manual discounts, and one-off charges of a subscription. The discount columns also contain reductions that
		// are already in the prices.
		$sale->came_to( $this->row->total_price );
		$sale->used_coupons( [ (string) $this->row->coupon_code ] );
		$sale->came_by( TutorLms::referral( (int) $this->row->id ) );
		$sale->bought_by( (int) $this->row->user_id );
		$sale->is_renewal( 'renewal' === $this->row->order_type );
		$this->add_refunds( $sale );
		return $sale;
	}

	/**
	 * What was paid for a course in this order, after discounts; 0 if the whole order was free or refunded.
	 *
	 * @param int $course_id Course post.
	 * @return string[] One for each item that is the course, a bundle with it, or a plan for all courses; empty if the
	 *                  order is not paid, or if somebody else created it for free, which is what staff do.
	 */
	public function paid_for( int $course_id ): array {
		if ( ! $this->stands() ) {
			return [];
		}
		$is_free = Money::is_zero( (string) $this->row->total_price );
		if ( $is_free && ! \in_array( (int) $this->row->created_by, [ 0, (int) $this->row->user_id ], true ) ) {
			return [];
		}
		$paid = [];
		foreach ( $this->items() as $item ) {
			$sold = $this->sold( (int) $item->item_id );
			if ( 0 === $sold || SoldCourses::holds( $sold, TutorLms::class, $course_id ) ) {
				$paid[] = $is_free || 'refunded' === $this->row->payment_status ? '0' : self::prices( $item, TutorLms::currency() )[1];
			}
		}
		return $paid;
	}

	/**
	 * Loads the items.
	 *
	 * @return object[] Rows.
	 */
	private function items(): array {
		global $wpdb;
		return $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_order_items WHERE order_id = %d ORDER BY id", $this->row->id ) );
	}

	/**
	 * The price of an item before and after coupons. As in Tutor's own total, coupons do not apply to items on sale.
	 *
	 * @param object $item     Item row.
	 * @param string $currency ISO 4217 code.
	 * @return array{string,string}
	 */
	private static function prices( object $item, string $currency ): array {
		$regular = (string) $item->regular_price;
		if ( \is_numeric( $item->sale_price ) && Money::is_negative( Money::minus( Money::from_shop( $item->sale_price, $currency ), Money::from_shop( $regular, $currency ) ) ) ) {
			return [ (string) $item->sale_price, (string) $item->sale_price ];
		}
		return [ $regular, \is_numeric( $item->discount_price ) ? (string) $item->discount_price : $regular ];
	}

	/**
	 * Whether the order is paid and not cancelled. A refund may remove access to the course, and Tutor then also calls
	 * the order cancelled, but the shop keeps the rest of the money.
	 */
	private function stands(): bool {
		$payment = $this->row->payment_status;
		if ( ! \in_array( $payment, self::PAID, true ) || 'trash' === $this->row->order_status ) {
			return false;
		}
		if ( 'cancelled' !== $this->row->order_status || 'refunded' === $payment ) {
			return true;
		}
		$refunds   = $this->meta( ...self::REFUNDS );
		$cancelled = $this->told( 'marked as cancelled' );
		return 'partially-refunded' === $payment && ( [] === $cancelled || (int) \end( $cancelled )->id < (int) ( \end( $refunds )->id ?? 0 ) );
	}

	/**
	 * When it was paid: the date of Tutor's first log entry about it, otherwise the creation date.
	 *
	 * @return int Unix timestamp.
	 */
	private function paid_at(): int {
		$told = $this->told( 'marked as paid' );
		return self::second( [] === $told ? $this->row->created_at_gmt : $told[0]->created_at_gmt ) ?? 0;
	}

	/**
	 * Adds the items of the order with their current owners, at prices before coupons.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_items( Sale $sale ): void {
		foreach ( $this->items() as $item ) {
			$course_id         = $this->sold( (int) $item->item_id );
			[ $before, $after ] = self::prices( $item, $sale->currency );
			$sale->product(
				(string) $item->id,
				$before,
				$after,
				Owners::of( $course_id, TutorLms::teachers( $course_id ), TutorLms::SOURCE ),
				[
					'name' => $course_id > 0 ? (string) \get_post_field( 'post_title', $course_id, 'raw' ) : '',
					'type' => $course_id > 0 ? (string) \get_post_type( $course_id ) : '',
				]
			);
		}
	}

	/**
	 * The post that an item sells. A subscription names a plan, which is not a post; Tutor Pro knows its course unless
	 * it covers several.
	 *
	 * @param int $item_id Course, bundle or plan.
	 * @return int Post; 0 for none.
	 */
	private function sold( int $item_id ): int {
		if ( 'single_order' === $this->row->order_type ) {
			return $item_id;
		}
		$plan = \apply_filters( 'tutor_get_plan_info', null, $item_id );
		if ( ! \has_filter( 'tutor_subscription_course_by_plan' ) || ( \is_object( $plan ) && ( $plan->is_membership_plan ?? false ) ) ) {
			return 0;
		}
		return (int) \apply_filters( 'tutor_subscription_course_by_plan', $item_id, $this->row );
	}

	/**
	 * Adds the refunds of the order, oldest first. A gateway may only report that the order was refunded completely.
	 *
	 * @param Sale $sale Sale to add to.
	 */
	private function add_refunds( Sale $sale ): void {
		foreach ( $this->meta( ...self::REFUNDS ) as $row ) {
			$refund = \json_decode( $row->meta_value, true );
			if ( \is_array( $refund ) && isset( $refund['amount'] ) ) {
				$sale->refund( (string) $row->id, self::second( $row->created_at_gmt ), $refund['amount'] );
			}
		}
		if ( 'refunded' === $this->row->payment_status ) {
			$sale->was_given_back();
		}
	}

	/**
	 * Tutor's log entries with a certain text, oldest first.
	 *
	 * @param string $words Text.
	 * @return object[]
	 */
	private function told( string $words ): array {
		return \array_values( \array_filter( $this->meta( self::HISTORY ), static fn( object $row ): bool => \str_contains( $row->meta_value, $words ) ) );
	}

	/**
	 * Metadata rows of the order, oldest first.
	 *
	 * @param string ...$keys Meta keys.
	 * @return object[]
	 */
	private function meta( string ...$keys ): array {
		global $wpdb;
		$places = \implode( ', ', \array_fill( 0, \count( $keys ), '%s' ) );
		return $wpdb->get_results( $wpdb->prepare( "SELECT id, meta_value, created_at_gmt FROM {$wpdb->prefix}tutor_ordermeta WHERE order_id = %d AND meta_key IN ( $places ) ORDER BY id", $this->row->id, ...$keys ) );
	}

	/**
	 * Converts one of Tutor's dates to a Unix timestamp.
	 *
	 * @param string $moment Date in UTC.
	 * @return ?int Null if it is invalid.
	 */
	private static function second( string $moment ): ?int {
		$second = \strtotime( $moment . ' UTC' );
		return false === $second ? null : $second;
	}
}
