<?php
/**
 * A shop that sells courses of an LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

\defined( 'ABSPATH' ) || exit;

/**
 * A product can sell a course of an LMS, whether or not the LMS has a shop of its own.
 */
interface CoursePurchases {

	/**
	 * What the student paid for each product that sells the course, after discounts; 0 if it was refunded completely.
	 *
	 * @param class-string<Lms> $lms        Class of the LMS integration.
	 * @param int               $course_id  Course post.
	 * @param int               $student_id WordPress user.
	 * @return string[] Empty without an order. Free orders created by staff are left out.
	 */
	public static function paid_for( string $lms, int $course_id, int $student_id ): array;
}
