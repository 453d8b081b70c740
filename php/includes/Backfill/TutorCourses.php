<?php
/**
 * Completed courses in Tutor's comments.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\TutorLms;

\defined( 'ABSPATH' ) || exit;

/**
 * One comment for each completion; one of its two dates is in UTC.
 */
final class TutorCourses extends Completions {

	protected const LMS = TutorLms::class;

	public function name(): string {
		return 'tutor-courses';
	}

	public function is_here(): bool {
		return \function_exists( 'tutor_utils' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT comment_ID AS id, comment_date_gmt AS at, comment_post_ID AS course_id, 0 AS lesson_id, user_id
			FROM {$wpdb->comments} WHERE comment_type = 'course_completed' AND comment_agent = 'TutorLMSPlugin'";
	}

	protected function seconds( string $at ): int {
		return (int) ( new \DateTimeImmutable( $at, new \DateTimeZone( 'UTC' ) ) )->getTimestamp();
	}
}
