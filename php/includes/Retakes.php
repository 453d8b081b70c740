<?php
/**
 * Whether a repeated completion is a retake.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * An LMS may report one completion many times, and reports a retake in the same way. The site chooses: a course or
 * lesson counts once for each student, or again after a number of days since it last counted. A completion reported
 * before then is the one already counted.
 *
 * Counted completions are numbered. The first has the same key as if retakes never counted, so the setting can be
 * switched on and off at any time. Two concurrent requests that report the same retake give it the same number, so it
 * counts once.
 *
 * The number and time of the last completion are stored with the student, so that no page has to open the ledger, and
 * only while the setting is on. WordPress deletes them with the user.
 */
final class Retakes {

	/**
	 * User meta, with the site's prefix on a network. One row for each completion: `{completion} {number} {Unix
	 * timestamp}`.
	 */
	private const META = 'siren_completions';

	/**
	 * The number under which a completion counts.
	 *
	 * @param string $completion Key of the first completion.
	 * @param int    $student_id WordPress user.
	 * @param int    $at         Unix timestamp at which it was reported.
	 * @return int From 1.
	 */
	public static function number( string $completion, int $student_id, int $at ): int {
		$days = Settings::all()['retake_days'];
		$last = 0 === $days ? null : self::last( $completion, $student_id );
		if ( null === $last ) {
			return 1;
		}
		return $at < $last['at'] + $days * DAY_IN_SECONDS ? $last['number'] : $last['number'] + 1;
	}

	/**
	 * The key of a completion with a given number.
	 *
	 * @param string $completion Key of the first completion.
	 * @param int    $number     Number of the completion.
	 */
	public static function key( string $completion, int $number ): string {
		return 1 === $number ? $completion : $completion . ':take:' . $number;
	}

	/**
	 * Stores that a completion counted. A completion with a known number keeps its time, except that the first may be
	 * known only through a repeat and turn out to be older.
	 *
	 * @param string $completion Key of the first completion.
	 * @param int    $student_id WordPress user.
	 * @param int    $number     Its number.
	 * @param int    $at         Unix timestamp.
	 */
	public static function keep( string $completion, int $student_id, int $number, int $at ): void {
		if ( 0 === Settings::all()['retake_days'] || false === \get_userdata( $student_id ) ) {
			return;
		}
		$last = self::last( $completion, $student_id );
		$row  = \sprintf( '%s %d %d', $completion, $number, $at );
		if ( null === $last ) {
			\add_user_meta( $student_id, self::meta(), $row );
		} elseif ( $number > $last['number'] || ( $number === $last['number'] && $at < $last['at'] ) ) {
			\update_user_meta( $student_id, self::meta(), $row, $last['row'] );
		}
	}

	/**
	 * Deletes what is stored with a student. The ledger still knows what counted.
	 *
	 * @param int $student_id WordPress user.
	 * @return bool Whether anything was deleted.
	 */
	public static function forget( int $student_id ): bool {
		return \delete_user_meta( $student_id, self::meta() );
	}

	/**
	 * Reads what is stored with a student.
	 *
	 * @param int $student_id WordPress user.
	 * @return string[] One row for each completion.
	 */
	public static function kept( int $student_id ): array {
		return \array_map( 'strval', \get_user_meta( $student_id, self::meta(), false ) );
	}

	/** Deletes what is stored with all students of this site. */
	public static function forget_all(): void {
		\delete_metadata( 'user', 0, self::meta(), '', true );
	}

	/**
	 * The last completion that counted.
	 *
	 * @param string $completion Key of the first completion.
	 * @param int    $student_id WordPress user.
	 * @return ?array{row:string,number:int,at:int} Null if none is known.
	 */
	private static function last( string $completion, int $student_id ): ?array {
		$last = null;
		foreach ( \get_user_meta( $student_id, self::meta(), false ) as $row ) {
			[ $of, $number, $at ] = \explode( ' ', (string) $row ) + [ '', '0', '0' ];
			// Two concurrent first requests leave two rows.
			if ( $of === $completion && ( null === $last || (int) $number > $last['number'] ) ) {
				$last = [
					'row'    => (string) $row,
					'number' => (int) $number,
					'at'     => (int) $at,
				];
			}
		}
		return $last;
	}

	/** Name of the user meta. Users belong to the whole network, their courses to one site. */
	private static function meta(): string {
		return $GLOBALS['wpdb']->get_blog_prefix() . self::META;
	}
}
