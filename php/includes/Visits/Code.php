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
 * Whose a code is, the engine knows; here is only what one may look like.
 */
final class Code {

	/** As it stands in a regular expression. */
	public const SHAPE = '[A-Za-z0-9][A-Za-z0-9_.-]{0,63}';

	/**
	 * A code from untrusted input.
	 *
	 * @param mixed $raw Without slashes.
	 */
	public static function of( $raw ): ?string {
		return \is_string( $raw ) && 1 === \preg_match( '/^' . self::SHAPE . '$/D', $raw ) ? $raw : null;
	}
}
