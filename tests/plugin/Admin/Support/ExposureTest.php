<?php
/**
 * Tests of Exposure.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\SiteHealth;
use Siren\Distributors\Admin\Support\Exposure;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Whether a stranger can download the ledger is found out by downloading it.
 */
final class ExposureTest extends ScreenTestCase {

	/**
	 * What the web server does with an address below wp-content.
	 *
	 * @var callable(string):array<string,mixed>
	 */
	private $server;

	protected function setUp(): void {
		parent::setUp();
		\delete_option( Exposure::OPTION );
		$this->listen( 'pre_http_request', fn( mixed $answer, array $request, string $address ) => ( $this->server )( $address ) );
	}

	protected function tearDown(): void {
		\delete_option( Exposure::OPTION );
		parent::tearDown();
	}

	public function test_a_file_is_requested_like_a_stranger_would_and_exposure_is_reported(): void {
		$this->server = static fn( string $address ): array => [
			'response' => [ 'code' => 200 ],
			'body'     => (string) \file_get_contents( Store::directory() . '/' . \basename( $address ) ),
		];
		self::says( 'critical', [ 'exposed' ] );
		$this->server = static fn(): \WP_Error => new \WP_Error( 'http_request_failed', 'no way' );
		self::says( 'recommended', [ 'exposed' ] );
		$this->server = static fn(): array => [
			'response' => [ 'code' => 403 ],
			'body'     => 'Forbidden',
		];
		self::says( 'good', [] );
	}

	public function test_no_request_is_made_if_the_directory_is_outside_the_web_root(): void {
		$this->server = static fn(): array => self::fail( 'nothing is to be fetched' );
		Exposure::keep();
		self::assertArrayNotHasKey( 'siren_exposure', SiteHealth::add_tests( [] )['direct'] );
		self::assertFalse( Exposure::is_served() );
	}

	/**
	 * The result of Site Health's test, and the problems reported elsewhere afterwards.
	 *
	 * @param string   $status Of the test.
	 * @param string[] $codes  Codes of the problems.
	 */
	private static function says( string $status, array $codes ): void {
		self::assertSame( $status, SiteHealth::test_exposure()['status'] );
		self::assertSame( $codes, \array_column( Health::problems(), 'code' ) );
		self::assertSame( [], \glob( Store::directory() . '/probe-*' ), 'nothing is left behind' );
	}
}
