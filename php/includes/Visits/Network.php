<?php
/**
 * The network an address belongs to.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * An IPv4 address, or an IPv6 /48: whoever rents a line gets as many IPv6 addresses as they like, all of which begin with
 * the same 48 bits. Only ever hashed; see {@see Source}.
 */
final class Network {

	private const IPV6_BYTES = 6;

	/** An IPv4 address that a server which listens on IPv6 writes as one of those. */
	private const MAPPED = "\0\0\0\0\0\0\0\0\0\0\xff\xff";

	/**
	 * The network of an address.
	 *
	 * @param string $address Of a visitor. What is no address is a network of its own.
	 */
	public static function of( string $address ): string {
		$bytes = @\inet_pton( \trim( $address ) );
		if ( ! \is_string( $bytes ) ) {
			return $address;
		}
		if ( \str_starts_with( $bytes, self::MAPPED ) ) {
			$bytes = \substr( $bytes, \strlen( self::MAPPED ) );
		}
		return \bin2hex( 16 === \strlen( $bytes ) ? \substr( $bytes, 0, self::IPV6_BYTES ) : $bytes );
	}
}
