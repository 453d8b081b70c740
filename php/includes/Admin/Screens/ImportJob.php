<?php
/**
 * An import that runs over as many requests as it needs.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\CollaboratorList;
use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Failures;
use Siren\Distributors\Store;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Only one list is imported at a time. It is stored beside the ledger until it is imported, and deleted after an hour
 * if nobody comes back. Progress is saved after every few lines: if a request is interrupted, only those are lost, and
 * a line that is read again is found to exist already. Heartbeats continue an import.
 *
 * @phpstan-type State array{user:int,tried:bool,at:int,place:int,done:int,total:int,counts:array<string,int>,lines:array,ended:bool}
 */
final class ImportJob {

	/** Option: state of the last import. */
	public const OPTION = 'siren_import';

	/** How long a list and its result are kept, in seconds. */
	private const KEPT_SECONDS = HOUR_IN_SECONDS;

	/** Time budget within a heartbeat. */
	private const HEARTBEAT_MS = 10_000;

	/** Lines between two checks of the time budget. */
	private const STEP = 50;

	/** Number of lines shown individually; of a longer list, only those that were left out. */
	private const SHOWN = 200;

	/**
	 * Takes a list and starts importing it.
	 *
	 * @param callable(string):bool $put   Writes the list to a path, readable by its owner only.
	 * @param bool                  $tried Whether this is only a trial.
	 * @throws Refusal When it is not a list, or somebody else's is being imported.
	 */
	public static function begin( callable $put, bool $tried ): void {
		$state = self::state();
		if ( null !== $state && ! $state['ended'] && ! $state['tried'] && \get_current_user_id() !== $state['user'] ) {
			throw new Refusal( '', \__( 'Someone else’s import is in progress. Wait until it finishes.', 'siren-distributors' ) );
		}
		self::forget();
		if ( ! $put( self::path() ) ) {
			throw new Refusal( '', \__( 'The list could not be saved: the disk is full, or the data directory is not writable.', 'siren-distributors' ) );
		}
		try {
			$list  = new CollaboratorList( self::path() );
			$total = 0;
			while ( null !== $list->next() ) {
				++$total;
			}
			if ( 0 === $total ) {
				throw new Refusal( '', \__( 'This list is empty.', 'siren-distributors' ) );
			}
		} catch ( Refusal $refusal ) {
			self::forget();
			throw $refusal;
		}
		self::start( $tried, $total );
	}

	/**
	 * Imports the list that was tried out.
	 *
	 * @throws Refusal When it no longer exists.
	 */
	public static function begin_tried(): void {
		$state = self::state();
		if ( null === $state || ! $state['tried'] || \get_current_user_id() !== $state['user'] ) {
			throw new Refusal( '', \__( 'The list is no longer available. Upload it again.', 'siren-distributors' ) );
		}
		self::start( false, $state['total'] );
	}

	/**
	 * Continues the import.
	 *
	 * @param int $budget_ms Time after which no further lines are started.
	 * @throws Refusal When the list no longer exists.
	 */
	public static function go_on( int $budget_ms ): void {
		$state = self::state();
		if ( null === $state || $state['ended'] ) {
			return;
		}
		$until = \hrtime( true ) + $budget_ms * 1_000_000;
		$list  = new CollaboratorList( self::path() );
		if ( ! $list->claim() ) {
			return; // A heartbeat or another page is working on it.
		}
		\wp_cache_delete( self::OPTION, 'options' );
		$state = self::state();
		if ( null === $state || $state['ended'] ) {
			return;
		}
		$seen  = self::emails_before( $state );
		$list->go_to( $state['place'] );
		do {
			for ( $line = 0; $line < self::STEP && ! $state['ended']; $line++ ) {
				$row = $list->next();
				if ( null === $row ) {
					$state['ended'] = true;
					break;
				}
				$state = self::with( $state, $row, CollaboratorImport::outcome_of( $row, $seen, $state['tried'] ) );
				$seen[ \strtolower( $row['email'] ) ] = true;
			}
			$state['place'] = $list->place();
			$state['at']    = \time();
			\update_option( self::OPTION, $state, false );
		} while ( ! $state['ended'] && \hrtime( true ) < $until );
		if ( $state['ended'] && ! $state['tried'] && \is_file( self::path() ) ) {
			\unlink( self::path() ); // After a trial, the list is still needed for the import.
		}
	}

	/** Continues a started import, and deletes an abandoned one. Called by the heartbeat. */
	public static function beat(): void {
		$state = self::state();
		if ( null === $state ) {
			if ( \is_file( self::path() ) && \time() - (int) \filemtime( self::path() ) > self::KEPT_SECONDS ) {
				\unlink( self::path() );
			}
			return;
		}
		try {
			if ( ! $state['ended'] && ! $state['tried'] ) {
				Store::open();
				self::go_on( self::HEARTBEAT_MS );
			} elseif ( \time() - $state['at'] > self::KEPT_SECONDS ) {
				self::forget();
			}
		} catch ( Refusal $failure ) {
			Failures::note( 'import', $failure );
			self::forget();
		} catch ( SirenException $failure ) {
			Failures::note( 'import', $failure ); // The next heartbeat tries again.
		}
	}

	/** Deletes the list and its result. */
	public static function forget(): void {
		\delete_option( self::OPTION );
		if ( \is_file( self::path() ) ) {
			\unlink( self::path() );
		}
	}

	/**
	 * The state of the import; null if there is none.
	 *
	 * @return ?array{user:int,tried:bool,at:int,place:int,done:int,total:int,counts:array<string,int>,lines:array<int,array{name:string,status:string,text:string}>,ended:bool}
	 */
	public static function state(): ?array {
		$kept = \get_option( self::OPTION );
		return \is_array( $kept ) && \is_int( $kept['place'] ?? null ) && \is_array( $kept['lines'] ?? null ) && \is_array( $kept['counts'] ?? null ) ? $kept : null;
	}

	/** Path of the list. */
	private static function path(): string {
		return Store::recording_directory() . '/import.csv';
	}

	/**
	 * Starts at the first line.
	 *
	 * @param bool $tried Whether this is only a trial.
	 * @param int  $total Number of lines.
	 */
	private static function start( bool $tried, int $total ): void {
		\update_option(
			self::OPTION,
			[
				'user'   => \get_current_user_id(),
				'tried'  => $tried,
				'at'     => \time(),
				'place'  => 0,
				'done'   => 0,
				'total'  => $total,
				'counts' => [
					'new'   => 0,
					'known' => 0,
					'wrong' => 0,
				],
				'lines'  => [],
				'ended'  => false,
			],
			false
		);
	}

	/**
	 * The e-mail addresses of the lines processed so far: the same address later in the list is the same person.
	 *
	 * @param array $state State of the import.
	 * @return array<string,true>
	 */
	private static function emails_before( array $state ): array {
		$seen = [];
		if ( $state['place'] > 0 ) {
			$list = new CollaboratorList( self::path() );
			while ( $list->place() < $state['place'] ) {
				$row = $list->next();
				if ( null === $row ) {
					break;
				}
				$seen[ \strtolower( $row['email'] ) ] = true;
			}
		}
		return $seen;
	}

	/**
	 * The state after a line.
	 *
	 * @param array                $state   State before it.
	 * @param array<string,string> $row     Line.
	 * @param array{string,string} $outcome Outcome and reason.
	 */
	private static function with( array $state, array $row, array $outcome ): array {
		$number = ++$state['done'];
		++$state['counts'][ $outcome[0] ];
		$shown = \count( $state['lines'] );
		if ( $shown < self::SHOWN && ( $state['total'] <= self::SHOWN || 'wrong' === $outcome[0] ) ) {
			$state['lines'][ $number ] = [
				'name'   => $row['name'],
				'status' => $outcome[0],
				'text'   => $outcome[1],
			];
		}
		return $state;
	}
}
