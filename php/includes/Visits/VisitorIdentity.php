<?php
/**
 * Identifies the logged-in user without WordPress.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * WordPress's own login cookie can only be verified with the user's password hash. The plugin therefore sets a second
 * cookie beside it, such as `7.1.<signature>`: user 7, who can edit others' posts. It is signed together with
 * WordPress's cookie, so it is worthless without it, expires with it, and cannot be changed to somebody else's. It
 * grants no access: it can only keep its owner's visits from counting, or make them count as one person's.
 */
final class VisitorIdentity {

	private const PATTERN          = '/^([1-9]\d{0,17})\.([01])\.([0-9a-f]{32})$/D';
	private const SIGNATURE_LENGTH = 32;

	/**
	 * Creates an identity.
	 *
	 * @param int  $user  User id.
	 * @param bool $edits Whether the user can edit others' posts.
	 */
	private function __construct( public readonly int $user, public readonly bool $edits ) {}

	/**
	 * The value of the cookie.
	 *
	 * @param string $secret  Secret of the site.
	 * @param int    $user    User id.
	 * @param bool   $edits   Whether the user can edit others' posts.
	 * @param string $session WordPress's login cookie.
	 */
	public static function make( #[\SensitiveParameter] string $secret, int $user, bool $edits, #[\SensitiveParameter] string $session ): string {
		$said = $user . '.' . ( $edits ? 1 : 0 );
		return $said . '.' . self::sign( $secret, $said, $session );
	}

	/**
	 * Verifies a cookie of this site.
	 *
	 * @param string $secret  Secret of the site.
	 * @param mixed  $value   Untrusted.
	 * @param mixed  $session WordPress's login cookie; untrusted.
	 * @return ?self Null if it is invalid.
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
	 * The signature of a cookie.
	 *
	 * @param string $secret  Secret of the site.
	 * @param string $said    Everything before the signature.
	 * @param string $session WordPress's login cookie.
	 */
	private static function sign( #[\SensitiveParameter] string $secret, string $said, #[\SensitiveParameter] string $session ): string {
		return \substr( \hash_hmac( 'sha256', 'who|' . $said . '|' . $session, $secret ), 0, self::SIGNATURE_LENGTH );
	}
}
