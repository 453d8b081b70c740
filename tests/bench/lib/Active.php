<?php
/** What the plugin adds to a request of a site: the same request with it and without it. */

declare(strict_types=1);

namespace Siren\Bench;

final class Active {

	/** The bench's part of the sites hears it. */
	private const WITHOUT = [ 'X-Without-Siren: 1' ];

	/** How far the bounds may be apart, in percent, and how long it is tried. */
	private const NEAR    = 0.4;
	private const SECONDS = 45;

	/** What WordPress and the caches of PHP do only once. */
	private const WARM = 5;

	/** How often instructions are counted. Two requests for the same differ a little, by what they hash. */
	private const COUNTS = 3;

	private readonly Workers $workers;
	private readonly Counted $counted;

	public function __construct() {
		$this->workers = Workers::of_this_bench();
		$this->counted = Counted::of_this_bench();
	}

	/**
	 * Adds to the table what a request takes until it is answered, how long PHP works for it, which is less where a
	 * database or a disk is waited for, and how many instructions that takes, which is the same on a busy machine.
	 *
	 * @param callable(string[]): array{seconds: float} $request Asks with these headers.
	 * @param ?callable(string[]): string[]             $prepare What comes before it and is not measured; answers the
	 *                                                           headers to ask with.
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
		// The first is the process's own beginning.
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

	/** Adds to the table whether all of so many sales, and no others, reached the ledger. */
	public static function must_be_recorded( int $sales ): void {
		$recorded = siren_find( 'transactions', [ 'per_page' => 1 ] )['total'];
		Table::add( Line::must( 'its sales', sprintf( '%s paid, %s recorded', number_format( $sales ), number_format( $recorded ) ), 'every one', $recorded === $sales ) );
	}
}
