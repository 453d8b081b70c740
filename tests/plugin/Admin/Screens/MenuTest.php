<?php
/**
 * Tests of Menu and ExtensionNotice.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\ExtensionNotice;
use Siren\Distributors\Admin\Screens\Help;
use Siren\Distributors\Admin\Screens\Menu;
use Siren\Distributors\Admin\Screens\Screen;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Every screen has its place, and the plugin without its extension one page and one notice.
 */
final class MenuTest extends ScreenTestCase {

	public function test_every_screen_is_in_the_menu(): void {
		global $submenu;
		Menu::add_pages();
		self::assertSame(
			[ 'siren-overview', 'siren-distributors', 'siren-distributions', 'siren-payouts', 'siren-collaborators', 'siren-activity', 'siren-settings', 'siren-status' ],
			\array_column( $submenu['siren-overview'], 2 )
		);
	}

	public function test_every_class_that_is_a_screen_is_listed_and_complete(): void {
		$found = [];
		foreach ( (array) \glob( \dirname( SIREN_DISTRIBUTORS_FILE ) . '/includes/Admin/Screens/*.php' ) as $file ) {
			$class = 'Siren\\Distributors\\Admin\\Screens\\' . \basename( (string) $file, '.php' );
			if ( \is_subclass_of( $class, Screen::class ) ) {
				$found[] = $class;
				self::assertMatchesRegularExpression( '/^siren-[a-z]+$/', $class::slug() );
				self::assertNotSame( '', $class::title() );
				self::assertNotSame( '', $class::help() );
			}
		}
		self::assertEqualsCanonicalizing( $found, Menu::SCREENS );
	}

	public function test_the_help_is_the_screens_own(): void {
		foreach ( Menu::SCREENS as $screen ) {
			$shown = \WP_Screen::get( 'siren_page_' . $screen::slug() );
			Help::add( $shown );
			self::assertStringContainsString( \esc_html( $screen::help() ), $shown->get_help_tab( 'siren-screen' )['content'] );
		}
	}

	public function test_the_style_sheet_is_on_our_screens_only(): void {
		Menu::enqueue( 'edit.php' );
		self::assertFalse( \wp_style_is( 'siren-admin' ) );
		Menu::enqueue( 'siren_page_siren-payouts' );
		self::assertTrue( \wp_style_is( 'siren-admin' ) );
		\wp_dequeue_style( 'siren-admin' );
	}

	public function test_the_notice_about_unmet_requirements_is_on_the_plugins_page_only(): void {
		\set_current_screen( 'plugins' );
		self::assertStringContainsString( 'not ready yet', self::printed( [ ExtensionNotice::class, 'notice' ] ) );
		\set_current_screen( 'edit-post' );
		self::assertSame( '', self::printed( [ ExtensionNotice::class, 'notice' ] ) );

		\set_current_screen( 'plugins' );
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertSame( '', self::printed( [ ExtensionNotice::class, 'notice' ] ) );
	}

	public function test_the_page_about_unmet_requirements_says_what_to_do(): void {
		$page = self::printed( [ ExtensionNotice::class, 'render' ] );
		self::assertStringContainsString( 'siren.so', $page );
		self::assertStringContainsString( PHP_VERSION, $page );
	}
}
