<?php
/**
 * Completions in LearnPress's table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\LearnPress;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each student and course, with one row for each lesson below it. Retaking a course overwrites its row.
 * Dates are in UTC.
 */
final class LearnPressCompletions extends Completions {

	protected const LMS = LearnPress::class;

	public function name(): string {
		return 'learnpress';
	}

	public function is_here(): bool {
		return \class_exists( \LearnPress::class ) && self::has_table( 'learnpress_user_items' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT user_item_id AS id, end_time AS at, user_id,
				CASE item_type WHEN 'lp_course' THEN item_id ELSE ref_id END AS course_id,
				CASE item_type WHEN 'lp_course' THEN 0 ELSE item_id END AS lesson_id
			FROM {$wpdb->prefix}learnpress_user_items
			WHERE end_time IS NOT NULL AND ( ( item_type = 'lp_course' AND status = 'finished' AND graduation = 'passed' ) OR ( item_type = 'lp_lesson' AND status = 'completed' ) )";
	}

	protected function seconds( string $at ): int {
		return (int) ( new \DateTimeImmutable( $at, new \DateTimeZone( 'UTC' ) ) )->getTimestamp();
	}
}
