<?php
/**
 * What a student paid for a course.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Integrations\Lms;
use Siren\Distributors\Integrations\Registry;

\defined( 'ABSPATH' ) || exit;

/**
 * Anybody can create accounts and take a free course with them, so a distributor may count only students who paid or
 * were enrolled by staff. The orders tell which. A student who ever paid something for the course has paid, whatever it
 * costs today. A student whose orders for it all came to zero got it for free. A student without an order was enrolled
 * by staff, unless the course is free for everybody.
 */
final class Enrollment {

	/**
	 * The value of the enrollment, for the events of a completion. If it cannot be determined, the event has no value
	 * and the completion counts: a failing LMS must not cost anybody a completion.
	 *
	 * @param string $source     Source name of the LMS.
	 * @param int    $course_id  Course post.
	 * @param int    $student_id WordPress user.
	 * @return ?string `'0'` for a free enrollment; null if it was paid, granted by staff or is unknown.
	 */
	public static function value( string $source, int $course_id, int $student_id ): ?string {
		$lms = Registry::lms( $source );
		try {
			return null !== $lms && $lms::is_free( $course_id, $student_id ) ? '0' : null;
		} catch ( \Throwable $failure ) {
			Failures::note( 'recording', $failure );
			return null;
		}
	}

	/**
	 * Whether an enrollment was free, judging by what was paid.
	 *
	 * @param class-string<Lms>       $lms             Class of the LMS integration.
	 * @param int                     $course_id       Course post.
	 * @param int                     $student_id      WordPress user.
	 * @param array<string|int|float> $paid            Total of each of the student's orders for the course in the LMS's
	 *                                                 own shop, in any currency. Orders in the shops are looked up
	 *                                                 here.
	 * @param bool                    $is_free_for_all Whether the course is free for everybody.
	 */
	public static function is_free( string $lms, int $course_id, int $student_id, array $paid, bool $is_free_for_all ): bool {
		$paid  = [
			...$paid,
			...\array_merge( ...\array_map( static fn( string $orders ): array => $orders::paid_for( $lms, $course_id, $student_id ), Registry::course_orders() ) ),
		];
		$worth = \array_filter( $paid, static fn( string|int|float $amount ): bool => ! Money::is_zero( (string) $amount ) );
		return [] === $paid ? $is_free_for_all : [] === $worth;
	}
}
