<?php
/**
 * Tests of Page.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;
use Siren\Distributors\Visits\Page;
use Siren\Distributors\Visits\Token;
use Siren\Distributors\Visits\VisitorIdentity;

/**
 * One script, no query, the same for everybody.
 */
final class PageTest extends SirenTestCase {

	private int $author;

	private int $post;

	protected function setUp(): void {
		parent::setUp();
		$this->author = self::user( 'author' );
		$this->post   = self::post( $this->author );
	}

	protected function tearDown(): void {
		\wp_reset_query();
		$GLOBALS['wp_scripts'] = null;
		parent::tearDown();
	}

	public function test_a_post_page_names_the_post_and_its_owners(): void {
		$data  = self::data( $this->scripts( [ 'p' => $this->post ] ) );
		$token = Token::read( Configuration::secret(), $data['token'] );
		self::assertSame( [ Token::POST, $this->post, [ $this->author ] ], [ $token->kind, $token->post, $token->owners ] );
		self::assertSame( [ '/wp-json/siren/v1/visit', 'ref', '' ], [ $data['url'], $data['parameter'], $data['consent'] ] );
	}

	/**
	 * @dataProvider other_pages
	 *
	 * @param array<string,mixed> $query What is asked for.
	 */
	public function test_other_pages_only_count_arrivals_by_link( array $query ): void {
		\wp_update_post(
			[
				'ID'          => $this->post,
				'post_status' => 'private',
			]
		);
		$data = self::data( $this->scripts( $query + [ 'author' => $this->author ] ) );
		self::assertSame( Token::PAGE, Token::read( Configuration::secret(), $data['token'] )->kind );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function other_pages(): array {
		return [
			'a list'         => [ [ 'post_type' => 'post' ] ],
			'a private post' => [ [ 'post_status' => 'private' ] ],
			'a page'         => [ [ 'post_type' => 'page' ] ],
		];
	}

	/**
	 * @dataProvider no_pages
	 *
	 * @param array<string,mixed> $query What is asked for.
	 */
	public function test_requests_that_are_not_pages_have_no_script( array $query ): void {
		self::assertSame( '', $this->scripts( $query + [ 'p' => $this->post ] ) );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function no_pages(): array {
		return [
			'a feed'        => [ [ 'feed' => 'rss2' ] ],
			'a preview'     => [ [ 'preview' => 'true' ] ],
			'an embed'      => [ [ 'embed' => 'true' ] ],
			'nothing found' => [ [ 'error' => '404' ] ],
		];
	}

	/**
	 * @dataProvider other_ways
	 */
	public function test_there_is_no_script_if_visits_are_counted_another_way( string $way ): void {
		\update_option( Settings::OPTION, [ 'visits' => $way ] );
		self::assertSame( '', $this->scripts( [ 'p' => $this->post ] ) );
	}

	/** @return array<array{string}> */
	public static function other_ways(): array {
		return [ [ 'server' ], [ 'off' ] ];
	}

	public function test_the_script_is_one_deferred_tag_and_costs_no_query(): void {
		global $wpdb;
		$this->scripts( [ 'p' => $this->post ] ); // Whatever WordPress itself asks once.
		\query_posts( [ 'p' => $this->post ] );
		$GLOBALS['wp_scripts'] = null;
		\wp_scripts();
		$before = $wpdb->num_queries;
		Page::identify();
		Page::enqueue();
		$printed = self::printed( static fn() => \wp_scripts()->do_items( [ Page::HANDLE ], 1 ) );
		self::assertSame( 0, $wpdb->num_queries - $before );
		self::assertSame( 1, \substr_count( $printed, '<script' ) );
		self::assertMatchesRegularExpression( '~<script defer [^>]*src="[^"]+/assets/visit\.js\?ver=[^"]+"~', $printed );
	}

	public function test_options_read_by_pages_exist_before_settings_are_saved(): void {
		global $wpdb;
		foreach ( [ Settings::OPTION, Endpoint::OPTION, Lifecycle::OPTION ] as $option ) {
			\delete_option( $option );
		}
		Lifecycle::ensure();
		Configuration::secret(); // Of WordPress's keys, which are in wp-config.php or else cost it a query each.
		\wp_cache_flush();
		\wp_load_alloptions(); // What every page begins with.
		$before = $wpdb->num_queries;
		Lifecycle::ensure();
		Settings::currency();
		Endpoint::path();
		self::assertSame( 0, $wpdb->num_queries - $before );
	}

	public function test_a_script_that_another_plugin_adds_before_it_is_untouched(): void {
		\query_posts( [ 'p' => $this->post ] );
		Page::enqueue();
		\wp_add_inline_script( Page::HANDLE, 'window.before = 1;', 'before' );
		$printed = self::printed( static fn() => \wp_scripts()->do_items( [ Page::HANDLE ], 1 ) );
		self::assertSame( 1, \preg_match_all( '/<script[^>]* data-token=/', $printed ) );
		self::assertMatchesRegularExpression( '/<script defer data-token="[^>]* src=/', $printed );
	}

	public function test_the_tag_is_the_same_for_every_visitor(): void {
		$one = $this->scripts( [ 'p' => $this->post ] );
		self::assertNotSame( '', $one );
		\wp_set_current_user( self::user( 'administrator' ) );
		$_SERVER['REMOTE_ADDR']     = '198.51.100.1';
		$_SERVER['HTTP_USER_AGENT'] = 'Googlebot/2.1';
		$_GET['ref']                = 'ada';
		self::assertSame( $one, $this->scripts( [ 'p' => $this->post ] ) );
	}

	public function test_the_script_is_small(): void {
		self::assertLessThan( 1500, \filesize( \dirname( SIREN_DISTRIBUTORS_FILE ) . '/assets/visit.js' ) );
	}

	public function test_the_browser_gets_the_identity_of_a_logged_in_user(): void {
		Page::identify();
		self::assertSame( [], $_COOKIE, 'no one is logged in' );

		$editor = self::user( 'editor' );
		\wp_set_current_user( $editor );
		$_COOKIE[ LOGGED_IN_COOKIE ] = 'a-log-in';
		Page::identify();
		$who = VisitorIdentity::read( Configuration::secret(), $_COOKIE[ Configuration::who() ], 'a-log-in' );
		self::assertSame( [ $editor, true ], [ $who->user, $who->edits ] );

		// No longer an editor.
		( new \WP_User( $editor ) )->set_role( 'author' );
		\wp_set_current_user( 0 );
		\wp_set_current_user( $editor );
		Page::identify();
		self::assertFalse( VisitorIdentity::read( Configuration::secret(), $_COOKIE[ Configuration::who() ], 'a-log-in' )->edits );
	}

	public function test_a_user_who_logs_in_is_identified_too(): void {
		$author = self::user( 'author' );
		\do_action( 'set_logged_in_cookie', 'a-new-log-in', 0, 0, $author, 'logged_in', 'token' );
		self::assertSame( $author, VisitorIdentity::read( Configuration::secret(), $_COOKIE[ Configuration::who() ], 'a-new-log-in' )->user );
	}

	public function test_no_cookie_is_set_if_visits_are_counted_on_the_server(): void {
		\update_option( Settings::OPTION, [ 'visits' => 'server' ] );
		\do_action( 'set_logged_in_cookie', 'a-new-log-in', 0, 0, $this->author, 'logged_in', 'token' );
		self::assertSame( [], $_COOKIE );
	}

	/**
	 * The script tag in the footer of a page.
	 *
	 * @param array<string,mixed> $query What is asked for.
	 */
	private function scripts( array $query ): string {
		\query_posts( $query );
		$GLOBALS['wp_scripts'] = null;
		Page::enqueue();
		return \wp_script_is( Page::HANDLE ) ? self::printed( static fn() => \wp_scripts()->do_items( [ Page::HANDLE ], 1 ) ) : '';
	}

	/**
	 * What the tag says.
	 *
	 * @param string $tag The tag.
	 * @return array<string,string> By name.
	 */
	private static function data( string $tag ): array {
		\preg_match_all( '/ data-(\w+)="([^"]*)"/', $tag, $found );
		return \array_map( 'html_entity_decode', \array_combine( $found[1], $found[2] ) );
	}
}
