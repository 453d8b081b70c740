<?php
/**
 * Pseudonyms for people in keys.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A key must distinguish people for ever. It contains a pseudonym instead of a name, which nobody can derive without
 * the site's secret. The ledger can therefore erase who somebody was while its keys stay unchanged.
 */
final class Pseudonym {

	/** Length in hex digits. */
	public const LENGTH = 32;

	/**
	 * The pseudonym of a person, or of anything else that a key must distinguish without revealing it.
	 *
	 * @param string $secret Secret from {@see KeySecret}.
	 * @param string $name   `user:7`, `visitor:…`.
	 */
	public static function of( #[\SensitiveParameter] string $secret, string $name ): string {
		return \substr( \hash_hmac( 'sha256', 'mark|' . $name, $secret ), 0, self::LENGTH );
	}
}
