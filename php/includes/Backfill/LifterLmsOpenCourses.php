<?php
/**
 * LifterLMS courses that were left open.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\LifterLms;

\defined( 'ABSPATH' ) || exit;

/**
 * LifterLMS only completes a course when its last lesson is completed. If the last open lesson is removed from the
 * course, in the course builder or through the REST API, all lessons are done but the course stays open for ever. It
 * counts as completed with the last lesson that was completed.
 */
final class LifterLmsOpenCourses extends Completions {

	protected const LMS = LifterLms::class;

	public function name(): string {
		return 'lifterlms-open';
	}

	public function is_here(): bool {
		return \class_exists( \LLMS_Student::class ) && self::has_table( 'lifterlms_user_postmeta' );
	}

	protected function is_complete( int $course_id, int $lesson_id, int $student_id ): bool {
		return $course_id > 0 && 100.0 === (float) ( new \LLMS_Student( $student_id ) )->get_progress( $course_id, 'course', false );
	}

	protected function rows(): string {
		global $wpdb;
		// Reads each row once and compares numbers as numbers; otherwise the query takes minutes with a hundred
		// thousand rows.
		return "SELECT id, at, user_id, course_id, lesson_id FROM (
				SELECT MAX( done.meta_id ) AS id, MAX( done.updated_date ) AS at, done.user_id AS user_id, course.course_id AS course_id, 0 AS lesson_id,
					course.lessons AS lessons, COUNT( DISTINCT done.post_id ) AS things, SUM( CASE thing.post_type WHEN 'course' THEN 1 ELSE 0 END ) AS closed
				FROM {$wpdb->prefix}lifterlms_user_postmeta done
				JOIN {$wpdb->posts} thing ON thing.ID = done.post_id AND ( thing.post_type = 'course' OR ( thing.post_type = 'lesson' AND thing.post_status = 'publish' ) )
				LEFT JOIN {$wpdb->postmeta} parent ON parent.post_id = thing.ID AND parent.meta_key = '_llms_parent_course'
				JOIN (
					SELECT CAST( of_course.meta_value AS UNSIGNED ) AS course_id, COUNT( lesson.ID ) AS lessons
					FROM {$wpdb->postmeta} of_course
					JOIN {$wpdb->posts} lesson ON lesson.ID = of_course.post_id AND lesson.post_type = 'lesson' AND lesson.post_status = 'publish'
					WHERE of_course.meta_key = '_llms_parent_course' GROUP BY CAST( of_course.meta_value AS UNSIGNED )
				) course ON course.course_id = CAST( COALESCE( parent.meta_value, thing.ID ) AS UNSIGNED )
				WHERE done.meta_key = '_is_complete' AND done.meta_value = 'yes'
				GROUP BY done.user_id, course.course_id, course.lessons
			) AS taken WHERE closed = 0 AND things >= lessons";
	}

	protected function seconds( string $at ): int {
		return (int) ( new \DateTimeImmutable( $at, \wp_timezone() ) )->getTimestamp();
	}
}
