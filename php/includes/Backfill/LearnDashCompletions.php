<?php
/**
 * Completions in LearnDash's activity table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\LearnDash;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each student, course and step. Based on what others document about the table: LearnDash itself was not
 * available.
 */
final class LearnDashCompletions extends Completions {

	protected const LMS = LearnDash::class;

	protected const IN_SECONDS = true;

	public function name(): string {
		return 'learndash';
	}

	public function is_here(): bool {
		return \function_exists( 'learndash_process_mark_complete' ) && self::has_table( 'learndash_user_activity' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT activity_id AS id, activity_completed AS at, course_id, CASE activity_type WHEN 'course' THEN 0 ELSE post_id END AS lesson_id, user_id
			FROM {$wpdb->prefix}learndash_user_activity
			WHERE activity_type IN ( 'course', 'lesson' ) AND activity_status = 1 AND activity_completed > 0";
	}

	protected function seconds( string $at ): int {
		return (int) $at;
	}
}
