<?php
/**
 * Tests of Hold.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Screens\Hold;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Dashboard\Dashboard;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * An amount is held with a reason and released, and who sees what in the meantime.
 */
final class HoldTest extends ScreenTestCase {

	private const REASON = 'Looks <script>alert(1)</script> made up';

	public function test_an_amount_is_held_and_released(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		self::assertStringContainsString( 'Hold this amount', $this->show( DistributionsScreen::class, [ 'explain' => (string) $obligation ] ) );

		$arguments = $this->sent( [ Hold::class, 'hold' ], 'siren_hold_obligation', [ 'id' => (string) $obligation, 'hold_reason' => ' ' ] ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertStringContainsString( 'is an empty string', $this->show( DistributionsScreen::class, $arguments ) );

		$arguments = $this->done( [ Hold::class, 'hold' ], 'siren_hold_obligation', [ 'id' => (string) $obligation, 'hold_reason' => self::REASON ], 'obligation_held' ); // phpcs:ignore WordPress.Arrays -- one form.
		$held      = \siren_get( 'obligations', (int) $arguments['explain'] );
		self::assertSame( [ 'held', $obligation ], [ $held['status'], $held['corrects'] ] );
		self::assertSame( StaffIdentity::present(), \siren_explain( $held['id'] )['hold']['by'] );

		$page = $this->show( DistributionsScreen::class, $arguments );
		foreach ( [ 'This amount is held', 'Release amount', \esc_html( self::REASON ), 'Held by ' . \wp_get_current_user()->display_name ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}
		self::assertStringNotContainsString( 'Hold this amount', $page );
		self::assertStringContainsString( 'Of which held manually', $this->show( PayoutsScreen::class ) );
		self::assertSame( [ $names['second'] ], \array_column( \siren_create_fulfillment( [ 'dry_run' => true ] )['payouts'], 'collaborator' ) );

		$arguments = $this->done( [ Hold::class, 'release' ], 'siren_release_obligation', [ 'id' => (string) $held['id'] ], 'obligation_released' );
		self::assertStringContainsString( 'Released by', $this->show( DistributionsScreen::class, $arguments ) );
		self::assertCount( 2, \siren_create_fulfillment( [ 'dry_run' => true ] )['payouts'] );
	}

	public function test_the_collaborator_sees_that_an_amount_is_held_and_why(): void {
		$names = self::may_is_over();
		$user  = self::user();
		\siren_save_collaborator(
			[
				'id'         => $names['first'],
				'wp_user_id' => $user,
			]
		);
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		\siren_hold_obligation( $obligation, self::REASON );
		\wp_set_current_user( $user );
		$page = Dashboard::render();
		self::assertStringContainsString( 'is held: ' . \esc_html( self::REASON ), $page );
		self::assertStringNotContainsString( '<script', $page );
	}

	public function test_users_who_may_not_approve_cannot_hold_amounts(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		$user       = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		\wp_set_current_user( $user->ID );
		self::assertStringNotContainsString( 'Hold this amount', $this->show( DistributionsScreen::class, [ 'explain' => (string) $obligation ] ) );
		foreach ( [ 'hold' => 'siren_hold_obligation', 'release' => 'siren_release_obligation' ] as $method => $action ) { // phpcs:ignore WordPress.Arrays -- two forms.
			self::send( $action, [ 'id' => (string) $obligation ] );
			self::assertSame( 403, $this->ending( [ Hold::class, $method ] )->status );
		}
	}
}
