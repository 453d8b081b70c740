<?php
/**
 * Tests of Settings.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Settings;
use Siren\Distributors\Store;

/**
 * Whatever the option holds, the choices are complete and valid.
 */
final class SettingsTest extends SirenTestCase {

	private const DEFAULTS = [
		'currency'            => '',
		'gift_cards'          => 'used',
		'visits'              => 'beacon',
		'visit_window'        => 'session',
		'network_visitors'    => 10,
		'visit_months'        => 0,
		'link_parameter'      => 'ref',
		'pretty_links'        => false,
		'cookie_days'         => 30,
		'attribution'         => 'last_click',
		'do_not_track'        => false,
		'retake_days'         => 0,
		'dashboard_others'    => 'nothing',
		'two_people'          => false,
		'delete_on_uninstall' => false,
	];

	public function test_every_setting_has_its_default(): void {
		self::assertSame( self::DEFAULTS, Settings::all() );
	}

	/**
	 * @dataProvider nonsense
	 */
	public function test_invalid_values_become_the_default( mixed $option ): void {
		\update_option( Settings::OPTION, $option );
		self::assertSame( self::DEFAULTS, Settings::all() );
	}

	/** @return array<array{mixed}> */
	public static function nonsense(): array {
		return [
			[ 'text' ],
			[ [ 'currency' => 'dollars' ] ],
			[ [ 'visits' => 'by hand' ] ],
			[ [ 'visit_window' => 'fortnight' ] ],
			[ [ 'visit_window' => [ 'day' ] ] ],
			[ [ 'link_parameter' => '' ] ],
			[ [ 'link_parameter' => 'page_id' ] ],
			[ [ 'attribution' => 'no click' ] ],
			[ [ 'visit_months' => '-3' ] ],
			[ [ 'network_visitors' => '' ] ],
			[ [ 'network_visitors' => [ 3 ] ] ],
			[ [ 'dashboard_others' => 'amounts' ] ],
			[ [ 'unknown' => 'x' ] ],
		];
	}

	public function test_submitted_settings_are_sanitised(): void {
		$saved = Settings::sanitize(
			[
				'currency'            => ' eur ',
				'visits'              => 'server',
				'visit_window'        => 'day',
				'network_visitors'    => '0',
				'do_not_track'        => '1',
				'visit_months'        => '900',
				'link_parameter'      => 'Via',
				'pretty_links'        => '1',
				'cookie_days'         => '90000',
				'attribution'         => 'first_click',
				'gift_cards'          => 'never',
				'retake_days'         => '-9',
				'delete_on_uninstall' => '1',
			]
		);
		self::assertSame(
			[
				'currency'            => 'EUR',
				'gift_cards'          => 'used',
				'visits'              => 'server',
				'visit_window'        => 'day',
				'network_visitors'    => 1,
				'visit_months'        => 120,
				'link_parameter'      => 'via',
				'pretty_links'        => true,
				'cookie_days'         => 365,
				'attribution'         => 'first_click',
				'do_not_track'        => true,
				'retake_days'         => 0,
				'dashboard_others'    => 'nothing',
				'two_people'          => false,
				'delete_on_uninstall' => true,
			],
			$saved
		);
	}

	public function test_the_currency_is_the_chosen_one_or_the_shops(): void {
		\update_option( 'woocommerce_currency', 'GBP' );
		self::assertSame( 'GBP', Settings::currency() );
		\update_option( Settings::OPTION, [ 'currency' => 'CHF' ] );
		self::assertSame( 'CHF', Settings::currency() );
		\delete_option( 'woocommerce_currency' );
		\delete_option( Settings::OPTION );
		self::assertSame( 'USD', Settings::currency() );
	}

	/**
	 * @dataProvider zones
	 */
	public function test_the_time_zone_is_the_sites( string $zone, string $offset, string $expected ): void {
		$before = [ \get_option( 'timezone_string' ), \get_option( 'gmt_offset' ) ];
		\update_option( 'timezone_string', $zone );
		\update_option( 'gmt_offset', $offset );
		try {
			self::assertSame( $expected, Settings::timezone() );
			// The engine understands it, as the zone of a ledger and of a schedule.
			$distributor = \siren_get( 'distributors', self::distributor( [ 'lesson_completed' => 1 ], [ 'schedule' => [ 'every' => 'day', 'timezone' => Settings::timezone() ] ] ) );
			self::assertSame( $expected, $distributor['schedule']['timezone'] );
			\siren_open( Store::dsn(), Store::options() );
		} finally {
			\update_option( 'timezone_string', $before[0] );
			\update_option( 'gmt_offset', $before[1] );
		}
	}

	/** @return array<array{string,string,string}> */
	public static function zones(): array {
		return [
			[ 'America/New_York', '', 'America/New_York' ],
			[ '', '0', '+00:00' ],
			[ '', '2', '+02:00' ],
			[ '', '-7', '-07:00' ],
			[ '', '14', '+14:00' ],
			[ '', '5.5', '+05:30' ],
			[ '', '5.75', '+05:45' ],
			[ '', '-3.5', '-03:30' ],
		];
	}
}
