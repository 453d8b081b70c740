<?php
/**
 * Counts visits by what the pages' script sends.
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
 * One class for both of its places: the file in wp-content, which does not load WordPress, and the REST route where a
 * host forbids that file. So it calls nothing of WordPress: what it must know comes as {@see Configuration} made it.
 *
 * The body of a beacon: `t` the page's token, `n` whether the visitor may be counted, `r` the code of the link the page
 * was reached by, `m` whether it may be remembered; of the plugin's own check, `x` a word to be signed.
 *
 * Whatever comes, the answer is the same 204 with nothing in it, so that nobody learns from it what to try next. What is
 * not counted is tallied; the visit of a person who must not count is recorded with the reason.
 */
final class Beacon {

	/** The longest body. A token of twenty owners and the longest code have room in it. */
	public const MOST_BYTES = 1_024;

	/** Answer to the plugin's own check: what records here, and a signature that nobody else can make. */
	public const CHECK_HEADER = 'Siren-Beacon';

	private RejectedVisits $rejected;

	private Salt $salt;

	/**
	 * The beacon of a site.
	 *
	 * @param array<string,mixed>                         $site   As {@see Configuration::current()} makes it.
	 * @param ?\Closure(string, array<string,mixed>):void $record What records an event; where there is WordPress,
	 *                                                            {@see \Siren\Distributors\Recorder}.
	 * @param ?\Closure(int):int[]                        $owners Says whose a post is; where there is WordPress,
	 *                                                            {@see \Siren\Distributors\Integrations\BlogPosts::owners()}.
	 */
	public function __construct( private array $site, private ?\Closure $record = null, private ?\Closure $owners = null ) {
		$this->rejected = new RejectedVisits( $site['visits'] );
		$this->salt  = new Salt( $site['visits'] );
	}

	/**
	 * Hears one request.
	 *
	 * @param Request $request The request.
	 * @param string  $now     Instant.
	 * @return array{status:int,headers:array<string,string>,remember:?string} What to answer; `remember` is a trail
	 *                                                                         for {@see ReferralCookie::send()}.
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
	 * What the check is answered with, and what the plugin expects.
	 *
	 * @param string $secret   The site's.
	 * @param string $word     What was to be signed.
	 * @param string $recorder `extension` or `spool`.
	 */
	public static function signature( #[\SensitiveParameter] string $secret, string $word, string $recorder ): string {
		return $recorder . ' ' . \hash_hmac( 'sha256', 'check|' . $recorder . '|' . $word, $secret );
	}

	/**
	 * What records here.
	 */
	public static function recorder(): string {
		return Requirements::has_extension() ? 'extension' : 'spool';
	}

	/**
	 * Why a request is no visit.
	 *
	 * @param Request $request The request.
	 * @param ?Token  $token   The token in it, if it is this site's.
	 * @param string  $now     Instant.
	 * @return ?string A word for {@see RejectedVisits}; null for a visit.
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
	 * Records what a visitor's browser says.
	 *
	 * @param Request $request The request.
	 * @param Token   $token   The page it was sent from.
	 * @param string  $now     Instant.
	 * @return ?string What the browser is to remember.
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
			// Once a day: a full disk must not also fill the log.
			if ( 1 === $this->rejected->add( $now, 'failed' ) ) {
				\error_log( \sprintf( 'Siren Distributors: a visit could not be recorded: %s', $failure->getMessage() ) ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- there is no other place to say it.
			}
		}
		return null !== $code && '1' === $request->field( 'm' ) ? ReferralCookie::next( $this->site['cookie'], $request->cookie( ReferralCookie::NAME ), $code ) : null;
	}

	/**
	 * Records the visit of the post, and by the link, where there is one.
	 *
	 * @param Request $request The request.
	 * @param Token   $token   The page.
	 * @param ?string $code    The link's code.
	 * @param Source  $source  Where it comes from.
	 * @param string  $now     Instant.
	 */
	private function count( Request $request, #[\SensitiveParameter] Token $token, ?string $code, Source $source, string $now ): void {
		$who     = VisitorIdentity::read( $this->site['secret'], $request->cookie( $this->site['who'] ), $request->cookie( $this->site['session'] ) );
		$visitor = null === $who ? 'visitor:' . $source->visitor : 'user:' . $who->user;
		$visit   = new Visit( $this->site['keys'], $visitor, VisitWindow::of( $this->site['window'], $now ), $now, $source->network, $this->site['network_visitors'] );
		// Logged in, but it cannot be said as whom: that may be the author.
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
	 * Those of a page's owners whose the post still is. A page in a cache, and a token that somebody kept, may name others.
	 *
	 * @param Token $token The page.
	 * @return int[] WordPress users; none where the post is not published any more.
	 */
	private function owners_now( #[\SensitiveParameter] Token $token ): array {
		$owners = null === $this->owners ? ( new ChangedPosts( $this->site['visits'] ) )->owners( $token->post ) : ( $this->owners )( $token->post );
		return null === $owners ? $token->owners : \array_values( \array_intersect( $token->owners, $owners ) );
	}

	/**
	 * Why somebody is no reader of a post.
	 *
	 * @param int[] $owners Whose it is.
	 * @param int   $user   VisitorIdentity reads it; 0 for nobody known.
	 * @param bool  $edits  Whether the reader edits it.
	 * @return ?string `own_visit`, `editor`, or null for a reader.
	 */
	public static function reason( array $owners, int $user, bool $edits ): ?string {
		if ( $user > 0 && \in_array( $user, $owners, true ) ) {
			return 'own_visit';
		}
		return $edits ? 'editor' : null;
	}

	/**
	 * Hands a fact to the engine, or to what stands in for it.
	 *
	 * @param string              $type  Its type.
	 * @param array<string,mixed> $event The fact.
	 * @throws \RuntimeException When it cannot be kept.
	 */
	private function record( string $type, array $event ): void {
		if ( null !== $this->record ) {
			( $this->record )( $type, $event );
			return;
		}
		if ( ( $this->site['had_ledger'] ?? false ) && ! PrivateFile::is_ledger( $this->site['directory'] ) ) {
			throw new \RuntimeException( 'the ledger of this site is missing' ); // An empty one must not be begun in its place.
		}
		if ( 'extension' === self::recorder() ) {
			\siren_open( $this->site['dsn'], $this->site['options'] );
			\siren_record_event( $type, $event );
		} else {
			( new Spool( $this->site['directory'] ) )->event( $type, $event );
		}
	}

	/**
	 * An answer.
	 *
	 * @param int                  $status   HTTP status.
	 * @param array<string,string> $headers  Beside those every answer has.
	 * @param ?string              $remember What the browser is to remember.
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
