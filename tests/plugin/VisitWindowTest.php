<?php
/**
 * Tests of VisitWindow.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\VisitWindow;

/**
 * Visits with the same window count once.
 */
final class VisitWindowTest extends SirenTestCase {

	/**
	 * @dataProvider pairs
	 */
	public function test_two_visits_within_a_window_are_one( string $window, string $first, string $second, bool $same ): void {
		self::assertSame( $same, VisitWindow::of( $window, $first ) === VisitWindow::of( $window, $second ) );
	}

	/** @return array<string,array{string,string,string,bool}> */
	public static function pairs(): array {
		return [
			'every visit is its own'       => [ 'every', '2026-05-05T10:00:00Z', '2026-05-05T10:00:00Z', false ],
			'half an hour together'        => [ 'session', '2026-05-05T10:30:00Z', '2026-05-05T10:59:59Z', true ],
			'the next half hour'           => [ 'session', '2026-05-05T10:29:59Z', '2026-05-05T10:30:00Z', false ],
			'the same hour of another day' => [ 'session', '2026-05-05T10:30:00Z', '2026-05-06T10:30:00Z', false ],
			'a day together'               => [ 'day', '2026-05-05T00:00:00Z', '2026-05-05T23:59:59Z', true ],
			'the next day'                 => [ 'day', '2026-05-05T23:59:59Z', '2026-05-06T00:00:00Z', false ],
			'once and never again'         => [ 'period', '2026-05-05T10:00:00Z', '2027-01-01T00:00:00Z', true ],
		];
	}
}
