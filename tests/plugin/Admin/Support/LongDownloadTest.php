<?php
/**
 * Tests of downloads that are larger than the memory.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Support\Download;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * A ledger of 300 MB goes through a PHP of 64 MB, and nothing of it stays on the server, whether or not the reader does.
 */
final class LongDownloadTest extends SirenTestCase {

	private const MEGABYTES = 300;

	public function test_a_file_of_any_size_is_sent_completely_and_deleted(): void {
		self::assertSame( (string) ( self::MEGABYTES << 20 ), \trim( $this->fetched( 'wc -c' ) ) );
		self::assertSame( [], self::left() );
	}

	public function test_nothing_is_left_when_the_reader_cancels(): void {
		self::assertSame( '10', \trim( $this->fetched( 'head -c 10 | wc -c' ) ) );
		self::assertSame( [], self::left() );
	}

	public function test_a_heartbeat_deletes_files_left_by_a_killed_request(): void {
		$path = Download::path();
		\touch( $path );
		\do_action( 'siren_heartbeat' );
		self::assertFileExists( $path, 'it may still be written' );
		\touch( $path, \time() - 4000 );
		\do_action( 'siren_heartbeat' );
		self::assertFileDoesNotExist( $path );
	}

	public function test_the_ledger_is_sent_as_it_is(): void {
		self::collaborator( 'Ada' );
		$script = '$user = get_users(["role" => "administrator", "number" => 1])[0]; wp_set_current_user($user->ID);'
			. '$_REQUEST["_wpnonce"] = wp_create_nonce("siren_download_ledger"); Siren\Distributors\Admin\Screens\Verification::download();';
		self::assertStringStartsWith( '{"siren_ledger":1,', $this->run_php( $script, 'cat' ) );
		self::assertSame( [], self::left() );
	}

	public function test_a_distribution_is_exported_with_all_allocations(): void {
		self::distributor( [ 'lesson_completed' => 1 ] );
		for ( $number = 1; $number <= 101; $number++ ) {
			$id = self::collaborator( "Person $number" );
			\siren_record_event(
				'lesson_completed',
				[
					'key'          => "lesson:$number",
					'collaborator' => $id,
					'occurred_at'  => '2026-05-05T00:00:00Z',
				]
			);
		}
		\siren_run_due( '2026-06-01T00:10:00Z' );
		$distribution = \siren_find( 'distributions', [ 'status' => 'complete' ] )['items'][0]['id'];
		$script       = '$user = get_users(["role" => "administrator", "number" => 1])[0]; wp_set_current_user($user->ID);'
			. '$_REQUEST["_wpnonce"] = wp_create_nonce("siren_download_distribution"); $_GET = ["distribution" => "' . $distribution . '", "as" => "json"];'
			. 'Siren\Distributors\Admin\Screens\DistributionsScreen::download();';
		$sent         = \json_decode( $this->run_php( $script, 'cat' ), true, 512, JSON_THROW_ON_ERROR );
		self::assertCount( 101, $sent['allocations'] );
		self::assertSame( \siren_get( 'distributions', $distribution ), $sent );
	}

	public function test_a_list_larger_than_memory_is_sent_as_json(): void {
		$script = '$parts = (function () { for ($id = 1; $id <= 100000; $id++) { yield ["id" => $id, "text" => str_repeat("x", 1000)]; } })();'
			. 'Siren\Distributors\Admin\Support\Download::json("long.json", ["id" => 7, "pool" => []], "parts", $parts);';
		$check  = 'php -d memory_limit=-1 -r ' . \escapeshellarg( '$sent = json_decode(stream_get_contents(STDIN)); echo $sent->id, " ", count($sent->parts), " ", end($sent->parts)->id;' );
		self::assertSame( '7 100000 100000', \trim( $this->run_php( $script, $check ) ) );
		$script = 'Siren\Distributors\Admin\Support\Download::json("short.json", ["id" => 7], "parts", []);';
		self::assertSame( '{"id":7,"parts":[]}', \preg_replace( '/\s/', '', $this->run_php( $script, 'cat' ) ) );
	}

	/**
	 * Sends a long file through a command.
	 *
	 * @param string $reader What reads it.
	 * @return string What that prints.
	 */
	private function fetched( string $reader ): string {
		$script = '$path = Siren\Distributors\Admin\Support\Download::path(); $file = fopen($path, "xb"); ftruncate($file, ' . self::MEGABYTES . ' << 20); fclose($file);'
			. 'Siren\Distributors\Admin\Support\Download::file("long.jsonl", "application/jsonl", $path);';
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
		$command = 'source ' . \escapeshellarg( \dirname( __DIR__, 3 ) . '/setup/common.sh' ) . ' && site_php -r ' . \escapeshellarg( $script ) . ' 2>/dev/null | ' . $reader;
		return (string) \shell_exec( 'bash -c ' . \escapeshellarg( $command ) );
	}

	/**
	 * The files for downloads that are left in the data directory.
	 *
	 * @return string[]
	 */
	private static function left(): array {
		return (array) \glob( Store::directory() . '/export-*' );
	}
}
