<?php
/**
 * A person in a key.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * What tells an event from another has to tell its people apart, and is kept for good: by it the same event is known again.
 * So no name stands in a key, but a mark, which only whoever has the site's secret can make of the name. The ledger can
 * forget who somebody was, and its keys stay what they are.
 */
final class Mark {

	/** How many hex digits it has. */
	public const LENGTH = 32;

	/**
	 * The mark of a person, or of whatever else a key must tell apart and not say.
	 *
	 * @param string $secret Of {@see KeySecret}.
	 * @param string $name   `user:7`, `visitor:…`.
	 */
	public static function of( #[\SensitiveParameter] string $secret, string $name ): string {
		return \substr( \hash_hmac( 'sha256', 'mark|' . $name, $secret ), 0, self::LENGTH );
	}
}
