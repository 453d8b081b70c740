<?php
/**
 * The word before the code in an affiliate link.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * A word that WordPress reads itself (`p`, `page`, `author`…) would turn every affiliate link into a query for something else.
 */
final class LinkParameter {

	/**
	 * The parameter, where it is free.
	 *
	 * @param string $typed Untrusted.
	 */
	public static function valid( string $typed ): ?string {
		$parameter = \sanitize_key( $typed );
		return '' === $parameter || \in_array( $parameter, \array_merge( ...self::reserved() ), true ) ? null : $parameter;
	}

	/**
	 * The words that WordPress reads; none before it knows them.
	 *
	 * @return array{string[],string[]} Those that an address may have, and the others.
	 */
	public static function reserved(): array {
		return isset( $GLOBALS['wp'] ) ? [ $GLOBALS['wp']->public_query_vars, $GLOBALS['wp']->private_query_vars ] : [ [], [] ];
	}
}
