<?php
/**
 * The orders of a shop by which courses of a school were sold.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

\defined( 'ABSPATH' ) || exit;

/**
 * A product can sell a course of a school that has its own shop, or none.
 */
interface CoursePurchases {

	/**
	 * What each product came to that a student bought and that sells a course, after discounts; 0 for one that was given back as
	 * a whole.
	 *
	 * @param class-string<School> $school     The school's class.
	 * @param int                  $course_id  Course post.
	 * @param int                  $student_id WordPress user.
	 * @return string[] None without an order. An order that the staff made for nothing is none.
	 */
	public static function paid_for( string $school, int $course_id, int $student_id ): array;
}
