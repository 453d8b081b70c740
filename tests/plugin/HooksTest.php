<?php
/**
 * Tests of hooks.php.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

/**
 * hooks.php is the whole list of what WordPress may call.
 */
final class HooksTest extends SirenTestCase {

	/** Functions by which something becomes callable for WordPress. Routes have an action of their own to be made in. */
	private const REGISTRATIONS = '/\b(add_action|add_filter|add_shortcode|register_activation_hook|register_deactivation_hook|register_uninstall_hook|register_block_type)\s*\(/';

	/** Files whose registration WordPress only takes at a certain moment; hooks.php calls them then. */
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

	public function test_the_integrations_listen_to_shop_and_school(): void {
		foreach ( [ 'woocommerce_order_status_changed', 'woocommerce_order_refunded', 'lifterlms_course_completed', 'llms_transaction_refund_data', 'siren_heartbeat' ] as $hook ) {
			self::assertNotFalse( \has_filter( $hook ), $hook );
		}
	}

	/**
	 * The plugin's PHP files.
	 *
	 * @return array<string,string> Code without comments by path inside the plugin.
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
	 * Code whose comments are empty: they may speak of what the code must not do.
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
