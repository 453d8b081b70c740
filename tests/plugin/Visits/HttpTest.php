<?php
/**
 * Tests of visits through a web server.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Settings;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;
use Siren\Distributors\Visits\Token;

/**
 * Covers the page, its script's beacon and the file that receives it, with requests by browsers and others. Whatever is
 * sent, pages are served as usual and the beacon's response gives nothing away.
 */
final class HttpTest extends VisitTestCase {

	private const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

	private const SETUP = __DIR__ . '/../../setup/';

	private static string $address;

	public static function setUpBeforeClass(): void {
		self::$address = self::serve( null );
	}

	public static function tearDownAfterClass(): void {
		self::end();
		\unlink( SIREN_SITE_DIR . '/url' );
	}

	protected function setUp(): void {
		parent::setUp();
		\delete_option( Endpoint::OPTION );
	}

	protected function tearDown(): void {
		if ( \is_file( Endpoint::file() ) ) {
			\unlink( Endpoint::file() );
		}
		parent::tearDown();
	}

	public function test_a_visit_through_the_file_counts(): void {
		$this->heartbeat();
		$page = $this->page( $this->path() . '?ref=ada' );
		self::assertSame( '/wp-content/siren-beacon.php', $page['url'] );

		$answer = $this->beacon( $page, [ 'r' => 'ada', 'm' => '1' ] );
		self::assertSame( [ 204, '' ], [ $answer['status'], $answer['body'] ] );
		self::assertSame( [ 'no-store' ], $answer['headers']['cache-control'] );
		self::assertArrayNotHasKey( 'x-powered-by', $answer['headers'] );
		self::assertMatchesRegularExpression( '~^siren_ref=ada; expires=[^;]+; Max-Age=2592000; path=/; HttpOnly; SameSite=Lax$~', $answer['headers']['set-cookie'][0] );
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ) );
		self::assertSame( self::NOW, self::events()[0]['occurred_at'], 'by the site’s clock' );
	}

	public function test_a_visit_through_the_route_counts(): void {
		$page = $this->page( $this->path() . '?ref=ada' );
		self::assertStringContainsString( 'siren/v1/visit', $page['url'] );

		$answer = $this->beacon( $page, [ 'r' => 'ada', 'm' => '1' ] );
		self::assertSame( [ 204, '' ], [ $answer['status'], $answer['body'] ] );
		self::assertStringContainsString( 'no-store', \implode( $answer['headers']['cache-control'] ) );
		self::assertStringStartsWith( 'siren_ref=ada; ', $answer['headers']['set-cookie'][0] );
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ) );
	}

	public function test_both_ways_are_the_same_visit(): void {
		$page = $this->page( $this->path() );
		$this->beacon( $page );
		$this->heartbeat();
		$this->beacon( $this->page( $this->path() ) );
		self::assertSame( [ $this->ada => 1 ], self::scores( $this->distributor ) );
	}

	public function test_a_pretty_link_leads_to_the_page_that_counts_it(): void {
		\update_option( Settings::OPTION, [ 'pretty_links' => '1' ] );
		$answer = self::request( 'GET', '/ref/ada/?utm_source=letter' );
		self::assertSame( [ 302, [ self::$address . '/?utm_source=letter&ref=ada' ] ], [ $answer['status'], $answer['headers']['location'] ] );
		self::assertArrayNotHasKey( 'set-cookie', $answer['headers'] );

		$this->beacon( $this->page( '/?utm_source=letter&ref=ada' ), [ 'r' => 'ada' ] );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
	}

	public function test_a_logged_in_author_is_identified_without_wordpress(): void {
		$this->heartbeat();
		$user = \get_userdata( $this->ada_user );
		\wp_set_password( 'a password', $user->ID );
		$login   = self::request( 'POST', '/wp-login.php', [ 'log' => $user->user_login, 'pwd' => 'a password' ], [ 'Cookie: wordpress_test_cookie=WP+Cookie+check' ] );
		$cookies = \array_map( static fn( string $cookie ): string => \explode( ';', $cookie )[0], $login['headers']['set-cookie'] );
		self::assertSame( 302, $login['status'] );
		self::assertNotSame( [], \preg_grep( '/^siren_who_1=/', $cookies ) );
		$header = 'Cookie: ' . \implode( '; ', $cookies );

		$this->beacon( $this->page( $this->path(), [ $header ] ), [], [ $header ] );
		$this->beacon( $this->page( $this->path( self::post( self::user( 'author' ) ) ), [ $header ] ), [], [ $header ] );
		self::assertSame( [ [ 'ignored', 'own_visit' ], [ 'ignored', 'unknown_collaborator' ] ], self::outcomes() );
		self::assertSame( [ 'user:' . $this->ada_user ], \array_values( \array_unique( \array_column( self::events(), 'subject' ) ) ) );
	}

	public function test_five_thousand_repeats_leave_a_bounded_trace_and_pages_go_on(): void {
		\update_option( Settings::OPTION, [ 'visit_window' => 'every' ] );
		$this->heartbeat();
		$page  = $this->page( $this->path() );
		$codes = self::flood( $page['url'], [ 't' => $page['token'], 'n' => '1' ], 5000 );
		self::assertSame( [ 204 => 5000 ], $codes );
		self::assertSame( [ $this->ada => 30 ], self::scores( $this->distributor ) );
		self::assertSame( [ 'limit' => 4970 ], self::tally() );
		self::assertSame( 200, self::request( 'GET', $this->path() )['status'] );
	}

	public function test_all_other_requests_are_only_counted_as_rejected(): void {
		$this->heartbeat();
		$page     = $this->page( $this->path() );
		$expected = [];
		foreach ( self::attacks() as $attack => [ $method, $fields, $headers, $status, $reason ] ) {
			$answer              = $this->beacon( $page, $fields, $headers, $method );
			$expected[ $reason ] = ( $expected[ $reason ] ?? 0 ) + 1;
			self::assertSame( [ $status, '' ], [ $answer['status'], $answer['body'] ], $attack );
			self::assertArrayNotHasKey( 'set-cookie', $answer['headers'], $attack );
			self::assertSame( $expected, self::tally(), $attack );
		}
		self::assertSame( [], self::events() );
		self::assertSame( 200, self::request( 'GET', $this->path() )['status'] );
	}

	/**
	 * Requests that are not visits.
	 *
	 * @return array<string,array{string,array<string,string>,string[],int,string}>
	 *         Method, differences from a reader's fields and headers, expected status, and the reason under which it is
	 *         counted.
	 */
	private static function attacks(): array {
		$link = [
			'r' => 'ada',
			'm' => '1',
		];
		return [
			'a forged token'         => [ 'POST', $link + [ 't' => 'p.1.1.20578.' . \str_repeat( '0', 32 ) ], [], 204, 'forged' ],
			'a token of another site' => [ 'POST', $link + [ 't' => Token::make( 'another secret', self::NOW, Token::PAGE ) ], [], 204, 'forged' ],
			'an expired token'       => [ 'POST', $link + [ 't' => Token::make( Configuration::secret(), '2025-01-01T00:00:00Z', Token::PAGE ) ], [], 204, 'expired' ],
			'no token'               => [ 'POST', $link + [ 't' => '' ], [], 204, 'forged' ],
			'markup'                 => [ 'POST', [ 't' => '<script>alert(1)</script>' ], [], 204, 'forged' ],
			'GET'                    => [ 'GET', $link, [], 405, 'method' ],
			'HEAD'                   => [ 'HEAD', $link, [], 405, 'method' ],
			'PUT'                    => [ 'PUT', $link, [], 405, 'method' ],
			'OPTIONS'                => [ 'OPTIONS', $link, [], 405, 'method' ],
			'a huge body'            => [ 'POST', [ 'r' => \str_repeat( 'a', 3_000_000 ) ], [], 204, 'oversized' ],
			'another site'           => [ 'POST', $link, [ 'Sec-Fetch-Site: cross-site' ], 204, 'foreign' ],
			'another origin'         => [ 'POST', $link, [ 'Sec-Fetch-Site:', 'Origin: https://evil.test' ], 204, 'foreign' ],
			'a bot'                  => [ 'POST', $link, [ 'User-Agent: Googlebot/2.1 <script>' ], 204, 'bot' ],
			'JSON'                   => [ 'POST', $link, [ 'Content-Type: application/json' ], 204, 'forged' ],
			'a broken form'          => [ 'POST', $link, [ 'Content-Type: multipart/form-data' ], 204, 'forged' ],
		];
	}

	public function test_hostile_headers_change_nothing(): void {
		$this->heartbeat();
		foreach ( self::hostile_headers() as $attack => $headers ) {
			$post   = self::post( $this->ada_user );
			$answer = $this->beacon(
				[
					'url'   => '/wp-content/siren-beacon.php',
					'token' => Token::make( Configuration::secret(), self::NOW, Token::POST, $post, [ $this->ada_user ] ),
				],
				[],
				$headers
			);
			self::assertSame( [ 204, '' ], [ $answer['status'], $answer['body'] ], $attack );
			$events = \siren_find( 'events', [ 'object' => 'post:' . $post ] )['items'];
			self::assertCount( 1, $events, $attack );
			self::assertMatchesRegularExpression( '/^visitor:[0-9a-f]{32}$/', $events[0]['subject'], $attack );
		}
		self::assertStringNotContainsString( 'alert', (string) \json_encode( self::events() ) );
	}

	/**
	 * Headers in addition to a browser's.
	 *
	 * @return array<string,string[]>
	 */
	private static function hostile_headers(): array {
		return [
			'a browser of bytes'      => [ "User-Agent: Mozilla/5.0 \xff\xfe<script>alert(1)</script>" ],
			'a forged address'        => [ 'X-Forwarded-For: <script>alert(1)</script>', 'Forwarded: for=10.0.0.1', 'X-Real-IP: 10.0.0.1' ],
			'another host'            => [ 'Host: evil.test', 'X-Forwarded-Host: evil.test' ],
			'cookies'                 => [ 'Cookie: siren_who_1=1.1.' . \str_repeat( 'a', 32 ) . '; siren_ref[]=x; siren_ref=%0d%0a' ],
			'a long referrer'         => [ 'Referer: https://evil.test/?' . \str_repeat( 'alert', 1000 ) ],
		];
	}

	public function test_code_and_configuration_are_not_served(): void {
		$this->heartbeat();
		foreach ( [ '/wp-content/plugins/siren-distributors/includes/Visits/without-wordpress.php', '/wp-content/plugins/siren-distributors/includes/Spool.php' ] as $path ) {
			$answer = self::request( 'GET', $path );
			self::assertSame( [ 200, '' ], [ $answer['status'], $answer['body'] ], $path );
		}
		self::assertStringNotContainsString( Configuration::secret(), (string) \file_get_contents( Endpoint::file() ) );
		self::assertFalse( \str_starts_with( Configuration::directory(), ABSPATH ) );
	}

	public function test_an_unwritable_directory_does_not_change_pages_and_responses(): void {
		$this->heartbeat();
		$page = $this->page( $this->path() );
		$data = \Siren\Distributors\Store::directory();
		\rename( $data, $data . '.away' );
		\touch( $data );
		try {
			self::assertSame( 200, self::request( 'GET', $this->path() )['status'] );
			self::assertSame( 204, $this->beacon( $page )['status'] );
			self::assertSame( 204, $this->beacon( [ 'url' => '/index.php?rest_route=/siren/v1/visit' ] + $page )['status'] );
			\update_option( Settings::OPTION, [ 'visits' => 'server' ] );
			self::assertSame( 200, self::request( 'GET', $this->path() . '?ref=ada' )['status'] );
		} finally {
			\unlink( $data );
			\rename( $data . '.away', $data );
		}
		self::assertSame( [], self::events() );
		$log = SIREN_SITE_DIR . '/debug.log';
		self::assertStringContainsString( 'the secret that visitors are told apart by cannot be kept', (string) \file_get_contents( $log ) );
		\unlink( $log ); // Expected errors must not be reported as failures of the run.
	}

	public function test_visits_are_spooled_while_the_extension_is_missing(): void {
		self::$address = self::serve( '' );
		try {
			$this->heartbeat();
			self::assertSame( 'spool', self::fresh_state()['recorder'] );
			$page = $this->page( $this->path() . '?ref=ada' );
			self::assertSame( '/wp-content/siren-beacon.php', $page['url'] );
			self::assertSame( 204, $this->beacon( $page, [ 'r' => 'ada' ] )['status'] );
			self::assertSame( 204, $this->beacon( [ 'url' => '/index.php?rest_route=/siren/v1/visit' ] + $page, [ 'r' => 'ada' ] )['status'] );
		} finally {
			self::$address = self::serve( null );
		}
		self::assertSame( [ $this->ada => 11 ], self::scores( $this->distributor ), 'both ways wrote down the same two facts' );
		self::assertSame( 0, \siren_status( self::NOW )['counts']['faults'] );
	}

	/** Runs WP-Cron, which also writes and checks the file. */
	private function heartbeat(): void {
		self::assertSame( 200, self::request( 'GET', '/wp-cron.php' )['status'] );
		// Where PHP supports it, wp-cron.php responds first and works afterwards.
		for ( $round = 0; $round < 400 && ! self::fresh_state()['works']; $round++ ) {
			\usleep( 50_000 );
		}
		self::assertTrue( self::fresh_state()['works'], (string) \json_encode( self::fresh_state() ) );
	}

	/**
	 * The result of checking the file.
	 *
	 * @return array<string,mixed>
	 */
	private static function fresh_state(): array {
		\wp_cache_flush();
		return Endpoint::state();
	}

	/**
	 * Path of a post on the site.
	 *
	 * @param ?int $post Post; null for Ada's.
	 */
	private function path( ?int $post = null ): string {
		return \wp_make_link_relative( (string) \get_permalink( $post ?? $this->post ) );
	}

	/**
	 * Opens a page.
	 *
	 * @param string   $path    Path.
	 * @param string[] $headers In addition to a browser's.
	 * @return array<string,string> The data of its script.
	 */
	private function page( string $path, array $headers = [] ): array {
		$page = self::request( 'GET', $path, [], $headers );
		self::assertSame( 200, $page['status'] );
		self::assertSame( 1, \preg_match_all( '~<script[^>]* src="[^"]*/visit\.js[^>]*>~', $page['body'], $tags ), 'one script' );
		\preg_match_all( '/ data-(\w+)="([^"]*)"/', $tags[0][0], $found );
		return \array_map( 'html_entity_decode', \array_combine( $found[1], $found[2] ) );
	}

	/**
	 * Sends what the page's script sends.
	 *
	 * @param array<string,string> $page    As {@see self::page()} gave it.
	 * @param array<string,string> $fields  In place of those of a plain reader.
	 * @param string[]             $headers In place of those of a browser.
	 * @param string               $method  HTTP method.
	 * @return array{status:int,headers:array<string,string[]>,body:string}
	 */
	private function beacon( array $page, array $fields = [], array $headers = [], string $method = 'POST' ): array {
		$fields += [
			't' => $page['token'],
			'n' => '1',
		];
		return self::request( $method, $page['url'], $fields, $headers );
	}

	/**
	 * Sends one request.
	 *
	 * @param string               $method  HTTP method.
	 * @param string               $path    Path and query.
	 * @param array<string,string> $fields  Of the body.
	 * @param string[]             $headers In place of those of a browser.
	 * @return array{status:int,headers:array<string,string[]>,body:string} Names of headers in small letters.
	 */
	private static function request( string $method, string $path, array $fields = [], array $headers = [] ): array {
		$handle = self::handle( $method, $path, $fields, $headers );
		$got    = [];
		\curl_setopt(
			$handle,
			CURLOPT_HEADERFUNCTION,
			static function ( mixed $curl, string $line ) use ( &$got ): int {
				$part = \explode( ':', $line, 2 );
				if ( isset( $part[1] ) ) {
					$got[ \strtolower( $part[0] ) ][] = \trim( $part[1] );
				}
				return \strlen( $line );
			}
		);
		$body = \curl_exec( $handle );
		self::assertIsString( $body, \curl_error( $handle ) );
		return [
			'status'  => \curl_getinfo( $handle, CURLINFO_RESPONSE_CODE ),
			'headers' => $got,
			'body'    => $body,
		];
	}

	/**
	 * Sends the same beacon many times, four at a time.
	 *
	 * @param string               $path   Path.
	 * @param array<string,string> $fields Fields of the body.
	 * @param int                  $times  Number of requests.
	 * @return array<int,int> Number of responses by status.
	 */
	private static function flood( string $path, array $fields, int $times ): array {
		$multi = \curl_multi_init();
		$codes = [];
		$sent  = 0;
		$open  = 0;
		while ( $sent < $times || $open > 0 ) {
			for ( ; $open < 4 && $sent < $times; $open++, $sent++ ) {
				\curl_multi_add_handle( $multi, self::handle( 'POST', $path, $fields, [] ) );
			}
			\curl_multi_exec( $multi, $running );
			\curl_multi_select( $multi, 0.1 );
			while ( $done = \curl_multi_info_read( $multi ) ) {
				$code           = \curl_getinfo( $done['handle'], CURLINFO_RESPONSE_CODE );
				$codes[ $code ] = ( $codes[ $code ] ?? 0 ) + 1;
				\curl_multi_remove_handle( $multi, $done['handle'] );
				--$open;
			}
		}
		return $codes;
	}

	/**
	 * Prepares a request.
	 *
	 * @param string               $method  HTTP method.
	 * @param string               $path    Path and query.
	 * @param array<string,string> $fields  Of the body.
	 * @param string[]             $headers In place of those of a browser.
	 */
	private static function handle( string $method, string $path, array $fields, array $headers ): \CurlHandle {
		$handle = \curl_init( self::$address . $path );
		\curl_setopt_array(
			$handle,
			[
				CURLOPT_CUSTOMREQUEST  => $method,
				CURLOPT_NOBODY         => 'HEAD' === $method,
				CURLOPT_RETURNTRANSFER => true,
				CURLOPT_TIMEOUT        => 60,
				CURLOPT_USERAGENT      => self::BROWSER,
				CURLOPT_HTTPHEADER     => [ 'Expect:', ...( [] === \preg_grep( '/^Sec-Fetch-Site:/', $headers ) ? [ 'Sec-Fetch-Site: same-origin' ] : [] ), ...$headers ],
			]
		);
		if ( [] !== $fields && 'HEAD' !== $method ) {
			\curl_setopt( $handle, CURLOPT_POSTFIELDS, \http_build_query( $fields ) );
			\curl_setopt( $handle, CURLOPT_CUSTOMREQUEST, $method );
		}
		return $handle;
	}

	/**
	 * Starts the site's server.
	 *
	 * @param ?string $extension Path of the extension; '' for none; null for the one of these tests.
	 * @return string Its address.
	 */
	private static function serve( ?string $extension ): string {
		$prefix = null === $extension ? '' : 'SIREN_EXTENSION=' . \escapeshellarg( $extension ) . ' ';
		$script = false === \getenv( 'SIREN_TEST_NGINX' ) ? 'serve.sh ' : 'nginx.sh start ';
		$output = (string) \shell_exec( $prefix . self::SETUP . $script . \escapeshellarg( SIREN_SITE_DIR ) . ' 2>&1' );
		self::assertMatchesRegularExpression( '~^http://127\.0\.0\.1:\d+$~', \trim( $output ) );
		return \trim( $output );
	}

	/** Stops the site's server. */
	private static function end(): void {
		$script = false === \getenv( 'SIREN_TEST_NGINX' ) ? 'stop.sh ' : 'nginx.sh stop ';
		\shell_exec( self::SETUP . $script . \escapeshellarg( SIREN_SITE_DIR ) );
	}
}
