<?php
/**
 * The network of an IP address.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * An IPv4 address or an IPv6 /48: a single subscriber gets as many IPv6 addresses as they like, all of which share the
 * first 48 bits. Only ever hashed; see {@see Source}.
 */
final class Network {

	private const IPV6_BYTES = 6;

	/** Prefix of an IPv4 address on a server that listens on IPv6. */
	private const MAPPED = "\0\0\0\0\0\0\0\0\0\0\xff\xff";

	/**
	 * The network of an IP address.
	 *
	 * @param string $address A visitor's IP address. Anything else is a network of its own.
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
