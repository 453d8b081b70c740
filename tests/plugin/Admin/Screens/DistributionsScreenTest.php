<?php
/**
 * Tests of the distributions' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Screens\ManualEntries;
use Siren\Distributors\Admin\Support\LifecycleTimeline;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * What was decided, and for whom.
 */
final class DistributionsScreenTest extends ScreenTestCase {

	public function test_the_list_shows_every_distribution(): void {
		self::may_is_over();
		$list = $this->show( DistributionsScreen::class );
		self::assertStringContainsString( "100.00\u{A0}USD", $list );
		self::assertStringContainsString( 'siren-status-complete', $list );
		self::assertStringContainsString( 'siren-status-tracking', $list );

		$complete = $this->show( DistributionsScreen::class, [ 'status' => 'complete' ] );
		self::assertStringNotContainsString( 'siren-status-tracking', $complete );
	}

	public function test_a_completed_distribution_shows_its_results(): void {
		$names = self::may_is_over();
		$id    = self::closed( $names['distributor'] );
		$page  = $this->show( DistributionsScreen::class, [ 'view' => (string) $id ] );
		foreach ( [ "100.00\u{A0}USD", "75.00\u{A0}USD", "25.00\u{A0}USD", "75.00\u{A0}%", 'Fixed amount', 'Ben' ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}

		$obligations = $this->show(
			DistributionsScreen::class,
			[
				'view' => (string) $id,
				'part' => 'obligations',
			]
		);
		self::assertStringContainsString( 'siren-status-pending', $obligations );
	}

	public function test_an_open_distribution_shows_what_it_would_pay(): void {
		$names = self::may_is_over();
		$open  = \siren_get( 'distributors', $names['distributor'] )['distribution'];
		self::assertStringContainsString( 'If the period ended now', $this->show( DistributionsScreen::class, [ 'view' => (string) $open ] ) );
	}

	public function test_the_collaborators_of_an_open_distribution_are_paged(): void {
		$distributor = self::distributor( [ 'course_completed' => 5 ] );
		self::many( 120 );
		$open  = [ 'view' => (string) \siren_get( 'distributors', $distributor )['distribution'] ];
		$first = $this->show( DistributionsScreen::class, $open );
		self::assertSame( self::people( 120, 71 ), self::listed( $first ) );
		self::assertShown( [ '<dd>120</dd>', '120 items', 'paged=2', 'paged=3' ], $first );
		self::assertStringContainsString( 'Person 111', (string) \strstr( $first, 'Points over time' ), 'the chart names the ten best' );

		$_REQUEST['paged'] = '3';
		$last              = $this->show( DistributionsScreen::class, $open );
		self::assertSame( self::people( 20, 1 ), self::listed( $last ) );
		self::assertMatchesRegularExpression( '~column-rank[^>]*>\s*120<~', $last );
		self::assertStringContainsString( 'Person 120', (string) \strstr( $last, 'Points over time' ) );
	}

	/**
	 * Names of people, the later first.
	 *
	 * @param int $from The first's number.
	 * @param int $to   The last's.
	 * @return string[]
	 */
	private static function people( int $from, int $to ): array {
		return \array_map( static fn( int $number ): string => \sprintf( 'Person %03d', $number ), \range( $from, $to ) );
	}

	/**
	 * The names in a table, in their order.
	 *
	 * @param string $markup Of a page.
	 * @return string[]
	 */
	private static function listed( string $markup ): array {
		\preg_match_all( '~column-collaborator[^>]*>\s*<a [^>]*>([^<]*)</a>~', $markup, $names );
		return $names[1];
	}

	public function test_a_missing_distribution_is_reported(): void {
		self::assertStringContainsString( 'Distribution not found.', $this->show( DistributionsScreen::class, [ 'view' => '999' ] ) );
	}

	public function test_an_unknown_filter_is_rejected(): void {
		self::may_is_over();
		$page = $this->show( DistributionsScreen::class, [ 'status' => "x' OR 1=1 --" ] );
		self::assertStringNotContainsString( "100.00\u{A0}USD", $page );
	}

	public function test_every_amount_links_to_its_explanation(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		self::assertStringContainsString( 'explain=' . $obligation, $this->show( DistributionsScreen::class, [ 'view' => (string) self::closed( $names['distributor'] ) ] ) );

		$page = $this->show( DistributionsScreen::class, [ 'explain' => (string) $obligation ] );
		foreach ( [ "15 of 20 points in a pool of 100.00\u{A0}USD", '5 points × 3 courses completed = 15', 'Based on 3 events', \siren_explain( $obligation )['distribution']['hash'] ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}
		self::assertStringContainsString( 'Obligation not found.', $this->show( DistributionsScreen::class, [ 'explain' => '999' ] ) );
	}

	public function test_explanations_are_in_the_language_of_the_site(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['second'] ] )['items'][0]['id'];
		$this->translate(
			[
				'%1$s earned %2$s for %3$s: %4$s.'  => '%1$s bekommt %2$s für %3$s: %4$s.',
				'%1$s of %2$s in a pool of %3$s'    => '%1$s von %2$s aus %3$s',
				'%1$s of %2$s in all'               => '%1$s von insgesamt %2$s',
			]
		);
		self::assertShown(
			[ "Ben bekommt 25.00\u{A0}USD für May 2026: 5 von 20 points aus 100.00\u{A0}USD.", '5 points von insgesamt 20' ],
			$this->show( DistributionsScreen::class, [ 'explain' => (string) $obligation ] )
		);
	}

	public function test_the_explanation_of_a_correction_names_what_it_corrects(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		$correction = \siren_adjust(
			[
				'key'          => 'too-much',
				'collaborator' => $names['first'],
				'amount'       => '-5.00',
				'currency'     => 'USD',
				'reason'       => 'Counted <script>alert(1)</script> twice',
				'obligation'   => $obligation,
				'now'          => self::clock(),
			]
		);
		$page       = $this->show( DistributionsScreen::class, [ 'explain' => (string) $correction['id'] ] );
		self::assertStringContainsString( "\u{2212}5.00\u{A0}USD", $page );
		self::assertStringContainsString( "75.00\u{A0}USD", $page );
	}

	public function test_visit_sources_are_shown_before_approval(): void {
		$ada         = self::collaborator( self::HOSTILE );
		$distributor = self::distributor( [ 'post_visited' => 1 ], [ 'review' => true ] );
		$read        = static function ( string $network, int $readers ) use ( $ada ): void {
			for ( $reader = 1; $reader <= $readers; $reader++ ) {
				Recorder::event(
					'post_visited',
					[
						'key'          => "$network $reader",
						'collaborator' => $ada,
						'subject'      => "visitor:$network $reader",
						'object'       => 'post:1',
						'network'      => $network,
					]
				);
			}
		};
		$open = (string) \siren_get( 'distributors', $distributor )['distribution'];
		self::assertStringNotContainsString( 'Visit sources', $this->show( DistributionsScreen::class, [ 'view' => $open ] ) );
		for ( $home = 1; $home <= 6; $home++ ) {
			$read( "home $home", 1 );
		}
		self::assertStringContainsString( '6 visits came from 6 networks', $this->show( DistributionsScreen::class, [ 'view' => $open ] ) );

		$read( 'flood', 100 );
		$said = [ '63 % of these visits came from 1 network (10 of 16).', '90 more visits do not count' ];
		self::assertShown( $said, $this->show( DistributionsScreen::class, [ 'view' => $open ] ) );

		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
		$review = $this->show( DistributionsScreen::class, [ 'view' => $open ] );
		self::assertShown( [ 'This distribution is waiting for approval', ...$said ], $review );
		self::assertSame( 2, \substr_count( $review, $said[0] ), 'above the button, and with the others' );

		$obligation = (string) \siren_find( 'obligations', [ 'collaborator' => $ada ] )['items'][0]['id'];
		self::assertShown( [ 'Why', '2026-05-05', ...$said ], $this->show( DistributionsScreen::class, [ 'explain' => $obligation ] ) );
	}

	/**
	 * All of it is there.
	 *
	 * @param string[] $expected Texts.
	 * @param string   $markup   Of a page.
	 */
	private static function assertShown( array $expected, string $markup ): void {
		foreach ( $expected as $text ) {
			self::assertStringContainsString( $text, $markup );
		}
	}

	public function test_a_due_distribution_is_shown_and_can_be_run(): void {
		$distributor = self::distributor( [ 'course_completed' => 5 ], [ 'name' => self::HOSTILE ] );
		$open        = \siren_get( 'distributors', $distributor )['distribution'];
		self::assertStringNotContainsString( 'Close period now', $this->show( DistributionsScreen::class, [ 'view' => (string) $open ] ) );

		self::set_clock( '2026-06-01T00:10:00Z' );
		$page = $this->show( DistributionsScreen::class, [ 'view' => (string) $open ] );
		self::assertStringContainsString( 'Close period now', $page );
		self::assertSame( 'tracking', \siren_get( 'distributions', $open )['status'] );

		$fields    = [ 'id' => (string) $open ];
		$arguments = $this->sent( [ DistributionsScreen::class, 'trigger' ], 'siren_trigger_distribution', $fields );
		self::assertStringContainsString( 'Check the box', $this->show( DistributionsScreen::class, $arguments ) );
		self::assertSame( 'tracking', \siren_get( 'distributions', $open )['status'] );

		$this->done( [ DistributionsScreen::class, 'trigger' ], 'siren_trigger_distribution', $fields + [ 'agreed' => '1' ], 'distribution_ran' );
		self::assertSame( 'skipped', \siren_get( 'distributions', $open )['status'] );
	}

	public function test_only_authorised_users_approve_a_distribution(): void {
		$distributor = self::distributor( [ 'course_completed' => 5 ], [ 'review' => true ] );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'course-1',
				'collaborator' => self::collaborator( 'Ada' ),
			]
		);
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
		$id = \siren_find( 'distributions', [ 'status' => 'review' ] )['items'][0]['id'];
		self::assertStringContainsString( 'This distribution is waiting for approval', $this->show( DistributionsScreen::class, [ 'view' => (string) $id ] ) );

		$admin = \get_current_user_id();
		$user  = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		$user->add_cap( 'siren_manage_programs' );
		\wp_set_current_user( $user->ID );
		self::assertStringNotContainsString( '>Approve distribution<', $this->show( DistributionsScreen::class, [ 'view' => (string) $id ] ) );
		self::send( 'siren_approve_distribution', [ 'id' => (string) $id ] );
		self::assertSame( 403, $this->ending( [ DistributionsScreen::class, 'approve' ] )->status );
		self::assertSame( 'review', \siren_get( 'distributions', $id )['status'] );

		\wp_set_current_user( $admin );
		$this->done( [ DistributionsScreen::class, 'approve' ], 'siren_approve_distribution', [ 'id' => (string) $id ], 'distribution_approved' );
		self::assertSame( 'complete', \siren_get( 'distributions', $id )['status'] );
	}

	public function test_manual_points_and_money_are_added_once(): void {
		$ada         = self::collaborator( self::HOSTILE );
		$distributor = self::distributor( [ 'course_completed' => 5 ] );
		$open        = (string) \siren_get( 'distributors', $distributor )['distribution'];
		$page        = $this->show( DistributionsScreen::class, [ 'view' => $open ] );
		self::assertMatchesRegularExpression( '/name="key" value="admin:[0-9a-f-]{36}"/', $page );

		$credit = [
			'id'           => $open,
			'key'          => 'admin:1',
			'collaborator' => (string) $ada,
			'points'       => '7',
			'reason'       => 'Helped at the fair',
		];
		$this->done( [ ManualEntries::class, 'credit' ], 'siren_credit', $credit, 'points_given' );
		$this->done( [ ManualEntries::class, 'credit' ], 'siren_credit', $credit, 'points_given' );
		self::assertSame( [ $ada => 7 ], self::scores( $distributor ) );

		$top_up = [
			'id'     => $open,
			'key'    => 'admin:2',
			'amount' => '12.50',
			'why'    => 'A gift',
		];
		$this->done( [ ManualEntries::class, 'top_up' ], 'siren_top_up', $top_up, 'pool_topped_up' );
		$this->done( [ ManualEntries::class, 'top_up' ], 'siren_top_up', $top_up, 'pool_topped_up' );
		self::assertSame( '112.50', self::pool( $distributor ) );
	}

	public function test_manual_entries_need_a_reason_and_an_open_period(): void {
		$names  = self::may_is_over();
		$open   = (string) \siren_get( 'distributors', $names['distributor'] )['distribution'];
		$credit = [
			'key'          => 'admin:1',
			'collaborator' => (string) $names['first'],
			'points'       => 'many',
			'reason'       => '',
		];
		$arguments = $this->sent( [ ManualEntries::class, 'credit' ], 'siren_credit', [ 'id' => $open ] + $credit );
		$page      = $this->show( DistributionsScreen::class, $arguments );
		self::assertStringContainsString( 'points:', $page );
		self::assertStringContainsString( 'value="many"', $page );

		$closed    = (string) self::closed( $names['distributor'] );
		$arguments = $this->sent( [ ManualEntries::class, 'credit' ], 'siren_credit', [ 'id' => $closed, 'points' => '3', 'reason' => 'late' ] + $credit );
		self::assertStringContainsString( 'has closed in the meantime', $this->show( DistributionsScreen::class, $arguments ) );
		self::assertSame( [], self::scores( $names['distributor'] ) );
	}

	public function test_an_amount_is_corrected_with_an_adjustment(): void {
		$names      = self::may_is_over();
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $names['first'] ] )['items'][0]['id'];
		$arguments  = $this->done(
			[ ManualEntries::class, 'adjust' ],
			'siren_adjust',
			[
				'id'     => (string) $obligation,
				'key'    => 'admin:3',
				'amount' => '-5.00',
				'reason' => 'Counted twice',
			],
			'obligation_corrected'
		);
		self::assertSame( $obligation, \siren_get( 'obligations', (int) $arguments['explain'] )['corrects'] );
		self::assertStringContainsString( 'Counted twice', $this->show( DistributionsScreen::class, $arguments ) );
	}

	public function test_users_who_may_not_approve_cannot_add_money(): void {
		$names = self::may_is_over();
		$user  = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		$user->add_cap( 'siren_manage_programs' );
		\wp_set_current_user( $user->ID );
		$open = (string) \siren_get( 'distributors', $names['distributor'] )['distribution'];
		$page = $this->show( DistributionsScreen::class, [ 'view' => $open ] );
		self::assertStringContainsString( 'Add points manually', $page );
		self::assertStringNotContainsString( 'Add to the pool manually', $page );
		foreach ( [ 'top_up' => 'siren_top_up', 'adjust' => 'siren_adjust' ] as $method => $action ) {
			self::send( $action, [ 'id' => $open ] );
			self::assertSame( 403, $this->ending( [ ManualEntries::class, $method ] )->status );
		}
	}

	public function test_a_distribution_shows_its_lifecycle(): void {
		$names = self::may_is_over();
		$row   = \siren_get( 'distributions', self::closed( $names['distributor'] ) );
		self::assertSame( [ 'done', 'done', 'done', 'current' ], \array_column( LifecycleTimeline::of( $row, false, 1 ), 'state' ) );
		self::assertSame( [ 'done', 'done', 'done', 'done', 'done' ], \array_column( LifecycleTimeline::of( $row, true, 2 ), 'state' ) );
		self::assertSame( [ 'done', 'done', 'stopped', 'ahead' ], \array_column( LifecycleTimeline::of( [ 'status' => 'skipped', 'obligations' => 0 ] + $row, false, 0 ), 'state' ) );

		$open = \siren_get( 'distributions', \siren_get( 'distributors', $names['distributor'] )['distribution'] );
		self::assertSame( [ 'done', 'current', 'ahead', 'ahead' ], \array_column( LifecycleTimeline::of( $open, false, 0 ), 'state' ) );
		self::set_clock( '2026-07-01T00:00:00Z' );
		self::assertSame( [ 'done', 'done', 'current', 'ahead' ], \array_column( LifecycleTimeline::of( $open, false, 0 ), 'state' ) );
	}

	/**
	 * The distribution of a distributor that is complete.
	 *
	 * @param int $distributor Whose.
	 */
	private static function closed( int $distributor ): int {
		return \siren_find(
			'distributions',
			[
				'distributor' => $distributor,
				'status'      => 'complete',
			]
		)['items'][0]['id'];
	}
}
