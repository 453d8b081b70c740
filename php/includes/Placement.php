<?php
/**
 * Decides where the ledger is stored.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The decision is made once and stored in an option, because a web request and a command line know different things
 * about the web root but must use the same ledger. The option holds a kind of place and a token rather than a path; the
 * path is computed from where WordPress is now. The token is the site's identity. It is derived rather than random, so
 * that two concurrent first requests decide the same.
 */
final class Placement {

	public const OPTION = 'siren_store';

	private const BESIDE     = 'beside';
	private const IN_CONTENT = 'content';

	/**
	 * Files that make any version of Apache and IIS refuse access and prevent directory listings. With other servers,
	 * only the unguessable name protects the directory.
	 */
	private const PROTECTION = [
		'.htaccess'  => "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n",
		'web.config' => "<?xml version=\"1.0\"?>\n<configuration><system.webServer><authorization><deny users=\"*\" /></authorization></system.webServer></configuration>\n",
		'index.php'  => "<?php // Nothing is to be seen here.\n",
	];

	/**
	 * The stored decision; null if there is none yet or it is corrupt. Deciding again gives the same result.
	 *
	 * @return ?array{place:string,token:string,levels:int,address:string,waits:string} `levels`: how many levels above WordPress the directory is, when it is beside it; `waits`: a token.
	 */
	public static function kept(): ?array {
		$kept     = \get_option( self::OPTION );
		$kept     = \is_array( $kept ) ? $kept : [];
		$is_token = static fn( mixed $token ): bool => \is_string( $token ) && 1 === \preg_match( '/^[0-9A-Za-z]+$/D', $token );
		if ( ! \in_array( $kept['place'] ?? null, [ self::BESIDE, self::IN_CONTENT ], true ) || ! $is_token( $kept['token'] ?? null ) ) {
			return null;
		}
		return [
			'place'   => $kept['place'],
			'token'   => $kept['token'],
			'levels'  => \max( 1, \min( WebRoots::MOST_LEVELS, (int) ( $kept['levels'] ?? 1 ) ) ),
			'address' => \is_string( $kept['address'] ?? null ) ? $kept['address'] : '',
			'waits'   => $is_token( $kept['waits'] ?? null ) ? $kept['waits'] : '',
		];
	}

	/**
	 * The decision, made now if there is none.
	 *
	 * @return array{place:string,token:string,levels:int,address:string,waits:string}
	 */
	public static function get(): array {
		return self::kept() ?? self::choose();
	}

	/**
	 * Stores a decision.
	 *
	 * @param array{place:string,token:string,levels:int,address:string,waits:string} $choice Decision.
	 */
	public static function keep( array $choice ): void {
		\update_option( self::OPTION, $choice, true );
	}

	/**
	 * Decides where the ledger of the site at this address is stored, creates the directory and stores the decision.
	 *
	 * @return array{place:string,token:string,levels:int,address:string,waits:string}
	 */
	public static function choose(): array {
		$choice = [
			'place'   => self::IN_CONTENT,
			'token'   => self::derived_token(),
			'levels'  => 1,
			'address' => SiteIdentity::kept_form( SiteIdentity::address() ),
			'waits'   => '',
		];
		$levels = '' === Store::configured() ? WebRoots::level_outside() : null;
		$beside = [
			'place'  => self::BESIDE,
			'levels' => $levels ?? 1,
		] + $choice;
		if ( null !== $levels && self::make( self::path( $beside, $choice['token'] ) ) ) {
			$choice = $beside;
		}
		self::protect( $choice );
		self::keep( $choice );
		return $choice;
	}

	/**
	 * Protects a directory in wp-content from outside access.
	 *
	 * @param array{place:string,token:string,levels:int} $choice Decision.
	 */
	public static function protect( array $choice ): void {
		if ( self::IN_CONTENT !== $choice['place'] || '' !== Store::configured() ) {
			return;
		}
		$inside = self::path( $choice, $choice['token'] );
		foreach ( self::make( $inside ) ? self::PROTECTION : [] as $name => $text ) {
			PrivateFile::replace( $inside . '/' . $name, $text );
		}
	}

	/** Derives the token of the site at this address. */
	public static function derived_token(): string {
		$of = [ SiteIdentity::address(), \get_current_blog_id(), \defined( 'DB_NAME' ) ? \constant( 'DB_NAME' ) : '', $GLOBALS['table_prefix'] ?? '' ];
		return \substr( \hash_hmac( 'sha256', \implode( '|', $of ), \wp_salt( 'auth' ) ), 0, 24 );
	}

	/**
	 * The identity that belongs to a token, for the ledger. It does not contain the token, because the token is the
	 * unguessable part of the path when the ledger is in wp-content.
	 *
	 * @param string $token Token of a site.
	 */
	public static function identity( string $token ): string {
		return 'site-' . \substr( \hash( 'sha256', $token ), 0, 16 );
	}

	/**
	 * Path on this machine of the ledger that belongs to a token.
	 *
	 * @param string $token Token of a site.
	 */
	public static function path_of( string $token ): string {
		$configured = Store::configured();
		return '' === $configured ? self::path( self::get(), $token ) : $configured . '/' . self::identity( $token );
	}

	/**
	 * Path of a place.
	 *
	 * @param array{place:string,levels:int} $choice Place.
	 * @param string                         $token  Unguessable part of the name.
	 */
	private static function path( array $choice, string $token ): string {
		return self::BESIDE === $choice['place']
			? \untrailingslashit( \dirname( ABSPATH, $choice['levels'] ) ) . '/siren-' . \basename( ABSPATH ) . '-' . $token
			: \untrailingslashit( WP_CONTENT_DIR ) . '/siren-' . $token;
	}

	/**
	 * Creates a directory that only this user can enter. Does not follow a symbolic link in its place.
	 *
	 * @param string $directory Absolute path.
	 */
	private static function make( string $directory ): bool {
		if ( \is_link( $directory ) ) {
			return false;
		}
		if ( @\is_dir( $directory ) ) {
			return \is_writable( $directory );
		}
		return @\mkdir( $directory, 0o700, true ) && \chmod( $directory, 0o700 );
	}
}
