<?php
/**
 * Tests of the settings screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\SettingsScreen;
use Siren\Distributors\Settings;

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

	public function test_every_field_has_a_label(): void {
		$form = $this->show( SettingsScreen::class );
		\preg_match_all( '/<(?:input type="text"|input type="number"|select)[^>]* id="([^"]+)"/', $form, $fields );
		foreach ( $fields[1] as $id ) {
			self::assertStringContainsString( 'for="' . $id . '"', $form );
		}
	}

	public function test_what_is_saved_is_valid(): void {
		SettingsScreen::register();
		\update_option( Settings::OPTION, [ 'visit_window' => 'fortnight', 'cookie_days' => '7' ] );
		self::assertSame( [ 'session', 7 ], [ Settings::all()['visit_window'], \get_option( Settings::OPTION )['cookie_days'] ] );
	}

	public function test_only_who_manages_the_site(): void {
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertSame( 403, $this->ending( fn() => $this->show( SettingsScreen::class ) )->status );
	}
}
