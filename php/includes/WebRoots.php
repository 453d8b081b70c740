<?php
/**
 * What a web server hands out.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The directory beside WordPress is no good place where it is the root of another site: `/home/ada/public_html` beside
 * `/home/ada/public_html/shop/`. PHP is only told the root of the site it runs for, so everything that can be known of the
 * others is looked at: the servers' configuration where it can be read, and the marks that a web root bears.
 */
final class WebRoots {

	/** How far above WordPress is looked. */
	public const MOST_LEVELS = 4;

	/** Where servers keep their sites. */
	private const CONFIGURATIONS = [ '/etc/apache2/sites-enabled/*', '/etc/httpd/conf.d/*.conf', '/etc/nginx/sites-enabled/*', '/etc/nginx/conf.d/*.conf' ];

	/** How hosting panels call the root of a site. */
	private const NAMES = [ 'public_html', 'htdocs', 'httpdocs', 'httpsdocs', 'wwwroot' ];

	/** What lies in the root of a site, and hardly anywhere else. */
	private const MARKS = [ 'index.php', 'index.html', 'index.htm', '.htaccess', 'wp-load.php' ];

	/**
	 * The nearest directory above WordPress that no address leads into.
	 *
	 * @return ?int How many levels above; null where there is none.
	 */
	public static function level_outside(): ?int {
		$roots = self::roots();
		for ( $levels = 1; null !== $roots && $levels <= self::MOST_LEVELS; $levels++ ) {
			$directory = \dirname( ABSPATH, $levels );
			if ( \in_array( $directory, [ '/', '.' ], true ) || self::is_everybodys( $directory ) ) {
				return null;
			}
			if ( ! self::is_served( $directory, $roots ) ) {
				return $levels; // Farther up is less ours.
			}
		}
		return null;
	}

	/**
	 * The roots that are known.
	 *
	 * @return ?string[] Null where this site's own is not: then nothing above WordPress can be trusted.
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
		 * Filters the directories that web servers of this machine hand out. The ledger is put outside all of them.
		 *
		 * @since 0.1.0
		 *
		 * @param string[] $roots Absolute paths.
		 */
		$roots = (array) \apply_filters( 'siren_document_roots', $roots );
		$real  = static function ( mixed $root ): string {
			$found = \is_string( $root ) && '' !== $root ? @\realpath( $root ) : false; // '' would be the working directory.
			return false === $found ? '' : $found;
		};
		return \array_values( \array_unique( \array_filter( \array_map( $real, $roots ) ) ) );
	}

	/**
	 * This site's root: WordPress's directory without the path that the address has. A network's sites in sub-directories
	 * have paths of their own, which no directories stand behind.
	 *
	 * @return ?string Null where WordPress lies elsewhere than its address says.
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
	 * Whether an address may lead into a directory.
	 *
	 * @param string   $directory Absolute path.
	 * @param string[] $roots     That are known.
	 */
	private static function is_served( string $directory, array $roots ): bool {
		$real = @\realpath( $directory );
		if ( false === $real ) {
			return true; // It cannot be looked at.
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
	 * Whether everybody on the machine may write in a directory.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function is_everybodys( string $directory ): bool {
		$mode = @\fileperms( $directory );
		return false !== $mode && 0 !== ( $mode & 0o002 );
	}
}
