<?php
/** The web server of a test site: started and ended by the scripts of tests/setup, or killed. */

declare(strict_types=1);

namespace Siren\Story;

use RuntimeException;

final class Server {

	/** @param int $workers With 1, one process does everything, and killing it kills whatever is being done. */
	public function __construct( private readonly string $site, private readonly int $workers ) {}

	public function start(): void {
		$this->run( 'serve.sh' );
	}

	public function stop(): void {
		$this->run( 'stop.sh' );
	}

	/** SIGKILL: no handler runs, nothing is flushed. */
	public function kill(): void {
		$pid = (int) file_get_contents( "{$this->site}/server.pid" );
		posix_kill( $pid, SIGKILL );
		// A killed process holds its port until the kernel has cleaned it up.
		while ( '' !== (string) @file_get_contents( "/proc/$pid/cmdline" ) ) {
			usleep( 1000 );
		}
	}

	private function run( string $script ): void {
		$command = [ dirname( __DIR__, 2 ) . "/setup/$script", $this->site ];
		$process = proc_open( $command, [ 1 => [ 'file', '/dev/null', 'w' ], 2 => STDERR ], $pipes, null, [ 'SIREN_WORKERS' => (string) $this->workers ] + getenv() );
		if ( 0 !== proc_close( $process ) ) {
			throw new RuntimeException( "$script failed for {$this->site}" );
		}
	}
}
