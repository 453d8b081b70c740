<?php
/**
 * Tests of Store.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Store;

/**
 * Where the ledger lies is decided once and means the same to everybody.
 */
final class StoreTest extends SirenTestCase {

	/**
	 * Directory above the WordPress of {@see self::elsewhere()}.
	 *
	 * @var string
	 */
	private string $above;

	protected function setUp(): void {
		parent::setUp();
		$this->above = \sys_get_temp_dir() . '/siren-store-' . \bin2hex( \random_bytes( 6 ) );
		\mkdir( $this->above . '/web/wp-content', 0755, true );
	}

	protected function tearDown(): void {
		\shell_exec( 'rm -rf ' . \escapeshellarg( $this->above ) );
		parent::tearDown();
	}

	public function test_the_servers_configuration_comes_first(): void {
		self::assertTrue( Store::is_configured() );
		self::assertSame( SIREN_DATA_DIR, Store::directory() );
		self::assertSame( 'sqlite:' . SIREN_DATA_DIR, Store::dsn() );
		self::assertFalse( Store::is_in_web_root() );
	}

	public function test_opening_lets_the_engine_work(): void {
		Store::open();
		self::assertSame( 0, \siren_find( 'events' )['total'] );
	}

	public function test_the_environment_may_name_it(): void {
		$answer = $this->elsewhere( [ 'environment' => 'SIREN_DATA_DIR=/srv/ledger/' ] );
		self::assertSame( '/srv/ledger', $answer['directory'] );
	}

	public function test_without_configuration_it_is_beside_wordpress(): void {
		$answer = $this->elsewhere();
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $this->above, '~' ) . '/siren-web-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertSame( '700', $answer['mode'] );
		self::assertFalse( $answer['in_web_root'] );
	}

	public function test_the_decision_is_kept(): void {
		$answer = $this->elsewhere();
		self::assertSame( $answer['directory'], $answer['again'] );
		self::assertSame( [ $answer['directory'] ], \array_values( \array_unique( $answer['damaged'] ) ), 'also where the option is damaged' );
	}

	public function test_a_site_in_a_sub_directory_has_the_web_root_above_it(): void {
		$answer = $this->elsewhere( [ 'address' => 'http://academy.test/blog' ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertTrue( $answer['in_web_root'] );
		self::assertSame( "Require all denied\n", $answer['htaccess'] );
	}

	public function test_so_has_one_whose_server_says_so(): void {
		$answer = $this->elsewhere( [ 'document_root' => $this->above ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_where_nothing_may_be_written_beside_it_is_in_wp_content(): void {
		// Not even root can make a directory there.
		$answer = $this->elsewhere( [ 'wordpress' => '/proc/self/web/' ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_removal_deletes_it_only_where_that_was_chosen_and_follows_no_link(): void {
		$answer = $this->elsewhere();
		self::assertSame( [ true, true, true ], [ $answer['kept'], $answer['deleted'], $answer['not_ours'] ] );
	}

	/**
	 * What happens on a site that has no SIREN_DATA_DIR.
	 *
	 * @param array<string,string> $site `address`, `document_root`, `wordpress` (its ABSPATH), `environment` (`NAME=value`).
	 * @return array<string,mixed> See unconfigured-site.php.
	 */
	private function elsewhere( array $site = [] ): array {
		$site     += [
			'environment'   => '',
			'wordpress'     => $this->above . '/web/',
			'document_root' => '',
			'address'       => 'http://academy.test',
		];
		$arguments = [
			PHP_BINARY,
			__DIR__ . '/unconfigured-site.php',
			\dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) ) . '/autoload.php',
			$site['wordpress'],
			$this->above . '/web/wp-content',
			$site['document_root'],
			$site['address'],
		];
		$output    = (string) \shell_exec( 'env ' . $site['environment'] . ' ' . \implode( ' ', \array_map( 'escapeshellarg', $arguments ) ) . ' 2>&1' );
		$answer    = \json_decode( $output, true );
		self::assertIsArray( $answer, $output );
		return $answer;
	}
}
