<?php
/**
 * Completed courses in MasterStudy's table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\MasterStudyLms;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each student and course. If no end date was stored, the start date is used.
 */
final class MasterStudyCourses extends Completions {

	protected const LMS = MasterStudyLms::class;

	protected const IN_SECONDS = true;

	public function name(): string {
		return 'masterstudy-courses';
	}

	public function is_here(): bool {
		return \class_exists( \STM_LMS_Options::class ) && self::has_table( 'stm_lms_user_courses' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT user_course_id AS id, CASE WHEN end_time > 0 THEN end_time ELSE start_time END AS at, course_id, 0 AS lesson_id, user_id
			FROM {$wpdb->prefix}stm_lms_user_courses WHERE progress_percent >= 100";
	}

	protected function seconds( string $at ): int {
		return (int) $at;
	}
}
