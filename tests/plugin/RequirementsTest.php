<?php
/**
 * Tests of Requirements.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Requirements;

/**
 * Without what it needs the plugin does nothing but say so.
 */
final class RequirementsTest extends SirenTestCase {

	public function test_the_test_site_meets_all_requirements(): void {
		self::assertTrue( Requirements::met() );
		self::assertSame( [ 'php', 'integers', 'wordpress', 'extension', 'extension_version' ], \array_column( Requirements::checks(), 'code' ) );
	}

	/**
	 * @dataProvider versions
	 */
	public function test_which_extension_versions_are_supported( string $version, bool $understood ): void {
		self::assertSame( $understood, Requirements::understands( $version ) );
	}

	/** @return array<array{string,bool}> */
	public static function versions(): array {
		return [ [ '0.0.9', false ], [ '0.1.0', true ], [ '0.1.17', true ], [ '0.2.0', false ], [ '1.0.0', false ] ];
	}

	public function test_every_check_has_a_sentence_whether_met_or_not(): void {
		foreach ( Requirements::checks() as $check ) {
			foreach ( [ true, false ] as $met ) {
				$sentence = Requirements::message( [ 'met' => $met ] + $check );
				self::assertStringEndsWith( '.', $sentence );
			}
		}
	}

	public function test_the_commands_name_the_running_php(): void {
		$commands = \implode( "\n", Requirements::commands() );
		self::assertStringContainsString( \ini_get( 'extension_dir' ) . '/siren.so', $commands );
		self::assertStringContainsString( 'extension=siren.so', $commands );
	}

	public function test_without_the_extension_the_plugin_only_stores_records(): void {
		// Another PHP, started without the command-line options of this one.
		$script = 'foreach (["HTTP_HOST" => "academy.test", "REQUEST_METHOD" => "GET"] as $k => $v) { $_SERVER[$k] = $v; }'
			. 'require getenv("SIREN_TEST_SITE") . "/wp-load.php";'
			. 'echo json_encode(['
			. '"extension" => extension_loaded("siren"), '
			. '"shop" => has_action("woocommerce_order_status_changed", ["Siren\\\\Distributors\\\\Integrations\\\\WooCommerce", "seen"]), '
			. '"visits" => has_action("template_redirect", ["Siren\\\\Distributors\\\\Integrations\\\\BlogPosts", "record"]), '
			. '"heartbeat" => has_action("siren_heartbeat", ["Siren\\\\Distributors\\\\Heartbeat", "run"]), '
			. '"screens" => has_action("admin_menu", ["Siren\\\\Distributors\\\\Admin\\\\Screens\\\\Menu", "add_pages"]), '
			. '"page" => has_action("admin_menu", ["Siren\\\\Distributors\\\\Admin\\\\Screens\\\\ExtensionNotice", "add_page"]), '
			. '"notice" => has_action("admin_notices", ["Siren\\\\Distributors\\\\Admin\\\\Screens\\\\ExtensionNotice", "notice"])]);';
		$answer = \json_decode( (string) \shell_exec( \escapeshellarg( PHP_BINARY ) . ' -r ' . \escapeshellarg( $script ) ), true );

		self::assertSame(
			[
				'extension' => false,
				'shop'      => 1,
				'visits'    => 20,
				'heartbeat' => false,
				'screens'   => false,
				'page'      => 10,
				'notice'    => 10,
			],
			$answer
		);
	}
}
