<?php
/**
 * Tests of Route.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Clock;
use Siren\Distributors\Settings;
use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Token;

/**
 * The route does what the file does.
 */
final class RouteTest extends SirenTestCase {

	private int $author;

	private int $post;

	protected function setUp(): void {
		parent::setUp();
		$this->author                   = self::user( 'author' );
		$this->post                     = self::post( $this->author );
		$_SERVER['REQUEST_METHOD']      = 'POST';
		$_SERVER['HTTP_SEC_FETCH_SITE'] = 'same-origin';
		self::collaborator( 'Ada', $this->author );
	}

	public function test_a_visit_counts(): void {
		$response = $this->send_token( Token::make( Configuration::secret(), Clock::now(), Token::POST, $this->post, [ $this->author ] ) );
		self::assertSame( [ 204, null, 'no-store' ], [ $response->get_status(), $response->get_data(), $response->get_headers()['Cache-Control'] ] );
		self::assertSame( [ 'counted' ], \array_column( self::events(), 'status' ) );
	}

	public function test_the_site_can_filter_the_address_of_the_route(): void {
		$token = Token::make( Configuration::secret(), Clock::now(), Token::POST, $this->post, [ $this->author ] );
		$this->send_token( $token );
		$this->listen( 'siren_visitor_address', static fn(): string => '198.51.100.7' );
		$this->send_token( $token );
		self::assertCount( 2, self::events(), 'two visitors behind one proxy' );
	}

	public function test_other_plugins_are_notified(): void {
		$told = [];
		$this->listen(
			'siren_event_recorded',
			static function ( string $type ) use ( &$told ): void {
				$told[] = $type;
			}
		);
		$this->send_token( Token::make( Configuration::secret(), Clock::now(), Token::POST, $this->post, [ $this->author ] ) );
		self::assertSame( [ 'post_visited' ], $told );
	}

	public function test_a_forged_token_gets_the_same_response(): void {
		$response = $this->send_token( 'p.1.1.20578.' . \str_repeat( '0', 32 ) );
		self::assertSame( [ 204, null ], [ $response->get_status(), $response->get_data() ] );
		self::assertSame( [], self::events() );
	}

	/**
	 * @dataProvider ways_without_reports
	 */
	public function test_there_is_no_route_if_pages_report_nothing( string $way ): void {
		\update_option( Settings::OPTION, [ 'visits' => $way ] );
		$server = $GLOBALS['wp_rest_server'] ?? null;
		try {
			$GLOBALS['wp_rest_server'] = null;
			$response                  = $this->send_token( Token::make( Configuration::secret(), Clock::now(), Token::POST, $this->post, [ $this->author ] ) );
			self::assertSame( [ 404, 'rest_no_route' ], [ $response->get_status(), $response->get_data()['code'] ] );
		} finally {
			$GLOBALS['wp_rest_server'] = $server;
		}
		self::assertSame( [], self::events() );
	}

	/** @return array<array{string}> */
	public static function ways_without_reports(): array {
		return [ [ 'off' ], [ 'server' ] ];
	}

	public function test_the_owner_of_a_post_is_determined_again(): void {
		$token = Token::make( Configuration::secret(), Clock::now(), Token::POST, $this->post, [ $this->author ] );
		\wp_update_post(
			[
				'ID'          => $this->post,
				'post_status' => 'draft',
			]
		);
		self::assertSame( 204, $this->send_token( $token )->get_status() );
		$of_another = Token::make( Configuration::secret(), Clock::now(), Token::POST, self::post( self::user( 'author' ) ), [ $this->author ] );
		self::assertSame( 204, $this->send_token( $of_another )->get_status() );
		self::assertSame( [], self::events() );
	}

	public function test_only_requests_of_a_form_or_a_beacon_are_accepted(): void {
		$response = \rest_do_request( new \WP_REST_Request( 'GET', '/siren/v1/visit' ) );
		self::assertSame( 404, $response->get_status() );
	}

	/**
	 * Sends a beacon.
	 *
	 * @param string $token The page's.
	 */
	private function send_token( string $token ): \WP_REST_Response {
		$request = new \WP_REST_Request( 'POST', '/siren/v1/visit' );
		$request->set_body_params(
			[
				't' => $token,
				'n' => '1',
			]
		);
		return \rest_do_request( $request );
	}
}
