<?php
/**
 * The token with which a page identifies itself.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Instant;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A token is printed in a page and sent back with the beacon: `p.9.3-7.20578.<signature>` is post 9 of the users 3 and
 * 7, printed on day 20578 after 1970-01-01. It is the same for every visitor, so the page can be cached, and is valid
 * as long as a page may stay in a cache. Only the site can sign one, so nobody can invent a post or an owner.
 */
final class Token {

	public const POST  = 'p'; // A post and its owners.
	public const PAGE  = 's'; // Any other page of the site; it only counts when reached through an affiliate link.
	public const CHECK = 'c'; // The plugin's own check.

	private const PATTERN          = '/^([psc])\.(\d{1,18})\.(\d{1,18}(?:-\d{1,18}){0,19})\.(\d{1,6})\.([0-9a-f]{32})$/D';
	private const SIGNATURE_LENGTH = 32;
	private const DAY_SECONDS      = 86_400;

	/**
	 * Creates a token.
	 *
	 * @param string $kind   One of the constants.
	 * @param int    $post   Post id; 0 for none.
	 * @param int[]  $owners Owners: WordPress users.
	 * @param int    $day    Day on which it was printed, in days since 1970.
	 */
	private function __construct( public readonly string $kind, public readonly int $post, public readonly array $owners, private readonly int $day ) {}

	/**
	 * Signs a token.
	 *
	 * @param string $secret Secret of the site.
	 * @param string $now    Instant.
	 * @param string $kind   One of the constants.
	 * @param int    $post   Post id, if it is a post.
	 * @param int[]  $owners Owners: WordPress users.
	 */
	public static function make( #[\SensitiveParameter] string $secret, string $now, string $kind, int $post = 0, array $owners = [] ): string {
		$said = \implode( '.', [ $kind, $post, [] === $owners ? '0' : \implode( '-', $owners ), self::day( $now ) ] );
		return $said . '.' . self::sign( $secret, $said );
	}

	/**
	 * Parses and verifies a token of this site.
	 *
	 * @param string $secret Secret of the site.
	 * @param mixed  $text   Untrusted.
	 * @return ?self Null if this site did not sign it.
	 */
	public static function read( #[\SensitiveParameter] string $secret, $text ): ?self {
		if ( ! \is_string( $text ) || 1 !== \preg_match( self::PATTERN, $text, $part ) ) {
			return null;
		}
		$said = \substr( $text, 0, -1 - self::SIGNATURE_LENGTH );
		if ( ! \hash_equals( self::sign( $secret, $said ), $part[5] ) ) {
			return null;
		}
		return new self( $part[1], (int) $part[2], '0' === $part[3] ? [] : \array_map( 'intval', \explode( '-', $part[3] ) ), (int) $part[4] );
	}

	/**
	 * Whether it is still valid. One day in the future is accepted, because servers' clocks differ.
	 *
	 * @param string $now  Instant.
	 * @param int    $days Validity in days.
	 */
	public function is_good( string $now, int $days ): bool {
		$age = self::day( $now ) - $this->day;
		return $age >= -1 && $age <= $days;
	}

	/**
	 * The signature of a token.
	 *
	 * @param string $secret Secret of the site.
	 * @param string $said   Everything before the signature.
	 */
	private static function sign( #[\SensitiveParameter] string $secret, string $said ): string {
		return \substr( \hash_hmac( 'sha256', 'token|' . $said, $secret ), 0, self::SIGNATURE_LENGTH );
	}

	/**
	 * Days since 1970.
	 *
	 * @param string $now Instant.
	 */
	private static function day( string $now ): int {
		return \intdiv( Instant::seconds( $now ), self::DAY_SECONDS );
	}
}
