<?php
/**
 * One fact of the past.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Missed;

\defined( 'ABSPATH' ) || exit;

/**
 * When it happened, and how it is recorded.
 */
final class Fact {

	/**
	 * Of these.
	 *
	 * @param int                    $at     In seconds since 1970.
	 * @param \Closure(Missed): bool $record Records it and answers whether there was anything to record.
	 */
	public function __construct( public readonly int $at, private readonly \Closure $record ) {}

	/**
	 * Records it.
	 *
	 * @param Missed $missed When it happened, and whether that is history.
	 * @return bool Whether there was anything to record.
	 */
	public function record( Missed $missed ): bool {
		return ( $this->record )( $missed );
	}
}
