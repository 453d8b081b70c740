<?php
/**
 * Reads sources to their end in small steps.
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
 * A run is started once and continues over as many requests as it takes. Progress is saved after each page, so an
 * interrupted request costs at most one page, which is read again; a record that is already in the ledger counts once.
 * One that cannot be written is counted and skipped: the next run finds it again.
 */
final class Runner {

	/** Initial state of a run. */
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
	 * Creates a runner.
	 *
	 * @param string   $option  Option that stores the state of the run.
	 * @param Source[] $sources Sources, read one after the other.
	 */
	public function __construct( private readonly string $option, private readonly array $sources ) {}

	/** Starts a new run. */
	public function begin(): void {
		$state             = self::NOTHING;
		$state['begun_at'] = Clock::now();
		foreach ( $this->present() as $source ) {
			$state['total'] += $source->count();
		}
		$this->keep( $state );
	}

	/**
	 * Continues the run.
	 *
	 * @param int $budget_ms Time after which no further page is started.
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
				foreach ( $page->records as $record ) {
					$state = self::record( $record, $since, $state );
				}
				$state['looked']          += $page->rows;
				$state['cursors'][ $name ] = $page->after;
				if ( 0 === $page->rows ) {
					$state['read'][] = $name;
				}
				$this->keep( $state );
				if ( \wp_cache_supports( 'flush_runtime' ) ) {
					\wp_cache_flush_runtime(); // WordPress caches every order and course that was read.
				}
				if ( \hrtime( true ) >= $until ) {
					return;
				}
			}
		}
		$state['ended_at'] = Clock::now();
		$this->keep( $state );
	}

	/** Whether a run has started and not ended. */
	public function is_running(): bool {
		$state = $this->state();
		return '' !== $state['begun_at'] && '' === $state['ended_at'];
	}

	/** Whether there is anything to read. */
	public function has_sources(): bool {
		return [] !== $this->present();
	}

	/**
	 * Progress of the current or last run.
	 *
	 * @return ?array{begun_at:string,ended_at:string,total:int,looked:int,recorded:int,history:int,failed:int}
	 *         `ended_at` is '' while it runs; `history`: how many of those `recorded` are history. Null before the
	 *         first run.
	 */
	public function progress(): ?array {
		$state = $this->state();
		unset( $state['cursors'], $state['read'] );
		return '' === $state['begun_at'] ? null : $state;
	}

	/**
	 * Adds one past record to the ledger and counts the outcome.
	 *
	 * @param PastRecord          $record What to record.
	 * @param int                 $since  When the plugin was installed, as a Unix timestamp.
	 * @param array<string,mixed> $state  State of the run.
	 * @return array<string,mixed> New state of the run.
	 */
	private static function record( PastRecord $record, int $since, array $state ): array {
		$past = new PastMoment( $record->at, $record->at < $since );
		$done = false;
		$kept = Recorder::attempt(
			static function () use ( $record, $past, &$done ): void {
				$done = $record->record( $past );
			}
		);
		$state['failed']   += $kept ? 0 : 1;
		$state['recorded'] += $done ? 1 : 0;
		$state['history']  += $done && $past->history ? 1 : 0;
		return $state;
	}

	/**
	 * The sources that exist on this site.
	 *
	 * @return Source[]
	 */
	private function present(): array {
		return \array_values( \array_filter( $this->sources, static fn( Source $source ): bool => $source->is_here() ) );
	}

	/**
	 * The stored state of the run.
	 *
	 * @return array{begun_at:string,ended_at:string,total:int,looked:int,recorded:int,history:int,failed:int,cursors:array<string,string>,read:string[]}
	 */
	private function state(): array {
		$kept = \get_option( $this->option );
		return \array_merge( self::NOTHING, \is_array( $kept ) ? \array_intersect_key( $kept, self::NOTHING ) : [] );
	}

	/**
	 * Stores the state of the run.
	 *
	 * @param array<string,mixed> $state  State of the run.
	 */
	private function keep( array $state ): void {
		\update_option( $this->option, $state, false );
	}
}
