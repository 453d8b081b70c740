<?php
/**
 * The origin of a visit.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A visitor and a network, both hashed with the day's salt ({@see Salt}): within the day the hashes are stable, and
 * afterwards nobody can tell whose they were. That is sufficient because the engine's limit for one network is per UTC
 * day too.
 */
final class Source {

	/** Hex digits of a hash that suffice to distinguish the networks of a day. */
	private const NETWORK_DIGITS = 16;

	/**
	 * Visitor: a hash of IP address and browser.
	 *
	 * @var string
	 */
	public readonly string $visitor;

	/**
	 * Hash of the network.
	 *
	 * @var string
	 */
	public readonly string $network;

	/**
	 * Hashes where a request comes from.
	 *
	 * @param Salt   $salt    Salt of the directory.
	 * @param string $now     Instant.
	 * @param string $address IP address.
	 * @param string $browser User agent.
	 * @throws \RuntimeException When no salt can be stored.
	 */
	public function __construct( Salt $salt, private string $now, string $address, string $browser ) {
		$day           = \substr( $now, 0, 10 );
		$this->visitor = $salt->hash( $day, $address, $browser );
		$this->network = \substr( $salt->hash( $day, 'network ' . Network::of( $address ) ), 0, self::NETWORK_DIGITS );
	}

	/**
	 * Whether the network as a whole, or the visitor, sends more requests than people do. The network is checked first:
	 * a flood that changes its user agent with each request stops there and does not affect anybody else's count.
	 *
	 * @param RateLimit                            $limit Rate limit.
	 * @param array{visitor:int,network:int} $most  Maximum per minute.
	 */
	public function is_too_often( RateLimit $limit, array $most ): bool {
		return $limit->is_exceeded(
			$this->now,
			[
				'network ' . $this->network => $most['network'],
				'visitor ' . $this->visitor => $most['visitor'],
			]
		);
	}
}
