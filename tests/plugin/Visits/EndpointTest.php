<?php
/**
 * Tests of Endpoint.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;
use Siren\Distributors\Visits\Token;

/**
 * The file where it works, the REST route where it does not.
 */
final class EndpointTest extends SirenTestCase {

	private const REST = '/wp-json/siren/v1/visit';
	private const FILE = '/wp-content/siren-beacon.php';

	protected function setUp(): void {
		parent::setUp();
		self::remove_file();
	}

	protected function tearDown(): void {
		self::remove_file();
		parent::tearDown();
	}

	public function test_the_route_is_used_until_the_file_was_tested(): void {
		self::assertSame( self::REST, Endpoint::path() );
	}

	public function test_a_file_that_responds_is_used(): void {
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		self::assertSame( self::FILE, Endpoint::path() );
		self::assertSame( [ true, 'extension', '' ], [ Endpoint::state()['works'], Endpoint::state()['recorder'], Endpoint::state()['problem'] ] );

		$code = (string) \file_get_contents( Endpoint::file() );
		self::assertStringNotContainsString( Configuration::secret(), $code, 'a server that shows PHP instead of running it must not give the secret away' );
		self::assertSame( '644', \decoct( (int) \fileperms( Endpoint::file() ) & 0o777 ) );
		self::assertSame( '600', \decoct( (int) \fileperms( Configuration::directory() . '/beacon.php' ) & 0o777 ) );
		self::assertSame( Configuration::current(), require Configuration::directory() . '/beacon.php' );
	}

	public function test_only_the_owner_can_write_the_file_whatever_the_permissions_of_wordpress(): void {
		$index  = ABSPATH . 'index.php';
		$before = (int) \fileperms( $index ) & 0o777;
		// The code of the test sites is hard-linked, so a copy gets the mode.
		$code = (string) \file_get_contents( $index );
		\unlink( $index );
		\file_put_contents( $index, $code );
		\chmod( $index, 0o666 );
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		\chmod( $index, $before );
		self::assertSame( '644', \decoct( (int) \fileperms( Endpoint::file() ) & 0o777 ) );
	}

	public function test_a_file_that_records_without_the_extension_is_used_too(): void {
		$this->answer( self::signed( 'spool' ) );
		Endpoint::keep();
		self::assertSame( [ self::FILE, 'spool' ], [ Endpoint::path(), Endpoint::state()['recorder'] ] );
	}

	/**
	 * @dataProvider wrong_answers
	 *
	 * @param callable(array):(array|\WP_Error) $answer What comes back.
	 */
	public function test_a_file_that_does_not_respond_is_not_used( callable $answer, string $problem ): void {
		$this->answer( $answer );
		Endpoint::keep();
		self::assertSame( [ self::REST, $problem ], [ Endpoint::path(), Endpoint::state()['problem'] ] );
	}

	/** @return array<string,array{callable,string}> */
	public static function wrong_answers(): array {
		$says = static fn( int $status, array $headers ): callable => static fn(): array => [
			'response' => [
				'code'    => $status,
				'message' => '',
			],
			'headers'  => $headers,
			'body'     => '',
			'cookies'  => [],
		];
		return [
			'no server'         => [ static fn(): \WP_Error => new \WP_Error( 'http_request_failed', 'refused' ), 'unreachable' ],
			'a prohibition'     => [ $says( 403, [] ), 'refused' ],
			'a page of the site' => [ $says( 200, [] ), 'refused' ],
			'an old signature'  => [ $says( 204, [ Beacon::CHECK_HEADER => Beacon::signature( 'another secret', 'x', 'extension' ) ] ), 'refused' ],
		];
	}

	public function test_a_file_that_cannot_be_written_is_reported(): void {
		\mkdir( Endpoint::file() );
		Endpoint::keep();
		self::assertSame( [ self::REST, 'content_unwritable' ], [ Endpoint::path(), Endpoint::state()['problem'] ] );
	}

	public function test_no_file_is_written_where_file_modifications_are_disallowed(): void {
		$this->listen( 'file_mod_allowed', static fn( bool $allowed, string $context ): bool => 'siren_beacon' !== $context );
		Endpoint::keep();
		self::assertSame( [ self::REST, 'forbidden' ], [ Endpoint::path(), Endpoint::state()['problem'] ] );
		self::assertFileDoesNotExist( Endpoint::file() );
	}

	public function test_the_file_is_tested_once_a_day_and_after_changes(): void {
		$asked = 0;
		$this->answer( self::signed( 'extension' ), $asked );
		Endpoint::keep();
		Endpoint::keep();
		self::assertSame( 1, $asked );

		\update_option( Settings::OPTION, [ 'visit_window' => 'day' ] );
		self::assertSame( 2, $asked );
		self::assertSame( 'day', ( require Configuration::directory() . '/beacon.php' )['window'] );

		\update_option( Settings::OPTION, [ 'visit_window' => 'day', 'currency' => 'EUR' ] );
		self::assertSame( 3, $asked, 'the engine’s options are part of it' );

		\unlink( Endpoint::file() );
		\do_action( 'siren_heartbeat' );
		self::assertSame( 4, $asked );
		self::assertFileExists( Endpoint::file() );

		\update_option( Endpoint::OPTION, [ 'checked' => \time() - 86_400 ] + (array) \get_option( Endpoint::OPTION ) );
		\do_action( 'siren_heartbeat' );
		self::assertSame( 5, $asked );
		\do_action( 'siren_heartbeat' );
		self::assertSame( 5, $asked );
	}

	public function test_the_route_is_used_where_the_file_lacks_information(): void {
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		self::assertSame( self::FILE, Endpoint::path() );

		// As on a site without the file that sets the time of the beacon.
		$this->listen( 'siren_beacon_prelude', static fn(): string => '' );
		Endpoint::keep();
		self::assertTrue( Endpoint::needs_wordpress(), 'the tests’ clock is a filter' );
		self::assertSame( self::REST, Endpoint::path() );
	}

	public function test_filters_of_other_plugins_apply(): void {
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		$this->listen( 'siren_ignore_event', static fn( string $reason ): string => $reason );
		self::assertSame( self::REST, Endpoint::path() );
		$this->listen( 'siren_beacon_needs_wordpress', static fn(): bool => false );
		self::assertSame( self::FILE, Endpoint::path() );
	}

	public function test_the_file_is_not_used_while_its_secret_is_outdated(): void {
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		$this->listen( 'salt', static fn(): string => 'another salt' );
		self::assertSame( self::REST, Endpoint::path(), 'the file would take the new tokens for forged ones' );
		\do_action( 'siren_heartbeat' );
		self::assertSame( self::FILE, Endpoint::path() );
	}

	/**
	 * @dataProvider other_ways
	 */
	public function test_there_is_no_file_if_visits_are_counted_another_way( string $way ): void {
		$this->answer( self::signed( 'extension' ) );
		Endpoint::keep();
		\update_option( Settings::OPTION, [ 'visits' => $way ] );
		self::assertFileDoesNotExist( Endpoint::file() );
		self::assertFileDoesNotExist( Configuration::directory() . '/beacon.php' );
		self::assertFalse( \get_option( Endpoint::OPTION ) );
	}

	/** @return array<array{string}> */
	public static function other_ways(): array {
		return [ [ 'server' ], [ 'off' ] ];
	}

	/**
	 * Answers in the file's place.
	 *
	 * @param callable(array):(array|\WP_Error) $answer Makes the answer of the body that was sent.
	 * @param int                               $asked  Counts.
	 */
	private function answer( callable $answer, int &$asked = 0 ): void {
		$this->listen(
			'pre_http_request',
			static function ( mixed $before, array $request, string $address ) use ( $answer, &$asked ): mixed {
				$asked++;
				self::assertSame( \home_url( self::FILE ), $address );
				self::assertSame( Token::CHECK, Token::read( Configuration::secret(), $request['body']['t'] )->kind );
				return $answer( $request['body'] );
			}
		);
	}

	/**
	 * The answer of a file that works.
	 *
	 * @param string $recorder What records there.
	 */
	private static function signed( string $recorder ): callable {
		return static fn( array $body ): array => [
			'response' => [
				'code'    => 204,
				'message' => '',
			],
			'headers'  => [ Beacon::CHECK_HEADER => Beacon::signature( Configuration::secret(), $body['x'], $recorder ) ],
			'body'     => '',
			'cookies'  => [],
		];
	}

	/**
	 * Takes away whatever is in the file's place.
	 */
	private static function remove_file(): void {
		if ( \is_dir( Endpoint::file() ) ) {
			\rmdir( Endpoint::file() );
		}
		if ( \is_file( Endpoint::file() ) ) {
			\unlink( Endpoint::file() );
		}
	}
}
