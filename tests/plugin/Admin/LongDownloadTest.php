<?php
/**
 * Tests of downloads that are larger than the memory.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\Download;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A ledger of 300 MB goes through a PHP of 64 MB, and nothing of it stays on the server, whether or not the reader does.
 */
final class LongDownloadTest extends SirenTestCase {

	private const MEGABYTES = 300;

	public function test_a_file_of_any_size_is_sent_whole_and_is_gone(): void {
		self::assertSame( (string) ( self::MEGABYTES << 20 ), \trim( $this->fetched( 'wc -c' ) ) );
		self::assertSame( [], self::left() );
	}

	public function test_nothing_stays_when_the_reader_goes_away(): void {
		self::assertSame( '10', \trim( $this->fetched( 'head -c 10 | wc -c' ) ) );
		self::assertSame( [], self::left() );
	}

	public function test_what_a_killed_request_left_is_deleted_by_a_heartbeat(): void {
		$path = Download::path();
		\touch( $path );
		\do_action( 'siren_heartbeat' );
		self::assertFileExists( $path, 'somebody may be writing it' );
		\touch( $path, \time() - 4000 );
		\do_action( 'siren_heartbeat' );
		self::assertFileDoesNotExist( $path );
	}

	public function test_the_ledger_is_sent_as_it_is(): void {
		self::collaborator( 'Ada' );
		$script = '$user = get_users(["role" => "administrator", "number" => 1])[0]; wp_set_current_user($user->ID);'
			. '$_REQUEST["_wpnonce"] = wp_create_nonce("siren_download_ledger"); Siren\Distributors\Admin\Verification::download();';
		self::assertStringStartsWith( '{"siren_ledger":1,', $this->run_php( $script, 'cat' ) );
		self::assertSame( [], self::left() );
	}

	/**
	 * Sends a long file through a command.
	 *
	 * @param string $reader What reads it.
	 * @return string What that prints.
	 */
	private function fetched( string $reader ): string {
		$script = '$path = Siren\Distributors\Admin\Download::path(); $file = fopen($path, "xb"); ftruncate($file, ' . self::MEGABYTES . ' << 20); fclose($file);'
			. 'Siren\Distributors\Admin\Download::file("long.jsonl", "application/jsonl", $path);';
		return $this->run_php( $script, $reader );
	}

	/**
	 * Runs PHP on this site, as a request with little memory would.
	 *
	 * @param string $script PHP.
	 * @param string $reader Command that reads what it prints.
	 * @return string What that prints.
	 */
	private function run_php( string $script, string $reader ): string {
		$script  = '$_SERVER += ["HTTP_HOST" => "academy.test", "REQUEST_METHOD" => "GET", "REQUEST_URI" => "/"]; require getenv("SIREN_TEST_SITE") . "/wp-load.php"; ini_set("memory_limit", "64M"); ' . $script;
		$command = 'source ' . \escapeshellarg( \dirname( __DIR__, 2 ) . '/setup/common.sh' ) . ' && site_php -r ' . \escapeshellarg( $script ) . ' 2>/dev/null | ' . $reader;
		return (string) \shell_exec( 'bash -c ' . \escapeshellarg( $command ) );
	}

	/**
	 * What is left in the data directory of files to be sent.
	 *
	 * @return string[]
	 */
	private static function left(): array {
		return (array) \glob( Store::directory() . '/export-*' );
	}
}
