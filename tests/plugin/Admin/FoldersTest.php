<?php
/**
 * Tests of the folders of wp-admin.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use PHPUnit\Framework\TestCase;

/**
 * Which folder may name which. The rules lead one way only, so there is no circle.
 */
final class FoldersTest extends TestCase {

	/** Each folder, and the folders whose classes it may name beside its own. A folder stands before those that it names. */
	private const MAY_NAME = [
		'Screens' => [ 'Tables', 'Form', 'Support' ],
		'Tables'  => [ 'Form', 'Support' ],
		'Form'    => [ 'Support' ],
		'Support' => [],
	];

	/** What the rest of the plugin may name: the dashboard of collaborators is made of the same parts. */
	private const FOR_OTHERS = [ 'Form', 'Support' ];

	/** Files of the rest that name screens: the list of what WordPress calls, and those of the options that are to be deleted. */
	private const LISTS = [ 'hooks.php', 'includes/KnownLedger.php', 'includes/Lifecycle.php' ];

	/**
	 * @dataProvider folders
	 *
	 * @param string   $folder A folder of Admin.
	 * @param string[] $may    What it may name.
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
	 * The folders of Admin whose classes a file names.
	 *
	 * @param string $file PHP.
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
	 * The PHP files in a folder of the plugin and below it.
	 *
	 * @param string $folder From the plugin's own.
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
