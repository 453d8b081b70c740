<?php
/** What visitors of the bench's site do: look at a page, report a visit, buy something. */

declare(strict_types=1);

namespace Siren\Bench;

use CurlHandle;

final class Pages {

	private readonly CurlHandle $browser;

	/** The number of the next visitor. No visitor comes twice, because a second visit would not be counted. */
	private int $next = 1;

	public function __construct( private readonly string $site ) {
		// One connection, as a browser keeps it.
		$this->browser = curl_init();
	}

	/**
	 * A page that is looked at.
	 *
	 * @param string[] $headers
	 * @return array{status: int, body: string, seconds: float, headers: array<string,string>}
	 */
	public function page( string $path, array $headers = [] ): array {
		$answer = $this->request( $path, $headers );
		return 200 === $answer['status'] ? $answer : throw new \RuntimeException( "$path answers {$answer['status']}" );
	}

	/**
	 * One request.
	 *
	 * @param string[]                    $headers
	 * @param array<string,string>|string $form    Fields of a form, or the body of something else; none for what is got.
	 * @return array{status: int, body: string, seconds: float, headers: array<string,string>} Headers by their names in
	 *                                                                                          small letters.
	 */
	public function request( string $path, array $headers = [], array|string $form = [] ): array {
		$heard = [];
		curl_reset( $this->browser );
		curl_setopt_array( $this->browser, [
			CURLOPT_HEADERFUNCTION => static function ( CurlHandle $browser, string $line ) use ( &$heard ): int {
				$part = explode( ':', $line, 2 );
				$heard[ strtolower( $part[0] ) ] = trim( $part[1] ?? '' );
				return strlen( $line );
			},
			CURLOPT_URL            => $this->site . $path,
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_HTTPHEADER     => [ 'Expect:', ...$headers ],
			CURLOPT_USERAGENT      => 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
			CURLOPT_TIMEOUT        => 600,
		] );
		[] === $form || curl_setopt( $this->browser, CURLOPT_POSTFIELDS, is_string( $form ) ? $form : http_build_query( $form ) );
		$body = curl_exec( $this->browser );
		is_string( $body ) || throw new \RuntimeException( curl_error( $this->browser ) );
		return [
			'status'  => curl_getinfo( $this->browser, CURLINFO_RESPONSE_CODE ),
			'body'    => $body,
			'seconds' => curl_getinfo( $this->browser, CURLINFO_TOTAL_TIME ),
			'headers' => $heard,
		];
	}

	/**
	 * The number of forms per second that the server accepts from eight connections without a pause. Each form has a
	 * different address and browser.
	 *
	 * @return array{rate: float, requests: int}
	 */
	public function load( string $path, string $form, int $seconds ): array {
		$script = tempnam( sys_get_temp_dir(), 'wrk' );
		file_put_contents( $script, <<<LUA
			local number = $this->next
			function request()
				number = number + 1
				return wrk.format( "POST", "$path", {
					["Content-Type"] = "application/x-www-form-urlencoded",
					["Sec-Fetch-Site"] = "same-origin",
					["X-Forwarded-For"] = string.format( "10.%d.%d.%d", math.floor( number / 65536 ) % 256, math.floor( number / 256 ) % 256, number % 256 ),
					["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150." .. number
				}, "$form" )
			end
			LUA );
		$said = Shell::run( 'wrk', '--threads', '1', '--connections', '8', '--duration', "{$seconds}s", '--script', $script, $this->site );
		unlink( $script );
		preg_match( '/(\d+) requests in/', $said, $requests );
		preg_match( '~Requests/sec:\s+([\d.]+)~', $said, $rate );
		str_contains( $said, 'Non-2xx' ) && throw new \RuntimeException( "not every request was answered well: $said" );
		// Some were in flight when the time was over.
		$this->next += (int) $requests[1] + 1000;
		return [ 'rate' => (float) $rate[1], 'requests' => (int) $requests[1] ];
	}
}
