<?php
/**
 * The decision where the ledger lies.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Decided once and kept in an option, so that a web request and a command line, which know different things about the web
 * root, always mean the same ledger. Kept are a place and a token, not a path: the path is made from where WordPress lies now.
 *
 * The token is the site's identity. It is derived, not drawn: two first requests at the same time come to the same answer.
 */
final class Placement {

	public const OPTION = 'siren_store';

	private const BESIDE     = 'beside';
	private const IN_CONTENT = 'content';

	/** What keeps Apache of any age, IIS, and who lists directories, out. Others are kept out by the name alone. */
	private const PROTECTION = [
		'.htaccess'  => "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n",
		'web.config' => "<?xml version=\"1.0\"?>\n<configuration><system.webServer><authorization><deny users=\"*\" /></authorization></system.webServer></configuration>\n",
		'index.php'  => "<?php // Nothing is to be seen here.\n",
	];

	/**
	 * The decision; null before it was made, and where it was damaged. One that is made again comes to the same.
	 *
	 * @return ?array{place:string,token:string,levels:int,address:string,waits:string} `levels` above WordPress, for the
	 *                                                                                  place beside it; `waits`: a token.
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
	 * The decision, made now if it has not been.
	 *
	 * @return array{place:string,token:string,levels:int,address:string,waits:string}
	 */
	public static function get(): array {
		return self::kept() ?? self::choose();
	}

	/**
	 * Keeps a decision.
	 *
	 * @param array{place:string,token:string,levels:int,address:string,waits:string} $choice It.
	 */
	public static function keep( array $choice ): void {
		\update_option( self::OPTION, $choice, true );
	}

	/**
	 * Decides where the ledger of the site at this address lies, makes the directory, and keeps the decision.
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
	 * Keeps others from seeing what lies in wp-content.
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

	/**
	 * The token of the site at this address.
	 */
	public static function derived_token(): string {
		$of = [ SiteIdentity::address(), \get_current_blog_id(), \defined( 'DB_NAME' ) ? \constant( 'DB_NAME' ) : '', $GLOBALS['table_prefix'] ?? '' ];
		return \substr( \hash_hmac( 'sha256', \implode( '|', $of ), \wp_salt( 'auth' ) ), 0, 24 );
	}

	/**
	 * The identity that goes with a token, as the ledger keeps it. The token itself stays out of it: where the ledger lies in
	 * wp-content, it is the part of the path that nobody can guess.
	 *
	 * @param string $token A site's.
	 */
	public static function identity( string $token ): string {
		return 'site-' . \substr( \hash( 'sha256', $token ), 0, 16 );
	}

	/**
	 * Where the ledger of a token's site lies, on this machine.
	 *
	 * @param string $token A site's.
	 */
	public static function path_of( string $token ): string {
		$configured = Store::configured();
		return '' === $configured ? self::path( self::get(), $token ) : $configured . '/' . self::identity( $token );
	}

	/**
	 * Path of a chosen place.
	 *
	 * @param array{place:string,levels:int} $choice Place.
	 * @param string                         $token  The part of the name nobody can guess.
	 */
	private static function path( array $choice, string $token ): string {
		return self::BESIDE === $choice['place']
			? \untrailingslashit( \dirname( ABSPATH, $choice['levels'] ) ) . '/siren-' . \basename( ABSPATH ) . '-' . $token
			: \untrailingslashit( WP_CONTENT_DIR ) . '/siren-' . $token;
	}

	/**
	 * Makes a directory only this user can enter. A link in its place is not followed.
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
