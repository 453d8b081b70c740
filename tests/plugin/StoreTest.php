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
		$answer = self::elsewhere( 'http://academy.test', true, 'SIREN_DATA_DIR=/srv/ledger/' );
		self::assertSame( '/srv/ledger', $answer['directory'] );
	}

	public function test_without_configuration_it_is_beside_wordpress(): void {
		$answer = self::elsewhere( 'http://academy.test', true );
		self::assertMatchesRegularExpression( '~^' . \preg_quote( $answer['root'], '~' ) . '/siren-web-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertSame( '0700', $answer['mode'] );
		self::assertFalse( $answer['in_web_root'] );
	}

	public function test_the_decision_is_kept(): void {
		$answer = self::elsewhere( 'http://academy.test', true );
		self::assertSame( $answer['directory'], $answer['again'] );
	}

	public function test_a_site_in_a_sub_directory_has_the_web_root_above_it(): void {
		$answer = self::elsewhere( 'http://academy.test/blog', true );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
		self::assertTrue( $answer['in_web_root'] );
		self::assertSame( "Require all denied\n", $answer['htaccess'] );
	}

	public function test_so_has_one_whose_server_says_so(): void {
		$answer = self::elsewhere( 'http://academy.test', true, '', true );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	public function test_where_nothing_may_be_written_beside_it_is_in_wp_content(): void {
		$answer = self::elsewhere( 'http://academy.test', false );
		self::assertMatchesRegularExpression( '~/wp-content/siren-[0-9a-f]{24}$~', $answer['directory'] );
	}

	/**
	 * What Store decides on a site that has no SIREN_DATA_DIR, asked in another PHP: a constant cannot be taken back.
	 *
	 * @param string $siteurl        The site's address.
	 * @param bool   $beside_allowed Whether the directory above WordPress can be written to.
	 * @param string $environment    `NAME=value` for that PHP.
	 * @param bool   $served_above   Whether the server's document root is the directory above WordPress.
	 * @return array<string,mixed>
	 */
	private static function elsewhere( string $siteurl, bool $beside_allowed, string $environment = '', bool $served_above = false ): array {
		$root = \sys_get_temp_dir() . '/siren-store-' . \bin2hex( \random_bytes( 6 ) );
		\mkdir( $root . '/web/wp-content', 0755, true );
		if ( ! $beside_allowed ) {
			// A file where the directory would have to be made in keeps even root out.
			$script_root = '/proc/self/web/';
		}
		$code    = \sprintf(
			'define("ABSPATH", %s); define("WP_CONTENT_DIR", %s); $_SERVER["DOCUMENT_ROOT"] = %s;
			$GLOBALS["options"] = ["siteurl" => %s];
			function get_option($n, $d = false) { return $GLOBALS["options"][$n] ?? $d; }
			function update_option($n, $v, $a = null) { $GLOBALS["options"][$n] = $v; return true; }
			function is_multisite() { return false; } function get_current_blog_id() { return 1; }
			function wp_salt($s) { return "salt"; } function wp_parse_url($u, $c = -1) { return parse_url($u, $c); }
			function untrailingslashit($p) { return rtrim($p, "/"); } function wp_normalize_path($p) { return $p; }
			function wp_mkdir_p($d) { return is_dir($d) || @mkdir($d, 0755, true); }
			require %s;
			use Siren\\Distributors\\Store;
			$d = Store::directory();
			echo json_encode(["root" => %s, "directory" => $d, "again" => Store::directory(), "in_web_root" => Store::is_in_web_root(),
				"mode" => is_dir($d) ? sprintf("%%04o", fileperms($d) & 07777) : "", "htaccess" => is_file("$d/.htaccess") ? file_get_contents("$d/.htaccess") : ""]);',
			\var_export( $script_root ?? $root . '/web/', true ),
			\var_export( $root . '/web/wp-content', true ),
			\var_export( $served_above ? $root : '', true ),
			\var_export( $siteurl, true ),
			\var_export( \dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) ) . '/autoload.php', true ),
			\var_export( $root, true )
		);
		$output = (string) \shell_exec( 'env ' . $environment . ' ' . \escapeshellarg( PHP_BINARY ) . ' -r ' . \escapeshellarg( $code ) . ' 2>&1' );
		\shell_exec( 'rm -rf ' . \escapeshellarg( $root ) );
		$answer = \json_decode( $output, true );
		self::assertIsArray( $answer, $output );
		return $answer;
	}
}
