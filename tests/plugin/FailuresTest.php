<?php
/**
 * Tests of Failures.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Failures;
use Siren\Exception\NotFound;

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

	public function test_an_engine_failure_is_shown_translated_and_logged_in_english(): void {
		try {
			\siren_set_payout( 999, 'paid' );
			self::fail( 'it was set' );
		} catch ( NotFound $failure ) {
			Failures::note( 'heartbeat', $failure );
		}
		$this->translate( [ 'there is no payout %1$s' => 'Auszahlung %1$s gibt es nicht' ] );
		$kept = Failures::latest()['heartbeat'];
		self::assertSame( NotFound::class . ': there is no payout 999', $kept['message'] );
		self::assertSame( NotFound::class . ': Auszahlung 999 gibt es nicht', Failures::worded( $kept ) );
		self::assertStringContainsString( 'there is no payout 999', $this->logged() );

		unset( $kept['class'], $kept['facts'] );
		self::assertSame( NotFound::class . ': there is no payout 999', Failures::worded( $kept ), 'of an older version' );
	}

	public function test_a_repeated_failure_is_not_logged_again(): void {
		for ( $times = 0; $times < 5; $times++ ) {
			Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		}
		self::assertSame( 1, \substr_count( $this->logged(), "\n" ) );
	}

	public function test_a_different_failure_is_logged(): void {
		Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		Failures::note( 'recording', new \RuntimeException( 'the disk is gone' ) );
		Failures::note( 'heartbeat', new \RuntimeException( 'the disk is gone' ) );

		self::assertSame( 3, \substr_count( $this->logged(), "\n" ) );
		self::assertSame( [ 'recording', 'heartbeat' ], \array_keys( Failures::latest() ) );
	}

	/**
	 * @dataProvider secrets
	 */
	public function test_secrets_are_neither_kept_nor_logged( string $message, string $secret, string $rest ): void {
		Failures::note( 'listener', new \RuntimeException( $message ) );
		$kept = Failures::latest()['listener'];
		self::assertStringNotContainsString( $secret, \serialize( $kept ) );
		foreach ( [ $kept['message'], Failures::worded( $kept ), $this->logged() ] as $shown ) {
			self::assertStringNotContainsString( $secret, $shown );
			self::assertStringContainsString( $rest, $shown );
		}
	}

	public function test_secrets_of_wp_config_are_not_logged_either(): void {
		\defined( 'SECURE_AUTH_SALT' ) || \define( 'SECURE_AUTH_SALT', 'put your unique phrase here, longer' ); // Only of https.
		Failures::note( 'listener', new \RuntimeException( 'salted with ' . SECURE_AUTH_SALT . ' today' ) );
		self::assertSame( 'RuntimeException: salted with … today', Failures::latest()['listener']['message'] );
	}

	/** @return array<string,array{string,string,string}> A message, what it must not say, and what it still must. */
	public static function secrets(): array {
		return [
			'a password in an address' => [ 'mysql://root:hunter2@db.test is gone', 'hunter2', '@db.test is gone' ],
			'a key in an address'      => [ 'GET https://api.test/v1?api_key=abc123def&page=2 failed', 'abc123def', '&page=2 failed' ],
			'a header'                 => [ 'refused: Authorization: Bearer eyJhbGciOi.J9 (401)', 'eyJhbGciOi', '(401)' ],
			'JSON'                     => [ '{"token": "s3cr3t-token","status":"gone"}', 's3cr3t-token', '"status":"gone"' ],
			'the key of a service'     => [ 'Invalid API Key provided: sk_live_51HxAbCdEfGh', '51HxAbCdEfGh', 'Invalid API Key provided' ],
		];
	}

	public function test_failures_are_deleted_once_read(): void {
		Failures::note( 'recording', new \RuntimeException( 'the disk is full' ) );
		Failures::forget();
		self::assertNoFailures();
	}

	/** What was written to the log. */
	private function logged(): string {
		return (string) \file_get_contents( $this->log );
	}
}
