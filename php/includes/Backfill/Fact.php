<?php
/**
 * One fact of the past.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\PastMoment;

\defined( 'ABSPATH' ) || exit;

/**
 * When it happened, and how it is recorded.
 */
final class Fact {

	/**
	 * Of these.
	 *
	 * @param int                        $at     In seconds since 1970.
	 * @param \Closure(PastMoment): bool $record Records it and answers whether there was anything to record.
	 */
	public function __construct( public readonly int $at, private readonly \Closure $record ) {}

	/**
	 * Records it.
	 *
	 * @param PastMoment $past When it happened, and whether that is history.
	 * @return bool Whether there was anything to record.
	 */
	public function record( PastMoment $past ): bool {
		return ( $this->record )( $past );
	}
}
