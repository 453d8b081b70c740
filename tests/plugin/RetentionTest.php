<?php
/**
 * Tests of Retention.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Heartbeat;
use Siren\Distributors\Recorder;
use Siren\Distributors\Retention;
use Siren\Distributors\Settings;

/**
 * Old visits are rolled up where the site wants it, once a day.
 */
final class RetentionTest extends SirenTestCase {

	private const A_YEAR_LATER = '2027-05-20T12:00:00Z';

	protected function setUp(): void {
		parent::setUp();
		$author = self::collaborator( 'Ada' );
		self::distributor( [ 'post_visited' => 1 ] );
		for ( $visitor = 1; $visitor <= 3; $visitor++ ) {
			Recorder::event(
				'post_visited',
				[
					'key'          => 'visit ' . $visitor,
					'collaborator' => $author,
					'subject'      => 'visitor:' . $visitor,
					'object'       => 'post:9',
				]
			);
		}
	}

	public function test_every_visit_is_kept_by_default(): void {
		self::set_clock( self::A_YEAR_LATER );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [ 1, 1, 1 ], self::times() );
	}

	public function test_old_visits_become_one_row(): void {
		\update_option( Settings::OPTION, [ 'visit_months' => 6 ] );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [ 1, 1, 1 ], self::times(), 'they are not old yet' );
		self::set_clock( self::A_YEAR_LATER );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [ 3 ], self::times() );
		self::assertNoFailures();
	}

	public function test_visits_are_rolled_up_once_a_day(): void {
		\update_option( Settings::OPTION, [ 'visit_months' => 6 ] );
		\update_option( Retention::OPTION, \substr( self::A_YEAR_LATER, 0, 10 ), false );
		self::set_clock( self::A_YEAR_LATER );
		\do_action( Heartbeat::HOOK );
		self::assertSame( [ 1, 1, 1 ], self::times() );
	}

	/**
	 * The number of visits that each row represents.
	 *
	 * @return int[]
	 */
	private static function times(): array {
		return \array_column( self::events(), 'times' );
	}
}
