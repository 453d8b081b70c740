<?php
/**
 * Tests of PageView.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\PageView;

/**
 * Only people who look at pages count.
 */
final class PageViewTest extends SirenTestCase {

	private int $post;

	protected function setUp(): void {
		parent::setUp();
		$this->post = self::post( self::user( 'author' ) );
		\query_posts( [ 'p' => $this->post ] );
	}

	protected function tearDown(): void {
		\wp_reset_query();
		parent::tearDown();
	}

	public function test_a_person_with_a_browser_is_a_visitor(): void {
		self::assertTrue( PageView::is_personal() );
		$_SERVER['HTTP_SEC_FETCH_DEST'] = 'document';
		$_SERVER['HTTP_SEC_FETCH_MODE'] = 'navigate';
		self::assertTrue( PageView::is_personal(), 'one that says where it goes' );
	}

	/**
	 * @dataProvider others
	 */
	public function test_everything_else_is_not_a_visitor( string $header, string $value ): void {
		$_SERVER[ $header ] = $value;
		self::assertFalse( PageView::is_personal() );
	}

	/** @return array<string,array{string,string}> */
	public static function others(): array {
		return [
			'only the head of a page'    => [ 'REQUEST_METHOD', 'HEAD' ],
			'a form that is sent'        => [ 'REQUEST_METHOD', 'POST' ],
			'a prefetch'                 => [ 'HTTP_SEC_PURPOSE', 'prefetch' ],
			'a prerender'                => [ 'HTTP_SEC_PURPOSE', 'prefetch;prerender' ],
			'an older prefetch'          => [ 'HTTP_PURPOSE', 'prefetch' ],
			'a search engine'            => [ 'HTTP_USER_AGENT', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' ],
			'a link preview'             => [ 'HTTP_USER_AGENT', 'facebookexternalhit/1.1' ],
			'a script'                   => [ 'HTTP_USER_AGENT', 'curl/8.5.0' ],
			'an image'                   => [ 'HTTP_SEC_FETCH_DEST', 'image' ],
			'a frame'                    => [ 'HTTP_SEC_FETCH_DEST', 'iframe' ],
			'a request of a script'      => [ 'HTTP_SEC_FETCH_DEST', 'empty' ],
			'what is only loaded'        => [ 'HTTP_SEC_FETCH_MODE', 'no-cors' ],
			'what a script reads'        => [ 'HTTP_SEC_FETCH_MODE', 'cors' ],
			'no user agent'              => [ 'HTTP_USER_AGENT', '' ],
		];
	}

	/**
	 * @dataProvider queries
	 */
	public function test_requests_that_are_not_pages_do_not_count( array $query ): void {
		\query_posts( $query + [ 'p' => $this->post ] );
		self::assertFalse( PageView::is_personal() );
	}

	/** @return array<string,array{array<string,string>}> */
	public static function queries(): array {
		return [
			'a feed'            => [ [ 'feed' => 'rss2' ] ],
			'a preview'         => [ [ 'preview' => 'true' ] ],
			'an embed'          => [ [ 'embed' => 'true' ] ],
			'robots.txt'        => [ [ 'robots' => '1' ] ],
			'the site’s icon'   => [ [ 'favicon' => '1' ] ],
			'a trackback'       => [ [ 'tb' => '1' ] ],
			'nothing found'     => [ [ 'error' => '404' ] ],
		];
	}

	/**
	 * @dataProvider browsers
	 */
	public function test_browsers_are_not_mistaken_for_bots( string $browser ): void {
		$_SERVER['HTTP_USER_AGENT'] = $browser;
		self::assertTrue( PageView::is_personal() );
	}

	/** @return array<array{string}> */
	public static function browsers(): array {
		return [
			[ 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' ],
			[ 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1' ],
			[ 'Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36' ],
		];
	}
}
