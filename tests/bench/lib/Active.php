<?php
/** The cost that the plugin adds to a request: the same request with and without it. */

declare(strict_types=1);

namespace Siren\Bench;

final class Active {

	/** The header that the benchmark's must-use plugin reads. */
	private const WITHOUT = [ 'X-Without-Siren: 1' ];

	/** The widest acceptable confidence interval in percent, and the time limit. */
	private const NEAR    = 0.4;
	private const SECONDS = 45;

	/** Requests that warm up WordPress and the caches of PHP. */
	private const WARM = 5;

	/** How often instructions are counted. Two equal requests differ a little, because of hashing. */
	private const COUNTS = 3;

	private readonly Workers $workers;
	private readonly Counted $counted;

	public function __construct() {
		$this->workers = Workers::of_this_bench();
		$this->counted = Counted::of_this_bench();
	}

	/**
	 * Adds to the table the time until a request is answered, the CPU time of PHP, which excludes waiting for a database or
	 * disk, and the number of instructions, which is the same on a busy machine.
	 *
	 * @param callable(string[]): array{seconds: float} $request Sends the request with these headers.
	 * @param ?callable(string[]): string[]             $prepare Unmeasured preparation; returns the
	 *                                                           headers of the request.
	 */
	public function measure( string $what, callable $request, ?callable $prepare = null ): void {
		$prepare ??= static fn( array $headers ): array => $headers;
		$round     = function ( array $headers ) use ( $request, $prepare ): array {
			$headers = $prepare( $headers );
			$before  = $this->workers->seconds();
			$answer  = $request( $headers )['seconds'];
			return [ 'answer' => $answer, 'work' => $this->workers->seconds() - $before ];
		};
		for ( $warm = 0; $warm < self::WARM; $warm++ ) {
			$round( [] );
			$round( self::WITHOUT );
		}
		Progress::say( $what );
		[ 'answer' => $answer, 'work' => $work ] = Pair::run( static fn(): array => $round( [] ), static fn(): array => $round( self::WITHOUT ), self::NEAR, self::SECONDS );
		$what = "$what with the plugin active, {$answer->rounds} pairs";
		Table::add(
			Line::percent_more( $what, $answer, 'without it', 1 ),
			Line::percent_more( $what, $work, 'the work of PHP alone, without it', 1 ),
			$this->count( $what, $request, $prepare ),
		);
	}

	/** @param callable(string[]): string[] $prepare */
	private function count( string $what, callable $request, callable $prepare ): Line {
		$counts = [];
		// The first count includes the start of the process.
		for ( $count = 0; $count <= self::COUNTS; $count++ ) {
			foreach ( [ 'with' => [], 'without' => self::WITHOUT ] as $name => $headers ) {
				$headers                   = [ ...Counted::HERE, ...$prepare( $headers ) ];
				$counts[ $name ][ $count ] = $this->counted->instructions( static fn(): array => $request( $headers ) );
			}
		}
		$median = static fn( string $name ): Figure => Figure::instructions( Race::median( array_slice( $counts[ $name ], 1 ) ) );
		return Line::percent_more_counted( $what, $median( 'with' ), 'the instructions of PHP alone, without it', $median( 'without' ), 1 );
	}

	/** Whether a request with these headers is one with the plugin. */
	public static function is_asked( array $headers ): bool {
		return [] === array_intersect( self::WITHOUT, $headers );
	}

	/** Adds to the table whether exactly these sales reached the ledger. */
	public static function must_be_recorded( int $sales ): void {
		$recorded = siren_find( 'transactions', [ 'per_page' => 1 ] )['total'];
		Table::add( Line::must( 'its sales', sprintf( '%s paid, %s recorded', number_format( $sales ), number_format( $recorded ) ), 'every one', $recorded === $sales ) );
	}
}
