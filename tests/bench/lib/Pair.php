<?php
/**
 * The difference between two similar things. Every round runs both, one right after the other and in alternating order, so
 * that other load affects both equally and cancels out. The result is the median of the differences with its 95% confidence
 * interval, which is two of the differences themselves and assumes no distribution of the noise.
 */

declare(strict_types=1);

namespace Siren\Bench;

final class Pair {

	/** The minimum number of rounds. */
	private const LEAST = 100;

	/** @param float $more The difference, in the interval from `$from` to `$to`. */
	private function __construct(
		public readonly float $other,
		public readonly float $more,
		public readonly float $from,
		public readonly float $to,
		public readonly int $rounds,
	) {}

	/**
	 * Measures both until the interval is narrow enough, or the time is over.
	 *
	 * @param callable(): array<string,float> $one     Runs one round of it and answers its figures, by name.
	 * @param callable(): array<string,float> $other   The same of the other one.
	 * @param float                           $percent Width of the interval of the first figure, in percent of the other's.
	 * @return array<string,self> By the names of the figures.
	 */
	public static function run( callable $one, callable $other, float $percent, int $seconds ): array {
		$ones   = [];
		$others = [];
		$ends   = time() + $seconds;
		$said   = 0;
		do {
			$round = count( $others ) + 1;
			if ( 0 === $round % 2 ) {
				$ones[]   = $one();
				$others[] = $other();
			} else {
				$others[] = $other();
				$ones[]   = $one();
			}
			$enough = false;
			if ( time() > $said && $round >= self::LEAST ) {
				$said   = time() + 4;
				$pairs  = self::of( $ones, $others );
				$first  = reset( $pairs );
				$enough = $first->percent_to() - $first->percent_from() <= $percent;
				Progress::say( sprintf( 'round %d: %s', $round, $first->percent_text() ) );
			}
		} while ( ! $enough && ( time() < $ends || $round < self::LEAST ) );
		return self::of( $ones, $others );
	}

	/** The total of the first. */
	public function one(): float {
		return $this->other + $this->more;
	}

	/** The difference in percent of the other. */
	public function percent(): float {
		return $this->more / $this->other * 100;
	}

	public function percent_from(): float {
		return $this->from / $this->other * 100;
	}

	public function percent_to(): float {
		return $this->to / $this->other * 100;
	}

	/** The same with its interval. */
	public function percent_text(): string {
		return sprintf( '%+.2f %% (%+.2f to %+.2f)', $this->percent(), $this->percent_from(), $this->percent_to() );
	}

	/**
	 * @param list<array<string,float>> $ones
	 * @param list<array<string,float>> $others
	 * @return array<string,self>
	 */
	private static function of( array $ones, array $others ): array {
		$pairs = [];
		foreach ( array_keys( $others[0] ) as $name ) {
			$theirs = array_column( $others, $name );
			$more   = array_map( static fn( float $one, float $other ): float => $one - $other, array_column( $ones, $name ), $theirs );
			$count  = count( $more );
			sort( $more );
			// The number of differences below the true median has a binomial distribution.
			$off            = 1.96 * sqrt( $count ) / 2;
			$pairs[ $name ] = new self(
				Race::median( $theirs ),
				Race::median( $more ),
				$more[ max( 0, (int) floor( $count / 2 - $off ) ) ],
				$more[ min( $count - 1, (int) ceil( $count / 2 + $off ) ) ],
				$count,
			);
		}
		return $pairs;
	}
}
