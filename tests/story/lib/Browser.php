<?php
/** One person's browser: stores cookies, reads and submits forms. */

declare(strict_types=1);

namespace Siren\Story;

use CurlHandle;
use DOMDocument;
use DOMElement;
use DOMXPath;
use RuntimeException;

final class Browser {

	private readonly CurlHandle $handle;

	/** Connection for pages that are only opened to find a form: killing these requests would test nothing. */
	private readonly Connection $quiet;

	public function __construct( private readonly Site $site, private readonly Connection $connection, private readonly string $agent ) {
		$this->quiet  = new Connection();
		$this->handle = curl_init();
		curl_setopt( $this->handle, CURLOPT_COOKIEFILE, '' );
	}

	/** Logs in; a person's password is their name. */
	public function sign_in( string $name ): void {
		$fields = http_build_query( [ 'log' => $name, 'pwd' => $name, 'testcookie' => '1' ] );
		$this->request( $this->quiet, $this->site->url( '/wp-login.php' ) );
		$answer = $this->request( $this->quiet, $this->site->url( '/wp-login.php' ), $fields );
		302 === $answer['status'] || throw new RuntimeException( "$name could not sign in" );
	}

	/**
	 * Opens a URL for its own effect: a page that is fetched but not read, or wp-cron.php.
	 *
	 * @param string[] $headers Like "Sec-Purpose: prefetch".
	 */
	public function visit( string $path, array $headers = [], string $method = 'GET' ): void {
		$this->request( $this->connection, $this->site->url( $path ), null, $headers, $method );
	}

	/** Opens a page and does what its visit script does; the report of the visit is the effect. */
	public function read( string $path ): void {
		$script = $this->page( $path )->query( '//script[@data-token]' )->item( 0 );
		$script instanceof DOMElement || throw new Missing( "no script reports who reads $path" );
		$body = http_build_query( [ 't' => $script->getAttribute( 'data-token' ), 'n' => '1' ] );
		$this->request( $this->connection, $this->site->url( $script->getAttribute( 'data-url' ) ), $body, [ 'Sec-Fetch-Site: same-origin' ] );
	}

	/** Opens a URL several times concurrently, like unrelated browsers. */
	public function visit_at_once( string $path, int $times ): void {
		if ( 1 === $times ) {
			$this->visit( $path );
			return;
		}
		$all     = curl_multi_init();
		$handles = array_map( fn(): CurlHandle => curl_init( $this->site->url( $path ) ), range( 1, $times ) );
		foreach ( $handles as $handle ) {
			curl_setopt_array( $handle, [ CURLOPT_RETURNTRANSFER => true, CURLOPT_USERAGENT => $this->agent, CURLOPT_TIMEOUT => 60 ] );
			curl_multi_add_handle( $all, $handle );
		}
		do {
			curl_multi_exec( $all, $running );
			curl_multi_select( $all, 0.05 );
		} while ( $running > 0 );
		foreach ( $handles as $handle ) {
			200 === curl_getinfo( $handle, CURLINFO_RESPONSE_CODE ) || throw new RuntimeException( "$path did not answer: " . curl_error( $handle ) );
		}
	}

	/** @return Form The first form of a page that an XPath expression finds. */
	public function form( string $path, string $where ): Form {
		$page = $this->page( $path );
		$form = $page->query( $where )->item( 0 );
		return $form instanceof DOMElement ? Form::read( $form, $page, $this->site->url( $path ) ) : throw new Missing( "no form $where at $path" );
	}

	/** @return DOMXPath What stands on a page. */
	public function page( string $path ): DOMXPath {
		$document = new DOMDocument();
		// WordPress's HTML5 is more than this parser supports, but it is sufficient to find forms.
		@$document->loadHTML( '<?xml encoding="utf-8"?>' . $this->request( $this->quiet, $this->site->url( $path ) )['body'] );
		return new DOMXPath( $document );
	}

	/** @return string The address the answer redirects to. */
	public function submit( Form $form ): string {
		return $this->post( $form->action, $form->body() );
	}

	/** @return string The address the answer redirects to, '' for none. */
	public function post( string $address, string $body ): string {
		return $this->request( $this->connection, $address, $body )['location'];
	}

	/** @return array{status: int, location: string, body: string} */
	private function request( Connection $connection, string $address, ?string $body = null, array $headers = [], string $method = 'GET' ): array {
		curl_setopt_array( $this->handle, [
			CURLOPT_URL            => $address,
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_HEADER         => true,
			CURLOPT_FRESH_CONNECT  => true,
			CURLOPT_USERAGENT      => $this->agent,
			CURLOPT_HTTPHEADER     => [ ...$headers, 'Expect:' ],
			CURLOPT_TIMEOUT        => 60,
		] );
		curl_setopt_array( $this->handle, match ( true ) {
			null !== $body      => [ CURLOPT_POST => true, CURLOPT_POSTFIELDS => $body ],
			'HEAD' === $method  => [ CURLOPT_NOBODY => true ],
			default             => [ CURLOPT_HTTPGET => true ],
		} );
		$answer = $connection->exchange( $this->handle );
		$status = curl_getinfo( $this->handle, CURLINFO_RESPONSE_CODE );
		$size   = curl_getinfo( $this->handle, CURLINFO_HEADER_SIZE );
		if ( $status >= 400 ) {
			throw new RuntimeException( "$status at $address: " . trim( strip_tags( substr( $answer, $size, 4000 ) ) ) );
		}
		preg_match( '/^Location:\s*(\S+)/mi', substr( $answer, 0, $size ), $location );
		return [ 'status' => $status, 'location' => $location[1] ?? '', 'body' => substr( $answer, $size ) ];
	}
}
