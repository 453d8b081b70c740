<?php
/**
 * What a browser sent to the beacon.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A request as it came, without slashes and untrusted.
 */
final class Request {

	/**
	 * A request.
	 *
	 * @param array<string,mixed> $server  `$_SERVER`.
	 * @param array<string,mixed> $fields  What the body said.
	 * @param array<string,mixed> $cookies `$_COOKIE`.
	 * @param string              $address Whom it comes from; a site behind a proxy knows better than the connection.
	 */
	public function __construct( public readonly array $server, private array $fields, private array $cookies, public readonly string $address ) {}

	/**
	 * A field of the body.
	 *
	 * @param string $name Its name.
	 * @return mixed Null where it is not there.
	 */
	public function field( string $name ) {
		return $this->fields[ $name ] ?? null;
	}

	/**
	 * A cookie.
	 *
	 * @param string $name Its name.
	 * @return mixed Null where it is not there.
	 */
	public function cookie( string $name ) {
		return $this->cookies[ $name ] ?? null;
	}

	/**
	 * A header, '' where there is none.
	 *
	 * @param string $name As `$_SERVER` has it, without `HTTP_`.
	 */
	public function header( string $name ): string {
		return (string) ( $this->server[ 'HTTP_' . $name ] ?? '' );
	}

	/**
	 * Whether a page of this site sent it. The browser says so itself; an older one only which site the page was of.
	 *
	 * @param string[] $hosts Hosts of this site, with the port where it is none of the usual ones.
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
