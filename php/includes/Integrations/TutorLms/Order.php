<?php
/**
 * Reads one order of Tutor LMS.
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
 * From Tutor's rows to what the ledger takes. What happened to an order, and when, is in the rows of its meta; its own
 * row only has the last state.
 */
final class Order {

	/** States of the payment of an order that was paid. */
	private const PAID = [ 'paid', 'partially-refunded', 'refunded' ];

	/** Keys of meta that stand for a refund: of all that was left, or less. */
	private const REFUNDS = [ 'refund', 'partially-refund' ];

	/** Key of meta in which Tutor tells what was done to an order, in words it does not translate. */
	private const HISTORY = 'history';

	/**
	 * An order.
	 *
	 * @param object $row Its row.
	 */
	public function __construct( private readonly object $row ) {}

	/**
	 * The row of an order.
	 *
	 * @param int $id Order id.
	 * @return ?object Null where there is none.
	 */
	public static function row( int $id ): ?object {
		global $wpdb;
		return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_orders WHERE id = %d", $id ) );
	}

	/**
	 * What the books show of it now.
	 */
	public function sale(): Sale {
		$sale = new Sale( TutorLms::SOURCE, (int) $this->row->id, TutorLms::currency() );
		if ( ! $this->stands() ) {
			return $sale;
		}
		$sale->was_paid( $this->paid_at() );
		$this->add_items( $sale );
		// A tax that the prices contain stays in them.
		if ( 'exclusive' === $this->row->tax_type ) {
			$sale->detail( 'tax', 'tax', (string) $this->row->tax_amount );
		}
		// What an administrator takes off; of a subscription, what is paid once. The columns of discounts also have the
		// reductions that the prices have already.
		$sale->came_to( $this->row->total_price );
		$sale->used_coupons( [ (string) $this->row->coupon_code ] );
		$sale->came_by( TutorLms::referral( (int) $this->row->id ) );
		$sale->bought_by( (int) $this->row->user_id );
		$sale->is_renewal( 'renewal' === $this->row->order_type );
		$this->add_refunds( $sale );
		return $sale;
	}

	/**
	 * What a course came to in it, after its reductions; nothing where the whole order did, or was given back.
	 *
	 * @param int $course_id Course post.
	 * @return string[] One for each item that is the course, a bundle with it, or a plan for everything; none where it is
	 *                  not paid, or where somebody else made it for nothing: that is the staff.
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
	 * The items of it.
	 *
	 * @return object[] Rows.
	 */
	private function items(): array {
		global $wpdb;
		return $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}tutor_order_items WHERE order_id = %d ORDER BY id", $this->row->id ) );
	}

	/**
	 * What an item cost before coupons and after. As in Tutor's own sum, what is on sale takes no coupon.
	 *
	 * @param object $item     Its row.
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
	 * Whether an order is paid and not called off. A refund may take the course away, and Tutor then calls the order
	 * cancelled as well: the rest of its money stays with the shop.
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
	 * When it was paid: when Tutor first wrote so, else when it was made.
	 *
	 * @return int Seconds since 1970.
	 */
	private function paid_at(): int {
		$told = $this->told( 'marked as paid' );
		return self::second( [] === $told ? $this->row->created_at_gmt : $told[0]->created_at_gmt ) ?? 0;
	}

	/**
	 * Adds the items of an order, each with its owners as of now, at its price before coupons.
	 *
	 * @param Sale $sale Gathers them.
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
	 * What an item is of. A subscription names a plan, which is no post; Tutor Pro knows its course, unless it is of no one
	 * course.
	 *
	 * @param int $item_id Course, bundle or plan.
	 * @return int Post, 0 for none.
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
	 * Adds the refunds of an order, the oldest first. A gateway may only tell that all of it went back.
	 *
	 * @param Sale $sale Gathers them.
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
	 * What Tutor wrote down of an order in certain words, the oldest first.
	 *
	 * @param string $words The words.
	 * @return object[]
	 */
	private function told( string $words ): array {
		return \array_values( \array_filter( $this->meta( self::HISTORY ), static fn( object $row ): bool => \str_contains( $row->meta_value, $words ) ) );
	}

	/**
	 * Rows of an order's meta, the oldest first.
	 *
	 * @param string ...$keys Their keys.
	 * @return object[]
	 */
	private function meta( string ...$keys ): array {
		global $wpdb;
		$places = \implode( ', ', \array_fill( 0, \count( $keys ), '%s' ) );
		return $wpdb->get_results( $wpdb->prepare( "SELECT id, meta_value, created_at_gmt FROM {$wpdb->prefix}tutor_ordermeta WHERE order_id = %d AND meta_key IN ( $places ) ORDER BY id", $this->row->id, ...$keys ) );
	}

	/**
	 * A moment of Tutor's.
	 *
	 * @param string $moment In UTC.
	 * @return ?int Seconds since 1970; null where it is none.
	 */
	private static function second( string $moment ): ?int {
		$second = \strtotime( $moment . ' UTC' );
		return false === $second ? null : $second;
	}
}
