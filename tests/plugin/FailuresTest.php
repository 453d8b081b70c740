<?php
/**
 * Tests of Failures.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Failures;

/**
 * The last failure of each place is kept, and the log is not flooded.
 */
final class FailuresTest extends SirenTestCase {

	private string $log;

	protected function setUp(): void {
		parent::setUp();
		$this->log = (string) \tempnam( \sys_get_temp_dir(), 'siren-log-' );
		\ini_set( 'error_log', $this->log );
	}

	protected function tearDown(): void {
		\ini_restore( 'error_log' );
		\ini_set( 'error_log', (string) WP_DEBUG_LOG );
		\unlink( $this->log );
		parent::tearDown();
	}

	public function test_a_failure_is_kept_and_logged(): void {
		Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );

		$kept = Failures::latest()['recording'];
		self::assertSame( 'RuntimeException: the disk is full', $kept['message'] );
		self::assertMatchesRegularExpression( '/^FailuresTest\.php:\d+$/', $kept['where'] );
		self::assertStringContainsString( 'recording failed: RuntimeException: the disk is full', $this->logged() );
	}

	public function test_the_same_again_is_not_logged_again(): void {
		for ( $times = 0; $times < 5; $times++ ) {
			Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		}
		self::assertSame( 1, \substr_count( $this->logged(), "\n" ) );
	}

	public function test_another_failure_is(): void {
		Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		Failures::note( 'recording', new \RuntimeException( 'the disk is gone' ) );
		Failures::note( 'heartbeat', new \RuntimeException( 'the disk is gone' ) );

		self::assertSame( 3, \substr_count( $this->logged(), "\n" ) );
		self::assertSame( [ 'recording', 'heartbeat' ], \array_keys( Failures::latest() ) );
	}

	public function test_once_read_they_are_forgotten(): void {
		Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		Failures::forget();
		self::assertNoFailures();
	}

	/** What was written to the log. */
	private function logged(): string {
		return (string) \file_get_contents( $this->log );
	}
}
