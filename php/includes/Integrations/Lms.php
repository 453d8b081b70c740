<?php
/**
 * An LMS integration.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Enrollment;

\defined( 'ABSPATH' ) || exit;

/**
 * A plugin with courses.
 */
interface Lms extends Integration {

	/**
	 * The owners of a course. Shops call it too, whether or not the LMS is active.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users, in order.
	 */
	public static function teachers( int $course_id ): array;

	/**
	 * Whether the student got the course for free, with a free order or because the course is free for everybody.
	 * Enrollment by staff is not free in this sense. {@see Enrollment} catches whatever this throws and treats the
	 * answer as unknown.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool;

	/**
	 * How products of a shop are linked to the courses they sell.
	 *
	 * @return array{on_course?:string[],on_product?:string[],on_option?:string[],in_cart?:string[],bundles?:array<string,string>}
	 *         Course meta with the product; product meta with courses, and the same by price option; post types that
	 *         can be put into the cart themselves; bundle meta with courses, by the bundle's post type.
	 */
	public static function sold_by(): array;
}
