<?php
/**
 * The code in an affiliate link.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Defines what a code looks like; only the engine knows whose it is.
 */
final class Code {

	/** Regular expression for a code. */
	public const SHAPE = '[A-Za-z0-9][A-Za-z0-9_.-]{0,63}';

	/**
	 * Extracts a code from untrusted input.
	 *
	 * @param mixed $raw Unslashed.
	 */
	public static function of( $raw ): ?string {
		return \is_string( $raw ) && 1 === \preg_match( '/^' . self::SHAPE . '$/D', $raw ) ? $raw : null;
	}
}
