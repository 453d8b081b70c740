<?php
/**
 * What a student paid for a course in Easy Digital Downloads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

use Siren\Distributors\Integrations\CoursePurchases;
use Siren\Distributors\Integrations\Lms;
use Siren\Distributors\SoldCourses;

\defined( 'ABSPATH' ) || exit;

/**
 * Reads every paid order of the student, including renewals.
 */
final class CourseOrders implements CoursePurchases {

	/** Statuses of orders that were paid. */
	private const PAID = [ 'complete', 'partially_refunded', 'edd_subscription' ];

	private const REFUNDED = 'refunded';

	/**
	 * What the student paid for each download that sells the course, after discounts; 0 if it was refunded completely.
	 *
	 * @param class-string<Lms> $lms        Class of the LMS integration.
	 * @param int               $course_id  Course post.
	 * @param int               $student_id WordPress user.
	 * @return string[] One for each download; empty without an order.
	 */
	public static function paid_for( string $lms, int $course_id, int $student_id ): array {
		$orders = ! \function_exists( 'edd_get_orders' ) ? [] : \edd_get_orders(
			[
				'type'    => 'sale',
				'user_id' => $student_id,
				'number'  => PHP_INT_MAX,
			]
		);
		$paid   = [];
		foreach ( $orders as $order ) {
			if ( ! \in_array( $order->status, [ self::REFUNDED, ...self::PAID ], true ) ) {
				continue;
			}
			foreach ( OrderRows::items( (int) $order->id ) as $item ) {
				if ( SoldCourses::sells( (int) $item->product_id, \is_numeric( $item->price_id ) ? (int) $item->price_id : null, $lms, $course_id ) ) {
					$paid[] = self::REFUNDED === $order->status ? '0' : (string) $item->total;
				}
			}
		}
		return $paid;
	}
}
