<?php
/**
 * Completions in the tables of an LMS.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Clock;
use Siren\Distributors\Completion;
use Siren\Distributors\Integrations\Lms;
use Siren\Distributors\PastMoment;

\defined( 'ABSPATH' ) || exit;

/**
 * Base class. An LMS provides one query for the rows that are completions. They are read in order of date and id, which
 * stays correct when rows are added or deleted. Only completions missing from the ledger are recorded: those in it have
 * the owners of their time, who may have changed since.
 */
abstract class Completions implements Source {

	/** Class of the LMS integration. */
	protected const LMS = Lms::class;

	/** Whether dates are stored as Unix timestamps rather than as text. */
	protected const IN_SECONDS = false;

	/** Each page queries a table that may have no index on its dates, so pages are large. */
	private const ROWS = 2000;

	/** Maximum number of keys the ledger looks up in one query. */
	private const KEYS = 100;

	/**
	 * The rows, in any order.
	 *
	 * @return string SQL with the columns `id`, unique; `at`, the date; `course_id`; `lesson_id`, 0 for the course
	 *                itself; `user_id`.
	 */
	abstract protected function rows(): string;

	/**
	 * Converts a date to a Unix timestamp.
	 *
	 * @param string $at Date from the row.
	 * @return int Unix timestamp.
	 */
	abstract protected function seconds( string $at ): int;

	public function count(): int {
		return (int) ( self::asked( "SELECT COUNT(*) AS total FROM ( {$this->rows()} ) AS found" )[0]->total ?? 0 );
	}

	public function page( string $after ): Page {
		global $wpdb;
		[ $at, $id ] = \explode( '|', $after ) + [ '', '0' ];
		$place       = static::IN_SECONDS ? '%d' : '%s';
		$further     = '' === $after ? '' : $wpdb->prepare( "WHERE found.at > $place OR ( found.at = $place AND found.id > %d )", $at, $at, $id ); // phpcs:ignore WordPress.DB -- only a place.
		$rows        = self::asked( "SELECT * FROM ( {$this->rows()} ) AS found $further ORDER BY found.at, found.id LIMIT " . self::ROWS );
		if ( [] === $rows ) {
			return new Page( 0, [], $after );
		}
		$last = $rows[ \count( $rows ) - 1 ];
		return new Page( \count( $rows ), $this->records( $rows ), $last->at . '|' . $last->id );
	}

	/**
	 * Whether a row really is a completion.
	 *
	 * @param int $course_id  Course post.
	 * @param int $lesson_id  Lesson post, 0 for the course itself.
	 * @param int $student_id WordPress user.
	 */
	protected function is_complete( int $course_id, int $lesson_id, int $student_id ): bool {
		return $course_id > 0;
	}

	/**
	 * Whether a table exists.
	 *
	 * @param string $table Name without the site's prefix.
	 */
	protected static function has_table( string $table ): bool {
		global $wpdb;
		$name = $wpdb->prefix . $table;
		return $name === $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $name ) ) );
	}

	/**
	 * Runs a query. Throws if it fails, because an empty result would be mistaken for the end.
	 *
	 * @param string $query Built from constants of the integrations, never from input.
	 * @return object[] Rows.
	 * @throws \RuntimeException When it fails.
	 */
	private static function asked( string $query ): array {
		global $wpdb;
		$rows = $wpdb->get_results( $query ); // phpcs:ignore WordPress.DB -- see above.
		if ( '' !== (string) $wpdb->last_error || ! \is_array( $rows ) ) {
			throw new \RuntimeException( 'the database did not answer: ' . \wp_strip_all_tags( (string) $wpdb->last_error ) );
		}
		return $rows;
	}

	/**
	 * The completions among some rows that are missing from the ledger.
	 *
	 * @param object[] $rows Rows of the query.
	 * @return PastRecord[]
	 */
	private function records( array $rows ): array {
		$keys = [];
		foreach ( $rows as $place => $row ) {
			$keys[ $place ] = self::key( (int) $row->course_id, (int) $row->lesson_id, (int) $row->user_id );
		}
		$keys    = \array_unique( $keys );
		$new     = \array_diff( $keys, self::known( \array_values( $keys ) ) );
		$now     = Clock::timestamp( Clock::now() );
		$records = [];
		foreach ( \array_keys( $new ) as $place ) {
			$row = $rows[ $place ];
			if ( $this->is_complete( (int) $row->course_id, (int) $row->lesson_id, (int) $row->user_id ) ) {
				// A date that was never set is long ago; one set by a wrong clock is not later than now.
				$at        = \min( $now, \max( 0, $this->seconds( (string) $row->at ) ) );
				$records[] = self::past_record( (int) $row->course_id, (int) $row->lesson_id, (int) $row->user_id, $at );
			}
		}
		return $records;
	}

	/**
	 * The keys that are in the ledger.
	 *
	 * @param string[] $keys Distinct keys.
	 * @return string[]
	 */
	private static function known( array $keys ): array {
		$known = [];
		foreach ( \array_chunk( $keys, self::KEYS ) as $some ) {
			$found = \siren_find(
				'events',
				[
					'key'      => $some,
					'per_page' => self::KEYS,
				]
			)['items'];
			$known = \array_merge( $known, \array_column( $found, 'key' ) );
		}
		return $known;
	}

	/**
	 * The key of a completion.
	 *
	 * @param int $course_id  Course post.
	 * @param int $lesson_id  Lesson post, 0 for the course itself.
	 * @param int $student_id WordPress user.
	 */
	private static function key( int $course_id, int $lesson_id, int $student_id ): string {
		return $lesson_id > 0
			? Completion::lesson_key( static::LMS::SOURCE, $lesson_id, $course_id, $student_id )
			: Completion::course_key( static::LMS::SOURCE, $course_id, $student_id );
	}

	/**
	 * A completion as a fact.
	 *
	 * @param int $course_id  Course post.
	 * @param int $lesson_id  Lesson post, 0 for the course itself.
	 * @param int $student_id WordPress user.
	 * @param int $at         Unix timestamp.
	 */
	private static function past_record( int $course_id, int $lesson_id, int $student_id, int $at ): PastRecord {
		$lms = static::LMS;
		return new PastRecord(
			$at,
			static fn( PastMoment $past ): bool => $lesson_id > 0
				? Completion::lesson( $lms::SOURCE, $lesson_id, $course_id, $student_id, $lms::teachers( $course_id ), $past )
				: Completion::course( $lms::SOURCE, $course_id, $student_id, $lms::teachers( $course_id ), $past )
		);
	}
}
