<?php
/**
 * Completions in LifterLMS's table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Integrations\LifterLms;

\defined( 'ABSPATH' ) || exit;

/**
 * One row for each student and post; the value is "no" if a completion was undone. Sections have rows too, which do not
 * count. Dates are in the site's time zone.
 */
final class LifterLmsCompletions extends Completions {

	protected const LMS = LifterLms::class;

	public function name(): string {
		return 'lifterlms';
	}

	public function is_here(): bool {
		return \class_exists( \LLMS_Student::class ) && self::has_table( 'lifterlms_user_postmeta' );
	}

	protected function rows(): string {
		global $wpdb;
		return "SELECT done.meta_id AS id, done.updated_date AS at, done.user_id AS user_id,
				CASE post.post_type WHEN 'course' THEN post.ID ELSE parent.meta_value END AS course_id,
				CASE post.post_type WHEN 'course' THEN 0 ELSE post.ID END AS lesson_id
			FROM {$wpdb->prefix}lifterlms_user_postmeta done
			JOIN {$wpdb->posts} post ON post.ID = done.post_id AND post.post_type IN ( 'course', 'lesson' )
			LEFT JOIN {$wpdb->postmeta} parent ON parent.post_id = post.ID AND parent.meta_key = '_llms_parent_course'
			WHERE done.meta_key = '_is_complete' AND done.meta_value = 'yes'";
	}

	protected function seconds( string $at ): int {
		return (int) ( new \DateTimeImmutable( $at, \wp_timezone() ) )->getTimestamp();
	}
}
