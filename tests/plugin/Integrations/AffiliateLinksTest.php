<?php
/**
 * Tests of the affiliate links.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\AffiliateLinks;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A visitor who arrives through a link counts for its owner.
 */
final class AffiliateLinksTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user();
		$this->ada         = self::collaborator(
			'Ada',
			$this->ada_user,
			[
				[
					'type' => 'link',
					'code' => 'ada',
				],
			]
		);
		$this->distributor = self::distributor( [ 'site_visited' => 2 ] );
		\update_option( Settings::OPTION, [ 'visits' => 'server' ] );
		\query_posts( [ 'post_type' => 'post' ] );
	}

	protected function tearDown(): void {
		\wp_reset_query();
		parent::tearDown();
	}

	public function test_a_visit_through_a_link_counts(): void {
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
		self::assertSame( 'ada', Attribution::remembered() );
		self::assertNoFailures();
	}

	public function test_reloading_does_not_count_again(): void {
		self::visit( 'ada' );
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_a_different_visitor_counts_separately(): void {
		self::visit( 'ada' );
		$_SERVER['REMOTE_ADDR'] = '198.51.100.20';
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 4 ], self::scores( $this->distributor ) );
	}

	public function test_a_page_without_a_code_records_nothing(): void {
		self::visit( '' );
		self::assertSame( [], self::events() );
		self::assertNull( Attribution::remembered() );
	}

	public function test_a_prefetched_page_does_not_count_and_sets_no_cookie(): void {
		$_SERVER['HTTP_SEC_PURPOSE'] = 'prefetch';
		self::visit( 'ada' );
		self::assertSame( [], self::events() );
		self::assertNull( Attribution::remembered() );
	}

	/**
	 * @dataProvider parts_of_other_pages
	 */
	public function test_a_link_in_an_image_or_frame_credits_no_one( string $dest, string $mode ): void {
		$_SERVER['HTTP_SEC_FETCH_DEST'] = $dest;
		$_SERVER['HTTP_SEC_FETCH_MODE'] = $mode;
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'cross-site';
		foreach ( [ 'server', 'off' ] as $way ) {
			\update_option( Settings::OPTION, [ 'visits' => $way ] );
			self::visit( 'ada' );
			self::assertSame( [], self::events() );
			self::assertNull( Attribution::remembered() );
			self::assertNull( Attribution::of_customer(), 'nor is it the link of an order that such a request makes' );
		}
	}

	/** @return array<string,array{string,string}> */
	public static function parts_of_other_pages(): array {
		return [
			'an image'  => [ 'image', 'no-cors' ],
			'a frame'   => [ 'iframe', 'navigate' ],
			'a script'  => [ 'script', 'no-cors' ],
			'an object' => [ 'object', 'navigate' ],
		];
	}

	public function test_a_flood_through_a_link_gains_at_most_ten(): void {
		for ( $browser = 0; $browser < 40; $browser++ ) {
			$_SERVER['HTTP_USER_AGENT'] = "Mozilla/5.0 Firefox/$browser";
			self::visit( 'ada' );
		}
		self::assertSame( [ $this->ada => 20 ], self::scores( $this->distributor ) );
	}

	public function test_a_visit_with_an_unknown_code_is_counted_but_not_stored(): void {
		self::visit( 'nobody' );
		self::assertSame( [], self::events() );
		self::assertSame( [ [ 'nobody', 1 ] ], \array_map( static fn( array $code ): array => [ $code['code'], $code['uses'] ], \siren_status( self::NOW )['unknown_codes'] ) );
	}

	public function test_ones_own_link_does_not_count(): void {
		\wp_set_current_user( $this->ada_user );
		self::visit( 'ada' );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ 'ignored' ], \array_column( self::events(), 'status' ) );
	}

	public function test_no_ip_address_is_stored(): void {
		self::visit( 'ada' );
		self::assertStringNotContainsString( '203.0.113.9', \serialize( self::events() ) );
		foreach ( (array) \glob( \Siren\Distributors\Store::directory() . '/*' ) as $file ) {
			self::assertStringNotContainsString( '203.0.113.9', \is_file( $file ) ? (string) \file_get_contents( $file ) : '' );
		}
	}

	public function test_by_default_the_server_neither_counts_nor_remembers(): void {
		\delete_option( Settings::OPTION );
		self::visit( 'ada' );
		self::assertSame( [], self::events() );
		self::assertNull( Attribution::remembered() );
	}

	public function test_a_link_is_remembered_even_if_visits_are_not_counted(): void {
		\update_option( Settings::OPTION, [ 'visits' => 'off' ] );
		self::visit( 'ada' );
		self::assertSame( [], self::events() );
		self::assertSame( 'ada', Attribution::remembered() );
	}

	/**
	 * @dataProvider redirects
	 *
	 * @param string  $request  What was asked for.
	 * @param string  $location Where it is sent on to.
	 * @param string  $expected Where it is then sent on to.
	 * @param ?string $trail    What the browser remembers.
	 */
	public function test_redirects_keep_the_code( string $request, string $location, string $expected, ?string $trail ): void {
		\update_option( Settings::OPTION, [ 'visits' => 'beacon' ] );
		$this->listen( 'allowed_redirect_hosts', static fn( array $hosts ): array => [ ...$hosts, 'bank.test' ] );
		$_SERVER['REQUEST_URI'] = $request;
		\parse_str( (string) \wp_parse_url( $request, PHP_URL_QUERY ), $_GET );
		$end = $this->ending( static fn() => \wp_safe_redirect( $location ) );
		self::assertSame( $expected, $end->location );
		self::assertSame( $trail, Attribution::remembered() );
	}

	/** @return array<string,array{string,string,string,?string}> */
	public static function redirects(): array {
		return [
			'into the cart'                 => [ '/?add-to-cart=14&ref=ada', '/cart/', '/cart/?ref=ada', 'ada' ],
			'by an absolute address'        => [ '/?add-to-cart=14&ref=ada', \home_url( '/cart/?x=1' ), \home_url( '/cart/?x=1&ref=ada' ), 'ada' ],
			'of a download'                 => [ '/?edd_action=add_to_cart&download_id=3&ref=ada', \home_url( '/checkout/#pay' ), \home_url( '/checkout/?ref=ada#pay' ), 'ada' ],
			'to a page that moved'          => [ '/old/?ref=ada', '/new/', '/new/?ref=ada', 'ada' ],
			'to the bank'                   => [ '/?buy=14&ref=ada', 'https://bank.test/pay', 'https://bank.test/pay', 'ada' ],
			'to be rid of the code'         => [ '/shop/?ref=ada', '/shop/', '/shop/', 'ada' ],
			'to be rid of it, with no slash' => [ '/shop?ref=ada', \home_url( '/shop/' ), \home_url( '/shop/' ), 'ada' ],
			'to the log-in'                 => [ '/course/?ref=ada', '/wp-login.php?redirect_to=x', '/wp-login.php?redirect_to=x', 'ada' ],
			'to wp-admin'                   => [ '/course/?ref=ada', '/wp-admin/profile.php', '/wp-admin/profile.php', 'ada' ],
			'which keeps it'                => [ '/old/?ref=ada', '/new/?ref=ada', '/new/?ref=ada', null ],
			'without one'                   => [ '/?add-to-cart=14', '/cart/', '/cart/', null ],
			'of what is no code'            => [ '/?add-to-cart=14&ref=a+b', '/cart/', '/cart/', null ],
		];
	}

	/**
	 * The next page asks visitors who have not consented yet.
	 */
	public function test_a_redirect_remembers_nothing_without_consent(): void {
		\update_option( Settings::OPTION, [ 'do_not_track' => '1' ] );
		$_SERVER['HTTP_DNT']    = '1';
		$_SERVER['REQUEST_URI'] = '/?add-to-cart=14&ref=ada';
		$_GET                   = [ 'ref' => 'ada' ];
		self::assertSame( '/cart/?ref=ada', $this->ending( static fn() => \wp_safe_redirect( '/cart/' ) )->location );
		self::assertNull( Attribution::remembered() );
	}

	public function test_bots_and_prefetches_are_redirected_unchanged(): void {
		$_SERVER['REQUEST_URI'] = '/?add-to-cart=14&ref=ada';
		$_GET                   = [ 'ref' => 'ada' ];
		foreach ( [ 'HTTP_SEC_PURPOSE' => 'prefetch', 'HTTP_USER_AGENT' => 'curl/8', 'REQUEST_METHOD' => 'POST' ] as $header => $value ) {
			$before             = $_SERVER[ $header ] ?? '';
			$_SERVER[ $header ] = $value;
			self::assertSame( '/cart/', $this->ending( static fn() => \wp_safe_redirect( '/cart/' ) )->location, $header );
			$_SERVER[ $header ] = $before;
		}
		self::assertNull( Attribution::remembered() );
	}

	/**
	 * @dataProvider pretty_addresses
	 */
	public function test_a_pretty_link_leads_to_its_page( string $request, string $page ): void {
		$this->ask_for_nothing( $request );
		$end = $this->ending( [ AffiliateLinks::class, 'follow_pretty_form' ] );
		self::assertSame( [ 302, \home_url( $page ) ], [ $end->status, $end->location ] );
	}

	/** @return array<array{string,string}> */
	public static function pretty_addresses(): array {
		return [
			[ '/ref/ada/', '/?ref=ada' ],
			[ '/ref/ada', '/?ref=ada' ],
			[ '/courses/bread/ref/ada/', '/courses/bread/?ref=ada' ],
			[ '/courses/ref/ada/?utm_source=a%26b&ref=ben', '/courses/?utm_source=a%26b&ref=ada' ],
			[ '//elsewhere.test/ref/ada/', '/elsewhere.test/?ref=ada' ],
		];
	}

	/**
	 * @dataProvider other_addresses
	 */
	public function test_other_urls_are_not_pretty_links( string $request, bool $pretty ): void {
		$this->ask_for_nothing( $request, $pretty );
		AffiliateLinks::follow_pretty_form();
		self::assertTrue( \is_404() );
	}

	/** @return array<array{string,bool}> */
	public static function other_addresses(): array {
		return [
			'not chosen'       => [ '/ref/ada/', false ],
			'no code'          => [ '/ref/', true ],
			'no possible code' => [ '/ref/a%0d%0ab/', true ],
			'something behind' => [ '/ref/ada/more/', true ],
			'another word'     => [ '/pref/ada/', true ],
		];
	}

	public function test_an_existing_page_takes_precedence_over_a_pretty_link(): void {
		$this->ask_for_nothing( '/ref/ada/' );
		\query_posts( [ 'post_type' => 'post' ] );
		AffiliateLinks::follow_pretty_form();
		self::assertFalse( \is_404() );
	}

	/**
	 * @dataProvider links
	 */
	public function test_links_are_built_from_codes( string $code, string $address, bool $pretty, string $expected ): void {
		\update_option( Settings::OPTION, [ 'pretty_links' => $pretty ] );
		self::assertSame( $expected, \siren_affiliate_link( $code, $address ) );
	}

	/** @return array<array{string,string,bool,string}> */
	public static function links(): array {
		$home = \home_url( '/' );
		return [
			[ 'ada', '', false, $home . '?ref=ada' ],
			[ 'ada', $home . 'shop/?colour=red#top', false, $home . 'shop/?colour=red&ref=ada#top' ],
			[ 'ada', '', true, $home . 'ref/ada/' ],
			[ 'ada', $home . 'shop?colour=red#top', true, $home . 'shop/ref/ada/?colour=red' ],
			[ 'a b', '', false, '' ],
			[ 'ada', 'https://elsewhere.test/', false, '' ],
			[ 'ada', '/shop/', false, '' ],
		];
	}

	public function test_the_canonical_url_has_no_code(): void {
		self::assertSame( 'https://academy.test/a/?b=1', \apply_filters( 'get_canonical_url', 'https://academy.test/a/?b=1&ref=ada', null ) );
		self::assertFalse( \apply_filters( 'wpseo_canonical', false ) );
	}

	/**
	 * Asks for an address at which WordPress finds nothing.
	 *
	 * @param string $request The address.
	 * @param bool   $pretty  Whether the site chose the pretty form.
	 */
	private function ask_for_nothing( string $request, bool $pretty = true ): void {
		\update_option( Settings::OPTION, [ 'pretty_links' => $pretty ] );
		$_SERVER['REQUEST_URI'] = $request;
		\query_posts( [ 'error' => '404' ] );
		$GLOBALS['wp_query']->set_404();
	}

	/**
	 * Follows a link to a page of the site.
	 *
	 * @param string $code The link's code.
	 */
	private static function visit( string $code ): void {
		$_GET['ref'] = $code;
		AffiliateLinks::remember();
		AffiliateLinks::record();
	}
}
