<?php
/**
 * Completed lessons in MasterStudy's table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\MasterStudyLms;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each, written when the lesson is completed.
 */
final class MasterStudyLessons extends Completions {

	protected const LMS = MasterStudyLms::class;

	protected const IN_SECONDS = true;

	public function name(): string {
		return 'masterstudy-lessons';
	}

	public function is_here(): bool {
		return \class_exists( \STM_LMS_Options::class ) && self::has_table( 'stm_lms_user_lessons' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT user_lesson_id AS id, CASE WHEN end_time > 0 THEN end_time ELSE start_time END AS at, course_id, lesson_id, user_id
			FROM {$wpdb->prefix}stm_lms_user_lessons WHERE end_time > 0 OR start_time > 0";
	}

	protected function seconds( string $at ): int {
		return (int) $at;
	}
}
