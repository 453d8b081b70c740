<?php
/**
 * The query parameter of affiliate links.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * A parameter that WordPress itself uses (`p`, `page`, `author`…) would turn every affiliate link into a query for
 * something else.
 */
final class LinkParameter {

	/**
	 * The parameter, if it is available.
	 *
	 * @param string $typed Untrusted.
	 */
	public static function valid( string $typed ): ?string {
		$parameter = \sanitize_key( $typed );
		return '' === $parameter || \in_array( $parameter, \array_merge( ...self::reserved() ), true ) ? null : $parameter;
	}

	/**
	 * The parameters WordPress uses; empty before they are known.
	 *
	 * @return array{string[],string[]} Those that may appear in a URL, and the others.
	 */
	public static function reserved(): array {
		return isset( $GLOBALS['wp'] ) ? [ $GLOBALS['wp']->public_query_vars, $GLOBALS['wp']->private_query_vars ] : [ [], [] ];
	}
}
