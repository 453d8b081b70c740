<?php
/**
 * Tests of hooks.php.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;

/**
 * hooks.php is the complete list of what WordPress may call.
 */
final class HooksTest extends SirenTestCase {

	/**
	 * Functions that register something with WordPress. Routes are excluded, because they can only be registered in
	 * their own action.
	 */
	private const REGISTRATIONS = '/\b(add_action|add_filter|add_shortcode|register_activation_hook|register_deactivation_hook|register_uninstall_hook|register_block_type)\s*\(/';

	/** Files with registrations that WordPress only accepts at a certain time; hooks.php calls them then. */
	private const AT_THEIR_MOMENT = [ 'includes/Dashboard/Block.php' ];

	public function test_no_other_file_registers_anything(): void {
		$found = [];
		foreach ( self::files() as $file => $code ) {
			if ( 1 === \preg_match( self::REGISTRATIONS, $code ) ) {
				$found[] = $file;
			}
		}
		self::assertEqualsCanonicalizing( [ 'hooks.php', ...self::AT_THEIR_MOMENT ], $found );
	}

	public function test_every_line_names_a_method_that_exists(): void {
		$lines = \preg_grep( self::REGISTRATIONS, \explode( "\n", self::files()['hooks.php'] ) );
		self::assertGreaterThan( 20, \count( $lines ) );
		foreach ( $lines as $line ) {
			self::assertSame( 1, \preg_match( '/\[ ([\w\\\\]+)::class, \'(\w+)\' \]/', $line, $named ), $line );
			self::assertTrue( \is_callable( [ 'Siren\\Distributors\\' . $named[1], $named[2] ] ), $line );
		}
	}

	public function test_the_integrations_listen_to_shop_and_lms(): void {
		foreach ( [ 'woocommerce_order_status_changed', 'woocommerce_order_refunded', 'lifterlms_course_completed', 'transition_post_status', 'siren_heartbeat' ] as $hook ) {
			self::assertNotFalse( \has_filter( $hook ), $hook );
		}
	}

	public function test_hook_names_match_the_constants_of_their_classes(): void {
		$code = self::files()['hooks.php'];
		foreach ( [ Lifecycle::OPTION, Heartbeat::HOOK, 'update_option_' . Settings::OPTION ] as $name ) {
			self::assertStringContainsString( "'" . $name . "'", $code );
		}
	}

	/**
	 * @dataProvider places
	 */
	public function test_hooks_that_only_wp_admin_fires_are_only_added_there( string $prelude, bool $is_admin ): void {
		$hooked = self::hooked( $prelude );
		foreach ( [ 'admin_menu', 'admin_post_siren_top_up', 'wp_ajax_siren_preview_distributor', 'add_meta_boxes', 'admin_init' ] as $hook ) {
			self::assertSame( $is_admin, \in_array( $hook, $hooked, true ), $hook );
		}
		// Recording hooks are always added, wherever something may happen, as are those for requests other than
		// wp-admin pages.
		$everywhere = [ 'woocommerce_order_status_changed', 'edd_order_updated', 'lifterlms_course_completed', 'transition_post_status', 'before_delete_post', 'learn-press/order/status-changed', 'tutor_order_placed', 'updated_post_meta', 'wp_trash_post', 'siren_record', 'siren_heartbeat', 'cron_schedules', 'activated_plugin', 'rest_api_init', 'set_logged_in_cookie', 'site_status_tests', 'wp_privacy_personal_data_erasers' ];
		self::assertSame( [], \array_diff( $everywhere, $hooked ) );
	}

	/** @return array<string,array{string,bool}> */
	public static function places(): array {
		return [
			'a page, a REST request, a command line' => [ '', false ],
			'WP-Cron'                                => [ 'define("DOING_CRON", true);', false ],
			'a screen'                               => [ 'define("WP_ADMIN", true);', true ],
			'admin-ajax.php'                         => [ 'define("WP_ADMIN", true); define("DOING_AJAX", true);', true ],
		];
	}

	/**
	 * The hooks on which this plugin has callbacks, in a separate request.
	 *
	 * @param string $prelude PHP that sets up the request.
	 * @return string[]
	 */
	private static function hooked( string $prelude ): array {
		$script = '$_SERVER += ["HTTP_HOST" => "academy.test", "REQUEST_METHOD" => "GET", "REQUEST_URI" => "/"];' . $prelude
			. 'require getenv("SIREN_TEST_SITE") . "/wp-load.php";'
			. '$hooked = [];'
			. 'foreach ($wp_filter as $hook => $callbacks) {'
			. ' foreach ($callbacks as $one) { foreach ($one as $callback) {'
			. '  if (is_array($callback["function"]) && is_string($callback["function"][0]) && str_starts_with($callback["function"][0], "Siren\\\\Distributors\\\\")) { $hooked[] = $hook; }'
			. ' } }'
			. '}'
			. 'echo "\n", json_encode($hooked);';
		// Runs PHP as the test sites do, with the extension.
		$command = 'source ' . \escapeshellarg( \dirname( __DIR__ ) . '/setup/common.sh' ) . ' && site_php -r ' . \escapeshellarg( $script );
		$printed = (string) \shell_exec( 'bash -c ' . \escapeshellarg( $command ) );
		return (array) \json_decode( \substr( $printed, (int) \strrpos( $printed, "\n" ) ), true );
	}

	/**
	 * The plugin's PHP files.
	 *
	 * @return array<string,string> Code without comments, by path in the plugin.
	 */
	private static function files(): array {
		$root  = \dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) );
		$files = [];
		foreach ( new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( $root, \FilesystemIterator::SKIP_DOTS ) ) as $file ) {
			if ( 'php' === $file->getExtension() && ! \str_ends_with( $file->getFilename(), '.stub.php' ) ) {
				$files[ \substr( $file->getPathname(), \strlen( $root ) + 1 ) ] = self::without_comments( (string) \file_get_contents( $file->getPathname() ) );
			}
		}
		return $files;
	}

	/**
	 * Removes comments, because they may mention what the code must not do.
	 *
	 * @param string $code PHP.
	 */
	private static function without_comments( string $code ): string {
		$kept = '';
		foreach ( \token_get_all( $code ) as $token ) {
			$kept .= \is_array( $token ) ? ( \in_array( $token[0], [ T_COMMENT, T_DOC_COMMENT ], true ) ? '' : $token[1] ) : $token;
		}
		return $kept;
	}
}
