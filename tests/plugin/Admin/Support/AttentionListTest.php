<?php
/**
 * Tests of the list of records that need attention.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Screens\ActivityScreen;
use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Conflicting records and refunds that do not count are listed with what to do, until they are dismissed.
 */
final class AttentionListTest extends ScreenTestCase {

	public function test_nothing_is_shown_when_nothing_needs_attention(): void {
		self::record_sale( '50.00' );
		self::assertStringNotContainsString( 'Needs attention', $this->show( ActivityScreen::class, [ 'part' => 'sales' ] ) );
		self::assertStringContainsString( 'Nothing needs your attention.', $this->show( ActivityScreen::class, [ 'part' => 'look' ] ) );
		self::assertStringNotContainsString( 'part=look', $this->show( StatusScreen::class ) );
	}

	public function test_a_conflicting_sale_shows_what_differs(): void {
		$ada = self::collaborator( self::HOSTILE );
		self::record_sale( '50.00', [ $ada ] );
		self::record_sale( '1040.00', [], [ 'currency' => 'EUR' ] );
		self::assertStringContainsString( 'Needs attention (1)', $this->show( ActivityScreen::class ) );
		$shown = $this->show( ActivityScreen::class, [ 'part' => 'look' ] );
		$text  = \html_entity_decode( \wp_strip_all_tags( $shown ), ENT_QUOTES );
		foreach (
			[
				'This sale was recorded twice with different contents, and the first one counts.',
				'Currency: USD counts; the second record says EUR',
				"Amount of “Piano & <i>more</i>”: 50.00\u{A0}USD counts; the second record says 1,040.00\u{A0}EUR",
				'Credits of “Piano & <i>more</i>”: ' . self::HOSTILE . ' counts; the second record says nothing',
			] as $expected
		) {
			self::assertStringContainsString( \wp_strip_all_tags( $expected ), \wp_strip_all_tags( $text ) );
		}
		self::assertStringContainsString( 'Piano &amp; &lt;i&gt;more&lt;/i&gt;', $shown );
		self::assertMatchesRegularExpression( '/<a href="[^"]*part=sales[^"]*s=1001">woocommerce 1001</', $shown );

		$this->done( [ ActivityScreen::class, 'dismiss' ], 'siren_looked_at', [ 'what' => 'conflict', 'id' => '1' ], 'looked_at' );
		$row = \siren_get( 'conflicts', 1 );
		self::assertSame( [ 'dismissed', StaffIdentity::present() ], [ $row['status'], $row['dismissed_by'] ] );
		self::assertSame( '50.00', \siren_get( 'transactions', 1 )['amount'] );
		self::assertSame( [], AttentionList::counts() );
		self::assertStringContainsString( 'Nothing needs your attention.', $this->show( ActivityScreen::class, [ 'part' => 'look' ] ) );
	}

	public function test_conflicting_events_and_refunds_are_listed(): void {
		$ada = self::collaborator( 'Ada' );
		$ben = self::collaborator( 'Ben' );
		foreach ( [ $ada, $ben ] as $collaborator ) {
			Recorder::event(
				'course_completed',
				[
					'key'          => 'c1',
					'collaborator' => $collaborator,
				]
			);
		}
		self::record_sale( '50.00' );
		foreach ( [ [ 'amount' => '5.00' ], [] ] as $takes ) {
			self::record_refund( 'r1', $takes );
		}
		$text = \html_entity_decode( \wp_strip_all_tags( $this->show( ActivityScreen::class, [ 'part' => 'look' ] ) ), ENT_QUOTES );
		foreach ( [ 'Course completed c1', 'Credits: Ada counts; the second record says Ben', 'add or subtract the points manually', 'Refund r1 of woocommerce 1001', "Refunded: 5.00\u{A0}USD counts; the second record says the full remaining amount" ] as $expected ) {
			self::assertStringContainsString( $expected, $text );
		}
	}

	public function test_refunds_that_do_not_match_or_wait_are_listed(): void {
		self::record_sale( '50.00' );
		self::record_refund( 'r1', [ 'lines' => [ [ 'external_id' => 'gone' ] ] ] );
		self::record_refund( 'r2', [], [ 'external_id' => '2002' ] );
		self::assertSame( [ 'ignored_refunds' => 1 ], AttentionList::counts(), 'a refund that has not waited for long needs no attention' );
		self::set_clock( \gmdate( 'Y-m-d\TH:i:s\Z', \time() + 8 * DAY_IN_SECONDS ) );
		self::assertSame(
			[
				'ignored_refunds' => 1,
				'waiting_refunds' => 1,
			],
			AttentionList::counts()
		);

		$problems = \array_column( Health::problems(), null, 'code' );
		foreach ( [ 'ignored_refunds', 'waiting_refunds' ] as $kind ) {
			self::assertStringContainsString( 'kind=' . $kind, $problems[ $kind ]['link'] );
			self::assertStringContainsString( '1 refund ', $problems[ $kind ]['message'] );
		}
		$status = $this->show( StatusScreen::class );
		self::assertMatchesRegularExpression( '/kind=ignored_refunds">1<\/a>/', $status );
		self::assertStringContainsString( 'View list</a>', $status );

		$ignored = $this->show( ActivityScreen::class, [ 'part' => 'look' ] );
		self::assertStringContainsString( 'This refund was not counted: refers to line items that are not in the sale.', $ignored );
		self::assertStringNotContainsString( '2002', $ignored );
		$waiting = $this->show( ActivityScreen::class, [ 'part' => 'look', 'kind' => 'waiting_refunds' ] );
		self::assertStringContainsString( 'The sale for this refund was never recorded.', $waiting );
		self::assertStringContainsString( '<strong>Refund r2 of woocommerce 2002</strong>', $waiting );

		foreach ( [ '1', '2' ] as $id ) {
			$this->done( [ ActivityScreen::class, 'dismiss' ], 'siren_looked_at', [ 'what' => 'refund', 'id' => $id ], 'looked_at' );
		}
		self::assertSame( [], AttentionList::counts() );
		self::assertSame( 'ignored', \siren_get( 'refunds', 1 )['status'] );
	}

	public function test_only_program_managers_can_dismiss_items(): void {
		self::record_sale( '50.00' );
		self::record_sale( '40.00' );
		self::assertStringContainsString( 'siren_looked_at', $this->show( ActivityScreen::class, [ 'part' => 'look' ] ) );
		$reader = self::user();
		\get_userdata( $reader )->add_cap( \Siren\Distributors\Lifecycle::VIEW_REPORTS );
		\wp_set_current_user( $reader );
		$shown = $this->show( ActivityScreen::class, [ 'part' => 'look' ] );
		self::assertStringContainsString( 'recorded twice', $shown );
		self::assertStringNotContainsString( 'siren_looked_at', $shown );

		self::send( 'siren_looked_at', [ 'what' => 'conflict', 'id' => '1' ] );
		self::assertSame( 403, $this->ending( [ ActivityScreen::class, 'dismiss' ] )->status );
		\wp_set_current_user( self::user( 'administrator' ) );
		self::send( 'another_form', [ 'what' => 'conflict', 'id' => '1' ] );
		self::assertSame( 403, $this->ending( [ ActivityScreen::class, 'dismiss' ] )->status );
		self::assertSame( [ 'conflicts' => 1 ], AttentionList::counts() );
	}

	public function test_a_missing_row_is_reported_in_words(): void {
		$arguments = $this->sent( [ ActivityScreen::class, 'dismiss' ], 'siren_looked_at', [ 'what' => 'conflict', 'id' => '7' ] );
		self::assertArrayNotHasKey( 'siren_done', $arguments );
		self::assertStringContainsString( 'there is no conflict 7', $this->show( ActivityScreen::class, [ 'part' => 'look' ] ) );
	}

	/**
	 * Records sale 1001.
	 *
	 * @param string $amount What it cost.
	 * @param int[]  $owners Whose product it is.
	 * @param array  $more   What else.
	 */
	private static function record_sale( string $amount, array $owners = [], array $more = [] ): void {
		Recorder::transaction(
			$more + [
				'source'      => 'woocommerce',
				'external_id' => '1001',
				'currency'    => 'USD',
				'details'     => [
					[
						'kind'        => 'line_item',
						'external_id' => '1',
						'name'        => 'Piano & <i>more</i>',
						'amount'      => $amount,
						'owners'      => $owners,
					],
				],
			]
		);
	}

	/**
	 * Records a refund of sale 1001.
	 *
	 * @param string $number Its number.
	 * @param array  $takes  What it gives back.
	 * @param array  $more   What else.
	 */
	private static function record_refund( string $number, array $takes, array $more = [] ): void {
		Recorder::refund(
			$more + $takes + [
				'source'      => 'woocommerce',
				'external_id' => '1001',
				'refund_id'   => $number,
			]
		);
	}
}
