<?php
/**
 * What a student paid for a course.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Integrations\School;

\defined( 'ABSPATH' ) || exit;

/**
 * Anybody can create accounts and take a free course with them, so a distributor may count only students who paid or whom the
 * staff enrolled. The orders say which. Who paid something for the course has paid, whatever it costs today; whose orders for it
 * all came to zero got it for nothing. Without an order, the staff enrolled the student, unless the course is free for everybody.
 */
final class Enrollment {

	/**
	 * What the events of a completion say that the place cost. Where nobody can tell they say nothing, and the completion
	 * counts: that must not be lost for a question to a school that failed.
	 *
	 * @param string $source     The school's plugin.
	 * @param int    $course_id  Course post.
	 * @param int    $student_id WordPress user.
	 * @return ?string `'0'` for a place that was got for nothing; null for one that was paid, given by the staff, or unknown.
	 */
	public static function value( string $source, int $course_id, int $student_id ): ?string {
		$school = Registry::school( $source );
		try {
			return null !== $school && $school::is_free( $course_id, $student_id ) ? '0' : null;
		} catch ( \Throwable $failure ) {
			Failures::note( 'recording', $failure );
			return null;
		}
	}

	/**
	 * Whether a place was got for nothing, by what was paid.
	 *
	 * @param class-string<School>    $school          The school's class.
	 * @param int                     $course_id       Course post.
	 * @param int                     $student_id      WordPress user.
	 * @param array<string|int|float> $paid            What each of the student's orders of the course in the school's own
	 *                                                 shop came to, in whatever currency. Those in the shops are looked for
	 *                                                 here.
	 * @param bool                    $is_free_for_all Whether the course costs nobody anything.
	 */
	public static function is_free( string $school, int $course_id, int $student_id, array $paid, bool $is_free_for_all ): bool {
		$paid  = [
			...$paid,
			...\array_merge( ...\array_map( static fn( string $orders ): array => $orders::paid_for( $school, $course_id, $student_id ), Registry::course_orders() ) ),
		];
		$worth = \array_filter( $paid, static fn( string|int|float $amount ): bool => ! Money::is_zero( (string) $amount ) );
		return [] === $paid ? $is_free_for_all : [] === $worth;
	}
}
