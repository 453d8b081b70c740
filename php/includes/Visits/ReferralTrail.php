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
 * The codes of the links a visitor followed, such as `ben~ada`, in the order in which they are tried. A page cannot
 * know whose a code is, and many sites use `ref` for other purposes, so an unknown code must not replace an
 * affiliate's. Several codes are therefore kept, and the engine credits the first that belongs to a collaborator.
 */
final class ReferralTrail {

	private const MOST      = 5;
	private const SEPARATOR = '~';

	/**
	 * The codes in a cookie, or stored with an order.
	 *
	 * @param mixed $raw Untrusted, unslashed.
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
	 * Extracts a valid trail from a cookie.
	 *
	 * @param mixed $raw Untrusted, unslashed.
	 * @return ?string The trail; null if it contains no code.
	 */
	public static function of( $raw ): ?string {
		$codes = self::codes( $raw );
		return [] === $codes ? null : \implode( self::SEPARATOR, $codes );
	}

	/**
	 * Adds a link to the trail.
	 *
	 * @param mixed  $raw   Current trail; untrusted.
	 * @param string $code  Code of the link.
	 * @param bool   $first Whether the first link counts rather than the last.
	 * @return string The trail.
	 */
	public static function with( $raw, string $code, bool $first ): string {
		$codes = self::codes( $raw );
		$codes = $first ? [ ...$codes, $code ] : [ $code, ...$codes ];
		return \implode( self::SEPARATOR, \array_slice( \array_unique( $codes ), 0, self::MOST ) );
	}
}
