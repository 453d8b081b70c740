<?php
/**
 * Tests of the folder dependencies in Admin.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use PHPUnit\Framework\TestCase;

/**
 * Folders may only use certain other folders. All dependencies point in the same direction, so there is no cycle.
 */
final class FoldersTest extends TestCase {

	/** The other folders whose classes each folder may use. A folder is listed before those it uses. */
	private const MAY_NAME = [
		'Screens' => [ 'Tables', 'Form', 'Support' ],
		'Tables'  => [ 'Form', 'Support' ],
		'Form'    => [ 'Support' ],
		'Support' => [],
	];

	/** What the rest of the plugin may use: the collaborators' dashboard is built from the same parts. */
	private const FOR_OTHERS = [ 'Form', 'Support' ];

	/** Files elsewhere that may name screens: the list of hooks, and the files that delete options. */
	private const LISTS = [ 'hooks.php', 'includes/KnownLedger.php', 'includes/Lifecycle.php' ];

	/**
	 * @dataProvider folders
	 *
	 * @param string   $folder A folder of Admin.
	 * @param string[] $may    Folders it may use.
	 */
	public function test_a_folder_names_only_what_it_may( string $folder, array $may ): void {
		$files = self::php_in( 'includes/Admin/' . $folder );
		self::assertNotSame( [], $files );
		foreach ( $files as $file ) {
			self::assertStringContainsString( 'namespace Siren\\Distributors\\Admin\\' . $folder . ';', (string) \file_get_contents( $file ), $file );
			self::assertSame( [], \array_diff( self::named_in( $file ), [ $folder, ...$may ] ), $file );
		}
	}

	/** @return array<string,array{string,string[]}> */
	public static function folders(): array {
		$folders = [];
		foreach ( self::MAY_NAME as $folder => $may ) {
			$folders[ $folder ] = [ $folder, $may ];
		}
		return $folders;
	}

	public function test_the_rules_have_no_circle(): void {
		$order = \array_keys( self::MAY_NAME );
		foreach ( self::MAY_NAME as $folder => $may ) {
			foreach ( $may as $named ) {
				self::assertGreaterThan( \array_search( $folder, $order, true ), \array_search( $named, $order, true ), "$folder names $named" );
			}
		}
	}

	public function test_there_is_no_other_folder_and_no_class_beside_them(): void {
		$found = \array_map( 'basename', (array) \glob( \dirname( SIREN_DISTRIBUTORS_FILE ) . '/includes/Admin/*' ) );
		self::assertEqualsCanonicalizing( [ ...\array_keys( self::MAY_NAME ), 'views' ], $found );
	}

	public function test_the_rest_of_the_plugin_names_no_screen_and_no_table(): void {
		$root = \dirname( SIREN_DISTRIBUTORS_FILE ) . '/';
		foreach ( self::php_in( '' ) as $file ) {
			$name = \substr( $file, \strlen( $root ) );
			if ( ! \str_starts_with( $name, 'includes/Admin/' ) && ! \in_array( $name, self::LISTS, true ) ) {
				self::assertSame( [], \array_diff( self::named_in( $file ), self::FOR_OTHERS ), $name );
			}
		}
	}

	/**
	 * The folders of Admin whose classes a file uses.
	 *
	 * @param string $file PHP file.
	 * @return string[]
	 */
	private static function named_in( string $file ): array {
		$named = [];
		foreach ( \PhpToken::tokenize( (string) \file_get_contents( $file ) ) as $token ) {
			if ( $token->is( [ T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED ] ) && 1 === \preg_match( '/\bAdmin\\\\([A-Z]\w*)/', $token->text, $part ) ) {
				$named[ $part[1] ] = true;
			}
		}
		return \array_keys( $named );
	}

	/**
	 * The PHP files in a folder of the plugin, recursively.
	 *
	 * @param string $folder Relative to the plugin.
	 * @return string[]
	 */
	private static function php_in( string $folder ): array {
		$files = [];
		foreach ( new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( \rtrim( \dirname( SIREN_DISTRIBUTORS_FILE ) . '/' . $folder, '/' ), \FilesystemIterator::SKIP_DOTS ) ) as $file ) {
			if ( 'php' === $file->getExtension() ) {
				$files[] = (string) $file;
			}
		}
		return $files;
	}
}
