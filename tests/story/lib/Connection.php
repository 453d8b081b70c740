<?php
/** The connection between a browser and the server. */

declare(strict_types=1);

namespace Siren\Story;

use CurlHandle;
use RuntimeException;

class Connection {

	/** @return string The raw answer, headers first. */
	public function exchange( CurlHandle $request ): string {
		$answer = curl_exec( $request );
		return is_string( $answer ) ? $answer : throw new RuntimeException( 'no answer: ' . curl_error( $request ) );
	}
}
