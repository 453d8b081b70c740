<?php
/**
 * The requirements of the plugin.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Each requirement is one check and one message. While any is unmet, the plugin only adds the notice and the page that
 * explain it; if only the extension is missing, it also adds the hooks that spool events. Parsable by PHP 7.0, see
 * siren-distributors.php.
 */
final class Requirements {

	const PHP       = '8.2';
	const WORDPRESS = '6.5';

	/** Supported versions of the extension: from the first, below the second. */
	const EXTENSION_FROM  = '0.1.0';
	const EXTENSION_BELOW = '0.2.0';

	/** Whether all requirements are met. */
	public static function met(): bool {
		foreach ( self::checks() as $check ) {
			if ( ! $check['met'] ) {
				return false;
			}
		}
		return true;
	}

	/** Whether events can be recorded: only the extension may be missing, because {@see Spool} can replace it. */
	public static function can_record(): bool {
		foreach ( self::checks() as $check ) {
			if ( ! $check['met'] && ! \in_array( $check['code'], [ 'extension', 'extension_version' ], true ) ) {
				return false;
			}
		}
		return true;
	}

	/** Whether a supported version of the extension is loaded. */
	public static function has_extension(): bool {
		return self::understands( self::extension_version() );
	}

	/**
	 * Every requirement with what was found, in the order in which to fix them. Not translated here, because the checks
	 * run before translations may be loaded; the page that shows them calls {@see self::message()}.
	 *
	 * @return array List of [ 'code' => string, 'met' => bool, 'found' => string ].
	 */
	public static function checks(): array {
		$extension = self::extension_version();
		$checks    = [
			[
				'code'  => 'php',
				'met'   => \version_compare( PHP_VERSION, self::PHP, '>=' ),
				'found' => PHP_VERSION,
			],
			[
				'code'  => 'integers',
				'met'   => 8 === PHP_INT_SIZE,
				'found' => ( 8 * PHP_INT_SIZE ) . '-bit',
			],
			[
				'code'  => 'wordpress',
				'met'   => \version_compare( self::wordpress_version(), self::WORDPRESS, '>=' ),
				'found' => self::wordpress_version(),
			],
			[
				'code'  => 'extension',
				'met'   => '' !== $extension,
				'found' => $extension,
			],
		];
		if ( '' !== $extension ) {
			$checks[] = [
				'code'  => 'extension_version',
				'met'   => self::understands( $extension ),
				'found' => $extension,
			];
		}
		return $checks;
	}

	/**
	 * The sentence for one check, whether met or not.
	 *
	 * @param array $check One item of {@see self::checks()}.
	 */
	public static function message( array $check ): string {
		switch ( $check['code'] ) {
			case 'php':
				/* translators: 1: required PHP version, 2: running PHP version. */
				return \sprintf( \__( 'PHP %1$s or newer is required. This site runs PHP %2$s.', 'siren-distributors' ), self::PHP, $check['found'] );
			case 'integers':
				/* translators: %s: "32-bit" or "64-bit". */
				return \sprintf( \__( 'A 64-bit version of PHP is required. This one is %s.', 'siren-distributors' ), $check['found'] );
			case 'wordpress':
				/* translators: 1: required WordPress version, 2: running WordPress version. */
				return \sprintf( \__( 'WordPress %1$s or newer is required. This site runs WordPress %2$s.', 'siren-distributors' ), self::WORDPRESS, $check['found'] );
			case 'extension':
				return $check['met']
					? \__( 'The PHP extension “siren” is loaded.', 'siren-distributors' )
					: \__( 'The PHP extension “siren” is not loaded. It does all counting and calculations. Activity on the site is stored in the meantime and counted once the extension is loaded. Nothing is shown or paid until then.', 'siren-distributors' );
			default:
				/* translators: 1: first usable extension version, 2: first unusable one, 3: loaded one. */
				return \sprintf( \__( 'The extension must be version %1$s or newer, and older than %2$s. Version %3$s is loaded.', 'siren-distributors' ), self::EXTENSION_FROM, self::EXTENSION_BELOW, $check['found'] );
		}
	}

	/**
	 * Facts about this PHP that determine which build of the extension fits.
	 *
	 * @return array List of [ label, value ], in display order.
	 */
	public static function facts(): array {
		$ini = \php_ini_loaded_file();
		return [
			[ \__( 'PHP version', 'siren-distributors' ), PHP_VERSION ],
			[ \__( 'Thread safety', 'siren-distributors' ), PHP_ZTS ? 'ZTS' : 'NTS' ],
			[ \__( 'Architecture', 'siren-distributors' ), \php_uname( 'm' ) . ', ' . PHP_OS ],
			[ \__( 'Server interface', 'siren-distributors' ), PHP_SAPI ],
			[ \__( 'php.ini', 'siren-distributors' ), false === $ini ? \__( 'none loaded', 'siren-distributors' ) : $ini ],
			[ \__( 'Additional .ini files directory', 'siren-distributors' ), PHP_CONFIG_FILE_SCAN_DIR ],
			[ \__( 'Extension directory', 'siren-distributors' ), (string) \ini_get( 'extension_dir' ) ],
		];
	}

	/**
	 * The commands that install the extension into this PHP, to be run in the folder of its source.
	 *
	 * @return string[]
	 */
	public static function commands(): array {
		$release = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
		$library = \rtrim( (string) \ini_get( 'extension_dir' ), '/' ) . '/siren.so';
		$lines   = [
			'cargo build --release',
			'sudo install -m 644 target/release/libsiren.so ' . $library,
		];

		$available = '/etc/php/' . $release . '/mods-available';
		if ( \is_dir( $available ) ) {
			$lines[] = "echo 'extension=siren.so' | sudo tee " . $available . '/siren.ini';
			$lines[] = 'sudo phpenmod -v ' . $release . ' siren';
		} elseif ( '' !== PHP_CONFIG_FILE_SCAN_DIR ) { // @mago-ignore analysis:redundant-condition -- a constant of the PHP that runs this.
			$lines[] = "echo 'extension=siren.so' | sudo tee " . \rtrim( PHP_CONFIG_FILE_SCAN_DIR, '/' ) . '/siren.ini';
		} else {
			$ini     = \php_ini_loaded_file();
			$lines[] = "echo 'extension=siren.so' | sudo tee -a " . ( false === $ini ? PHP_CONFIG_FILE_PATH . '/php.ini' : $ini );
		}

		if ( 'fpm-fcgi' === PHP_SAPI ) {
			$lines[] = 'sudo systemctl restart php' . $release . '-fpm';
		} elseif ( 'apache2handler' === PHP_SAPI ) {
			$lines[] = 'sudo systemctl restart apache2';
		}
		return $lines;
	}

	/**
	 * Whether the plugin supports a version of the extension.
	 *
	 * @param string $version As returned by `siren_version()`; '' for none.
	 */
	public static function understands( string $version ): bool {
		return \version_compare( $version, self::EXTENSION_FROM, '>=' )
			&& \version_compare( $version, self::EXTENSION_BELOW, '<' );
	}

	/** The version of the loaded extension; '' if it is not loaded. */
	private static function extension_version(): string {
		return self::is_defined( 'siren_version' ) ? \siren_version() : '';
	}

	/**
	 * Whether a function exists. Its name must not be a literal in the call: with a file-based opcode cache
	 * (opcache.file_cache), the compiler would have stored the answer for good, and PHP would crash at the first call
	 * after the extension is removed.
	 *
	 * @param string $name Name of the function.
	 */
	private static function is_defined( string $name ): bool {
		return \function_exists( $name );
	}

	/** The running WordPress version. Development suffixes compare as in WordPress itself. */
	private static function wordpress_version(): string {
		return (string) \strtok( (string) \get_bloginfo( 'version' ), '-' );
	}
}
