<?php
/**
 * Who is logged in, where there is no WordPress to ask.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * WordPress's own log-in cookie can only be checked with the user's password hash at hand. So the plugin sets a second
 * one beside it, `7.1.<signature>`: user 7, who edits others' posts. It is signed together with WordPress's cookie, so
 * it is worth nothing without it, ends with it, and cannot be changed into somebody else's. It opens no door: all it can
 * do is keep its bearer's own visits from counting, or make them count for one person instead of several.
 */
final class VisitorIdentity {

	private const PATTERN          = '/^([1-9]\d{0,17})\.([01])\.([0-9a-f]{32})$/D';
	private const SIGNATURE_LENGTH = 32;

	/**
	 * A user.
	 *
	 * @param int  $user  Id.
	 * @param bool $edits Whether he or she edits others' posts.
	 */
	private function __construct( public readonly int $user, public readonly bool $edits ) {}

	/**
	 * The cookie's value.
	 *
	 * @param string $secret  The site's.
	 * @param int    $user    Id.
	 * @param bool   $edits   Whether the user edits others' posts.
	 * @param string $session WordPress's log-in cookie.
	 */
	public static function make( #[\SensitiveParameter] string $secret, int $user, bool $edits, #[\SensitiveParameter] string $session ): string {
		$said = $user . '.' . ( $edits ? 1 : 0 );
		return $said . '.' . self::sign( $secret, $said, $session );
	}

	/**
	 * Reads a cookie this site made.
	 *
	 * @param string $secret  The site's.
	 * @param mixed  $value   Untrusted.
	 * @param mixed  $session WordPress's log-in cookie as it came; untrusted.
	 * @return ?self Null for any other.
	 */
	public static function read( #[\SensitiveParameter] string $secret, $value, $session ): ?self {
		if ( ! \is_string( $value ) || ! \is_string( $session ) || '' === $session || 1 !== \preg_match( self::PATTERN, $value, $part ) ) {
			return null;
		}
		if ( ! \hash_equals( self::sign( $secret, $part[1] . '.' . $part[2], $session ), $part[3] ) ) {
			return null;
		}
		return new self( (int) $part[1], '1' === $part[2] );
	}

	/**
	 * The signature of what a cookie says.
	 *
	 * @param string $secret  The site's.
	 * @param string $said    Everything before the signature.
	 * @param string $session WordPress's log-in cookie.
	 */
	private static function sign( #[\SensitiveParameter] string $secret, string $said, #[\SensitiveParameter] string $session ): string {
		return \substr( \hash_hmac( 'sha256', 'who|' . $said . '|' . $session, $secret ), 0, self::SIGNATURE_LENGTH );
	}
}
