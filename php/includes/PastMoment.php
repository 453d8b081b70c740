<?php
/**
 * The time of something that is recorded afterwards.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Events found in the tables of a shop or an LMS count on their own date. Those older than the plugin on this site are
 * history: they are used to try distributors on and are never paid.
 */
final class PastMoment {

	/**
	 * Sets the time.
	 *
	 * @param int  $at      When it happened, Unix timestamp.
	 * @param bool $history Whether that was before the plugin was installed.
	 */
	public function __construct( public readonly int $at, public readonly bool $history ) {}

	/**
	 * The fields of an event that express it.
	 *
	 * @return array{occurred_at:string,history?:true}
	 */
	public function facts(): array {
		$facts = [ 'occurred_at' => Clock::instant( $this->at ) ];
		return $this->history ? $facts + [ 'history' => true ] : $facts;
	}
}
