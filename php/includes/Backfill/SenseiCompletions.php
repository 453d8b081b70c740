<?php
/**
 * Completions in Sensei's comments or its table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Sensei\Internal\Services\Progress_Storage_Settings;
use Siren\Distributors\Integrations\SenseiLms;

\defined( 'ABSPATH' ) || exit;

/**
 * Sensei stores progress in comments or, if the site chose so, in its own table; the other place may be out of date. A
 * lesson with a quiz is completed when the quiz is passed or graded. Completing something again overwrites its date.
 * Dates are in UTC.
 */
final class SenseiCompletions extends Completions {

	protected const LMS = SenseiLms::class;

	/** Statuses in which a course or lesson is certainly completed. */
	private const DONE = "'complete', 'passed', 'graded'";

	public function name(): string {
		return 'sensei';
	}

	public function is_here(): bool {
		return \class_exists( \Sensei_Utils::class );
	}

	protected function rows(): string {
		global $wpdb;
		$done = self::DONE;
		if ( self::is_in_table() ) {
			return "SELECT done.id AS id, COALESCE( done.completed_at, done.updated_at ) AS at, done.user_id AS user_id,
					CASE done.type WHEN 'course' THEN done.post_id ELSE parent.meta_value END AS course_id,
					CASE done.type WHEN 'course' THEN 0 ELSE done.post_id END AS lesson_id
				FROM {$wpdb->prefix}sensei_lms_progress done
				LEFT JOIN {$wpdb->postmeta} parent ON parent.post_id = done.post_id AND parent.meta_key = '_lesson_course'
				WHERE done.type IN ( 'course', 'lesson' ) AND done.status IN ( $done )";
		}
		return "SELECT done.comment_ID AS id, done.comment_date_gmt AS at, done.user_id AS user_id,
				CASE done.comment_type WHEN 'sensei_course_status' THEN done.comment_post_ID ELSE parent.meta_value END AS course_id,
				CASE done.comment_type WHEN 'sensei_course_status' THEN 0 ELSE done.comment_post_ID END AS lesson_id
			FROM {$wpdb->comments} done
			LEFT JOIN {$wpdb->postmeta} parent ON parent.post_id = done.comment_post_ID AND parent.meta_key = '_lesson_course'
			WHERE ( done.comment_type = 'sensei_course_status' AND done.comment_approved = 'complete' )
				OR ( done.comment_type = 'sensei_lesson_status' AND done.comment_approved IN ( $done ) )";
	}

	protected function seconds( string $at ): int {
		return ( new \DateTimeImmutable( $at, new \DateTimeZone( 'UTC' ) ) )->getTimestamp();
	}

	/** Whether progress is stored in the table. */
	private static function is_in_table(): bool {
		return \class_exists( Progress_Storage_Settings::class ) && Progress_Storage_Settings::is_tables_repository() && self::has_table( 'sensei_lms_progress' );
	}
}
