<?php
/**
 * What stands for a person in a key.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A key tells events apart for good, and so it has to tell their people apart. A pseudonym stands in it instead of the name, and
 * nobody can derive it without the site's secret. So the ledger can forget who somebody was while its keys stay as they are.
 */
final class Pseudonym {

	/** How many hex digits it has. */
	public const LENGTH = 32;

	/**
	 * The pseudonym of a person, or of whatever else a key must tell apart and not say.
	 *
	 * @param string $secret Of {@see KeySecret}.
	 * @param string $name   `user:7`, `visitor:…`.
	 */
	public static function of( #[\SensitiveParameter] string $secret, string $name ): string {
		return \substr( \hash_hmac( 'sha256', 'mark|' . $name, $secret ), 0, self::LENGTH );
	}
}
