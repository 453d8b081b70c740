<?php
/**
 * Tests of Format.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Values for people, ready to print.
 */
final class FormatTest extends SirenTestCase {

	/**
	 * The site's own time and date settings.
	 *
	 * @var array<string,mixed>
	 */
	private array $before = [];

	protected function setUp(): void {
		parent::setUp();
		$settings = [
			'timezone_string' => 'America/New_York',
			'date_format'     => 'F j, Y',
			'time_format'     => 'g:i a',
		];
		foreach ( $settings as $option => $value ) {
			$this->before[ $option ] = \get_option( $option );
			\update_option( $option, $value );
		}
	}

	protected function tearDown(): void {
		foreach ( $this->before as $option => $value ) {
			\update_option( $option, $value );
		}
		parent::tearDown();
	}

	public function test_instants_are_shown_in_the_time_zone_of_the_site(): void {
		self::assertSame( '<time datetime="2026-05-01T04:05:00Z">May 1, 2026 12:05 am</time>', Format::instant( '2026-05-01T04:05:00Z' ) );
		self::assertStringContainsString( '—', Format::instant( null ) );
	}

	/**
	 * @dataProvider periods
	 */
	public function test_periods_are_formatted_as_dates( string $start, string $end, string $expected ): void {
		self::assertSame( $expected, \wp_strip_all_tags( Format::period( \compact( 'start', 'end' ) ) ) );
	}

	/** @return array<string,array{string,string,string}> */
	public static function periods(): array {
		return [
			'a month of days'      => [ '2026-05-01T04:00:00Z', '2026-06-01T04:00:00Z', 'May 1, 2026 – May 31, 2026' ],
			'over a clock change'  => [ '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z', 'March 1, 2026 – March 31, 2026' ],
			'one day'              => [ '2026-05-01T04:00:00Z', '2026-05-02T04:00:00Z', 'May 1, 2026' ],
			'not at midnight here' => [ '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z', 'April 30, 2026 8:00 pm – May 31, 2026 8:00 pm' ],
		];
	}

	/**
	 * @dataProvider shares
	 */
	public function test_shares_are_formatted_as_percentages( string $share, string $expected ): void {
		self::assertStringContainsString( "<bdi>$expected\u{A0}%</bdi>", Format::share( $share ) );
	}

	/** @return array<array{string,string}> */
	public static function shares(): array {
		return [
			[ '0.540541', '54.05' ],
			[ '1.000000', '100.00' ],
			[ '0.000000', '0.00' ],
			[ '0.005000', '0.50' ],
			[ '0.409091', '40.91' ],
			[ '0.999999', '100.00' ],
			[ '0.1', '10.00' ],
			[ '1', '100.00' ],
		];
	}

	public function test_scores_are_formatted(): void {
		self::assertSame( '1,234', Format::score( 1234 ) );
		self::assertSame( '<bdi>10/3</bdi>', Format::score( '10/3' ) );
	}

	public function test_everything_is_escaped(): void {
		self::assertStringNotContainsString( '<script', Format::status( 'x"><script>', '<script>' ) );
		self::assertStringNotContainsString( '<script', Format::link( 'javascript:alert(1)', '<script>' ) );
		self::assertStringNotContainsString( 'javascript:', Format::link( 'javascript:alert(1)', 'x' ) );
		self::assertStringNotContainsString( '<script', Format::amount( '1.00', '<script>' ) );
		self::assertStringNotContainsString( '<script', Format::score( '<script>' ) );
	}
}
