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
 * The data directory is, in this order: one below the directory that the constant or environment variable `SIREN_DATA_DIR`
 * names; one below that of the ini setting `siren.data_dir`; a directory beside WordPress, outside the web root; one in
 * wp-content under a name nobody can guess. The first two may be named for several sites: each has a directory of its own
 * below. {@see Placement} decides the last two.
 */
final class Store {

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
	 * @throws \Siren\Exception\SirenException When the extension refuses it, or the ledger that this site had is missing.
	 */
	public static function open(): void {
		self::tell( true );
	}

	/**
	 * The same where the ledger is missing: for who mends that.
	 *
	 * @throws \Siren\Exception\SirenException When the extension refuses it.
	 */
	public static function open_what_is_left(): void {
		self::tell( false );
	}

	/**
	 * Tells the extension, where it was not told yet.
	 *
	 * @param bool $demanded Whether the ledger that this site had must be there.
	 */
	private static function tell( bool $demanded ): void {
		$directory = self::directory();
		$dsn       = 'sqlite:' . $directory;
		$options   = self::options();
		$told      = \implode( '|', [ $dsn, $options['site'], (int) $options['read_only'] ] );
		if ( self::$opened === $told ) {
			return;
		}
		// Where it lies where it lay, as nearly always, a page waits for one look at the disk and for no other class.
		if ( $demanded && ! $options['read_only'] && ( \get_option( 'siren_known_ledger' ) !== $directory || ! PrivateFile::is_ledger( $directory ) ) ) {
			KnownLedger::demand( $directory );
		}
		\siren_open( $dsn, $options );
		self::$opened = $told;
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
		return Placement::path_of( Placement::get()['token'] );
	}

	/**
	 * Where what happens is written down: into the ledger's directory, or, while nobody has said whether this site is a copy,
	 * into the one that a copy would have.
	 */
	public static function recording_directory(): string {
		// Made private by whatever writes into it first.
		return SiteIdentity::is_undecided() ? Placement::path_of( Placement::derived_token() ) : self::directory();
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
