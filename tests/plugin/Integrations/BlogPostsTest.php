<?php
/**
 * Tests of the blog posts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Integrations\BlogPosts;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\RejectedVisits;

/**
 * A reader counts for the author.
 */
final class BlogPostsTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $distributor;

	private int $post;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ada         = self::collaborator( 'Ada', $this->ada_user );
		$this->distributor = self::distributor( [ 'post_visited' => 1 ] );
		$this->post        = self::post( $this->ada_user );
		self::count_on_the_server();
	}

	protected function tearDown(): void {
		\wp_reset_query();
		parent::tearDown();
	}

	public function test_a_visit_credits_the_author(): void {
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
		$event = self::events()[0];
		self::assertMatchesRegularExpression( "/^visit:{$this->post}:[0-9a-f]{32}:s\\d+$/D", $event['key'] );
		self::assertSame( "post:{$this->post}", $event['object'] );
		self::assertNoFailures();
	}

	public function test_visits_within_the_window_count_once(): void {
		$this->read( [ 'p' => $this->post ] );
		self::set_clock( '2026-05-05T12:29:59Z' );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );

		self::set_clock( '2026-05-05T12:30:00Z' );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_every_view_counts_where_the_site_chose_that(): void {
		self::count_on_the_server( 'every' );
		$this->read( [ 'p' => $this->post ] );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_a_logged_in_reader_is_identified_by_user_id(): void {
		$reader = self::user();
		\wp_set_current_user( $reader );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( "user:$reader", self::events()[0]['subject'] );
	}

	/**
	 * @dataProvider people_of_the_house
	 */
	public function test_editors_of_a_post_do_not_count_as_readers( string $role, string $reason ): void {
		\wp_set_current_user( '' === $role ? $this->ada_user : self::user( $role ) );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ [ 'ignored', $reason ] ], \array_map( static fn( array $event ): array => [ $event['status'], $event['reason'] ], self::events() ) );
	}

	/** @return array<string,array{string,string}> */
	public static function people_of_the_house(): array {
		return [
			'its author'        => [ '', 'own_visit' ],
			'an editor'         => [ 'editor', 'editor' ],
			'an administrator'  => [ 'administrator', 'editor' ],
		];
	}

	public function test_a_bot_is_only_counted_as_rejected(): void {
		$_SERVER['HTTP_USER_AGENT'] = 'Googlebot/2.1';
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::events() );
		self::assertSame( [ '2026-05-05' => [ 'bot' => 1 ] ], ( new RejectedVisits( Configuration::directory() ) )->days() );
	}

	public function test_an_image_on_another_site_is_only_counted_as_rejected(): void {
		$_SERVER['HTTP_SEC_FETCH_DEST'] = 'image';
		$_SERVER['HTTP_SEC_FETCH_MODE'] = 'no-cors';
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::events() );
		self::assertSame( [ '2026-05-05' => [ 'embedded' => 1 ] ], ( new RejectedVisits( Configuration::directory() ) )->days() );

		$_SERVER['HTTP_SEC_FETCH_DEST'] = 'document';
		$_SERVER['HTTP_SEC_FETCH_MODE'] = 'navigate';
		$this->read( [ 'p' => $this->post ] );
		self::assertCount( 1, self::events() );
	}

	public function test_a_flood_from_one_network_gains_no_more_than_through_the_script(): void {
		for ( $browser = 0; $browser < 200; $browser++ ) {
			$_SERVER['HTTP_USER_AGENT'] = "Mozilla/5.0 Firefox/$browser";
			$_SERVER['REMOTE_ADDR']     = \sprintf( '2001:db8:7:%x::1', $browser );
			$this->read( [ 'p' => $this->post ] );
		}
		$_SERVER['REMOTE_ADDR'] = '203.0.113.50';
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 10 + 1 ], self::scores( $this->distributor ) );
		// How many of them are too often depends on when the machine's minute ends; all others are one of a crowd.
		$limit = ( new RejectedVisits( Configuration::directory() ) )->days()['2026-05-05']['limit'];
		self::assertGreaterThan( 0, $limit );
		self::assertSame( 190, $limit + \siren_find( 'events', [ 'reason' => 'crowd' ] )['total'] );
	}

	public function test_without_consent_nothing_is_counted(): void {
		\update_option(
			Settings::OPTION,
			[
				'visits'       => 'server',
				'do_not_track' => '1',
			]
		);
		$_SERVER['HTTP_SEC_GPC'] = '1';
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::events() );

		unset( $_SERVER['HTTP_SEC_GPC'] );
		$this->read( [ 'p' => $this->post ] );
		self::assertCount( 1, self::events() );
	}

	public function test_by_default_the_server_does_not_count(): void {
		\delete_option( Settings::OPTION );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::events() );
	}

	public function test_a_post_may_have_several_owners(): void {
		$ben_user = self::user( 'author' );
		$ben      = self::collaborator( 'Ben', $ben_user );
		$this->listen( 'siren_post_owners', static fn( array $owners ): array => [ ...$owners, $ben_user ] );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame(
			[
				$this->ada => 1,
				$ben       => 1,
			],
			self::scores( $this->distributor )
		);
	}

	public function test_a_filter_can_add_other_post_types(): void {
		$this->listen( 'siren_visited_post_types', static fn( array $types ): array => [ ...$types, 'page' ] );
		$this->read( [ 'page_id' => self::post( $this->ada_user, 'page' ) ] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
	}

	public function test_lists_and_pages_do_not_count_as_posts(): void {
		$this->read( [ 'author' => $this->ada_user ] );
		$this->read( [ 'page_id' => self::post( $this->ada_user, 'page' ) ] );
		self::assertSame( [], self::events() );
	}

	public function test_a_post_that_is_not_published_has_no_readers(): void {
		\wp_update_post(
			[
				'ID'          => $this->post,
				'post_status' => 'private',
			]
		);
		\wp_set_current_user( self::user( 'subscriber' ) );
		$this->read(
			[
				'p'           => $this->post,
				'post_status' => 'private',
			]
		);
		self::assertSame( [], self::events() );
	}

	public function test_no_query_is_made_for_a_visit(): void {
		global $wpdb;
		$this->read( [ 'p' => $this->post ] ); // The day's salt is drawn with the day's first visit.
		\query_posts( [ 'p' => $this->post ] );
		$before = $wpdb->num_queries;
		BlogPosts::record();
		self::assertSame( 0, $wpdb->num_queries - $before );
	}

	/**
	 * Chooses the way that is tested here.
	 *
	 * @param string $window How long visits are one visit.
	 */
	private static function count_on_the_server( string $window = 'session' ): void {
		\update_option(
			Settings::OPTION,
			[
				'visits'       => 'server',
				'visit_window' => $window,
			]
		);
	}

	/**
	 * Asks for something of the site.
	 *
	 * @param array<string,mixed> $query The main query.
	 */
	private function read( array $query ): void {
		\query_posts( $query );
		BlogPosts::record();
	}
}
