<?php
/**
 * Where the ledger lies, and its opening.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The data directory is, in this order: the constant or environment variable `SIREN_DATA_DIR`; the ini setting
 * `siren.data_dir`; a directory beside WordPress, outside the web root; one in wp-content under a name nobody can
 * guess. The last two are decided once and kept in an option, so that a web request and a command line, which
 * know different things about the web root, always mean the same ledger.
 *
 * The kept choice is a place and a token, not a path: the path is made from where WordPress lies now, so a copy of the
 * database on a staging site does not write into the live site's ledger.
 */
final class Store {

	public const OPTION = 'siren_store';

	private const BESIDE     = 'beside';
	private const IN_CONTENT = 'content';

	/**
	 * What the extension was last told to open, in this process.
	 *
	 * @var ?string
	 */
	private static $opened = null;

	/**
	 * Tells the extension which ledger the coming calls mean. Must come before the first of them in a request, and
	 * again after `switch_to_blog()`.
	 *
	 * @throws \Siren\Exception\SirenException When the extension refuses it.
	 */
	public static function open(): void {
		$dsn = self::dsn();
		if ( self::$opened === $dsn ) {
			return;
		}
		\siren_open( $dsn, self::options() );
		self::$opened = $dsn;
	}

	/**
	 * Opens it again, where it is open: what it was told beside the address has changed. Nothing on the disk is touched.
	 *
	 * @throws \Siren\Exception\SirenException When the extension refuses it.
	 */
	public static function reopen(): void {
		if ( null !== self::$opened ) {
			self::$opened = null;
			self::open();
		}
	}

	/**
	 * What `siren_open()` is told beside the address.
	 *
	 * @return array{timezone:string,currency:string,two_people:bool}
	 */
	public static function options(): array {
		return [
			'timezone'   => Settings::timezone(),
			'currency'   => Settings::currency(),
			'two_people' => Settings::all()['two_people'],
		];
	}

	/**
	 * The ledger's address, as `siren_open()` takes it.
	 */
	public static function dsn(): string {
		return 'sqlite:' . self::directory();
	}

	/**
	 * Absolute path of the data directory, no slash at the end.
	 */
	public static function directory(): string {
		$configured = self::configured();
		if ( '' !== $configured ) {
			return \is_multisite() ? $configured . '/site-' . \get_current_blog_id() : $configured;
		}
		$choice = \get_option( self::OPTION );
		// A choice that was damaged is made again, and comes to the same.
		$is_whole = \is_array( $choice ) && \in_array( $choice['place'] ?? null, [ self::BESIDE, self::IN_CONTENT ], true )
			&& \is_string( $choice['token'] ?? null ) && 1 === \preg_match( '/^[0-9A-Za-z]+$/D', $choice['token'] );
		$choice   = $is_whole ? $choice : self::choose();
		return self::path( $choice['place'], $choice['token'] );
	}

	/**
	 * Whether the ledger lies where a web server might hand it out.
	 */
	public static function is_in_web_root(): bool {
		$content = \wp_normalize_path( \untrailingslashit( WP_CONTENT_DIR ) );
		$root    = \wp_normalize_path( ABSPATH );
		$path    = \wp_normalize_path( self::directory() ) . '/';
		return \str_starts_with( $path, $content . '/' ) || \str_starts_with( $path, $root );
	}

	/**
	 * Whether the server's configuration, not the plugin, names the directory.
	 */
	public static function is_configured(): bool {
		return '' !== self::configured();
	}

	/**
	 * The directory the server's configuration names, or ''.
	 */
	private static function configured(): string {
		$candidates = [
			\defined( 'SIREN_DATA_DIR' ) ? \constant( 'SIREN_DATA_DIR' ) : '',
			\getenv( 'SIREN_DATA_DIR' ),
			\ini_get( 'siren.data_dir' ),
		];
		foreach ( $candidates as $directory ) {
			if ( \is_string( $directory ) && '' !== $directory ) {
				return \rtrim( $directory, '/' );
			}
		}
		return '';
	}

	/**
	 * Decides where the ledger lies, makes the directory, and remembers the decision.
	 *
	 * The token is derived, not drawn: two first requests at the same time come to the same answer.
	 *
	 * @return array{place:string,token:string}
	 */
	private static function choose(): array {
		$token  = \substr( \hash_hmac( 'sha256', ABSPATH . '|' . \get_current_blog_id(), \wp_salt( 'auth' ) ), 0, 24 );
		$beside = self::path( self::BESIDE, $token );
		$place  = self::is_outside_web_root( \dirname( ABSPATH ) ) && self::make( $beside ) ? self::BESIDE : self::IN_CONTENT;
		if ( self::IN_CONTENT === $place ) {
			$inside = self::path( self::IN_CONTENT, $token );
			if ( self::make( $inside ) ) {
				// Apache refuses the directory by this; other servers are kept out by the name alone.
				\file_put_contents( $inside . '/.htaccess', "Require all denied\n" );
			}
		}
		$choice = [
			'place' => $place,
			'token' => $token,
		];
		\update_option( self::OPTION, $choice, true );
		return $choice;
	}

	/**
	 * Path of a chosen place on this machine.
	 *
	 * @param string $place One of the two constants.
	 * @param string $ending The part of the name nobody can guess.
	 */
	private static function path( string $place, string $ending ): string {
		return self::BESIDE === $place
			? \untrailingslashit( \dirname( ABSPATH ) ) . '/siren-' . \basename( ABSPATH ) . '-' . $ending
			: \untrailingslashit( WP_CONTENT_DIR ) . '/siren-' . $ending;
	}

	/**
	 * Whether no URL of this site can lead into a directory above WordPress.
	 *
	 * WordPress in a sub-directory of its site (`example.org/blog`) has the web root above it.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function is_outside_web_root( string $directory ): bool {
		$url_path = (string) \wp_parse_url( (string) \get_option( 'siteurl' ), PHP_URL_PATH );
		if ( '' !== \trim( $url_path, '/' ) || '/' === $directory ) {
			return false;
		}
		// Empty on a command line, where realpath() would take it for the working directory.
		$document_root = (string) ( $_SERVER['DOCUMENT_ROOT'] ?? '' );
		if ( '' === $document_root ) {
			return true;
		}
		$root = \realpath( $document_root );
		$real = \realpath( $directory );
		return false === $root || false === $real || ! \str_starts_with( $real . '/', \rtrim( $root, '/' ) . '/' );
	}

	/**
	 * Makes a directory only this user can enter.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function make( string $directory ): bool {
		if ( \is_dir( $directory ) ) {
			return \is_writable( $directory );
		}
		return \wp_mkdir_p( $directory ) && \chmod( $directory, 0o700 );
	}
}
