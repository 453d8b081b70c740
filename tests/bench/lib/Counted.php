<?php
/**
 * A PHP process whose instructions callgrind counts. They show differences that no clock can measure on a shared machine,
 * and waiting for a database or disk takes none.
 */

declare(strict_types=1);

namespace Siren\Bench;

final class Counted {

	/** The header with which the web server passes a request to that process. */
	public const HERE = [ 'X-Counted: 1' ];

	private function __construct( private readonly int $id ) {}

	public static function of_this_bench(): self {
		return new self( (int) file_get_contents( ROOT . '/target/bench/run/counted.pid' ) );
	}

	/** The instructions that PHP takes for a request. */
	public function instructions( callable $request ): int {
		$this->since_last();
		$request();
		return $this->since_last();
	}

	/** The number since the last call. */
	private function since_last(): int {
		Shell::run( 'callgrind_control', '--dump', (string) $this->id );
		$files = glob( ROOT . "/target/bench/run/counted.out.{$this->id}.*" );
		1 === count( $files ) || throw new \RuntimeException( 'callgrind did not write one file' );
		preg_match( '/^totals: (\d+)$/m', file_get_contents( $files[0] ), $found ) || throw new \RuntimeException( 'callgrind counted nothing' );
		unlink( $files[0] );
		return (int) $found[1];
	}
}
