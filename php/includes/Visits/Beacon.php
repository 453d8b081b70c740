<?php
/**
 * Counts visits from what the script in the page reports.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\PrivateFile;
use Siren\Distributors\Requirements;
use Siren\Distributors\Spool;
use Siren\Distributors\VisitWindow;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * One class for both endpoints: the file in wp-content, which does not load WordPress, and the REST route for hosts
 * that forbid that file. It therefore calls no WordPress function; {@see Configuration} provides all it needs to know.
 *
 * Fields of the request body: `t` the page's token, `n` whether the visitor may be counted, `r` the code of the link
 * that led to the page, `m` whether it may be remembered; for the plugin's own check, `x` a word to sign.
 *
 * The response is always the same empty 204, so that nobody can learn from it how to get counted. Rejected requests are
 * only counted; visits by people that must not count are recorded with the reason.
 */
final class Beacon {

	/** Maximum size of the body. Enough for a token with twenty owners and the longest code. */
	public const MOST_BYTES = 1_024;

	/** Response header for the plugin's own check: what records here, and a signature that nobody else can produce. */
	public const CHECK_HEADER = 'Siren-Beacon';

	private RejectedVisits $rejected;

	private Salt $salt;

	/**
	 * Creates the beacon of a site.
	 *
	 * @param array<string,mixed>                         $site   As returned by {@see Configuration::current()}.
	 * @param ?\Closure(string, array<string,mixed>):void $record Records an event; with WordPress, {@see
	 *                                                            \Siren\Distributors\Recorder}.
	 * @param ?\Closure(int):int[]                        $owners Returns the owners of a post; with WordPress, {@see
	 *                                                            \Siren\Distributors\Integrations\BlogPosts::owners()}.
	 */
	public function __construct( private array $site, private ?\Closure $record = null, private ?\Closure $owners = null ) {
		$this->rejected = new RejectedVisits( $site['visits'] );
		$this->salt  = new Salt( $site['visits'] );
	}

	/**
	 * Handles one request.
	 *
	 * @param Request $request The request.
	 * @param string  $now     Instant.
	 * @return array{status:int,headers:array<string,string>,remember:?string}
	 *         The response; `remember` is a trail for {@see ReferralCookie::send()}.
	 */
	public function answer( Request $request, string $now ): array {
		if ( 'POST' !== ( $request->server['REQUEST_METHOD'] ?? '' ) ) {
			$this->rejected->add( $now, 'method' );
			return self::reply( 405, [ 'Allow' => 'POST' ] );
		}
		if ( (int) ( $request->server['CONTENT_LENGTH'] ?? 0 ) > self::MOST_BYTES ) {
			$this->rejected->add( $now, 'oversized' );
			return self::reply();
		}
		$token = Token::read( $this->site['secret'], $request->field( 't' ) );
		if ( null !== $token && Token::CHECK === $token->kind && $token->is_good( $now, 1 ) ) {
			return self::reply( 204, [ self::CHECK_HEADER => self::signature( $this->site['secret'], (string) $request->field( 'x' ), self::recorder() ) ] );
		}
		$noise = $this->noise( $request, $token, $now );
		if ( null !== $noise ) {
			$this->rejected->add( $now, $noise );
			return self::reply();
		}
		return self::reply( 204, [], $this->hear( $request, $token, $now ) );
	}

	/**
	 * The signature in the response to the check.
	 *
	 * @param string $secret   Secret of the site.
	 * @param string $word     Word to sign.
	 * @param string $recorder `extension` or `spool`.
	 */
	public static function signature( #[\SensitiveParameter] string $secret, string $word, string $recorder ): string {
		return $recorder . ' ' . \hash_hmac( 'sha256', 'check|' . $recorder . '|' . $word, $secret );
	}

	/** What records events here. */
	public static function recorder(): string {
		return Requirements::has_extension() ? 'extension' : 'spool';
	}

	/**
	 * Why a request does not count as a visit.
	 *
	 * @param Request $request The request.
	 * @param ?Token  $token   Valid token from the request.
	 * @param string  $now     Instant.
	 * @return ?string A reason for {@see RejectedVisits}; null for a visit.
	 */
	private function noise( Request $request, #[\SensitiveParameter] ?Token $token, string $now ): ?string {
		if ( null === $token || Token::CHECK === $token->kind ) {
			return 'forged';
		}
		if ( ! $token->is_good( $now, $this->site['token_days'] ) ) {
			return 'expired';
		}
		if ( ! $request->is_from_our_pages( $this->site['hosts'] ) ) {
			return 'foreign';
		}
		$noise = BotFilter::noise( $request->server );
		if ( null !== $noise ) {
			return $noise;
		}
		return $this->site['do_not_track'] && ( '1' === $request->header( 'DNT' ) || '1' === $request->header( 'SEC_GPC' ) ) ? 'opted_out' : null;
	}

	/**
	 * Records what a visitor's browser reports.
	 *
	 * @param Request $request The request.
	 * @param Token   $token   Token of the page that sent it.
	 * @param string  $now     Instant.
	 * @return ?string What the browser should remember.
	 */
	private function hear( Request $request, #[\SensitiveParameter] Token $token, string $now ): ?string {
		$code = Code::of( $request->field( 'r' ) );
		try {
			$source = new Source( $this->salt, $now, $request->address, $request->header( 'USER_AGENT' ) );
			if ( $source->is_too_often( new RateLimit( $this->site['visits'] ), $this->site['limits'] ) ) {
				$this->rejected->add( $now, 'limit' );
				return null;
			}
			if ( '1' === $request->field( 'n' ) ) {
				$this->count( $request, $token, $code, $source, $now );
			} elseif ( '1' !== $request->field( 'm' ) ) {
				$this->rejected->add( $now, 'no_consent' );
			}
		} catch ( \Throwable $failure ) {
			// Once a day, because a full disk must not also fill the log.
			if ( 1 === $this->rejected->add( $now, 'failed' ) ) {
				\error_log( \sprintf( 'Siren Distributors: a visit could not be recorded: %s', $failure->getMessage() ) ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- there is no other place to say it.
			}
		}
		return null !== $code && '1' === $request->field( 'm' ) ? ReferralCookie::next( $this->site['cookie'], $request->cookie( ReferralCookie::NAME ), $code ) : null;
	}

	/**
	 * Records the visit of the post, and the arrival by link if there is one.
	 *
	 * @param Request $request The request.
	 * @param Token   $token   Token of the page.
	 * @param ?string $code    Code of the link.
	 * @param Source  $source  Where it comes from.
	 * @param string  $now     Instant.
	 */
	private function count( Request $request, #[\SensitiveParameter] Token $token, ?string $code, Source $source, string $now ): void {
		$who     = VisitorIdentity::read( $this->site['secret'], $request->cookie( $this->site['who'] ), $request->cookie( $this->site['session'] ) );
		$visitor = null === $who ? 'visitor:' . $source->visitor : 'user:' . $who->user;
		$visit   = new Visit( $this->site['keys'], $visitor, VisitWindow::of( $this->site['window'], $now ), $now, $source->network, $this->site['network_visitors'] );
		// Logged in, but unidentified: it may be the author.
		$hidden = null === $who && null !== $request->cookie( $this->site['session'] ) ? 'unidentified' : null;

		if ( Token::POST === $token->kind && [] !== $token->owners ) {
			$owners = $this->owners_now( $token );
			if ( [] === $owners ) {
				$this->rejected->add( $now, 'withdrawn' );
			} else {
				$ignored = null === $who ? $hidden : self::reason( $owners, $who->user, $who->edits );
				$this->record( 'post_visited', VisitEvent::post( $token->post, $owners, $visit, $ignored ) );
			}
		}
		if ( null !== $code ) {
			$this->record( 'site_visited', VisitEvent::link( $code, $visit, $hidden ) );
		}
	}

	/**
	 * The page's owners who still own the post. A cached page or a saved token may name former owners.
	 *
	 * @param Token $token Token of the page.
	 * @return int[] WordPress users; empty if the post is no longer published.
	 */
	private function owners_now( #[\SensitiveParameter] Token $token ): array {
		$owners = null === $this->owners ? ( new ChangedPosts( $this->site['visits'] ) )->owners( $token->post ) : ( $this->owners )( $token->post );
		return null === $owners ? $token->owners : \array_values( \array_intersect( $token->owners, $owners ) );
	}

	/**
	 * Why somebody does not count as a reader of a post.
	 *
	 * @param int[] $owners Owners of the post.
	 * @param int   $user   User who reads it; 0 if unknown.
	 * @param bool  $edits  Whether the user can edit it.
	 * @return ?string `own_visit`, `editor`, or null for a reader.
	 */
	public static function reason( array $owners, int $user, bool $edits ): ?string {
		if ( $user > 0 && \in_array( $user, $owners, true ) ) {
			return 'own_visit';
		}
		return $edits ? 'editor' : null;
	}

	/**
	 * Passes an event to the engine, or to the spool in its place.
	 *
	 * @param string              $type  Event type.
	 * @param array<string,mixed> $event Event.
	 * @throws \RuntimeException When it cannot be stored.
	 */
	private function record( string $type, array $event ): void {
		if ( null !== $this->record ) {
			( $this->record )( $type, $event );
			return;
		}
		if ( ( $this->site['had_ledger'] ?? false ) && ! PrivateFile::is_ledger( $this->site['directory'] ) ) {
			throw new \RuntimeException( 'the ledger of this site is missing' ); // An empty ledger must not be started in its place.
		}
		if ( 'extension' === self::recorder() ) {
			\siren_open( $this->site['dsn'], $this->site['options'] );
			\siren_record_event( $type, $event );
		} else {
			( new Spool( $this->site['directory'] ) )->event( $type, $event );
		}
	}

	/**
	 * Builds a response.
	 *
	 * @param int                  $status   HTTP status.
	 * @param array<string,string> $headers  In addition to those of every response.
	 * @param ?string              $remember What the browser should remember.
	 * @return array{status:int,headers:array<string,string>,remember:?string}
	 */
	private static function reply( int $status = 204, array $headers = [], ?string $remember = null ): array {
		return [
			'status'   => $status,
			'headers'  => $headers + [
				'Cache-Control'          => 'no-store',
				'X-Content-Type-Options' => 'nosniff',
			],
			'remember' => $remember,
		];
	}
}
