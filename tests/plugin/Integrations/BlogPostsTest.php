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
	}

	protected function tearDown(): void {
		\wp_reset_query();
		parent::tearDown();
	}

	public function test_a_visit(): void {
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
		$event = self::events()[0];
		self::assertStringStartsWith( "visit:{$this->post}:visitor:", $event['key'] );
		self::assertSame( "post:{$this->post}", $event['object'] );
		self::assertNoFailures();
	}

	public function test_visits_within_the_window_are_one(): void {
		$this->read( [ 'p' => $this->post ] );
		self::set_clock( '2026-05-05T12:29:59Z' );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );

		self::set_clock( '2026-05-05T12:30:00Z' );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_every_view_where_the_site_wants_that(): void {
		\update_option( Settings::OPTION, [ 'visit_window' => 'every' ] );
		$this->read( [ 'p' => $this->post ] );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_a_reader_who_is_logged_in_is_known_by_id(): void {
		$reader = self::user();
		\wp_set_current_user( $reader );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( "user:$reader", self::events()[0]['subject'] );
	}

	/**
	 * @dataProvider people_of_the_house
	 */
	public function test_who_works_on_a_post_is_no_reader( string $role ): void {
		\wp_set_current_user( '' === $role ? $this->ada_user : self::user( $role ) );
		$this->read( [ 'p' => $this->post ] );
		self::assertSame( [], self::events() );
	}

	/** @return array<string,array{string}> */
	public static function people_of_the_house(): array {
		return [
			'its author'        => [ '' ],
			'an editor'         => [ 'editor' ],
			'an administrator'  => [ 'administrator' ],
		];
	}

	public function test_lists_and_pages_are_no_posts(): void {
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
	 * Asks for something of the site.
	 *
	 * @param array<string,mixed> $query The main query.
	 */
	private function read( array $query ): void {
		\query_posts( $query );
		BlogPosts::record();
	}
}
