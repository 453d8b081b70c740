<?php
/** Other programs. */

declare(strict_types=1);

namespace Siren\Bench;

use RuntimeException;

final class Shell {

	/** Runs a program and answers what it prints. */
	public static function run( string ...$command ): string {
		exec( implode( ' ', array_map( escapeshellarg( ... ), $command ) ) . ' 2>&1', $lines, $status );
		if ( 0 !== $status ) {
			throw new RuntimeException( "$command[0] ended with status $status: " . implode( "\n", $lines ) );
		}
		return implode( "\n", $lines );
	}
}
