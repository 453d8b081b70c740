<?php
/**
 * Tests of the collaborators' dashboard, its block and its statements.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Dashboard\Block;
use Siren\Distributors\Dashboard\CurrentCollaborator;
use Siren\Distributors\Dashboard\Dashboard;
use Siren\Distributors\Dashboard\Statement;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;

/**
 * Everybody sees their own, and of others what the site chose.
 */
final class DashboardTest extends SirenTestCase {

	private const NAME = 'Ada <script>alert(1)</script>';

	public function test_visitors_are_asked_to_log_in(): void {
		self::assertStringContainsString( 'Log in', Dashboard::render() );
	}

	public function test_users_who_are_not_collaborators_see_a_notice(): void {
		\wp_set_current_user( self::user() );
		self::assertStringContainsString( 'not linked to a collaborator', Dashboard::render() );
	}

	public function test_inactive_collaborators_see_a_notice(): void {
		$user = self::user();
		$id   = self::collaborator( 'Ada', $user );
		\siren_save_collaborator(
			[
				'id'     => $id,
				'status' => 'inactive',
			]
		);
		\wp_set_current_user( $user );
		self::assertStringContainsString( 'not active', Dashboard::render() );
	}

	public function test_score_rank_and_estimate_of_the_open_period_are_shown(): void {
		[ 'ada' => $ada ] = $this->people();
		\wp_set_current_user( $ada );
		$page = Dashboard::render();
		foreach ( [ '>15<', '1 of 2', "75.00\u{A0}USD", 'ref=ada', 'ADA10' ] as $expected ) {
			self::assertStringContainsString( $expected, \preg_replace( '/\s*(<\/?d[dt]>)\s*/', '$1', $page ) );
		}
		self::assertSame( $page, \do_shortcode( '[siren_dashboard]' ) );
		self::assertSame( $page, \render_block( [ 'blockName' => Block::NAME, 'attrs' => [], 'innerBlocks' => [], 'innerHTML' => '', 'innerContent' => [] ] ) );
	}

	/**
	 * @dataProvider choices
	 */
	public function test_others_are_shown_as_far_as_the_site_allows( string $choice, bool $name, bool $score ): void {
		[ 'ben' => $ben ] = $this->people();
		\update_option( Settings::OPTION, [ 'dashboard_others' => $choice ] );
		\wp_set_current_user( $ben );
		$page = Dashboard::render();
		self::assertSame( $name, \str_contains( $page, \esc_html( self::NAME ) ) );
		self::assertSame( $score, \str_contains( $page, '15 points' ) );
		self::assertStringNotContainsString( "75.00\u{A0}USD", $page );
		self::assertStringNotContainsString( '<script', $page );
	}

	/** @return array<array{string,bool,bool}> */
	public static function choices(): array {
		return [ [ 'nothing', false, false ], [ 'ranks', true, false ], [ 'scores', true, true ] ];
	}

	/**
	 * @dataProvider choices
	 */
	public function test_collaborators_below_the_top_see_their_own_rank( string $choice, bool $names ): void {
		self::distributor( [ 'course_completed' => 5 ] );
		$last = self::many( 12 )[0];
		$user = self::user();
		\siren_save_collaborator(
			[
				'id'         => $last,
				'wp_user_id' => $user,
			]
		);
		\update_option( Settings::OPTION, [ 'dashboard_others' => $choice ] );
		\wp_set_current_user( $user );
		$page = Dashboard::render();
		self::assertStringContainsString( '12 of 12', $page );
		\preg_match_all( '~Person \d+~', $page, $shown );
		self::assertSame( $names ? [ 'Person 012', 'Person 003' ] : [], $names ? [ $shown[0][0], $shown[0][9] ] : $shown[0] );
		self::assertCount( $names ? 10 : 0, $shown[0] );

		// A collaborator without points has no rank.
		$user = self::user();
		self::collaborator( 'Zoe', $user );
		\wp_set_current_user( $user );
		$page = Dashboard::render();
		self::assertStringNotContainsString( 'of 12', $page );
		self::assertStringNotContainsString( 'Zoe', $page );
	}

	public function test_a_distributor_for_others_is_not_shown(): void {
		$people = $this->people();
		self::distributor(
			[ 'course_completed' => 1 ],
			[
				'name'     => 'For Ada only',
				'audience' => [
					'kind' => 'list',
					'ids'  => [ $people['ada_id'] ],
				],
			]
		);
		\wp_set_current_user( $people['ada'] );
		self::assertStringContainsString( 'For Ada only', Dashboard::render() );
		\wp_set_current_user( $people['ben'] );
		self::assertStringNotContainsString( 'For Ada only', Dashboard::render() );
	}

	public function test_earnings_and_payouts_are_listed(): void {
		$people = $this->people();
		$this->may_ends();
		\siren_create_fulfillment( [ 'now' => self::clock() ] );
		\wp_set_current_user( $people['ben'] );
		$page = Dashboard::render();
		self::assertStringContainsString( 'Your earnings', $page );
		self::assertStringContainsString( "25.00\u{A0}USD", $page );
		self::assertStringContainsString( '(printable)', $page );
		self::assertStringNotContainsString( "75.00\u{A0}USD", $page );
	}

	public function test_unapproved_distributions_are_not_announced(): void {
		$people = $this->people( [ 'review' => true ] );
		$this->may_ends();
		\wp_set_current_user( $people['ada'] );
		self::assertStringContainsString( 'Waiting for approval', (string) \strstr( Dashboard::render(), 'Your earnings' ) );
	}

	public function test_a_statement_is_only_shown_to_its_owner(): void {
		$people = $this->people();
		$this->may_ends();
		\siren_create_fulfillment( [ 'now' => self::clock() ] );
		$payout = \siren_find( 'payouts', [ 'collaborator' => $people['ada_id'] ] )['items'][0]['id'];
		self::assertNull( CurrentCollaborator::payout( $payout ) );

		\wp_set_current_user( $people['ada'] );
		self::assertSame( $payout, CurrentCollaborator::payout( $payout )['id'] );

		\wp_set_current_user( $people['ben'] );
		self::assertNull( CurrentCollaborator::payout( $payout ) );
		$_GET = [ 'siren_statement' => (string) $payout ];
		self::assertSame( 404, $this->ending( [ Statement::class, 'show' ] )->status );

		\wp_set_current_user( self::user( 'administrator' ) );
		self::assertNull( CurrentCollaborator::payout( $payout ) );
	}

	public function test_a_page_that_requests_no_statement_continues(): void {
		self::assertSame( '', self::printed( [ Statement::class, 'show' ] ) );
	}

	/**
	 * Ada with 15 points and Ben with 5, both with their users.
	 *
	 * @param array<string,mixed> $rules Of the distributor.
	 * @return array{ada:int,ben:int,ada_id:int,ben_id:int} Users, collaborators.
	 */
	private function people( array $rules = [] ): array {
		$ada    = self::user();
		$ben    = self::user();
		$ada_id = self::collaborator( self::NAME, $ada, [ [ 'type' => 'link', 'code' => 'ada' ], [ 'type' => 'coupon', 'code' => 'ADA10' ] ] );
		$ben_id = self::collaborator( 'Ben', $ben );
		self::distributor( [ 'course_completed' => 5 ], $rules );
		foreach ( [ $ada_id, $ada_id, $ada_id, $ben_id ] as $number => $collaborator ) {
			Recorder::event(
				'course_completed',
				[
					'key'          => 'course-' . $number,
					'collaborator' => $collaborator,
				]
			);
		}
		\siren_run_due( self::NOW );
		return \compact( 'ada', 'ben', 'ada_id', 'ben_id' );
	}

	private function may_ends(): void {
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
	}
}
