<?php
/**
 * The links that a visitor followed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The codes of the links a visitor followed, in the order in which they are tried: `ben~ada`. A page does not know whose a code
 * is, and many links have a `ref` that is no collaborator's: such a code must not take the place of an affiliate's. So a few are
 * kept, and the engine credits the first that belongs to a collaborator.
 */
final class ReferralTrail {

	private const MOST      = 5;
	private const SEPARATOR = '~';

	/**
	 * The codes in a cookie, or kept with an order.
	 *
	 * @param mixed $raw Untrusted, without slashes.
	 * @return string[]
	 */
	public static function codes( $raw ): array {
		if ( ! \is_string( $raw ) ) {
			return [];
		}
		$codes = \array_filter( \array_map( [ Code::class, 'of' ], \explode( self::SEPARATOR, $raw, self::MOST + 1 ) ) );
		return \array_slice( \array_values( \array_unique( $codes ) ), 0, self::MOST );
	}

	/**
	 * What of a cookie is a trail.
	 *
	 * @param mixed $raw Untrusted, without slashes.
	 * @return ?string As it is kept; null where no code is in it.
	 */
	public static function of( $raw ): ?string {
		$codes = self::codes( $raw );
		return [] === $codes ? null : \implode( self::SEPARATOR, $codes );
	}

	/**
	 * The trail with one more link.
	 *
	 * @param mixed  $raw   What is remembered; untrusted.
	 * @param string $code  The link's code.
	 * @param bool   $first Whether the first link counts, and not the last.
	 * @return string As it is kept.
	 */
	public static function with( $raw, string $code, bool $first ): string {
		$codes = self::codes( $raw );
		$codes = $first ? [ ...$codes, $code ] : [ $code, ...$codes ];
		return \implode( self::SEPARATOR, \array_slice( \array_unique( $codes ), 0, self::MOST ) );
	}
}
