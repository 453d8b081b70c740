<?php
/**
 * Where a visit comes from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * A visitor and a network, both under names that are made with the day's salt ({@see Salt}): within the day they are the
 * same again and again, and the day after nobody can tell whose they were. The engine's limit for one network is per UTC
 * day too, so it needs no more.
 */
final class Source {

	/** As many hex digits of a hash tell the networks of a day apart. */
	private const NETWORK_DIGITS = 16;

	/**
	 * Name of the visitor: a hash of address and browser.
	 *
	 * @var string
	 */
	public readonly string $visitor;

	/**
	 * Name of the network.
	 *
	 * @var string
	 */
	public readonly string $network;

	/**
	 * Names where a request comes from.
	 *
	 * @param Salt   $salt    The day's.
	 * @param string $now     Instant.
	 * @param string $address The visitor's.
	 * @param string $browser What the browser calls itself.
	 * @throws \RuntimeException When no salt can be kept.
	 */
	public function __construct( Salt $salt, private string $now, string $address, string $browser ) {
		$day           = \substr( $now, 0, 10 );
		$this->visitor = $salt->hash( $day, $address, $browser );
		$this->network = \substr( $salt->hash( $day, 'network ' . Network::of( $address ) ), 0, self::NETWORK_DIGITS );
	}

	/**
	 * Whether all who come from the network, or the visitor alone, come more often than people read. The network is asked
	 * first: a flood that changes its browser's name with each request stops there, and touches nobody else's count.
	 *
	 * @param RateLimit                            $limit Counts.
	 * @param array{visitor:int,network:int} $most  How many a minute.
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
