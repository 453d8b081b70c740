<?php
/**
 * Completed lessons in Tutor's user meta.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\TutorLms;

\defined( 'ABSPATH' ) || exit;

/**
 * A value for each student and lesson, with the site's local time encoded as if it were UTC. The course of a lesson is
 * that of its topic; a lesson without a topic names its course.
 */
final class TutorLessons extends Completions {

	protected const LMS = TutorLms::class;

	protected const IN_SECONDS = true;

	public function name(): string {
		return 'tutor-lessons';
	}

	public function is_here(): bool {
		return \function_exists( 'tutor_utils' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT done.umeta_id AS id, done.meta_value + 0 AS at, COALESCE( topic.post_parent, told.meta_value, 0 ) AS course_id, lesson.ID AS lesson_id, done.user_id AS user_id
			FROM {$wpdb->usermeta} done
			JOIN {$wpdb->posts} lesson ON lesson.ID = SUBSTR( done.meta_key, 28 ) AND lesson.post_type = 'lesson'
			LEFT JOIN {$wpdb->posts} topic ON topic.ID = lesson.post_parent
			LEFT JOIN {$wpdb->postmeta} told ON told.post_id = lesson.ID AND told.meta_key = '_tutor_course_id_for_lesson'
			WHERE done.meta_key LIKE '\\_tutor\\_completed\\_lesson\\_id\\_%' AND done.meta_value <> ''";
	}

	protected function seconds( string $at ): int {
		return (int) $at - (int) ( (float) \get_option( 'gmt_offset' ) * HOUR_IN_SECONDS );
	}
}
