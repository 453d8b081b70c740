<?php
/**
 * Something that happened while nobody told of it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * What a shop's or a school's own tables say of the past. It counts for its own date; what is older than the plugin on this
 * site is history: it serves to try rules on, and is never paid.
 */
final class Missed {

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
