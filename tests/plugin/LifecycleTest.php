<?php
/**
 * Tests of Lifecycle.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Completion;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Distributors\Visitor;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;

/**
 * Set up once, taken down as far as it was asked for.
 */
final class LifecycleTest extends SirenTestCase {

	protected function tearDown(): void {
		\remove_role( 'shop_manager' );
		Lifecycle::activate();
		parent::tearDown();
	}

	public function test_activation_schedules_the_heartbeat_and_grants_capabilities(): void {
		Lifecycle::deactivate();
		self::assertFalse( \wp_next_scheduled( Heartbeat::HOOK ) );

		Lifecycle::activate();
		self::assertNotFalse( \wp_next_scheduled( Heartbeat::HOOK ) );
		foreach ( Lifecycle::CAPABILITIES as $capability ) {
			self::assertTrue( \get_role( 'administrator' )->has_cap( $capability ) );
			self::assertFalse( \get_role( 'editor' )->has_cap( $capability ) );
		}
	}

	public function test_a_shop_activated_later_gets_capabilities_for_its_managers(): void {
		\add_role( 'shop_manager', 'Shop manager' );
		\do_action( 'activated_plugin', 'woocommerce/woocommerce.php', false );
		self::assertTrue( \get_role( 'shop_manager' )->has_cap( Lifecycle::APPROVE_PAYOUTS ) );
	}

	public function test_a_site_that_was_never_activated_is_set_up_by_its_first_request(): void {
		Lifecycle::deactivate();
		Lifecycle::ensure();
		self::assertNotFalse( \wp_next_scheduled( Heartbeat::HOOK ) );
	}

	public function test_removal_keeps_everything_unless_chosen(): void {
		\update_option( Settings::OPTION, [ 'currency' => 'EUR' ] );
		Lifecycle::uninstall();
		self::assertSame( 'EUR', Settings::currency() );
		self::assertTrue( \get_role( 'administrator' )->has_cap( Lifecycle::EXPORT ) );
	}

	public function test_removal_deletes_everything_if_chosen(): void {
		self::collaborator( 'Ada' );
		Visitor::subject( self::NOW );
		$student = self::user();
		\update_option( Settings::OPTION, [ 'retake_days' => 2 ] ); // Begins to learn what was counted.
		Completion::course( 'school', self::post( self::user() ), $student, [ 1 ] );
		$kept = $GLOBALS['wpdb']->get_blog_prefix() . 'siren_completions';
		self::assertCount( 1, \get_user_meta( $student, $kept, false ) );
		self::assertIsArray( \get_option( 'siren_backfill_retakes' ) );
		\update_option( Settings::OPTION, [ 'delete_on_uninstall' => true ] );

		Lifecycle::uninstall();

		self::assertFalse( \get_option( Settings::OPTION ) );
		self::assertFalse( \get_option( 'siren_backfill_retakes' ) );
		self::assertFalse( \get_option( Lifecycle::SINCE_OPTION ) );
		self::assertSame( [], \get_user_meta( $student, $kept, false ) );
		self::assertDirectoryDoesNotExist( Configuration::directory() );
		self::assertFileDoesNotExist( Endpoint::file() );
		self::assertFalse( \get_role( 'administrator' )->has_cap( Lifecycle::EXPORT ) );
		self::assertSame( 1, \siren_find( 'collaborators' )['total'], 'a directory the configuration names is not ours to delete' );
	}

	public function test_a_ledger_is_deleted_with_its_log_and_its_snapshots(): void {
		self::collaborator( 'Ada' );
		\siren_maintain();
		\siren_erase_person( [ 'user:4711' ] ); // Begins another segment of the log.
		$copy = SIREN_SITE_DIR . '/copy';
		\shell_exec( 'cp -r ' . \escapeshellarg( Store::directory() ) . ' ' . \escapeshellarg( $copy ) . ' && rm -rf ' . \escapeshellarg( $copy . '/visits' ) );
		self::assertDirectoryExists( $copy . '/snapshots' );
		( new \ReflectionMethod( Lifecycle::class, 'delete_ledger' ) )->invoke( null, $copy );
		self::assertDirectoryDoesNotExist( $copy );
	}
}
