<?php
/**
 * What a student paid for a course in WooCommerce.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Integrations\CoursePurchases;
use Siren\Distributors\Integrations\Lms;
use Siren\Distributors\Money;
use Siren\Distributors\SoldCourses;

\defined( 'ABSPATH' ) || exit;

/**
 * Reads every paid order of the student, including renewals.
 */
final class CourseOrders implements CoursePurchases {

	private const REFUNDED = 'refunded';

	/**
	 * What the student paid for each product that sells the course, after discounts; 0 if it was refunded completely.
	 *
	 * @param class-string<Lms> $lms        Class of the LMS integration.
	 * @param int               $course_id  Course post.
	 * @param int               $student_id WordPress user.
	 * @return string[] One for each product; empty without an order. Free orders created by staff are left out.
	 */
	public static function paid_for( string $lms, int $course_id, int $student_id ): array {
		$orders = ! \function_exists( 'wc_get_orders' ) ? [] : \wc_get_orders(
			[
				'type'        => 'shop_order',
				'customer_id' => $student_id,
				'limit'       => -1,
			]
		);
		$paid   = [];
		foreach ( $orders as $order ) {
			$is_refunded = $order instanceof \WC_Order && $order->has_status( self::REFUNDED );
			if ( ! $order instanceof \WC_Order || ! ( $is_refunded || $order->is_paid() ) ) {
				continue;
			}
			foreach ( $order->get_items( 'line_item' ) as $item ) {
				if ( ! $item instanceof \WC_Order_Item_Product || ! SoldCourses::sells( (int) $item->get_product_id(), (int) $item->get_variation_id(), $lms, $course_id ) ) {
					continue;
				}
				$amount = (string) $item->get_total();
				if ( Money::is_zero( $amount ) && 'admin' === $order->get_created_via() ) {
					continue;
				}
				$paid[] = $is_refunded ? '0' : $amount;
			}
		}
		return $paid;
	}
}
