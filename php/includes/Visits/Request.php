<?php
/**
 * A request to the beacon.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Holds the request as received: unslashed and untrusted.
 */
final class Request {

	/**
	 * Creates a request.
	 *
	 * @param array<string,mixed> $server  `$_SERVER`.
	 * @param array<string,mixed> $fields  Fields of the body.
	 * @param array<string,mixed> $cookies `$_COOKIE`.
	 * @param string              $address IP address of the sender; on a site behind a proxy, not that of the
	 *                                     connection.
	 */
	public function __construct( public readonly array $server, private array $fields, private array $cookies, public readonly string $address ) {}

	/**
	 * A field of the body.
	 *
	 * @param string $name Name.
	 * @return mixed Null if it is missing.
	 */
	public function field( string $name ) {
		return $this->fields[ $name ] ?? null;
	}

	/**
	 * A cookie.
	 *
	 * @param string $name Name.
	 * @return mixed Null if it is missing.
	 */
	public function cookie( string $name ) {
		return $this->cookies[ $name ] ?? null;
	}

	/**
	 * A header; '' if it is missing.
	 *
	 * @param string $name Key in `$_SERVER` without `HTTP_`.
	 */
	public function header( string $name ): string {
		return (string) ( $this->server[ 'HTTP_' . $name ] ?? '' );
	}

	/**
	 * Whether a page of this site sent it. Current browsers say so directly; older ones only send the page's origin.
	 *
	 * @param string[] $hosts Hosts of this site, with the port if it is not a default port.
	 */
	public function is_from_our_pages( array $hosts ): bool {
		$site = $this->header( 'SEC_FETCH_SITE' );
		if ( '' !== $site ) {
			return 'same-origin' === $site;
		}
		$origin = \parse_url( $this->header( 'ORIGIN' ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- also called where there is no WordPress.
		if ( ! \is_array( $origin ) || ! isset( $origin['host'] ) ) {
			return false;
		}
		return \in_array( \strtolower( $origin['host'] . ( isset( $origin['port'] ) ? ':' . $origin['port'] : '' ) ), $hosts, true );
	}
}
