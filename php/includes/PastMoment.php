<?php
/**
 * When something happened that is recorded afterwards.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * What the tables of a shop or a school say of the past counts for its own date. What is older than the plugin on this site is
 * history: distributors are tried on it, and it is never paid.
 */
final class PastMoment {

	/**
	 * Of an instant.
	 *
	 * @param int  $at      When it happened, in seconds since 1970.
	 * @param bool $history Whether that was before the plugin came.
	 */
	public function __construct( public readonly int $at, public readonly bool $history ) {}

	/**
	 * The part of a fact that says so.
	 *
	 * @return array{occurred_at:string,history?:true}
	 */
	public function facts(): array {
		$facts = [ 'occurred_at' => Clock::instant( $this->at ) ];
		return $this->history ? $facts + [ 'history' => true ] : $facts;
	}
}
