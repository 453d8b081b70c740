<?php
/**
 * A process of PHP whose instructions are counted, by callgrind. They tell apart what no clock can on a machine that
 * others share, and what waits for a database or a disk takes none of them.
 */

declare(strict_types=1);

namespace Siren\Bench;

final class Counted {

	/** Asks for that process. The sites' web server hears it. */
	public const HERE = [ 'X-Counted: 1' ];

	private function __construct( private readonly int $id ) {}

	public static function of_this_bench(): self {
		return new self( (int) file_get_contents( ROOT . '/target/bench/run/counted.pid' ) );
	}

	/** How many instructions PHP takes for a request. */
	public function instructions( callable $request ): int {
		$this->since_last();
		$request();
		return $this->since_last();
	}

	/** How many since this was asked last. */
	private function since_last(): int {
		Shell::run( 'callgrind_control', '--dump', (string) $this->id );
		$files = glob( ROOT . "/target/bench/run/counted.out.{$this->id}.*" );
		1 === count( $files ) || throw new \RuntimeException( 'callgrind did not write one file' );
		preg_match( '/^totals: (\d+)$/m', file_get_contents( $files[0] ), $found ) || throw new \RuntimeException( 'callgrind counted nothing' );
		unlink( $files[0] );
		return (int) $found[1];
	}
}
