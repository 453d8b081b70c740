<?php
/** What the plugin adds to a request of a site: the same request with it and without it. */

declare(strict_types=1);

namespace Siren\Bench;

final class Active {

	/** The bench's part of the sites hears it. */
	private const WITHOUT = [ 'X-Without-Siren: 1' ];

	/** How far the bounds may be apart, in percent, and how long it is tried. */
	private const NEAR    = 0.4;
	private const SECONDS = 90;

	/** What WordPress and the caches of PHP do only once. */
	private const WARM = 5;

	private readonly Workers $workers;

	public function __construct() {
		$this->workers = Workers::of_this_bench();
	}

	/**
	 * Adds to the table what a request takes until it is answered, and how long PHP works for it: the latter is less than
	 * the former where a database or a disk is waited for, and tells small differences apart on a busy machine.
	 *
	 * @param callable(string[]): array{seconds: float} $request Asks with these headers.
	 * @param ?callable(string[]): string[]             $prepare What comes before it and is not measured; answers the
	 *                                                           headers to ask with.
	 */
	public function measure( string $what, callable $request, ?callable $prepare = null ): void {
		$round = function ( array $headers ) use ( $request, $prepare ): array {
			$headers = null === $prepare ? $headers : $prepare( $headers );
			$before = $this->workers->seconds();
			$answer = $request( $headers )['seconds'];
			return [ 'answer' => $answer, 'work' => $this->workers->seconds() - $before ];
		};
		for ( $warm = 0; $warm < self::WARM; $warm++ ) {
			$round( [] );
			$round( self::WITHOUT );
		}
		Progress::say( $what );
		[ 'answer' => $answer, 'work' => $work ] = Pair::run( static fn(): array => $round( [] ), static fn(): array => $round( self::WITHOUT ), self::NEAR, self::SECONDS );
		Table::add(
			Line::percent_more( "$what with the plugin active, {$answer->rounds} pairs", $answer, 'without it', 1 ),
			Line::percent_more( "$what with the plugin active, {$answer->rounds} pairs", $work, 'the work of PHP alone, without it', 1 ),
		);
	}

	/** Adds to the table whether all of so many sales, and no others, reached the ledger. */
	public static function must_be_recorded( int $sales ): void {
		$recorded = siren_find( 'transactions', [ 'per_page' => 1 ] )['total'];
		Table::add( Line::must( 'its sales', sprintf( '%s paid, %s recorded', number_format( $sales ), number_format( $recorded ) ), 'every one', $recorded === $sales ) );
	}
}
