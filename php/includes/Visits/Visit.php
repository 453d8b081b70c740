<?php
/**
 * Somebody comes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Pseudonym;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * What is the same of a visit whatever was visited; {@see VisitEvent} makes events of it.
 */
final class Visit {

	/** As many count where an event does not say; saying it would cost each visit. */
	private const USUAL = 10;

	/**
	 * A visit.
	 *
	 * @param string $secret  Of {@see \Siren\Distributors\KeySecret}.
	 * @param string $visitor Subject: `user:7` or `visitor:<hash>`.
	 * @param string $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string $now     Instant.
	 * @param string $network Name of the network; see {@see Source}.
	 * @param int    $most    How many visitors of one network count for one post or link on one day.
	 */
	public function __construct( #[\SensitiveParameter] private string $secret, private string $visitor, private string $window, private string $now, private string $network, private int $most ) {}

	/**
	 * The key of the event: visits with equal keys count once. The visitor has a mark in it and no name, and so has the code
	 * of a link, which is often a name.
	 *
	 * @param string $what What was visited: `visit:9`, `ref`.
	 * @param string $code Of the link, '' for none.
	 */
	public function key( string $what, string $code = '' ): string {
		return $what . ':' . Pseudonym::of( $this->secret, '' === $code ? $this->visitor : $code . '|' . $this->visitor ) . ':' . $this->window;
	}

	/**
	 * What the event says of who came.
	 *
	 * @return array<string,mixed> For `siren_record_event()`.
	 */
	public function who(): array {
		$who = [
			'subject'     => $this->visitor,
			'occurred_at' => $this->now,
			'network'     => $this->network,
		];
		return self::USUAL === $this->most ? $who : $who + [ 'network_limit' => $this->most ];
	}
}
