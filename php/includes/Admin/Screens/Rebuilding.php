<?php
/**
 * Replaces a lost database or ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Clock;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Secrets;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Lets the engine rebuild its database and stores the result. The forms are on Status and work even if nothing can be
 * read.
 */
final class Rebuilding {

	/** Option: result of the last rebuild. */
	public const OPTION = 'siren_last_rebuild';

	/** Code of the notice. */
	private const DONE = 'database_rebuilt';

	/** Codes of the engine's messages about damage that a rebuild repairs. */
	private const DAMAGE = [ 'corrupt', 'inconsistent' ];

	/** Code of the engine's message about a missing part of the log. */
	private const LOST_LOG = 'log_lost';

	/**
	 * Rebuilds the database.
	 */
	public static function run(): never {
		$form = new Submission( 'siren_rebuild', Lifecycle::MANAGE_PROGRAMS );
		$form->answer(
			Page::url( Page::STATUS ) . '#siren-ledger',
			static function () use ( $form ): string {
				self::take_time();
				self::has_snapshots() ? Store::open_what_is_left() : Store::open();
				$done = \siren_rebuild( [ 'without_log' => $form->ticked( 'without_log' ) ] );
				\update_option(
					self::OPTION,
					[
						'at'       => Clock::now(),
						'snapshot' => $done['snapshot'],
						'aside'    => $done['aside'],
						'without'  => $done['without'],
						'ok'       => $done['ok'],
					],
					false
				);
				Verification::prove(); // Otherwise the last proof would be that of the old database.
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => self::DONE ] );
			}
		);
	}

	/** Starts an empty ledger in place of a missing one. */
	public static function begin_anew(): never {
		$form = new Submission( 'siren_begin_ledger', Lifecycle::MANAGE_PROGRAMS );
		$form->answer(
			Page::url( Page::STATUS ) . '#siren-ledger',
			static function () use ( $form ): string {
				if ( ! $form->ticked( 'agreed' ) ) {
					throw new Refusal( '', \__( 'Check the box first: an empty ledger has no record of what was owed.', 'siren-distributors' ) );
				}
				if ( ! KnownLedger::is_missing() ) {
					throw new Refusal( '', \__( 'The ledger is no longer missing, so no new one was started.', 'siren-distributors' ) );
				}
				KnownLedger::forget();
				Store::open();
				\siren_status( Clock::now() ); // Creates it.
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => 'ledger_begun' ] );
			}
		);
	}

	/**
	 * The data for the screen.
	 *
	 * @param ?array $status     Answer of `siren_status()`; null if it failed.
	 * @param ?array $unreadable Why it failed, in the engine's parts; null if it did not.
	 * @param string $refused    The engine's code of why the last form was rejected; '' if it was not.
	 * @return array{state:string,directory:string,before:string,without:bool,last:string[]}
	 *         `state`: `missing`, `lost`, `damaged`, `well`, or `another` if the ledger may belong to another site.
	 *         `without`: whether continuing without part of the log is the only option.
	 */
	public static function facts( ?array $status, ?array $unreadable, string $refused ): array {
		$state = self::state( $status, $unreadable );
		return [
			'state'     => $state,
			'directory' => Secrets::without_place( Store::directory() ),
			'before'    => Secrets::without_place( KnownLedger::directory() ),
			'without'   => 'missing' === $state ? self::has_snapshots() : 'lost' === $state || self::LOST_LOG === $refused,
			'last'      => self::said(),
		];
	}

	/**
	 * The missing part of the log, in the engine's words; null if nothing is missing.
	 *
	 * @param array $status Answer of `siren_status()`.
	 */
	public static function lost_log( array $status ): ?string {
		foreach ( $status['problems'] as $problem ) {
			if ( self::LOST_LOG === $problem['code'] ) {
				return $problem['message_parts']['values']['what']['text'] ?? $problem['message'];
			}
		}
		return null;
	}

	/**
	 * What is damaged, if a message of the engine reports damage; otherwise null.
	 *
	 * @param ?array $message The message in the engine's parts.
	 */
	public static function damage( ?array $message ): ?string {
		return \in_array( $message['code'] ?? '', self::DAMAGE, true ) ? $message['values']['what']['text'] : null;
	}

	/** Prints the result of the rebuild that was just run, if any. */
	public static function notice(): void {
		$said = self::DONE === Page::argument( Notice::ARGUMENT ) ? self::said() : [];
		if ( [] !== $said ) {
			\wp_admin_notice(
				\esc_html( \implode( ' ', $said ) ),
				[
					'type'        => self::last()['ok'] && null === self::last()['without'] ? 'success' : 'warning',
					'dismissible' => true,
				]
			);
		}
	}

	/**
	 * The state of the ledger.
	 *
	 * @param ?array $status     Answer of `siren_status()`; null if it failed.
	 * @param ?array $unreadable Why it failed, in the engine's parts; null if it did not.
	 */
	private static function state( ?array $status, ?array $unreadable ): string {
		if ( SiteIdentity::is_undecided() ) {
			return 'another';
		}
		if ( KnownLedger::is_missing() ) {
			return 'missing';
		}
		if ( null !== $status && null !== self::lost_log( $status ) ) {
			return 'lost';
		}
		return null !== self::damage( $unreadable ) || false === ( Verification::last()['ok'] ?? true ) ? 'damaged' : 'well';
	}

	/**
	 * The last rebuild in sentences; empty before the first.
	 *
	 * @return string[]
	 */
	private static function said(): array {
		$last = self::last();
		if ( null === $last ) {
			return [];
		}
		/* translators: %s: a date and time. */
		$said = [ \sprintf( \__( 'The database was rebuilt on %s.', 'siren-distributors' ), Format::plain_instant( $last['at'] ) ) ];
		if ( null !== $last['snapshot'] ) {
			/* translators: %s: a date and time. */
			$said[] = \sprintf( \__( 'It used the snapshot from %s and everything in the log since then.', 'siren-distributors' ), Format::plain_instant( $last['snapshot'] ) );
		} elseif ( null === $last['without'] ) {
			$said[] = \__( 'It was rebuilt entirely from the log.', 'siren-distributors' );
		}
		if ( null !== $last['without'] ) {
			/* translators: %s: what is missing, in English, such as "journal.log is not segment 3 any more". */
			$said[] = \sprintf( \__( 'Part of the log is missing, and anything recorded only there is lost: %s.', 'siren-distributors' ), Secrets::without_place( $last['without'] ) );
		}
		$said[] = $last['ok'] ? \__( 'The ledger passed verification.', 'siren-distributors' ) : \__( 'The ledger failed verification. See the results below.', 'siren-distributors' );
		if ( null !== $last['aside'] ) {
			/* translators: %s: path of a file. */
			$said[] = \sprintf( \__( 'The old database is kept as %s. Delete it when you no longer need it, because it contains personal data.', 'siren-distributors' ), Secrets::without_place( $last['aside'] ) );
		}
		return $said;
	}

	/**
	 * The last rebuild; null before the first.
	 *
	 * @return ?array{at:string,snapshot:?string,aside:?string,without:?string,ok:bool}
	 */
	private static function last(): ?array {
		$kept = \get_option( self::OPTION );
		if ( ! \is_array( $kept ) || ! Clock::is_instant( $kept['at'] ?? null ) || ! \is_bool( $kept['ok'] ?? null ) ) {
			return null;
		}
		$text = static fn( string $name ): ?string => \is_string( $kept[ $name ] ?? null ) ? $kept[ $name ] : null;
		return [
			'at'       => $kept['at'],
			'snapshot' => $text( 'snapshot' ),
			'aside'    => $text( 'aside' ),
			'without'  => $text( 'without' ),
			'ok'       => $kept['ok'],
		];
	}

	/**
	 * Whether there are snapshots. A database can be rebuilt from one even if both the database and its log are
	 * missing.
	 */
	private static function has_snapshots(): bool {
		return [] !== (array) \glob( Store::directory() . '/snapshots/*.sqlite3' );
	}

	/** Removes the time limit of the request, and lets it continue if the user leaves. */
	private static function take_time(): void {
		if ( \function_exists( 'set_time_limit' ) ) {
			@\set_time_limit( 0 );
		}
		\ignore_user_abort( true );
	}
}
