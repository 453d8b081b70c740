<?php
/**
 * What is asked of every school.
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
interface School extends Integration {

	/**
	 * Whose a course is. Asked by shops as well, whether or not the school is switched on.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users, the first one first.
	 */
	public static function teachers( int $course_id ): array;

	/**
	 * Whether a student got their place in a course for nothing: by an order that came to nothing, or because the course
	 * costs nobody anything. One that the staff gave was not got for nothing. Whatever this throws, {@see Enrollment} catches: then
	 * nobody knows.
	 *
	 * @param int $course_id  Course post.
	 * @param int $student_id WordPress user.
	 */
	public static function is_free( int $course_id, int $student_id ): bool;

	/**
	 * How a product of a shop is known to sell its courses.
	 *
	 * @return array{on_course?:string[],on_product?:string[],on_option?:string[],in_cart?:string[],bundles?:array<string,string>}
	 *         Meta of a course with the product; meta of a product with courses, and the same by price option; types of its
	 *         posts that go into a cart themselves; meta of a bundle with its courses, by the bundle's post type.
	 */
	public static function sold_by(): array;
}
