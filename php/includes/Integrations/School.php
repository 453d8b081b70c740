<?php
/**
 * What is asked of every school.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

\defined( 'ABSPATH' ) || exit;

/**
 * A plugin with courses. Its class has a constant `SOURCE` with the name it goes by in keys.
 */
interface School {

	/**
	 * Whose a course is. Asked by shops as well, whether or not the school is switched on.
	 *
	 * @param int $course_id Course post.
	 * @return int[] WordPress users, the first one first.
	 */
	public static function teachers( int $course_id ): array;
}
