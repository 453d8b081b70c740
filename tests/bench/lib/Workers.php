<?php
/** The PHP-FPM processes that serve the benchmark's sites, and their CPU time, which excludes waiting for a free core. */

declare(strict_types=1);

namespace Siren\Bench;

final class Workers {

	/** @param list<string> $clocks Kernel files with the CPU time of each. */
	private function __construct( private readonly array $clocks ) {}

	public static function of_this_bench(): self {
		$master = (int) file_get_contents( ROOT . '/target/bench/run/fpm.pid' );
		$ids    = preg_split( '/\s+/', trim( file_get_contents( "/proc/$master/task/$master/children" ) ) );
		return new self( array_map( static fn( string $id ): string => "/proc/$id/schedstat", $ids ) );
	}

	/** CPU time of all of them in seconds, once all are idle, because a process cleans up after its answer. */
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
