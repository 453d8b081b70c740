<?php
/**
 * Tests of the settings screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\ActivityScreen;
use Siren\Distributors\Admin\Screens\CollaboratorsScreen;
use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Admin\Screens\OverviewScreen;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Screens\SettingsScreen;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Settings\Definitions;
use Siren\Distributors\Settings\Setting;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * WordPress saves the form; what it saves is valid.
 */
final class SettingsScreenTest extends ScreenTestCase {

	public function test_the_form_has_every_choice(): void {
		SettingsScreen::register();
		$form = $this->show( SettingsScreen::class );
		foreach ( \array_keys( Settings::all() ) as $choice ) {
			self::assertStringContainsString( 'name="siren_settings[' . $choice . ']"', $form );
		}
	}

	public function test_every_value_of_a_choice_has_a_text_and_can_be_chosen(): void {
		$form = $this->show( SettingsScreen::class );
		foreach ( \array_filter( Definitions::all(), static fn( Setting $setting ): bool => Setting::CHOICE === $setting->kind ) as $name => $setting ) {
			foreach ( \array_keys( $setting->texts( Settings::all() )['choices'] ) as $value ) {
				self::assertSame( $value, $setting->valid( $value ), $name );
				self::assertStringContainsString( 'value="' . $value . '"', $form, $name );
			}
			self::assertArrayHasKey( $setting->default, $setting->texts( Settings::all() )['choices'], $name );
		}
	}

	public function test_an_unchecked_checkbox_is_submitted_too(): void {
		self::assertMatchesRegularExpression( '/<input type="hidden" name="siren_settings\[two_people\]" value="0">\s*<label>\s*<input type="checkbox" name="siren_settings\[two_people\]"/', $this->show( SettingsScreen::class ) );
		self::assertFalse( Settings::sanitize( [ 'two_people' => '0' ] )['two_people'] );
	}

	public function test_every_field_has_a_label(): void {
		$form = $this->show( SettingsScreen::class );
		\preg_match_all( '/<(?:input type="text"|input type="number"|select)[^>]* id="([^"]+)"/', $form, $fields );
		foreach ( $fields[1] as $id ) {
			self::assertStringContainsString( 'for="' . $id . '"', $form );
		}
	}

	public function test_only_valid_values_are_saved(): void {
		SettingsScreen::register();
		\update_option( Settings::OPTION, [ 'visit_window' => 'fortnight', 'cookie_days' => '7' ] );
		self::assertSame( [ 'session', 7 ], [ Settings::all()['visit_window'], \get_option( Settings::OPTION )['cookie_days'] ] );
	}

	/**
	 * @dataProvider shop_currencies
	 */
	public function test_an_invalid_currency_breaks_no_screen( string $currency, bool $known ): void {
		\update_option( Settings::OPTION, [ 'currency' => $currency ] );
		self::open_again();
		self::assertSame( $currency, Settings::currency() );

		$form = $this->show( SettingsScreen::class );
		self::assertStringContainsString( 'name="siren_settings[currency]"', $form );
		self::assertSame( ! $known, \str_contains( $form, "“{$currency}” is not a currency you can pay out in." ) );
		foreach ( [ OverviewScreen::class, DistributorsScreen::class, DistributionsScreen::class, PayoutsScreen::class, CollaboratorsScreen::class, ActivityScreen::class, StatusScreen::class ] as $screen ) {
			self::assertStringNotContainsString( 'This is not available right now.', $this->show( $screen ), $screen );
		}

		// Activity in the meantime is recorded and counted as usual.
		$may = self::distributor( [ 'lesson_completed' => 1 ] );
		$ada = \siren_save_collaborator( [ 'name' => 'Ada', 'now' => '2026-05-01T00:00:00Z' ] )['id'];
		self::assertTrue( Recorder::attempt( static fn() => Recorder::event( 'lesson_completed', [ 'key' => 'a', 'collaborator' => $ada, 'occurred_at' => '2026-05-10T00:00:00Z' ] ) ) );
		\siren_record_transaction(
			[
				'source'      => 'shop',
				'external_id' => '1',
				'currency'    => $currency,
				'occurred_at' => '2026-05-10T00:00:00Z',
				'details'     => [ [ 'kind' => 'line_item', 'amount' => '7' ] ],
			]
		);
		self::assertSame( [ 1 ], \array_column( \siren_standings( $may, '2026-05-11T00:00:00Z' )['standings'], 'score' ) );
		self::assertSame( [ $currency ], \array_column( \siren_find( 'transactions' )['items'], 'currency' ) );
	}

	/** @return array<array{string,bool}> */
	public static function shop_currencies(): array {
		return [
			[ 'XYZ', false ],
			[ 'XAU', false ],
			[ 'ANG', true ],
			[ 'BTC', true ],
			[ 'BYR', true ],
			[ 'GGP', true ],
			[ 'IMP', true ],
			[ 'IRT', true ],
			[ 'JEP', true ],
			[ 'PRB', true ],
			[ 'RMB', true ],
			[ 'VEF', true ],
		];
	}

	public function test_an_invalid_time_zone_breaks_no_screen(): void {
		\siren_open( Store::dsn(), [ 'timezone' => 'Mars/Olympus' ] );
		self::assertStringContainsString( 'is not a valid time zone.', $this->show( SettingsScreen::class ) );
	}

	/** Opens the ledger with the site's choices as they are now, as the next request would. */
	private static function open_again(): void {
		\siren_open( Store::dsn(), Store::options() );
	}

	public function test_only_administrators_can_change_settings(): void {
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertSame( 403, $this->ending( fn() => $this->show( SettingsScreen::class ) )->status );
	}
}
