<?php
/**
 * Locates and opens the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The data directory is, in this order of precedence: one inside the directory that the constant or environment
 * variable `SIREN_DATA_DIR` names; one inside the directory of the ini setting `siren.data_dir`; one beside WordPress,
 * outside the web root; one in wp-content under an unguessable name. Several sites can share the first two, because
 * each has its own directory inside. {@see Placement} chooses between the last two.
 */
final class Store {

	/**
	 * The DSN last passed to the extension in this process.
	 *
	 * @var ?string
	 */
	private static $opened = null;

	/**
	 * Opens the ledger. Must run before the first other call to the extension in a request, and again after
	 * `switch_to_blog()`.
	 *
	 * @throws \Siren\Exception\SirenException When the extension refuses it, or this site's ledger is missing.
	 */
	public static function open(): void {
		self::tell( true );
	}

	/**
	 * Opens the ledger even if it is missing, for the screens that repair that.
	 *
	 * @throws \Siren\Exception\SirenException When the extension refuses it.
	 */
	public static function open_what_is_left(): void {
		self::tell( false );
	}

	/**
	 * Passes the ledger's location to the extension, unless it already has it.
	 *
	 * @param bool $demanded Whether this site's ledger must exist.
	 */
	private static function tell( bool $demanded ): void {
		$directory = self::directory();
		$dsn       = 'sqlite:' . $directory;
		$options   = self::options();
		$told      = \implode( '|', [ $dsn, $options['site'], (int) $options['read_only'] ] );
		if ( self::$opened === $told ) {
			return;
		}
		// Nearly always the ledger is where it was. Then a page only needs one look at the disk and loads no other
		// class.
		if ( $demanded && ! $options['read_only'] && ( \get_option( 'siren_known_ledger' ) !== $directory || ! PrivateFile::is_ledger( $directory ) ) ) {
			KnownLedger::demand( $directory );
		}
		\siren_open( $dsn, $options );
		self::$opened = $told;
	}

	/**
	 * Opens an open ledger again because its options changed. Touches nothing on the disk.
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
	 * The options for `siren_open()`.
	 *
	 * @return array{timezone:string,currency:string,two_people:bool,site:string,read_only:bool}
	 */
	public static function options(): array {
		return [
			'timezone'   => Settings::timezone(),
			'currency'   => Settings::currency(),
			'two_people' => Settings::all()['two_people'],
			'site'       => Placement::identity( Placement::get()['token'] ),
			'read_only'  => SiteIdentity::is_undecided(),
		];
	}

	/** The DSN for `siren_open()`. */
	public static function dsn(): string {
		return 'sqlite:' . self::directory();
	}

	/** Absolute path of the data directory, without a trailing slash. */
	public static function directory(): string {
		return Placement::path_of( Placement::get()['token'] );
	}

	/**
	 * The directory in which events are recorded: the ledger's, or, while it is open whether this site is a copy, the
	 * one a copy would have.
	 */
	public static function recording_directory(): string {
		// Whatever writes into it first makes it private.
		return SiteIdentity::is_undecided() ? Placement::path_of( Placement::derived_token() ) : self::directory();
	}

	/** Whether the ledger is in a place from which a web server might serve it. */
	public static function is_in_web_root(): bool {
		$content = \wp_normalize_path( \untrailingslashit( WP_CONTENT_DIR ) );
		$root    = \wp_normalize_path( ABSPATH );
		$path    = \wp_normalize_path( self::directory() ) . '/';
		return \str_starts_with( $path, $content . '/' ) || \str_starts_with( $path, $root );
	}

	/** Whether the directory is named in the server's configuration rather than chosen by the plugin. */
	public static function is_configured(): bool {
		return '' !== self::configured();
	}

	/** The directory named in the server's configuration, or ''. */
	public static function configured(): string {
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
}
