<?php
/**
 * Completions in the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Clock;
use Siren\Distributors\EventTypes;
use Siren\Distributors\PastMoment;
use Siren\Distributors\Pseudonym;
use Siren\Distributors\Retakes;

\defined( 'ABSPATH' ) || exit;

/**
 * When retakes start to count, it must be known what each student completed before and when. Otherwise the first retake
 * would be mistaken for the first completion.
 */
final class CountedCompletions implements Source {

	private const ROWS = 100;

	public function name(): string {
		return 'ledger';
	}

	public function is_here(): bool {
		return true;
	}

	public function count(): int {
		return self::found( '', 1 )['total'];
	}

	/**
	 * The next rows. Rows of the last instant are read again with the following ones. If more rows than fit on a page
	 * have the same instant, the cursor counts the pages of that instant.
	 *
	 * @param string $after Instant, and the page number from that instant on.
	 */
	public function page( string $after ): Page {
		[ $from, $number ] = \explode( '|', $after ) + [ '', '1' ];
		$rows              = self::found( $from, (int) $number )['items'];
		if ( [] === $rows ) {
			return new Page( 0, [], $after );
		}
		$last = $rows[ \count( $rows ) - 1 ]['occurred_at'];
		$next = $last === $from || \count( $rows ) < self::ROWS ? $from . '|' . ( (int) $number + 1 ) : $last . '|1';
		return new Page( \count( $rows ), \array_values( \array_filter( \array_map( [ self::class, 'past_record' ], $rows ) ) ), $next );
	}

	/**
	 * What has to be stored about a row.
	 *
	 * @param array<string,mixed> $row Row from the engine.
	 * @return ?PastRecord Null if another plugin recorded it under its own key, or if its student was erased.
	 */
	private static function past_record( array $row ): ?PastRecord {
		if ( 1 !== \preg_match( '/^(\S+:student:[0-9a-f]{' . Pseudonym::LENGTH . '})(?::take:(\d+))?$/D', $row['key'], $part ) || 1 !== \preg_match( '/^user:(\d+)$/D', (string) $row['subject'], $who ) ) {
			return null;
		}
		return new PastRecord(
			Clock::timestamp( $row['occurred_at'] ),
			static function ( PastMoment $counted ) use ( $part, $who ): bool {
				Retakes::keep( $part[1], (int) $who[1], (int) ( $part[2] ?? 1 ), $counted->at );
				return true;
			}
		);
	}

	/**
	 * Queries the engine.
	 *
	 * @param string $from   Instant; '' for all.
	 * @param int    $number Page number.
	 * @return array{items:array[],total:int}
	 */
	private static function found( string $from, int $number ): array {
		return \siren_find(
			'events',
			( '' === $from ? [] : [ 'occurred_from' => $from ] ) + [
				'type'     => EventTypes::about( EventTypes::COMPLETION ),
				'order_by' => 'occurred_at',
				'order'    => 'asc',
				'page'     => $number,
				'per_page' => self::ROWS,
			]
		);
	}
}
