<?php
/**
 * A visit, whatever was visited.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Pseudonym;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The common properties of visits; {@see VisitEvent} turns them into events.
 */
final class Visit {

	/** The default that applies if an event does not contain the limit; storing it would enlarge every visit. */
	private const USUAL = 10;

	/**
	 * Creates a visit.
	 *
	 * @param string $secret  Secret from {@see \Siren\Distributors\KeySecret}.
	 * @param string $visitor Subject: `user:7` or `visitor:<hash>`.
	 * @param string $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string $now     Instant.
	 * @param string $network Hash of the network; see {@see Source}.
	 * @param int    $most    Maximum number of visitors of one network that count for one post or link on one day.
	 */
	public function __construct( #[\SensitiveParameter] private string $secret, private string $visitor, private string $window, private string $now, private string $network, private int $most ) {}

	/**
	 * The key of the event: visits with equal keys count once. It contains pseudonyms of the visitor and of the link's
	 * code, which is often a name.
	 *
	 * @param string $what What was visited: `visit:9`, `ref`.
	 * @param string $code Code of the link; '' for none.
	 */
	public function key( string $what, string $code = '' ): string {
		return $what . ':' . Pseudonym::of( $this->secret, '' === $code ? $this->visitor : $code . '|' . $this->visitor ) . ':' . $this->window;
	}

	/**
	 * The fields of the event that describe the visitor.
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
