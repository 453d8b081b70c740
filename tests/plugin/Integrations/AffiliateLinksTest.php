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
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A visitor whom a link brought counts for its owner.
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
		\query_posts( [ 'post_type' => 'post' ] );
	}

	protected function tearDown(): void {
		\wp_reset_query();
		parent::tearDown();
	}

	public function test_a_visit_by_link(): void {
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
		self::assertSame( 'ada', Attribution::remembered() );
		self::assertNoFailures();
	}

	public function test_reloading_is_no_second_visit(): void {
		self::visit( 'ada' );
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 2 ], self::scores( $this->distributor ) );
	}

	public function test_another_visitor_is(): void {
		self::visit( 'ada' );
		$_SERVER['REMOTE_ADDR'] = '198.51.100.20';
		self::visit( 'ada' );
		self::assertSame( [ $this->ada => 4 ], self::scores( $this->distributor ) );
	}

	public function test_without_a_code_nothing_happens(): void {
		self::visit( '' );
		self::assertSame( [], self::events() );
		self::assertNull( Attribution::remembered() );
	}

	public function test_a_prefetched_page_is_no_visit_and_leaves_no_cookie(): void {
		$_SERVER['HTTP_SEC_PURPOSE'] = 'prefetch';
		self::visit( 'ada' );
		self::assertSame( [], self::events() );
		self::assertNull( Attribution::remembered() );
	}

	public function test_a_code_nobody_has_is_kept_as_ignored(): void {
		self::visit( 'nobody' );
		self::assertSame( [ 'ignored' ], \array_column( self::events(), 'status' ) );
	}

	public function test_ones_own_link_does_not_count(): void {
		\wp_set_current_user( $this->ada_user );
		self::visit( 'ada' );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ 'ignored' ], \array_column( self::events(), 'status' ) );
	}

	public function test_no_address_is_kept(): void {
		self::visit( 'ada' );
		self::assertStringNotContainsString( '203.0.113.9', \serialize( self::events() ) );
		foreach ( (array) \glob( SIREN_DATA_DIR . '/*' ) as $file ) {
			self::assertStringNotContainsString( '203.0.113.9', \is_file( $file ) ? (string) \file_get_contents( $file ) : '' );
		}
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
