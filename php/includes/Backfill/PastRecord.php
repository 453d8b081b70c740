<?php
/**
 * A past event or sale.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\PastMoment;

\defined( 'ABSPATH' ) || exit;

/**
 * Its time, and how to record it.
 */
final class PastRecord {

	/**
	 * Creates a past record.
	 *
	 * @param int                        $at     Unix timestamp.
	 * @param \Closure(PastMoment): bool $record Records it and returns whether there was anything to record.
	 */
	public function __construct( public readonly int $at, private readonly \Closure $record ) {}

	/**
	 * Records it.
	 *
	 * @param PastMoment $past Its time, and whether it is history.
	 * @return bool Whether there was anything to record.
	 */
	public function record( PastMoment $past ): bool {
		return ( $this->record )( $past );
	}
}
