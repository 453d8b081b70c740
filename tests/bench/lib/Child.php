<?php
/** A separate process for a piece of work, whose memory and time can be measured alone. */

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
			// A failure leaves nothing to read, and the parent reports it.
			fwrite( $there, json_encode( $work(), JSON_THROW_ON_ERROR ) );
			fclose( $there );
			// The exit of this copy must not shut down anything of the parent.
			posix_kill( posix_getpid(), SIGKILL );
		}
		fclose( $there );
		stream_set_timeout( $here, 3600 ); // PHP's default is a minute.
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
	 * The duration of some work, and its peak memory above the level before.
	 *
	 * @return array{seconds: float, bytes: int}
	 */
	public static function measure( callable $work ): array {
		return self::start( static function () use ( $work ): array {
			$before = self::memory( 'VmRSS' );
			file_put_contents( '/proc/self/clear_refs', '5' ); // Resets the peak.
			$seconds = Race::seconds( $work );
			return [ 'seconds' => $seconds, 'bytes' => self::memory( 'VmHWM' ) - $before ];
		} )->answer();
	}

	private static function memory( string $what ): int {
		preg_match( "/^$what:\\s+(\\d+) kB/m", file_get_contents( '/proc/self/status' ), $found );
		return (int) $found[1] * 1024;
	}
}
