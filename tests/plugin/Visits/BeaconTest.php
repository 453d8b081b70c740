<?php
/**
 * Tests of Beacon.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Settings;
use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\ChangedPosts;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Request;
use Siren\Distributors\Visits\Token;
use Siren\Distributors\Visits\VisitorIdentity;

/**
 * What counts as a visit, and for whom.
 */
final class BeaconTest extends VisitTestCase {

	private const SESSION = 'a-log-in';

	public function test_a_reader_counts_for_the_author(): void {
		self::assertSame( [ 204, null ], $this->report() );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
		$event = self::events()[0];
		self::assertMatchesRegularExpression( "/^visit:{$this->post}:[0-9a-f]{32}:s\\d+$/D", $event['key'] );
		self::assertSame( [ "post:{$this->post}", self::NOW ], [ $event['object'], $event['occurred_at'] ] );
	}

	public function test_it_is_the_same_visit_as_one_counted_on_the_server(): void {
		$this->report();
		\update_option( Settings::OPTION, [ 'visits' => 'server' ] );
		\query_posts( [ 'p' => $this->post ] );
		\Siren\Distributors\Integrations\BlogPosts::record();
		\wp_reset_query();
		self::assertCount( 1, self::events() );
		self::assertNoFailures();
	}

	public function test_a_replay_is_the_same_visit(): void {
		for ( $time = 0; $time < 5; $time++ ) {
			$this->report();
		}
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
	}

	public function test_five_thousand_repeats_leave_a_bounded_trace(): void {
		\update_option( Settings::OPTION, [ 'visit_window' => 'every' ] );
		for ( $time = 0; $time < 5000; $time++ ) {
			$this->report();
		}
		self::assertSame( [ $this->ada => 30 ], self::scores( $this->distributor ), 'as many as one visitor may in a minute' );
		self::assertSame( [ 'limit' => 4970 ], self::tally() );
	}

	public function test_many_browsers_of_one_network_are_rate_limited_and_ten_count(): void {
		for ( $browser = 0; $browser < 200; $browser++ ) {
			// A different /64 each time; all of them are in the same /48.
			$this->report( [], [ 'HTTP_USER_AGENT' => "Mozilla/5.0 Firefox/$browser" ], [], \sprintf( '2001:db8:7:%x::1', $browser ) );
		}
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
		self::assertSame( 110, \siren_find( 'events', [ 'reason' => 'crowd' ] )['total'] );
		self::assertSame( [ 'limit' => 80 ], self::tally() );
		$this->report( [], [], [], '2001:db8:8:1::1' );
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ), 'another network' );
		self::assertTrue( \siren_verify()['ok'] );
	}

	public function test_the_limit_per_network_is_applied_and_counted_visitors_keep_counting(): void {
		\update_option( Settings::OPTION, [ 'network_visitors' => 2 ] );
		foreach ( [ self::NOW, '2026-05-05T18:00:00Z' ] as $now ) {
			self::set_clock( $now );
			foreach ( [ 'Firefox', 'Chrome', 'Safari' ] as $browser ) {
				$this->report( [ 'r' => 'ada' ], [ 'HTTP_USER_AGENT' => "Mozilla/5.0 $browser" ] );
			}
		}
		self::assertSame( [ $this->ada => 2 * 11 + 2 * 11 ], self::scores( $this->distributor ) );
		self::assertSame( 4, \siren_find( 'events', [ 'reason' => 'crowd' ] )['total'] );
		self::set_clock( '2026-05-06T00:00:00Z' );
		$this->report( [], [ 'HTTP_USER_AGENT' => 'Mozilla/5.0 Safari' ] );
		self::assertSame( [ $this->ada => 45 ], self::scores( $this->distributor ), 'the next day' );
	}

	public function test_a_flood_from_one_network_does_not_affect_others(): void {
		for ( $request = 0; $request < 2000; $request++ ) {
			$this->report( [], [ 'HTTP_USER_AGENT' => "Mozilla/5.0 Firefox/$request" ], [], '198.51.100.1' );
			if ( 0 === $request % 40 ) {
				$this->report( [], [], [], '203.0.113.' . $request / 40 );
			}
		}
		self::assertSame( [ $this->ada => 10 + 50 ], self::scores( $this->distributor ) );
	}

	/**
	 * @dataProvider changes
	 *
	 * @param array<string,mixed> $change Of the post.
	 */
	public function test_a_cached_page_of_a_post_with_a_new_owner_credits_no_one( array $change ): void {
		$token = $this->token( Token::POST );
		$this->report(); // Counting visits stores something.
		self::change( $this->post, $change );
		self::set_clock( '2026-05-06T12:00:00Z' );
		$this->report(
			[
				't' => $token,
				'r' => 'ada',
			]
		);
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ), 'one reader before it, and a visitor by link' );
		self::assertSame( [ 'withdrawn' => 1 ], self::tally() );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function changes(): array {
		return [
			'a draft'              => [ [ 'post_status' => 'draft' ] ],
			'a private post'       => [ [ 'post_status' => 'private' ] ],
			'in the trash'         => [ [ 'post_status' => 'trash' ] ],
			'of another author'    => [ [ 'post_author' => 1 ] ],
			'deleted'              => [ [] ],
		];
	}

	public function test_a_post_that_was_only_edited_or_comes_back_counts(): void {
		$this->report();
		self::change( $this->post, [ 'post_title' => 'Another title' ] );
		self::set_clock( '2026-05-06T12:00:00Z' );
		$this->report();
		self::change( $this->post, [ 'post_status' => 'draft' ] );
		self::change( $this->post, [ 'post_status' => 'publish' ] );
		self::set_clock( '2026-05-07T12:00:00Z' );
		$this->report();
		self::assertSame( [ $this->ada => 3 ], self::scores( $this->distributor ) );
	}

	public function test_a_deleted_user_is_no_longer_an_author(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		$this->report();
		$token = $this->token( Token::POST );
		$heir  = self::user( 'author' );
		\wp_delete_user( $this->ada_user, $heir );
		ChangedPosts::write();
		self::set_clock( '2026-05-06T12:00:00Z' );
		$this->report( [ 't' => $token ] );
		self::assertCount( 1, self::events() );
	}

	/**
	 * Changes a post in a separate request.
	 *
	 * @param int                 $post   The post.
	 * @param array<string,mixed> $change Changed fields; empty to delete the post.
	 */
	private static function change( int $post, array $change ): void {
		if ( [] === $change ) {
			\wp_delete_post( $post, true );
		} else {
			\wp_update_post( [ 'ID' => $post ] + $change );
		}
		ChangedPosts::write();
	}

	public function test_a_link_counts_for_its_owner_and_is_remembered(): void {
		$answer = $this->report(
			[
				't' => $this->token( Token::PAGE ),
				'r' => 'ada',
				'm' => '1',
			]
		);
		self::assertSame( [ 204, 'ada' ], $answer );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
	}

	public function test_a_link_to_a_post_counts_as_both(): void {
		$this->report( [ 'r' => 'ada' ] );
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ) );
	}

	/**
	 * @dataProvider consents
	 *
	 * @param array<string,string> $fields     What the visitor consents to.
	 * @param ?string              $remembered Link code to be remembered.
	 */
	public function test_the_visitors_consent_is_respected( array $fields, int $events, ?string $remembered ): void {
		$answer = $this->report(
			$fields + [
				't' => $this->token( Token::PAGE ),
				'r' => 'ada',
				'n' => '',
			]
		);
		self::assertSame( [ 204, $remembered ], $answer );
		self::assertCount( $events, self::events() );
	}

	/** @return array<string,array{array<string,string>,int,?string}> */
	public static function consents(): array {
		return [
			'nothing'       => [ [], 0, null ],
			'only counting' => [ [ 'n' => '1' ], 1, null ],
			'only a cookie' => [ [ 'm' => '1' ], 0, 'ada' ],
		];
	}

	public function test_the_links_that_were_followed_are_kept_in_the_order_they_count(): void {
		\update_option( Settings::OPTION, [ 'attribution' => 'first_click' ] );
		$link = [
			'r' => 'ben',
			'm' => '1',
		];
		self::assertSame( 'ben', $this->report( $link )[1] );
		self::assertSame( 'ada~ben', $this->report( $link, [], [ 'siren_ref' => 'ada' ] )[1] );
		self::assertNull( $this->report( $link, [], [ 'siren_ref' => 'ada~ben' ] )[1], 'nothing new to remember' );
		self::assertSame( 'ben', $this->report( $link, [], [ 'siren_ref' => '"><script>' ] )[1] );

		\delete_option( Settings::OPTION );
		self::assertSame( 'ben~ada', $this->report( $link, [], [ 'siren_ref' => 'ada' ] )[1] );
		self::assertSame( 'ben~ada', $this->report( $link, [], [ 'siren_ref' => 'ada~ben' ] )[1] );
		self::assertSame( 'ben~a~b~c~d', $this->report( $link, [], [ 'siren_ref' => 'a~b~c~d~e~f' ] )[1], 'only a few are kept' );
	}

	/**
	 * @dataProvider codes_nobody_can_have
	 */
	public function test_an_invalid_code_is_ignored( mixed $code ): void {
		$answer = $this->report(
			[
				't' => $this->token( Token::PAGE ),
				'r' => $code,
				'm' => '1',
			]
		);
		self::assertSame( [ 204, null ], $answer );
		self::assertSame( [], self::events() );
	}

	/** @return array<array{mixed}> */
	public static function codes_nobody_can_have(): array {
		return [ [ '' ], [ "a\r\nSet-Cookie: x=y" ], [ '<script>' ], [ [ 'ada' ] ], [ "' OR 1=1" ], [ \str_repeat( 'a', 65 ) ] ];
	}

	/**
	 * @dataProvider machines
	 *
	 * @param array<string,string> $server Of the request.
	 */
	public function test_requests_of_bots_are_only_counted_as_rejected( string $reason, array $server, int $status = 204 ): void {
		self::assertSame( [ $status, null ], $this->report( [ 'r' => 'ada', 'm' => '1' ], $server ) );
		self::assertSame( [], self::events() );
		self::assertSame( [ $reason => 1 ], self::tally() );
	}

	/** @return array<string,array{0:string,1:array<string,string>,2?:int}> */
	public static function machines(): array {
		return [
			'another method'           => [ 'method', [ 'REQUEST_METHOD' => 'GET' ], 405 ],
			'the head'                 => [ 'method', [ 'REQUEST_METHOD' => 'HEAD' ], 405 ],
			'no method'                => [ 'method', [ 'REQUEST_METHOD' => '' ], 405 ],
			'a huge body'              => [ 'oversized', [ 'CONTENT_LENGTH' => '1025' ] ],
			'a search engine'          => [ 'bot', [ 'HTTP_USER_AGENT' => 'Googlebot/2.1' ] ],
			'no browser'               => [ 'bot', [ 'HTTP_USER_AGENT' => '' ] ],
			'a prerendered page'       => [ 'prefetch', [ 'HTTP_SEC_PURPOSE' => 'prefetch;prerender' ] ],
			'another site'             => [ 'foreign', [ 'HTTP_SEC_FETCH_SITE' => 'cross-site' ] ],
			'another site of the same' => [ 'foreign', [ 'HTTP_SEC_FETCH_SITE' => 'same-site' ] ],
			'an older browser’s'       => [
				'foreign',
				[
					'HTTP_SEC_FETCH_SITE' => '',
					'HTTP_ORIGIN'         => 'https://evil.test',
				],
			],
			'no fetch metadata'        => [ 'foreign', [ 'HTTP_SEC_FETCH_SITE' => '' ] ],
			'from no page'             => [
				'foreign',
				[
					'HTTP_SEC_FETCH_SITE' => '',
					'HTTP_ORIGIN'         => 'null',
				],
			],
		];
	}

	public function test_an_older_browser_names_the_site(): void {
		$server = [
			'HTTP_SEC_FETCH_SITE' => '',
			'HTTP_ORIGIN'         => \home_url(),
		];
		$this->report( [], $server );
		self::assertCount( 1, self::events() );
	}

	/**
	 * @dataProvider tokens
	 *
	 * @param string $reason Why it is rejected.
	 * @param string $secret Secret with which it was signed.
	 * @param string $now    When.
	 * @param string $kind   Which.
	 */
	public function test_only_a_page_of_this_site_counts( string $reason, string $secret, string $now, string $kind ): void {
		$token = Token::make( '' === $secret ? Configuration::secret() : $secret, $now, $kind, $this->post, [ $this->ada_user ] );
		$this->report( [ 't' => $token ] );
		self::assertSame( [], self::events() );
		self::assertSame( [ $reason => 1 ], self::tally() );
	}

	/** @return array<string,array{string,string,string,string}> */
	public static function tokens(): array {
		return [
			'another site’s'            => [ 'forged', 'another secret', self::NOW, Token::POST ],
			'a page of five weeks ago'  => [ 'expired', '', '2026-03-31T12:00:00Z', Token::POST ],
			'a page of last year'       => [ 'expired', '', '2025-05-05T12:00:00Z', Token::POST ],
			'a page of next year'       => [ 'expired', '', '2027-05-05T12:00:00Z', Token::POST ],
			'an old check of our own'   => [ 'forged', '', '2026-05-01T12:00:00Z', Token::CHECK ],
		];
	}

	public function test_privacy_signals_are_respected_where_the_site_chose_that(): void {
		$this->report( [ 'r' => 'ada', 'm' => '1' ], [ 'HTTP_DNT' => '1' ] );
		self::assertCount( 2, self::events(), 'by default they are not' );

		\update_option( Settings::OPTION, [ 'do_not_track' => '1' ] );
		self::set_clock( '2026-05-06T12:00:00Z' );
		foreach ( [ 'HTTP_DNT', 'HTTP_SEC_GPC' ] as $signal ) {
			self::assertSame( [ 204, null ], $this->report( [ 'r' => 'ada', 'm' => '1' ], [ $signal => '1' ] ) );
		}
		self::assertCount( 2, self::events() );
		self::assertSame( [ 'opted_out' => 2 ], self::tally() );
	}

	public function test_a_logged_in_visitor_is_identified_by_user_id(): void {
		$reader = self::user();
		$this->report( [], [], self::logged_in( $reader, false ) );
		self::assertSame( "user:$reader", self::events()[0]['subject'] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
	}

	/**
	 * @dataProvider people_of_the_house
	 */
	public function test_visits_by_people_who_work_on_a_post_are_stored_with_the_reason( bool $is_author, bool $edits, string $reason ): void {
		$this->report( [], [], self::logged_in( $is_author ? $this->ada_user : self::user( 'editor' ), $edits ) );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ [ 'ignored', $reason ] ], self::outcomes() );
	}

	/** @return array<string,array{bool,bool,string}> */
	public static function people_of_the_house(): array {
		return [
			'its author'                      => [ true, false, 'own_visit' ],
			'its author, who edits all posts' => [ true, true, 'own_visit' ],
			'an editor'                       => [ false, true, 'editor' ],
		];
	}

	public function test_ones_own_link_does_not_count(): void {
		$this->report( [ 't' => $this->token( Token::PAGE ), 'r' => 'ada' ], [], self::logged_in( $this->ada_user, false ) );
		self::assertSame( [ [ 'ignored', 'self' ] ], self::outcomes() );
	}

	/**
	 * @dataProvider forged_identities
	 *
	 * @param array<string,string> $cookies What the browser sends.
	 */
	public function test_no_one_can_pose_as_another_visitor( array $cookies, string $status, ?string $reason ): void {
		$this->report( [], [], $cookies );
		self::assertSame( [ [ $status, $reason ] ], self::outcomes() );
		self::assertStringStartsWith( 'visitor:', self::events()[0]['subject'] );
	}

	/** @return array<string,array{array<string,string>,string,?string}> */
	public static function forged_identities(): array {
		$forged = VisitorIdentity::make( 'another secret', 7, false, self::SESSION );
		return [
			'without a log-in that is a plain visitor' => [ [ Configuration::who() => $forged ], 'counted', null ],
			'with one it may be anybody'               => [
				[
					Configuration::who() => $forged,
					LOGGED_IN_COOKIE     => self::SESSION,
				],
				'ignored',
				'unidentified',
			],
		];
	}

	public function test_a_failure_gets_the_same_response_as_a_success(): void {
		$log               = (string) \ini_set( 'error_log', '/dev/null' );
		$site              = Configuration::current();
		$site['dsn']       = 'sqlite:/proc/nowhere';
		$site['directory'] = '/proc/nowhere';
		for ( $time = 0; $time < 2; $time++ ) {
			self::assertSame( [ 204, null ], $this->report( [], [], [], '203.0.113.9', $site ) );
		}
		\ini_set( 'error_log', $log );
		\siren_open( Configuration::current()['dsn'] ); // What the next lines look at.
		self::assertSame( [ 'failed' => 2 ], self::tally() );
	}

	public function test_an_unwritable_directory_does_not_change_the_response(): void {
		$site           = Configuration::current();
		$site['visits'] = '/proc/nowhere';
		$log            = (string) \ini_set( 'error_log', '/dev/null' );
		self::assertSame( [ 204, null ], $this->report( [], [], [], '203.0.113.9', $site ) );
		\ini_set( 'error_log', $log );
		self::assertSame( [], self::events() );
	}

	public function test_no_ip_address_is_stored(): void {
		$this->report( [ 'r' => 'ada' ] );
		$this->report( [], [ 'HTTP_USER_AGENT' => 'bot' ] );
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/{*,visits/*}', GLOB_BRACE ) as $file ) {
			self::assertStringNotContainsString( '203.0.113.9', \is_file( $file ) ? (string) \file_get_contents( $file ) : '' );
		}
	}

	public function test_the_response_reflects_no_input(): void {
		$answer = ( new Beacon( Configuration::current() ) )->answer(
			new Request( [ 'REQUEST_METHOD' => 'POST' ], [ 't' => '<script>', 'x' => "a\r\nb" ], [], '203.0.113.9' ),
			self::NOW
		);
		self::assertSame(
			[
				'status'   => 204,
				'headers'  => [
					'Cache-Control'          => 'no-store',
					'X-Content-Type-Options' => 'nosniff',
				],
				'remember' => null,
			],
			$answer
		);
	}

	/**
	 * Sends a beacon for the post from a visitor's browser.
	 *
	 * @param array<string,mixed>  $fields  Of the body, in place of those of a plain reader.
	 * @param array<string,string> $server  Of the request, in place of those of a plain reader.
	 * @param array<string,string> $cookies What the browser has.
	 * @param string               $address Where the reader is.
	 * @param ?array               $site    In place of the site's configuration.
	 * @return array{int,?string} Status, and the code to be remembered.
	 */
	private function report( array $fields = [], array $server = [], array $cookies = [], string $address = '203.0.113.9', ?array $site = null ): array {
		$request = new Request(
			$server + [
				'REQUEST_METHOD'      => 'POST',
				'HTTP_USER_AGENT'     => 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
				'HTTP_SEC_FETCH_SITE' => 'same-origin',
				'CONTENT_LENGTH'      => '90',
			],
			$fields + [
				't' => $this->token( Token::POST ),
				'n' => '1',
			],
			$cookies,
			$address
		);
		$answer  = ( new Beacon( $site ?? Configuration::current() ) )->answer( $request, self::clock() );
		return [ $answer['status'], $answer['remember'] ];
	}

	/**
	 * A token as printed in the post, or in another page.
	 *
	 * @param string $kind Which.
	 */
	private function token( string $kind ): string {
		return Token::POST === $kind
			? Token::make( Configuration::secret(), self::clock(), $kind, $this->post, [ $this->ada_user ] )
			: Token::make( Configuration::secret(), self::clock(), $kind );
	}

	/**
	 * The cookies of a logged-in user.
	 *
	 * @param int  $user  Who.
	 * @param bool $edits Whether he or she edits others' posts.
	 * @return array<string,string>
	 */
	private static function logged_in( int $user, bool $edits ): array {
		return [
			LOGGED_IN_COOKIE     => self::SESSION,
			Configuration::who() => VisitorIdentity::make( Configuration::secret(), $user, $edits, self::SESSION ),
		];
	}
}
