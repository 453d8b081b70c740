<?php
/**
 * Tests of what did not count, and of disputes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Screens\ActivityScreen;
use Siren\Distributors\Admin\Screens\DisputeAnswer;
use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Dashboard\Dashboard;
use Siren\Distributors\Dashboard\Dispute;
use Siren\Distributors\Privacy;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;

/**
 * What does not count is shown to the collaborator, who can dispute it and read the answer.
 */
final class DisputeTest extends SirenTestCase {

	private const TEXT = 'They are <script>alert(1)</script> a school';

	protected function tearDown(): void {
		unset( $GLOBALS['current_screen'] );
		parent::tearDown();
	}

	public function test_uncounted_events_are_listed_and_can_be_disputed_once(): void {
		[ 'ada' => $ada, 'ada_id' => $id, 'distribution' => $distribution ] = $this->people();
		\wp_set_current_user( $ada );
		$page = Dashboard::render();
		self::assertStringContainsString( 'Not counted', $page );
		self::assertStringContainsString( '2 × Course completed: editor of the post', $page );
		self::assertStringContainsString( 'Report a problem', $page );
		self::assertStringNotContainsString( 'user:', $page, 'it does not say who' );

		self::assertSame( 'dispute_sent', $this->send_dispute( [ 'distribution' => (string) $distribution, 'reason' => 'editor', 'text' => self::TEXT ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		$row = \siren_get( 'disputes', 1 );
		self::assertSame( [ 'open', $id, $distribution, 'editor', self::TEXT ], [ $row['status'], $row['collaborator'], $row['distribution'], $row['reason'], $row['text'] ] );
		self::assertMatchesRegularExpression( '/^staff:[0-9a-f]{32}$/D', (string) $row['by'], 'the ledger contains no user id' );
		$page = Dashboard::render();
		self::assertStringContainsString( 'Reported, under review', $page );
		self::assertStringContainsString( \esc_html( self::TEXT ), $page );
		self::assertStringNotContainsString( 'Report a problem', $page );
		self::assertStringNotContainsString( '<script', $page );
	}

	public function test_administrators_see_an_open_dispute_until_it_is_answered(): void {
		[ 'ada' => $ada, 'distribution' => $distribution ] = $this->people();
		\wp_set_current_user( $ada );
		self::assertSame( [], \array_column( Health::problems(), 'code' ) );
		self::assertSame( 'dispute_sent', $this->send_dispute( [ 'distribution' => (string) $distribution, 'reason' => 'editor', 'text' => self::TEXT ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		$problem = Health::problems()[0];
		self::assertSame( [ 'disputes', '1 dispute is waiting for a reply.' ], [ $problem['code'], $problem['message'] ] );
		self::assertStringContainsString( 'kind=disputes', $problem['link'] );
		\siren_answer_dispute( 1, 'declined', [ 'text' => 'No.' ] );
		self::assertSame( [], Health::problems() );
	}

	public function test_uncounted_events_of_the_last_period_are_listed_too(): void {
		[ 'ada' => $ada ] = $this->people();
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
		\wp_set_current_user( $ada );
		self::assertStringContainsString( '2 × Course completed: editor of the post', Dashboard::render() );
	}

	public function test_disputes_for_others_or_without_a_nonce_are_rejected(): void {
		[ 'ben' => $ben, 'ben_id' => $ben_id, 'distribution' => $distribution ] = $this->people();
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
		$of_ada = \siren_find( 'obligations', [] )['items'];
		$of_ada = \array_values( \array_filter( $of_ada, static fn( array $row ): bool => $row['collaborator'] !== $ben_id ) )[0]['id'];
		\wp_set_current_user( $ben );
		foreach (
			[
				[ 'obligation' => (string) $of_ada ],
				[ 'obligation' => '999' ],
				[ 'distribution' => (string) $distribution, 'reason' => 'editor' ], // phpcs:ignore WordPress.Arrays -- one form.
				[ 'distribution' => '999', 'reason' => 'editor' ], // phpcs:ignore WordPress.Arrays -- one form.
				[],
			] as $about
		) {
			self::assertSame( '', $this->send_dispute( $about + [ 'text' => 'Mine' ] ) );
			self::assertStringContainsString( 'does not belong to you', Dashboard::render() );
		}
		\wp_set_current_user( self::user() );
		self::assertSame( '', $this->send_dispute( [ 'obligation' => (string) $of_ada, 'text' => 'Mine' ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		self::send( 'another_form', [ 'obligation' => (string) $of_ada, 'text' => 'Mine' ] ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertSame( 403, $this->ending( [ Dispute::class, 'send' ] )->status );
		self::assertSame( 0, \siren_find( 'disputes', [] )['total'] );
	}

	public function test_rejected_input_is_shown_as_typed(): void {
		[ 'ada' => $ada, 'distribution' => $distribution ] = $this->people();
		\wp_set_current_user( $ada );
		$long = \str_repeat( 'x', 1001 );
		self::assertSame( '', $this->send_dispute( [ 'distribution' => (string) $distribution, 'reason' => 'editor', 'text' => $long ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		$page = Dashboard::render();
		self::assertStringContainsString( 'at most 1,000 are allowed', $page );
		self::assertStringContainsString( $long, $page );
		self::assertSame( '', $this->send_dispute( [ 'distribution' => (string) $distribution, 'reason' => 'editor', 'text' => ' ' ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertStringContainsString( 'Describe briefly', Dashboard::render() );
	}

	public function test_a_held_amount_can_be_disputed_and_the_reply_is_shown(): void {
		[ 'ada' => $ada, 'ada_id' => $id ] = $this->people();
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( self::clock() );
		$held = \siren_hold_obligation( \siren_find( 'obligations', [ 'collaborator' => $id ] )['items'][0]['id'], 'Looks made up' )['id'];
		\wp_set_current_user( $ada );
		self::assertStringContainsString( 'name="obligation" value="' . $held . '"', Dashboard::render() );
		self::assertSame( 'dispute_sent', $this->send_dispute( [ 'obligation' => (string) $held, 'text' => self::TEXT ] ) ); // phpcs:ignore WordPress.Arrays -- one form.

		\wp_set_current_user( self::user( 'administrator' ) );
		self::assertSame( [ 'disputes' => 1 ], AttentionList::counts() );
		$list = $this->to_look_at();
		foreach ( [ 'Needs attention (1)', \esc_html( self::TEXT ), 'About an amount', 'explain=' . $held, 'Accept' ] as $expected ) {
			self::assertStringContainsString( $expected, $list );
		}
		self::assertStringNotContainsString( '<script>alert', $list );
		self::assertSame( '', $this->send_answer( [ 'id' => '1', 'answer' => 'perhaps', 'text' => 'Typed <b>before</b>' ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		$list = $this->to_look_at();
		self::assertStringContainsString( 'expected one of: accepted, declined', $list );
		self::assertStringContainsString( 'Typed &lt;b&gt;before&lt;/b&gt;', $list );
		self::assertSame( 'dispute_answered', $this->send_answer( [ 'id' => '1', 'answer' => 'accepted', 'text' => 'It is <b>released</b>' ] ) ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertSame( [], AttentionList::counts() );
		self::assertSame( 'held', \siren_get( 'obligations', $held )['status'], 'no money moves by an answer' );

		\wp_set_current_user( $ada );
		$page = Dashboard::render();
		self::assertStringContainsString( 'Accepted', $page );
		self::assertStringContainsString( 'It is &lt;b&gt;released&lt;/b&gt;', $page );
	}

	public function test_two_person_approval_applies_to_answers(): void {
		[ 'ada' => $ada, 'ada_id' => $id, 'distribution' => $distribution ] = $this->people();
		\siren_dispute(
			[
				'collaborator' => $id,
				'about'        => [
					'distribution' => $distribution,
					'reason'       => 'editor',
				],
				'text'         => self::TEXT,
			]
		);
		\update_option( Settings::OPTION, [ 'two_people' => true ] );
		Store::reopen();
		\wp_set_current_user( self::user( 'administrator' ) );
		$given = [ 'id' => '1', 'answer' => 'declined', 'text' => 'They were editors' ]; // phpcs:ignore WordPress.Arrays -- one form.
		self::assertSame( 'dispute_answered_once', $this->send_answer( $given ) );
		self::assertSame( '', $this->send_answer( $given ) );
		$list = $this->to_look_at();
		self::assertStringContainsString( 'A second person must give the same reply.', $list );
		self::assertStringContainsString( 'They were editors', $list );
		\wp_set_current_user( $ada );
		self::assertStringNotContainsString( 'They were editors', Dashboard::render(), 'nothing is answered yet' );

		\wp_set_current_user( self::user( 'administrator' ) );
		self::assertStringContainsString( 'name="answer" value="declined"', $this->to_look_at() );
		self::assertStringNotContainsString( 'name="answer" value="accepted"', $this->to_look_at() );
		self::assertSame( 'dispute_answered', $this->send_answer( $given ) );
		\wp_set_current_user( $ada );
		self::assertStringContainsString( 'They were editors', Dashboard::render() );
	}

	public function test_only_users_who_may_approve_can_reply(): void {
		[ 'ada_id' => $id, 'distribution' => $distribution ] = $this->people();
		\siren_dispute(
			[
				'collaborator' => $id,
				'about'        => [
					'distribution' => $distribution,
					'reason'       => 'editor',
				],
				'text'         => self::TEXT,
			]
		);
		$reader = self::user();
		\get_userdata( $reader )->add_cap( \Siren\Distributors\Lifecycle::VIEW_REPORTS );
		\wp_set_current_user( $reader );
		$list = $this->to_look_at();
		self::assertStringContainsString( \esc_html( self::TEXT ), $list );
		self::assertStringNotContainsString( 'siren_answer_dispute', $list );
		self::send( 'siren_answer_dispute', [ 'id' => '1', 'answer' => 'accepted', 'text' => 'Me' ] ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertSame( 403, $this->ending( [ DisputeAnswer::class, 'answer' ] )->status );
		self::assertSame( 'open', \siren_get( 'disputes', 1 )['status'] );
	}

	public function test_disputes_are_exported_and_erased(): void {
		[ 'ada' => $ada, 'distribution' => $distribution ] = $this->people();
		\wp_set_current_user( $ada );
		$this->send_dispute( [ 'distribution' => (string) $distribution, 'reason' => 'editor', 'text' => 'I am ill' ] ); // phpcs:ignore WordPress.Arrays -- one form.
		$email = \get_userdata( $ada )->user_email;
		self::assertStringContainsString( 'I am ill', (string) \wp_json_encode( Privacy::export( $email ) ) );
		self::assertTrue( Privacy::erase( $email )['items_removed'] );
		self::assertNull( \siren_get( 'disputes', 1 )['text'] );
	}

	/**
	 * Creates Ada and Ben with a point each in May. Two courses completed by an editor did not count for Ada.
	 *
	 * @return array{ada:int,ben:int,ada_id:int,ben_id:int,distribution:int} Users, collaborators, the open distribution.
	 */
	private function people(): array {
		$ada          = self::user();
		$ben          = self::user();
		$ada_id       = self::collaborator( 'Ada', $ada );
		$ben_id       = self::collaborator( 'Ben', $ben );
		$distributor  = self::distributor( [ 'course_completed' => 1 ] );
		$distribution = \siren_get( 'distributors', $distributor )['distribution'];
		foreach ( [ [ $ada_id, [] ], [ $ben_id, [] ], [ $ada_id, [ 'ignored' => 'editor' ] ], [ $ada_id, [ 'ignored' => 'editor' ] ] ] as $number => [ $collaborator, $more ] ) {
			Recorder::event(
				'course_completed',
				$more + [
					'key'          => 'course-' . $number,
					'collaborator' => $collaborator,
					'subject'      => [ 'user:77' . $number ],
				]
			);
		}
		\siren_run_due( self::NOW );
		return \compact( 'ada', 'ben', 'ada_id', 'ben_id', 'distribution' );
	}

	/**
	 * Submits the collaborator's form and returns the notice code; '' if there is none.
	 *
	 * @param array<string,string> $fields What is sent.
	 */
	private function send_dispute( array $fields ): string {
		return $this->sent_form( [ Dispute::class, 'send' ], Dispute::ACTION, $fields );
	}

	/**
	 * Submits an answer and returns the notice code; '' if there is none.
	 *
	 * @param array<string,string> $fields What is sent.
	 */
	private function send_answer( array $fields ): string {
		return $this->sent_form( [ DisputeAnswer::class, 'answer' ], 'siren_answer_dispute', $fields );
	}

	/**
	 * Submits a form.
	 *
	 * @param callable             $handler Handler.
	 * @param string               $action  Action.
	 * @param array<string,string> $fields  What is sent.
	 */
	private function sent_form( callable $handler, string $action, array $fields ): string {
		self::send( $action, $fields );
		$end = $this->ending( $handler );
		self::assertSame( 302, $end->status );
		\parse_str( (string) \wp_parse_url( $end->location, PHP_URL_QUERY ), $arguments );
		return (string) ( $arguments[ Notice::ARGUMENT ] ?? '' );
	}

	/** The list of what needs attention. */
	private function to_look_at(): string {
		\set_current_screen( 'toplevel_page_siren-distributors' );
		$_SERVER['REQUEST_METHOD'] = 'GET';
		$_GET                      = [
			'part' => 'look',
			'kind' => 'disputes',
		];
		return self::printed( [ ActivityScreen::class, 'render' ] );
	}
}
