<?php
/**
 * Whether a completion that is told again is a new one.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Schools tell of one completion many times, and tell of a re-take in the same words. The site chooses: a course or lesson
 * counts once for each student, or again once so many days have passed since it was last counted. Whatever is told before
 * that is the completion that was counted.
 *
 * Counted completions are numbered. The first has the key it has where re-takes never count, so the setting can be switched
 * on and off at any time. Two requests that tell of one re-take at once give it the same number, so it counts once.
 *
 * Number and time of the last one are kept with the student, so that no page opens the ledger to find them; only where the
 * setting is on. WordPress deletes them with the user.
 */
final class Retakes {

	/** User meta, on a network with the site's prefix: one row a completion, `{completion} {number} {seconds since 1970}`. */
	private const META = 'siren_completions';

	/**
	 * The number under which a completion counts.
	 *
	 * @param string $completion Identity of the first one.
	 * @param int    $student_id WordPress user.
	 * @param int    $at         When it was told, in seconds since 1970.
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
	 * The key of a completion by its number.
	 *
	 * @param string $completion Identity of the first one.
	 * @param int    $number     Which.
	 */
	public static function key( string $completion, int $number ): string {
		return 1 === $number ? $completion : $completion . ':take:' . $number;
	}

	/**
	 * Keeps that a completion was counted. One of a number that is known is the same as before, and keeps its time; but the
	 * first may be known only by a repeat, and turn out to be older.
	 *
	 * @param string $completion Identity of the first one.
	 * @param int    $student_id WordPress user.
	 * @param int    $number     Which it was.
	 * @param int    $at         When, in seconds since 1970.
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
	 * Forgets what is kept with a student. The ledger still knows what was counted.
	 *
	 * @param int $student_id WordPress user.
	 * @return bool Whether there was anything.
	 */
	public static function forget( int $student_id ): bool {
		return \delete_user_meta( $student_id, self::meta() );
	}

	/**
	 * What is kept with a student.
	 *
	 * @param int $student_id WordPress user.
	 * @return string[] One text a completion.
	 */
	public static function kept( int $student_id ): array {
		return \array_map( 'strval', \get_user_meta( $student_id, self::meta(), false ) );
	}

	/**
	 * Forgets what is kept with all students of this site.
	 */
	public static function forget_all(): void {
		\delete_metadata( 'user', 0, self::meta(), '', true );
	}

	/**
	 * The last one that counted.
	 *
	 * @param string $completion Identity of the first one.
	 * @param int    $student_id WordPress user.
	 * @return ?array{row:string,number:int,at:int} Null when none is known.
	 */
	private static function last( string $completion, int $student_id ): ?array {
		$last = null;
		foreach ( \get_user_meta( $student_id, self::meta(), false ) as $row ) {
			[ $of, $number, $at ] = \explode( ' ', (string) $row ) + [ '', '0', '0' ];
			// Two first requests at once leave two rows.
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

	/**
	 * Name of the user meta. Users belong to a whole network, their courses to one site.
	 */
	private static function meta(): string {
		return $GLOBALS['wpdb']->get_blog_prefix() . self::META;
	}
}
