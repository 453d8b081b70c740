<?php
/**
 * Tests of invalid settings.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin;
use Siren\Distributors\Deferred;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Money;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;
use Siren\Distributors\Visits\Endpoint;

/**
 * Whatever the settings contain, events are recorded, every screen opens, and the Settings screen can repair them.
 */
final class AnySettingTest extends ScreenTestCase {

	private const SCREENS = [
		Admin\Screens\OverviewScreen::class,
		Admin\Screens\DistributorsScreen::class,
		Admin\Screens\DistributionsScreen::class,
		Admin\Screens\PayoutsScreen::class,
		Admin\Screens\CollaboratorsScreen::class,
		Admin\Screens\ActivityScreen::class,
		Admin\Screens\StatusScreen::class,
		Admin\Screens\SettingsScreen::class,
	];

	/** Screens that show a currency. */
	private const SCREENS_OF_MONEY = [ Admin\Screens\OverviewScreen::class, Admin\Screens\ActivityScreen::class, Admin\Screens\StatusScreen::class ];

	private int $may;

	private int $ada;

	protected function setUp(): void {
		parent::setUp();
		$this->ada = self::collaborator( 'Ada' );
		$this->may = self::distributor( [ 'course_completed' => 1 ] );
	}

	/**
	 * @dataProvider currencies
	 *
	 * @param string $currency As stored by a shop.
	 */
	public function test_any_currency_setting_is_survived( string $currency ): void {
		\update_option( Settings::OPTION, [ 'currency' => $currency ] );
		self::open_again();
		$this->sell( '1', $currency );
		$this->give_back( '1', $currency, '1' );
		$this->sell( '2', 'USD' );
		$this->assert_all_is_well( self::SCREENS_OF_MONEY );

		$sales = \array_column( \siren_find( 'transactions' )['items'], 'refunded', 'external_id' );
		self::assertSame( '1', \rtrim( \rtrim( $sales['1'], '0' ), '.' ), 'the refund is of its sale' );
	}

	/** @return array<string,array{string}> */
	public static function currencies(): array {
		$codes = \preg_split( '/\s+/', \trim( (string) \file_get_contents( __DIR__ . '/currencies.txt' ) ) );
		// Codes in no table: some shops invent their own.
		foreach ( [ 'usd', 'USDT', 'gold coins', 'points', 'POINTS', '₿', '$', '', '1UP', 'ABCDEFGHIJKLMN', '<b>' ] as $made_up ) {
			$codes[] = $made_up;
		}
		return \array_combine( \array_map( static fn( string $code ): string => 'currency “' . $code . '”', $codes ), \array_map( static fn( string $code ): array => [ $code ], $codes ) );
	}

	/**
	 * @dataProvider garbage
	 *
	 * @param string $option  An option of the plugin.
	 * @param mixed  $garbage Its value.
	 */
	public function test_any_option_value_is_survived( string $option, mixed $garbage ): void {
		$this->listen( 'pre_option_' . $option, static fn(): mixed => $garbage );
		self::open_again();
		$this->sell( '1', 'USD' );
		Failures::note( 'recording', new \RuntimeException( 'so that the list of failures is written' ) );
		$this->assert_all_is_well();
	}

	/** @return iterable<string,array{string,mixed}> */
	public static function garbage(): iterable {
		$values = [
			'text'        => 'x',
			'empty text'  => '',
			'null'        => null,
			'zero'        => 0,
			'a number'    => 1.5,
			'true'        => true,
			'nothing'     => [],
			'a list'      => [ 'x', null, [] ],
			'an object'   => (object) [ 'currency' => 'USD' ],
			'a resource'  => \PHP_INT_MAX,
		];
		$keys   = [
			Settings::OPTION           => \array_keys( Settings::all() ),
			Failures::OPTION           => [ 'recording', 'heartbeat' ],
			Heartbeat::OPTION               => [ 'at', 'ok', 'ran' ],
			Endpoint::OPTION           => [ 'made_for', 'works', 'recorder', 'problem', 'checked' ],
			Admin\Screens\Verification::OPTION => [ 'at', 'ok', 'head', 'problems' ],
		];
		foreach ( $keys as $option => $names ) {
			foreach ( $values as $what => $value ) {
				yield $option . ': ' . $what => [ $option, $value ];
				yield $option . ': ' . $what . ' in it' => [ $option, \array_fill_keys( $names, $value ) ];
			}
		}
	}

	/**
	 * @dataProvider zones
	 *
	 * @param string $name   WordPress's setting `timezone_string`.
	 * @param mixed  $offset WordPress's setting `gmt_offset`, in hours.
	 */
	public function test_any_time_zone_setting_is_survived( string $name, mixed $offset ): void {
		$this->listen( 'pre_option_timezone_string', static fn(): string => $name );
		$this->listen( 'pre_option_gmt_offset', static fn(): mixed => $offset );
		self::open_again();
		$this->sell( '1', 'USD' );
		$this->assert_all_is_well();
	}

	/** @return array<array{string,mixed}> */
	public static function zones(): array {
		return [
			[ 'Mars/Olympus', 0 ],
			[ 'UTC+5:30', 0 ],
			[ ' ', 0 ],
			[ '', 5.5 ],
			[ '', '99' ],
			[ '', 'x' ],
			[ '', '-14.25' ],
			[ '<b>', 0 ],
		];
	}

	public function test_the_settings_screen_repairs_them(): void {
		\update_option( Settings::OPTION, 'garbage' );
		Admin\Screens\SettingsScreen::register();
		\update_option( Settings::OPTION, [ 'currency' => 'XYZ' ] );
		self::open_again();
		self::assertStringContainsString( '“XYZ” is not a currency', $this->show( Admin\Screens\SettingsScreen::class ) );
		$this->sell( '1', 'XYZ' );

		\update_option( Settings::OPTION, [ 'currency' => 'eur' ] );
		self::open_again();
		self::assertSame( 'EUR', Settings::currency() );
		self::assertStringNotContainsString( 'is not a currency', $this->show( Admin\Screens\SettingsScreen::class ) );
		self::assertSame( [ 'XYZ' ], \array_column( \siren_find( 'transactions' )['items'], 'currency' ) );
	}

	/** A file is where the directory should be, so nobody can create or write anything there. */
	public function test_a_data_directory_that_cannot_be_used(): void {
		\siren_standings( $this->may ); // Folds everything.
		$data = Store::directory();
		$away = $data . '-away';
		\rename( $data, $away );
		\touch( $data );
		try {
			self::open_elsewhere();
			self::open_again();
			self::assertTrue( Recorder::attempt( fn() => $this->sell( '1', 'USD' ) ) );
			self::assertTrue( Recorder::attempt( fn() => $this->give_back( '1', 'USD', '2' ) ) );
			$lesson = [
				'key'          => 'a',
				'collaborator' => $this->ada,
			];
			foreach ( [ 1, 2 ] as $time ) {
				self::assertTrue( Recorder::attempt( static fn() => Recorder::event( 'course_completed', $lesson ) ) );
			}
			self::assertSame( 3, Deferred::count(), 'a repeated record is stored once' );
			Heartbeat::run();

			self::assertStringContainsString( 'name="siren_settings[currency]"', $this->show( Admin\Screens\SettingsScreen::class ) );
			$status = $this->show( Admin\Screens\StatusScreen::class );
			self::assertStringContainsString( 'The ledger cannot be read.', $status );
			self::assertStringContainsString( '3 records could not be written to the ledger.', $status );
			foreach ( self::SCREENS as $screen ) {
				self::assertStringContainsString( '<h1', $this->show( $screen ), $screen );
			}
		} finally {
			\unlink( $data );
			\rename( $away, $data );
			self::open_elsewhere();
			self::open_again();
		}
		Failures::forget();
		self::set_clock( '2026-05-09T12:00:00Z' );
		Heartbeat::run();
		self::assertSame( 0, Deferred::count() );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->may ) );
		self::assertSame( '100.50', self::pool( $this->may ) );
		self::assertSame( [ self::NOW ], \array_column( \siren_find( 'transactions' )['items'], 'occurred_at' ), 'when it happened' );
		self::assertNoFailures();
	}

	/**
	 * A paid order of 7 in a shop.
	 *
	 * @param string $id       Order id.
	 * @param string $currency As stored by the shop.
	 */
	private function sell( string $id, string $currency ): void {
		$code = Money::code( $currency );
		Recorder::transaction(
			[
				'source'      => 'shop',
				'external_id' => $id,
				'currency'    => $code,
				'details'     => [
					[
						'kind'        => 'line_item',
						'external_id' => 'a',
						'amount'      => Money::from_shop( '7', $code ),
					],
				],
			]
		);
	}

	/**
	 * Refunds part of the order.
	 *
	 * @param string $id       Order id.
	 * @param string $currency As stored by the shop.
	 * @param string $amount   Amount.
	 */
	private function give_back( string $id, string $currency, string $amount ): void {
		Recorder::refund(
			[
				'source'      => 'shop',
				'external_id' => $id,
				'refund_id'   => 'r',
				'amount'      => Money::from_shop( $amount, Money::code( $currency ) ),
			]
		);
	}

	/**
	 * A completed course counts, screens open, and a sale in US dollars feeds the pool.
	 *
	 * @param string[] $screens Screens to open.
	 */
	private function assert_all_is_well( array $screens = self::SCREENS ): void {
		Recorder::event(
			'course_completed',
			[
				'key'          => 'a',
				'collaborator' => $this->ada,
			]
		);
		foreach ( $screens as $screen ) {
			$markup = $this->show( $screen );
			self::assertStringContainsString( '<h1', $markup, $screen );
			self::assertStringNotContainsString( 'This is not available right now.', $markup, $screen );
		}
		self::assertStringContainsString( 'name="siren_settings[currency]"', $this->show( Admin\Screens\SettingsScreen::class ) );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->may ) );
		self::assertContains( self::pool( $this->may ), [ '100.70', '101.30' ], 'the sale in dollars, perhaps two, one of which is refunded in part' );
		self::assertSame( [], \siren_verify()['problems'] );
	}

	/** Opens the ledger with the current settings, as the next request would. */
	private static function open_again(): void {
		\siren_open( Store::dsn(), Store::options() );
	}

	/** A process trusts the journal it wrote to for a moment; another request would not. */
	private static function open_elsewhere(): void {
		\siren_open( 'sqlite:' . SIREN_DATA_DIR . '-elsewhere', [] );
	}
}
