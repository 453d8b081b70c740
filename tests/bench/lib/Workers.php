<?php
/** The processes of PHP-FPM that serve the bench's sites, and how long they worked: waiting for a free core is no work. */

declare(strict_types=1);

namespace Siren\Bench;

final class Workers {

	/** @param list<string> $clocks Where the kernel says how long each has run. */
	private function __construct( private readonly array $clocks ) {}

	public static function of_this_bench(): self {
		$master = (int) file_get_contents( ROOT . '/target/bench/run/fpm.pid' );
		$ids    = preg_split( '/\s+/', trim( file_get_contents( "/proc/$master/task/$master/children" ) ) );
		return new self( array_map( static fn( string $id ): string => "/proc/$id/schedstat", $ids ) );
	}

	/** Seconds on a core, of all of them together, once none has anything to do: a process tidies up after its answer. */
	public function seconds(): float {
		$before = -1;
		while ( true ) {
			$now = 0;
			foreach ( $this->clocks as $clock ) {
				$now += (int) file_get_contents( $clock ); // Nanoseconds, up to the first blank.
			}
			if ( $now === $before ) {
				return $now / 1e9;
			}
			$before = $now;
			usleep( 500 );
		}
	}
}
