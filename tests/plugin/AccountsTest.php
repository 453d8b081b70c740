<?php
/**
 * Tests of Accounts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Accounts;
use Siren\Distributors\Admin\Screens\CollaboratorsScreen;

/**
 * A user id belongs to a collaborator only as long as it is the same account.
 */
final class AccountsTest extends SirenTestCase {

	private int $user;

	private int $ada;

	protected function setUp(): void {
		parent::setUp();
		require_once ABSPATH . 'wp-admin/includes/user.php';
		$this->user = self::user( 'author' );
		$this->ada  = self::collaborator( 'Ada', $this->user );
		self::distributor( [ 'course_completed' => 1 ] );
		$this->credit( 'before' );
		\siren_run_due( '2026-06-02T00:00:00Z' );
		\do_action( 'siren_heartbeat' );
	}

	public function test_deleting_an_account_keeps_what_is_owed_and_shows_a_notice(): void {
		$owed = \siren_balances( [ 'collaborator' => $this->ada ] );
		self::assertNotSame( [], $owed );
		self::assertStringNotContainsString( 'account of this collaborator was deleted on', $this->screen() );
		\wp_delete_user( $this->user );
		$row = \siren_get( 'collaborators', $this->ada );
		self::assertSame( [ null, 'active' ], [ $row['wp_user_id'], $row['status'] ] );
		self::assertSame( $owed, \siren_balances( [ 'collaborator' => $this->ada ] ) );
		self::assertStringContainsString( 'account of this collaborator was deleted on', $this->screen() );
		self::assertNoFailures();
	}

	public function test_a_new_user_with_a_deleted_users_id_is_a_stranger(): void {
		\siren_record_transaction( $this->sale( 'old' ) );
		\wp_delete_user( $this->user );
		\do_action( 'siren_heartbeat' );
		$this->come_back( 'somebody-else' );
		\do_action( 'siren_heartbeat' );
		$this->credit( 'after' );
		self::assertSame( 'unknown_collaborator', self::events()[1]['collaborators'][0]['reason'] );
		self::assertSame( 0, \siren_find( 'transactions', [ 'customer' => 'user:' . $this->user ] )['total'] );
		self::assertSame( [], \siren_export_person( [ 'user:' . $this->user ] )['collaborators'] );
		self::assertTrue( \siren_verify()['ok'] );
		self::assertNoFailures();
	}

	public function test_the_heartbeat_finds_an_account_deleted_unnoticed(): void {
		$GLOBALS['wpdb']->delete( $GLOBALS['wpdb']->users, [ 'ID' => $this->user ] );
		\clean_user_cache( $this->user );
		\do_action( 'siren_heartbeat' );
		self::assertNull( \siren_get( 'collaborators', $this->ada )['wp_user_id'] );
		self::assertNotNull( Accounts::gone_since( $this->ada ) );
	}

	public function test_the_heartbeat_finds_an_id_that_a_restore_gave_to_someone_else(): void {
		$GLOBALS['wpdb']->delete( $GLOBALS['wpdb']->users, [ 'ID' => $this->user ] );
		$this->come_back( 'restored-somebody' );
		\do_action( 'siren_heartbeat' );
		self::assertNull( \siren_get( 'collaborators', $this->ada )['wp_user_id'] );
		$this->credit( 'after' );
		self::assertSame( 'unknown_collaborator', self::events()[1]['collaborators'][0]['reason'] );
	}

	public function test_the_same_account_stays_and_another_can_be_bound(): void {
		\wp_update_user(
			[
				'ID'           => $this->user,
				'user_email'   => 'new-address@academy.test',
				'display_name' => 'Countess',
			]
		);
		\do_action( 'siren_heartbeat' );
		self::assertSame( $this->user, \siren_get( 'collaborators', $this->ada )['wp_user_id'] );
		$other = self::user();
		\siren_save_collaborator(
			[
				'id'         => $this->ada,
				'wp_user_id' => $other,
				'now'        => self::NOW,
			]
		);
		\do_action( 'siren_heartbeat' );
		self::assertSame( $other, \siren_get( 'collaborators', $this->ada )['wp_user_id'] );
		self::assertNull( Accounts::gone_since( $this->ada ) );
	}

	public function test_a_failing_database_does_not_retire_accounts(): void {
		$wpdb        = $GLOBALS['wpdb'];
		$users       = $wpdb->users;
		$wpdb->users = 'a_table_that_is_not_there';
		$shown       = $wpdb->suppress_errors( true );
		\clean_user_cache( $this->user );
		try {
			Accounts::check();
		} finally {
			$wpdb->users = $users;
			$wpdb->suppress_errors( $shown );
		}
		self::assertSame( $this->user, \siren_get( 'collaborators', $this->ada )['wp_user_id'] );
	}

	/**
	 * Records an event that credits the owner by user id.
	 *
	 * @param string $key Key.
	 */
	private function credit( string $key ): void {
		\siren_record_event(
			'course_completed',
			[
				'key'         => $key,
				'alias'       => [
					'type' => 'wp_user',
					'code' => (string) $this->user,
				],
				'occurred_at' => self::NOW,
			]
		);
	}

	/**
	 * Records a sale to the user.
	 *
	 * @param string $number Order number.
	 */
	private function sale( string $number ): array {
		return [
			'source'      => 'shop',
			'external_id' => $number,
			'currency'    => 'USD',
			'occurred_at' => self::NOW,
			'customer'    => [ 'user:' . $this->user, 'email:ada@academy.test' ],
			'details'     => [
				[
					'kind'   => 'line_item',
					'amount' => '1.00',
				],
			],
		];
	}

	/**
	 * An import assigns the id to someone else.
	 *
	 * @param string $login Login name of that user.
	 */
	private function come_back( string $login ): void {
		$GLOBALS['wpdb']->insert(
			$GLOBALS['wpdb']->users,
			[
				'ID'              => $this->user,
				'user_login'      => $login,
				'user_nicename'   => $login,
				'user_email'      => $login . '@academy.test',
				'user_registered' => '2026-05-20 00:00:00',
			]
		);
		\clean_user_cache( $this->user );
	}

	/** The output of the collaborator's screen. */
	private function screen(): string {
		$administrator = self::user( 'administrator' );
		\wp_set_current_user( $administrator );
		$_GET = [
			'page' => 'siren-collaborators',
			'edit' => (string) $this->ada,
		];
		return self::printed( [ CollaboratorsScreen::class, 'render' ] );
	}
}
