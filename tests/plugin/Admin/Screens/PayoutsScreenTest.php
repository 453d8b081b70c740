<?php
/**
 * Tests of the payouts' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\CsvExport;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * From obligations to paid payouts.
 */
final class PayoutsScreenTest extends ScreenTestCase {

	public function test_amounts_owed_are_listed(): void {
		self::may_is_over();
		$page = $this->show( PayoutsScreen::class );
		self::assertStringContainsString( "75.00\u{A0}USD", $page );
		self::assertStringNotContainsString( 'Create fulfillment', $page );
	}

	public function test_a_preview_creates_nothing(): void {
		self::may_is_over();
		$page = $this->show(
			PayoutsScreen::class,
			[
				'preview'  => '1',
				'currency' => 'usd',
				'minimum'  => '50',
			]
		);
		self::assertStringContainsString( 'Create fulfillment', $page );
		self::assertStringContainsString( 'name="minimum" value="50"', $page );
		$preview = (string) \strstr( (string) \strstr( $page, '<h3>' ), '<h2>', true );
		self::assertStringContainsString( "75.00\u{A0}USD", $preview );
		self::assertMatchesRegularExpression( '~Left out of this fulfillment.*25\.00~s', $preview );
		self::assertSame( 0, \siren_find( 'fulfillments' )['total'] );
		self::assertSame( 2, \siren_find( 'obligations', [ 'status' => 'pending' ] )['total'] );
	}

	public function test_an_invalid_minimum_is_reported_beside_the_field(): void {
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

	public function test_an_empty_preview_says_so(): void {
		self::assertStringContainsString( 'You do not owe anyone anything yet', $this->show( PayoutsScreen::class ) );
		self::may_is_over();
		$page = $this->show(
			PayoutsScreen::class,
			[
				'preview' => '1',
				'minimum' => '500',
			]
		);
		self::assertStringContainsString( 'No one would be paid', $page );
		self::assertStringNotContainsString( 'Create fulfillment', $page );
	}

	public function test_a_fulfillment_is_created_and_its_payouts_are_marked(): void {
		$names     = self::may_is_over();
		$arguments = $this->done(
			[ PayoutsScreen::class, 'create_fulfillment' ],
			'siren_create_fulfillment',
			[
				'currency' => 'USD',
				'minimum'  => '',
				'until'    => '',
				'chosen'   => [ $names['first'] . ' 75.00 USD', $names['second'] . ' 25.00 USD' ],
			],
			'fulfillment_made'
		);
		$page      = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( "100.00\u{A0}USD", $page );
		self::assertSame( 3, \substr_count( $page, '>Mark as paid</button>' ) ); // One for all that are ticked.

		$fulfillment = \siren_get( 'fulfillments', (int) $arguments['fulfillment'] );
		[ $one, $two ] = \array_column( $fulfillment['payouts'], 'id' );
		$this->mark( $one, $fulfillment['id'], 'paid', 'TR-2026-17' );
		$this->mark( $two, $fulfillment['id'], 'failed', '' );

		self::assertSame( [ 'paid', 'TR-2026-17', '2026-06-01T00:10:00Z' ], \array_values( \array_intersect_key( \siren_get( 'payouts', $one ), \array_flip( [ 'status', 'reference', 'paid_at' ] ) ) ) );
		self::assertSame( 'failed', \siren_get( 'payouts', $two )['status'] );
		$page = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( 'TR-2026-17', $page );
		self::assertStringNotContainsString( '>Mark as paid</button>', $page );
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

	public function test_a_returned_payout_is_owed_again(): void {
		self::may_is_over();
		$made    = \siren_create_fulfillment( [ 'now' => self::clock() ] );
		$payouts = \array_column( $made['payouts'], 'id' );
		$shown   = [ 'fulfillment' => (string) $made['id'] ];
		self::assertStringNotContainsString( '>Mark as returned</button>', $this->show( PayoutsScreen::class, $shown ) );
		$this->mark( $payouts[0], $made['id'], 'paid', 'TR-1' );
		$this->mark( $payouts[1], $made['id'], 'paid', 'TR-2' );

		// The fulfillment is complete, and what it paid can still come back.
		$page = $this->show( PayoutsScreen::class, $shown );
		self::assertSame( 2, \substr_count( $page, '>Mark as returned</button>' ) );
		self::assertStringNotContainsString( '>Mark as paid</button>', $page );
		$arguments = $this->done(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'id'          => (string) $payouts[0],
				'fulfillment' => (string) $made['id'],
				'status'      => 'returned',
				'note'        => 'Account closed',
			],
			'payout_returned'
		);
		$page = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( '>Returned</span>', $page );
		self::assertStringContainsString( 'Account closed', $page );
		self::assertSame( 1, \substr_count( $page, '>Mark as returned</button>' ) );

		$payout = \siren_get( 'payouts', $payouts[0] );
		self::assertSame( [ 'returned', 'TR-1', 'Account closed' ], [ $payout['status'], $payout['reference'], $payout['note'] ] );
		$again = \siren_create_fulfillment(
			[
				'now'     => self::clock(),
				'dry_run' => true,
			]
		);
		self::assertSame( [ $payout['amount'] ], \array_column( $again['payouts'], 'amount' ) );
		$list = $this->show(
			PayoutsScreen::class,
			[
				'part'   => 'obligations',
				'status' => 'rejected',
			]
		);
		self::assertStringContainsString( 'payout returned', $list );
	}

	public function test_only_selected_collaborators_are_paid(): void {
		$names     = self::may_is_over();
		$arguments = $this->done( [ PayoutsScreen::class, 'create_fulfillment' ], 'siren_create_fulfillment', self::agreed( [ $names['second'] . ' 25.00 USD' ] ), 'fulfillment_made' );
		self::assertSame( [ '25.00' ], \array_column( \siren_get( 'fulfillments', (int) $arguments['fulfillment'] )['payouts'], 'amount' ) );
		self::assertStringContainsString( "75.00\u{A0}USD", $this->show( PayoutsScreen::class ) );
	}

	/**
	 * @dataProvider not_agreed
	 *
	 * @param string[] $chosen What was agreed to; `#` stands for the one who is owed 75.00.
	 */
	public function test_only_previewed_payouts_are_paid( array $chosen, string $said ): void {
		$names     = self::may_is_over();
		$chosen    = \array_map( static fn( string $seen ): string => \str_replace( '#', (string) $names['first'], $seen ), $chosen );
		$arguments = $this->sent( [ PayoutsScreen::class, 'create_fulfillment' ], 'siren_create_fulfillment', self::agreed( $chosen ) );
		self::assertStringContainsString( $said, $this->show( PayoutsScreen::class, $arguments ) );
		self::assertSame( 0, \siren_find( 'fulfillments' )['total'] );
	}

	/** @return array<string,array{string[],string}> */
	public static function not_agreed(): array {
		return [
			'nobody'           => [ [], 'Select at least one collaborator to pay.' ],
			'another amount'   => [ [ '# 70.00 USD' ], 'have changed since you previewed them' ],
			'another currency' => [ [ '# 75.00 EUR' ], 'have changed since you previewed them' ],
		];
	}

	public function test_all_selected_payouts_are_marked_together(): void {
		self::may_is_over();
		$made = \siren_create_fulfillment( [ 'now' => self::clock() ] );
		$this->done(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'fulfillment' => (string) $made['id'],
				'ids'         => \array_map( 'strval', \array_column( $made['payouts'], 'id' ) ),
				'status'      => 'paid',
				'reference'   => 'SEPA 12',
			],
			'payouts_marked'
		);
		$payouts = \siren_find( 'payouts' )['items'];
		self::assertSame( [ 'paid', 'paid' ], \array_column( $payouts, 'status' ) );
		self::assertSame( [ 'SEPA 12', 'SEPA 12' ], \array_column( $payouts, 'reference' ) );
		self::assertSame( 'complete', \siren_get( 'fulfillments', $made['id'] )['status'] );

		$arguments = $this->sent( [ PayoutsScreen::class, 'set_payout' ], 'siren_set_payout', [ 'status' => 'paid', 'fulfillment' => (string) $made['id'] ] );
		self::assertStringContainsString( 'Select at least one payout', $this->show( PayoutsScreen::class, $arguments ) );
	}

	public function test_no_payout_is_marked_if_one_cannot_be(): void {
		$names = self::may_is_over();
		$made  = \siren_create_fulfillment( [ 'now' => self::clock() ] );
		$ids   = \array_column( $made['payouts'], 'id', 'collaborator' );
		// Another user has marked one of them in the meantime.
		\siren_set_payout( $ids[ $names['first'] ], 'failed', [ 'now' => self::clock() ] );
		$before    = \siren_find( 'payouts' );
		$arguments = $this->sent(
			[ PayoutsScreen::class, 'set_payout' ],
			'siren_set_payout',
			[
				'fulfillment' => (string) $made['id'],
				'ids'         => [ (string) $ids[ $names['second'] ], (string) $ids[ $names['first'] ], '999', (string) $ids[ $names['second'] ] ],
				'status'      => 'paid',
				'reference'   => 'SEPA 12',
			]
		);
		self::assertArrayNotHasKey( 'siren_done', $arguments );
		self::assertEquals( $before, \siren_find( 'payouts' ) );

		$page   = $this->show( PayoutsScreen::class, $arguments );
		$notice = (string) \strstr( (string) \strstr( $page, 'notice-error' ), '</div>', true );
		self::assertStringContainsString( 'Nothing was changed', $notice );
		self::assertStringContainsString( \esc_html( self::HOSTILE . ", 75.00\u{A0}USD: payout {$ids[ $names['first'] ]} is failed and cannot become paid" ), $notice );
		self::assertStringContainsString( 'there is no payout 999', $notice );
		self::assertStringNotContainsString( 'Ben', $notice );
	}

	public function test_with_two_person_approval_the_creator_cannot_mark(): void {
		\update_option( Settings::OPTION, [ 'two_people' => true ] );
		Store::reopen();
		$names     = self::may_is_over();
		$arguments = $this->done( [ PayoutsScreen::class, 'create_fulfillment' ], 'siren_create_fulfillment', self::agreed( [ $names['first'] . ' 75.00 USD' ] ), 'fulfillment_made' );
		$page      = $this->show( PayoutsScreen::class, $arguments );
		self::assertStringContainsString( 'someone else must mark', $page );
		self::assertStringNotContainsString( '>Mark as paid</button>', $page );

		$payout = \siren_find( 'payouts' )['items'][0]['id'];
		// The fulfillment that the form claims is not asked.
		$this->sent( [ PayoutsScreen::class, 'set_payout' ], 'siren_set_payout', [ 'id' => (string) $payout, 'fulfillment' => '999', 'status' => 'paid' ] );
		self::assertSame( 'unpaid', \siren_get( 'payouts', $payout )['status'] );

		\wp_set_current_user( self::user( 'administrator' ) );
		$this->mark( $payout, (int) $arguments['fulfillment'], 'paid', 'second person' );
		self::assertSame( 'paid', \siren_get( 'payouts', $payout )['status'] );
	}

	public function test_obligations_and_payouts_can_be_filtered(): void {
		$names = self::may_is_over();
		\siren_create_fulfillment(
			[
				'now'           => self::clock(),
				'collaborators' => [ $names['second'] ],
			]
		);
		$page = $this->show( PayoutsScreen::class, [ 'part' => 'obligations', 'status' => 'pending' ] );
		self::assertStringContainsString( "75.00\u{A0}USD", $page );
		self::assertStringNotContainsString( "25.00\u{A0}USD", $page );
		$page = $this->show( PayoutsScreen::class, [ 'part' => 'payouts', 'collaborator' => (string) $names['second'] ] );
		self::assertStringContainsString( "25.00\u{A0}USD", $page );
		self::assertStringContainsString( 'No payouts found.', $this->show( PayoutsScreen::class, [ 'part' => 'payouts', 'currency' => 'EUR' ] ) );
	}

	public function test_an_export_has_every_row_of_the_list(): void {
		$names = self::may_is_over();
		\siren_save_collaborator(
			[
				'id'    => $names['first'],
				'email' => 'ada@example.org',
			]
		);
		$_GET  = [
			'status'       => 'pending',
			'collaborator' => (string) $names['first'],
			'order'        => 'nonsense',
		];
		$rows  = \iterator_to_array( CsvExport::of( 'obligations', CsvExport::filters( 'obligations' ) ), false );
		self::assertCount( 1, $rows );
		self::assertContains( '75.00', $rows[0] );
		self::assertContains( self::HOSTILE, $rows[0] );
		self::assertContains( 'ada@example.org', $rows[0] );

		for ( $number = 0; $number < 101; $number++ ) {
			\siren_adjust( [ 'key' => 'extra-' . $number, 'collaborator' => $names['second'], 'amount' => '0.01', 'currency' => 'USD', 'reason' => 'more', 'now' => self::clock() ] );
		}
		$rows = \iterator_to_array( CsvExport::of( 'obligations', [] ), false );
		self::assertCount( 103, $rows );
		self::assertCount( 103, \array_unique( \array_column( $rows, 0 ) ) );
	}

	public function test_fulfillments_are_listed(): void {
		self::may_is_over();
		\siren_create_fulfillment( [ 'now' => '2026-06-01T00:10:00Z' ] );
		$page = $this->show( PayoutsScreen::class, [ 'part' => 'fulfillments' ] );
		self::assertStringContainsString( 'No. 1', $page );
		self::assertStringContainsString( "100.00\u{A0}USD", $page );
	}

	public function test_users_who_may_not_approve_have_read_only_access(): void {
		self::may_is_over();
		$made = \siren_create_fulfillment( [ 'now' => '2026-06-01T00:10:00Z' ] );
		$user = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		$user->add_cap( 'siren_manage_programs' );
		\wp_set_current_user( $user->ID );

		self::assertStringNotContainsString( 'Create a fulfillment', $this->show( PayoutsScreen::class ) );
		self::assertStringNotContainsString( '>Mark as paid</button>', $this->show( PayoutsScreen::class, [ 'fulfillment' => (string) $made['id'] ] ) );
		self::send( 'siren_create_fulfillment', [] );
		self::assertSame( 403, $this->ending( [ PayoutsScreen::class, 'create_fulfillment' ] )->status );
		self::send( 'siren_set_payout', [] );
		self::assertSame( 403, $this->ending( [ PayoutsScreen::class, 'set_payout' ] )->status );
	}

	/**
	 * What the preview's form sends.
	 *
	 * @param string[] $chosen Whom and how much.
	 */
	private static function agreed( array $chosen ): array {
		return [
			'currency' => 'USD',
			'minimum'  => '',
			'until'    => '',
			'chosen'   => $chosen,
		];
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
