<?php
/** A process of its own for a piece of work: what it takes of memory and of time is its alone. */

declare(strict_types=1);

namespace Siren\Bench;

use RuntimeException;

final class Child {

	/** @param resource $answers */
	private function __construct( private readonly int $id, private $answers ) {}

	/** @param callable(): mixed $work Its answer must have a JSON form. */
	public static function start( callable $work ): self {
		[ $here, $there ] = stream_socket_pair( STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0 );
		$id               = pcntl_fork();
		if ( 0 === $id ) {
			fclose( $here );
			// A failure leaves nothing to be read, and the parent says so.
			fwrite( $there, json_encode( $work(), JSON_THROW_ON_ERROR ) );
			fclose( $there );
			// Nothing of the parent's is to be taken down with this copy of it.
			posix_kill( posix_getpid(), SIGKILL );
		}
		fclose( $there );
		stream_set_timeout( $here, 3600 ); // A minute would be PHP's own.
		return new self( $id, $here );
	}

	/** Waits for its answer. */
	public function answer(): mixed {
		$answer = stream_get_contents( $this->answers );
		fclose( $this->answers );
		pcntl_waitpid( $this->id, $status );
		return '' === $answer ? throw new RuntimeException( 'a process of the bench ended without an answer' ) : json_decode( $answer, true, 8, JSON_THROW_ON_ERROR );
	}

	/**
	 * How long something takes, and how much more memory at its height than before.
	 *
	 * @return array{seconds: float, bytes: int}
	 */
	public static function measure( callable $work ): array {
		return self::start( static function () use ( $work ): array {
			$before = self::memory( 'VmRSS' );
			file_put_contents( '/proc/self/clear_refs', '5' ); // The height counts from here.
			$seconds = Race::seconds( $work );
			return [ 'seconds' => $seconds, 'bytes' => self::memory( 'VmHWM' ) - $before ];
		} )->answer();
	}

	private static function memory( string $what ): int {
		preg_match( "/^$what:\\s+(\\d+) kB/m", file_get_contents( '/proc/self/status' ), $found );
		return (int) $found[1] * 1024;
	}
}
