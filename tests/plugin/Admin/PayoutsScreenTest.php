<?php
/**
 * Tests of the payouts' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\PayoutsScreen;

/**
 * From what is owed to what is paid.
 */
final class PayoutsScreenTest extends ScreenTestCase {

	public function test_what_is_owed(): void {
		self::may_is_over();
		$page = $this->show( PayoutsScreen::class );
		self::assertStringContainsString( "75.00\u{A0}USD", $page );
		self::assertStringNotContainsString( 'Make this fulfillment', $page );
	}

	public function test_a_preview_makes_nothing(): void {
		self::may_is_over();
		$page = $this->show(
			PayoutsScreen::class,
			[
				'preview'  => '1',
				'currency' => 'usd',
				'minimum'  => '50',
			]
		);
		self::assertStringContainsString( 'Make this fulfillment', $page );
		self::assertStringContainsString( 'name="minimum" value="50"', $page );
		$preview = (string) \strstr( (string) \strstr( $page, '<h3>' ), '<h2>', true );
		self::assertStringContainsString( "75.00\u{A0}USD", $preview );
		self::assertMatchesRegularExpression( '~Not this time.*25\.00~s', $preview );
		self::assertSame( 0, \siren_find( 'fulfillments' )['total'] );
		self::assertSame( 2, \siren_find( 'obligations', [ 'status' => 'pending' ] )['total'] );
	}

	public function test_a_minimum_that_is_no_amount_is_said_beside_the_field(): void {
		self::may_is_over();
		$page = $this->show(
			PayoutsScreen::class,
			[
				'preview' => '1',
				'minimum' => '1,000',
			]
		);
		self::assertStringContainsString( 'id="siren-minimum-problem"', $page );
	}

	public function test_a_preview_that_would_pay_nobody(): void {
		$page = $this->show( PayoutsScreen::class, [ 'preview' => '1' ] );
		self::assertStringContainsString( 'Nobody would be paid', $page );
		self::assertStringNotContainsString( 'Make this fulfillment', $page );
	}

	public function test_a_fulfillment_is_made_and_its_payouts_are_marked(): void {
		self::may_is_over();
		$arguments = $this->done(
			[ PayoutsScreen::class, 'create_fulfillment' ],
			'siren_create_fulfillment',
			[
				'currency' => 'USD',
				'minimum'  => '',
				'until'    => '',
			],
			'fulfillment_made'
		);
		$page      = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( "100.00\u{A0}USD", $page );
		self::assertSame( 2, \substr_count( $page, '>Mark paid</button>' ) );

		$fulfillment = \siren_get( 'fulfillments', (int) $arguments['fulfillment'] );
		[ $one, $two ] = \array_column( $fulfillment['payouts'], 'id' );
		$this->mark( $one, $fulfillment['id'], 'paid', 'TR-2026-17' );
		$this->mark( $two, $fulfillment['id'], 'failed', '' );

		self::assertSame( [ 'paid', 'TR-2026-17', '2026-06-01T00:10:00Z' ], \array_values( \array_intersect_key( \siren_get( 'payouts', $one ), \array_flip( [ 'status', 'reference', 'paid_at' ] ) ) ) );
		self::assertSame( 'failed', \siren_get( 'payouts', $two )['status'] );
		$page = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( 'TR-2026-17', $page );
		self::assertStringNotContainsString( '>Mark paid</button>', $page );
	}

	public function test_nothing_is_paid_twice(): void {
		self::may_is_over();
		$made   = \siren_create_fulfillment( [ 'now' => '2026-06-01T00:10:00Z' ] );
		$payout = $made['payouts'][0]['id'];
		$this->mark( $payout, $made['id'], 'paid', 'first' );

		$this->mark( $payout, $made['id'], 'paid', 'second' );
		$arguments = $this->sent(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'id'          => (string) $payout,
				'fulfillment' => (string) $made['id'],
				'status'      => 'failed',
				'reference'   => 'third',
			]
		);
		self::assertArrayNotHasKey( 'siren_done', $arguments );
		self::assertSame( [ 'paid', 'first' ], [ \siren_get( 'payouts', $payout )['status'], \siren_get( 'payouts', $payout )['reference'] ] );
		self::assertStringContainsString( 'notice-error', $this->show( PayoutsScreen::class, $arguments ) );
	}

	public function test_the_list_of_fulfillments(): void {
		self::may_is_over();
		\siren_create_fulfillment( [ 'now' => '2026-06-01T00:10:00Z' ] );
		$page = $this->show( PayoutsScreen::class, [ 'part' => 'fulfillments' ] );
		self::assertStringContainsString( 'No. 1', $page );
		self::assertStringContainsString( "100.00\u{A0}USD", $page );
	}

	public function test_who_may_not_approve_can_only_look(): void {
		self::may_is_over();
		$made = \siren_create_fulfillment( [ 'now' => '2026-06-01T00:10:00Z' ] );
		$user = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		$user->add_cap( 'siren_manage_programs' );
		\wp_set_current_user( $user->ID );

		self::assertStringNotContainsString( 'Make a fulfillment', $this->show( PayoutsScreen::class ) );
		self::assertStringNotContainsString( '>Mark paid</button>', $this->show( PayoutsScreen::class, [ 'fulfillment' => (string) $made['id'] ] ) );
		self::send( 'siren_create_fulfillment', [] );
		self::assertSame( 403, $this->ending( [ PayoutsScreen::class, 'create_fulfillment' ] )->status );
		self::send( 'siren_set_payout', [] );
		self::assertSame( 403, $this->ending( [ PayoutsScreen::class, 'set_payout' ] )->status );
	}

	/**
	 * Marks a payout by its form.
	 *
	 * @param int    $payout      Which.
	 * @param int    $fulfillment Whose.
	 * @param string $status      As what.
	 * @param string $reference   Reference of the payment.
	 */
	private function mark( int $payout, int $fulfillment, string $status, string $reference ): void {
		$this->done(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'id'          => (string) $payout,
				'fulfillment' => (string) $fulfillment,
				'status'      => $status,
				'reference'   => $reference,
			],
			'payout_' . $status
		);
	}
}
