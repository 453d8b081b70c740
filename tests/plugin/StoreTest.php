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
 * The location of the ledger is decided once and is the same for everybody.
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
		self::assertMatchesRegularExpression( '~^' . \preg_quote( SIREN_DATA_DIR, '~' ) . '/site-[0-9a-f]{16}$~', Store::directory(), 'below it, for others may be named the same' );
		self::assertSame( 'sqlite:' . Store::directory(), Store::dsn() );
		self::assertSame( \basename( Store::directory() ), Store::options()['site'] );
		self::assertFalse( Store::is_in_web_root() );
	}

	public function test_the_engine_works_after_opening(): void {
		Store::open();
		self::assertSame( 0, \siren_find( 'events' )['total'] );
	}

	public function test_an_environment_variable_can_set_it(): void {
		$answer = $this->elsewhere( [ 'environment' => 'SIREN_DATA_DIR=/srv/ledger/' ] );
		self::assertMatchesRegularExpression( '~^/srv/ledger/site-[0-9a-f]{16}$~', $answer['directory'] );
	}

	public function test_sites_that_share_a_configured_directory_each_have_one_below_it(): void {
		$directories = [];
		foreach ( [ 'http://academy.test', 'http://shop.test', 'http://academy.test:8080', 'http://academy.test/blog' ] as $address ) {
			$directories[] = $this->elsewhere(
				[
					'environment' => 'SIREN_DATA_DIR=/srv/ledger',
					'address'     => $address,
				]
			)['directory'];
		}
		self::assertCount( 4, \array_unique( $directories ) );
		$same = $this->elsewhere(
			[
				'environment' => 'SIREN_DATA_DIR=/srv/ledger',
				'address'     => 'https://www.academy.test/',
			]
		);
		self::assertSame( $directories[0], $same['directory'], 'https and www make no other site' );
	}

	public function test_a_network_of_sub_directories_keeps_its_ledgers_beside_wordpress(): void {
		$answer = $this->elsewhere(
			[
				'address' => 'http://academy.test/school',
				'network' => 'http://academy.test/',
			]
		);
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $this->above, '~' ) . '/siren-web-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_wordpress_in_a_sub_directory_has_the_ledger_above_the_web_root(): void {
		\mkdir( $this->above . '/web/blog' );
		$answer = $this->elsewhere(
			[
				'address'   => 'http://academy.test/blog',
				'wordpress' => $this->above . '/web/blog/',
			]
		);
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $this->above, '~' ) . '/siren-blog-[0-9a-f]{24}$~', $answer['directory'] );
	}

	/**
	 * `/home/ada/public_html/shop/` is the root of one site, and `/home/ada/public_html/` that of another.
	 *
	 * @dataProvider other_roots
	 */
	public function test_another_sites_document_root_is_not_used( string $name, string $mark, bool $is_told ): void {
		$root = $this->above . '/' . $name;
		\mkdir( $root . '/shop', 0755, true );
		if ( '' !== $mark ) {
			\touch( $root . '/' . $mark );
		}
		$answer = $this->elsewhere(
			[
				'wordpress' => $root . '/shop/',
				'roots'     => $is_told ? (string) \json_encode( [ $root ] ) : '[]',
			]
		);
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $this->above, '~' ) . '/siren-shop-[0-9a-f]{24}$~', $answer['directory'], 'above both' );
		self::assertSame( $answer['directory'], $answer['again'] );
	}

	/** @return array<string,array{string,string,bool}> */
	public static function other_roots(): array {
		return [
			'by its name'                 => [ 'public_html', '', false ],
			'by what lies in it'          => [ 'site', 'index.php', false ],
			'by a server\'s configuration' => [ 'site', '', true ],
		];
	}

	public function test_a_symbolic_link_in_place_of_the_directory_is_not_followed(): void {
		$before = $this->elsewhere()['directory'];
		\shell_exec( 'rm -rf ' . \escapeshellarg( $before ) );
		\mkdir( $this->above . '/elsewhere' );
		\symlink( $this->above . '/elsewhere', $before );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $this->elsewhere()['directory'] );
	}

	public function test_without_configuration_it_is_beside_wordpress(): void {
		$answer = $this->elsewhere();
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $this->above, '~' ) . '/siren-web-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertSame( '700', $answer['mode'] );
		self::assertFalse( $answer['in_web_root'] );
		self::assertSame( $answer['directory'], $answer['shown'] );
	}

	public function test_the_decision_is_stored(): void {
		$answer = $this->elsewhere();
		self::assertSame( $answer['directory'], $answer['again'] );
		self::assertSame( [ $answer['directory'] ], \array_values( \array_unique( $answer['damaged'] ) ), 'also where the option is damaged' );
	}

	public function test_a_site_in_a_sub_directory_has_the_web_root_above_it(): void {
		$answer = $this->elsewhere( [ 'address' => 'http://academy.test/blog' ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertTrue( $answer['in_web_root'] );
		self::assertSame( \dirname( $answer['directory'] ) . '/…', $answer['shown'], 'its name keeps strangers out, so managers need not read it' );
		self::assertStringContainsString( "\nRequire all denied\n", $answer['htaccess'] );
	}

	public function test_the_servers_document_root_is_respected(): void {
		$answer = $this->elsewhere( [ 'document_root' => $this->above ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_the_ledger_is_in_wp_content_if_nothing_can_be_written_beside_wordpress(): void {
		// Not even root can make a directory there.
		$answer = $this->elsewhere( [ 'wordpress' => '/proc/self/web/' ] );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_removal_deletes_it_only_if_chosen_and_follows_no_symbolic_link(): void {
		$answer = $this->elsewhere();
		self::assertSame( [ true, true, true ], [ $answer['kept'], $answer['deleted'], $answer['not_ours'] ] );
	}

	/**
	 * Runs a site without SIREN_DATA_DIR.
	 *
	 * @param array<string,string> $site `address`, `network` (its address), `document_root`, `roots` (others, JSON), `wordpress`
	 *                                   (its ABSPATH), `environment` (`NAME=value`).
	 * @return array<string,mixed> See unconfigured-site.php.
	 */
	private function elsewhere( array $site = [] ): array {
		$site     += [
			'environment'   => '',
			'wordpress'     => $this->above . '/web/',
			'document_root' => '',
			'address'       => 'http://academy.test',
			'network'       => '',
			'roots'         => '[]',
		];
		$arguments = [
			PHP_BINARY,
			__DIR__ . '/unconfigured-site.php',
			\dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) ) . '/autoload.php',
			$site['wordpress'],
			$this->above . '/web/wp-content',
			$site['document_root'],
			$site['address'],
			$site['network'],
			$site['roots'],
		];
		$output    = (string) \shell_exec( 'env ' . $site['environment'] . ' ' . \implode( ' ', \array_map( 'escapeshellarg', $arguments ) ) . ' 2>&1' );
		$answer    = \json_decode( $output, true );
		self::assertIsArray( $answer, $output );
		return $answer;
	}
}
