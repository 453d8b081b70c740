<?php
/**
 * Reads sources to their end, a little at a time.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\PastMoment;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * A run is begun once and goes on in as many requests as it takes. What it has done is kept after each page, so a request
 * that ends in the middle costs at most one page, which is read again; a fact that was recorded already counts once. One
 * that cannot be recorded is counted and passed over: the next run finds it again.
 */
final class Runner {

	/** What of a run is kept. */
	private const NOTHING = [
		'begun_at' => '',
		'ended_at' => '',
		'total'    => 0,
		'looked'   => 0,
		'recorded' => 0,
		'history'  => 0,
		'failed'   => 0,
		'cursors'  => [],
		'read'     => [],
	];

	/**
	 * Of some sources.
	 *
	 * @param string   $option  Option that keeps the run's state.
	 * @param Source[] $sources Read one after the other.
	 */
	public function __construct( private readonly string $option, private readonly array $sources ) {}

	/**
	 * Begins anew.
	 */
	public function begin(): void {
		$state             = self::NOTHING;
		$state['begun_at'] = Clock::now();
		foreach ( $this->present() as $source ) {
			$state['total'] += $source->count();
		}
		$this->keep( $state );
	}

	/**
	 * Goes on.
	 *
	 * @param int $budget_ms After so much time no further page is begun.
	 */
	public function go_on( int $budget_ms ): void {
		$state = $this->state();
		if ( ! $this->is_running() ) {
			return;
		}
		$until = \hrtime( true ) + $budget_ms * 1_000_000;
		$since = Clock::timestamp( Lifecycle::since() );
		foreach ( $this->present() as $source ) {
			$name = $source->name();
			while ( ! \in_array( $name, $state['read'], true ) ) {
				$page = $source->page( $state['cursors'][ $name ] ?? '' );
				foreach ( $page->facts as $fact ) {
					$state = self::record( $fact, $since, $state );
				}
				$state['looked']          += $page->rows;
				$state['cursors'][ $name ] = $page->after;
				if ( 0 === $page->rows ) {
					$state['read'][] = $name;
				}
				$this->keep( $state );
				if ( \wp_cache_supports( 'flush_runtime' ) ) {
					\wp_cache_flush_runtime(); // WordPress remembers every order and course that was ever looked at.
				}
				if ( \hrtime( true ) >= $until ) {
					return;
				}
			}
		}
		$state['ended_at'] = Clock::now();
		$this->keep( $state );
	}

	/**
	 * Whether a run has begun and not ended.
	 */
	public function is_running(): bool {
		$state = $this->state();
		return '' !== $state['begun_at'] && '' === $state['ended_at'];
	}

	/**
	 * Whether there is anything to read.
	 */
	public function has_sources(): bool {
		return [] !== $this->present();
	}

	/**
	 * How far the present or the last run came.
	 *
	 * @return ?array{begun_at:string,ended_at:string,total:int,looked:int,recorded:int,history:int,failed:int} `ended_at` ''
	 *         while it runs; `history`: how many of those `recorded` are it. Null before the first.
	 */
	public function progress(): ?array {
		$state = $this->state();
		unset( $state['cursors'], $state['read'] );
		return '' === $state['begun_at'] ? null : $state;
	}

	/**
	 * Records one fact and counts what became of it.
	 *
	 * @param Fact                $fact  It.
	 * @param int                 $since When the plugin came, in seconds since 1970.
	 * @param array<string,mixed> $state The run's.
	 * @return array<string,mixed> The run's state after it.
	 */
	private static function record( Fact $fact, int $since, array $state ): array {
		$past = new PastMoment( $fact->at, $fact->at < $since );
		$done   = false;
		$kept   = Recorder::attempt(
			static function () use ( $fact, $past, &$done ): void {
				$done = $fact->record( $past );
			}
		);
		$state['failed']   += $kept ? 0 : 1;
		$state['recorded'] += $done ? 1 : 0;
		$state['history']  += $done && $past->history ? 1 : 0;
		return $state;
	}

	/**
	 * The sources that are there.
	 *
	 * @return Source[]
	 */
	private function present(): array {
		return \array_values( \array_filter( $this->sources, static fn( Source $source ): bool => $source->is_here() ) );
	}

	/**
	 * What is kept of the run.
	 *
	 * @return array{begun_at:string,ended_at:string,total:int,looked:int,recorded:int,history:int,failed:int,cursors:array<string,string>,read:string[]}
	 */
	private function state(): array {
		$kept = \get_option( $this->option );
		return \array_merge( self::NOTHING, \is_array( $kept ) ? \array_intersect_key( $kept, self::NOTHING ) : [] );
	}

	/**
	 * Keeps it.
	 *
	 * @param array<string,mixed> $state The run's.
	 */
	private function keep( array $state ): void {
		\update_option( $this->option, $state, false );
	}
}
