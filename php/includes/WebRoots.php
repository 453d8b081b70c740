<?php
/**
 * The directories that web servers serve.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The directory beside WordPress is unsuitable if it is the web root of another site, as in `/home/ada/public_html`
 * beside `/home/ada/public_html/shop/`. PHP only knows the root of its own site, so this class looks for all available
 * evidence of others: server configurations where readable, and typical names and contents of web roots.
 */
final class WebRoots {

	/** How many levels above WordPress to look. */
	public const MOST_LEVELS = 4;

	/** Where servers keep site configurations. */
	private const CONFIGURATIONS = [ '/etc/apache2/sites-enabled/*', '/etc/httpd/conf.d/*.conf', '/etc/nginx/sites-enabled/*', '/etc/nginx/conf.d/*.conf' ];

	/** Names that hosting panels give to web roots. */
	private const NAMES = [ 'public_html', 'htdocs', 'httpdocs', 'httpsdocs', 'wwwroot' ];

	/** Files found in web roots and hardly anywhere else. */
	private const MARKS = [ 'index.php', 'index.html', 'index.htm', '.htaccess', 'wp-load.php' ];

	/**
	 * The nearest directory above WordPress that is not served.
	 *
	 * @return ?int Number of levels above; null if there is none.
	 */
	public static function level_outside(): ?int {
		$roots = self::roots();
		for ( $levels = 1; null !== $roots && $levels <= self::MOST_LEVELS; $levels++ ) {
			$directory = \dirname( ABSPATH, $levels );
			if ( \in_array( $directory, [ '/', '.' ], true ) || self::is_everybodys( $directory ) ) {
				return null;
			}
			if ( ! self::is_served( $directory, $roots ) ) {
				return $levels; // Directories further up belong even less to this site.
			}
		}
		return null;
	}

	/**
	 * The known web roots.
	 *
	 * @return ?string[] Null if this site's own root is unknown: then nothing above WordPress can be trusted.
	 */
	private static function roots(): ?array {
		$own = self::own_root();
		if ( null === $own ) {
			return null;
		}
		$roots = [ $own, (string) ( $_SERVER['DOCUMENT_ROOT'] ?? '' ), (string) ( $_SERVER['CONTEXT_DOCUMENT_ROOT'] ?? '' ) ];
		foreach ( self::CONFIGURATIONS as $pattern ) {
			foreach ( (array) @\glob( $pattern ) as $file ) {
				\preg_match_all( '/^\s*(?:DocumentRoot|root|alias|Alias\s+\S+)\s+["\']?([^"\';\s]+)/m', (string) @\file_get_contents( (string) $file ), $found );
				\array_push( $roots, ...$found[1] );
			}
		}

		/**
		 * Filters the directories that web servers on this machine serve. The ledger is stored outside all of them.
		 *
		 * @since 0.1.0
		 *
		 * @param string[] $roots Absolute paths.
		 */
		$roots = (array) \apply_filters( 'siren_document_roots', $roots );
		$real  = static function ( mixed $root ): string {
			$found = \is_string( $root ) && '' !== $root ? @\realpath( $root ) : false; // An empty string would mean the working directory.
			return false === $found ? '' : $found;
		};
		return \array_values( \array_unique( \array_filter( \array_map( $real, $roots ) ) ) );
	}

	/**
	 * This site's web root: WordPress's directory without the path in its URL. Sites of a network in sub-directories
	 * have paths that do not correspond to directories.
	 *
	 * @return ?string Null if WordPress is not where its URL says.
	 */
	private static function own_root(): ?string {
		$address = \is_multisite() ? \network_site_url() : (string) \get_option( 'siteurl' );
		$path    = \trim( (string) \wp_parse_url( $address, PHP_URL_PATH ), '/' );
		$root    = \untrailingslashit( ABSPATH );
		if ( '' === $path ) {
			return $root;
		}
		return \str_ends_with( $root, '/' . $path ) ? \substr( $root, 0, -\strlen( $path ) - 1 ) : null;
	}

	/**
	 * Whether a directory may be served.
	 *
	 * @param string   $directory Absolute path.
	 * @param string[] $roots     Known web roots.
	 */
	private static function is_served( string $directory, array $roots ): bool {
		$real = @\realpath( $directory );
		if ( false === $real ) {
			return true; // It cannot be read.
		}
		foreach ( $roots as $root ) {
			if ( \str_starts_with( $real . '/', \rtrim( $root, '/' ) . '/' ) ) {
				return true;
			}
		}
		for ( $part = $real; ! \in_array( $part, [ '/', '.' ], true ); $part = \dirname( $part ) ) {
			if ( \in_array( \basename( $part ), self::NAMES, true ) ) {
				return true;
			}
			foreach ( self::MARKS as $mark ) {
				if ( @\is_file( $part . '/' . $mark ) ) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Whether everybody on the machine can write to a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function is_everybodys( string $directory ): bool {
		$mode = @\fileperms( $directory );
		return false !== $mode && 0 !== ( $mode & 0o002 );
	}
}
