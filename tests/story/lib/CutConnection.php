<?php
/** A connection whose server is killed in the middle of requests. */

declare(strict_types=1);

namespace Siren\Story;

use CurlHandle;
use Random\Randomizer;

final class CutConnection extends Connection {

	private int $armed = 0;

	/** Number of requests killed before they were answered. */
	public int $cuts = 0;

	/**
	 * Estimated duration of such requests in microseconds, adapted to what is observed. The kill happens at a random
	 * time within it, so that over a story every part of a request is hit.
	 */
	private int $usual = 60_000;

	public function __construct( private readonly Server $server, private readonly Randomizer $chance ) {}

	/** Kills the next requests. */
	public function arm( int $kills ): void {
		$this->armed = $kills;
	}

	public function exchange( CurlHandle $request ): string {
		if ( 0 === $this->armed ) {
			return parent::exchange( $request );
		}
		$this->armed--;
		return $this->answer_within( $request, $this->chance->getInt( 0, $this->usual ) );
	}

	/** @throws Cut When the answer had not come in time. */
	private function answer_within( CurlHandle $request, int $microseconds ): string {
		$began = hrtime( true );
		$until = $began + $microseconds * 1000;
		$multi = curl_multi_init();
		curl_multi_add_handle( $multi, $request );
		do {
			curl_multi_exec( $multi, $running );
			curl_multi_select( $multi, 0.001 );
		} while ( $running > 0 && hrtime( true ) < $until );
		$took   = intdiv( hrtime( true ) - $began, 1000 );
		$answer = $running > 0 ? '' : (string) curl_multi_getcontent( $request );
		$this->server->kill();
		curl_multi_remove_handle( $multi, $request );
		$this->server->start();
		if ( '' === $answer ) {
			$this->cuts++;
			$this->usual = intdiv( 21 * $this->usual, 20 );
			throw new Cut();
		}
		$this->usual = intdiv( 3 * $this->usual + $took, 4 );
		return $answer;
	}
}
