<?php
/**
 * Passes events to the engine without ever breaking the page they come from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Exception\Conflict;
use Siren\Exception\InvalidInput;
use Siren\Exception\NotFound;

\defined( 'ABSPATH' ) || exit;

/**
 * Integrations build and record their events inside {@see Recorder::attempt()}, the only place in the plugin that
 * catches everything and continues. Recording appends to the engine's journal and calculates nothing. While the
 * extension is missing, {@see Spool} appends instead.
 */
final class Recorder {

	/** The recording functions of the extension, and the methods of {@see Spool} that replace them. */
	public const METHODS = [
		'siren_record_event'       => 'event',
		'siren_record_transaction' => 'transaction',
		'siren_record_refund'      => 'refund',
	];

	/**
	 * Runs code that builds and records events. Anything it throws is stored for the Status screen and not rethrown.
	 *
	 * @param callable():void $record Builds the events and calls the methods below.
	 * @return bool Whether everything was recorded.
	 */
	public static function attempt( callable $record ): bool {
		try {
			$record();
			return true;
		} catch ( \Throwable $failure ) {
			Failures::note( 'recording', $failure );
			return false;
		}
	}

	/**
	 * Another plugin fires `siren_record` to record its own event. It need not know whether this plugin is active, and
	 * nothing it passes can break its page.
	 *
	 * @param mixed $type  The event's type, built-in or custom; see the filter `siren_event_types`.
	 * @param mixed $event As `siren_record_event()` takes it.
	 */
	public static function take( mixed $type, mixed $event = null ): void {
		self::attempt( static fn() => self::event( (string) $type, (array) $event ) );
	}

	/**
	 * Records one tracking event.
	 *
	 * @param string              $type  `course_completed`, `lesson_completed`, `post_visited`, `site_visited`…
	 * @param array<string,mixed> $event As `siren_record_event()` takes it; `occurred_at` defaults to now.
	 * @throws \RuntimeException When it is rejected or cannot be stored; the engine's exceptions are subclasses.
	 */
	public static function event( string $type, array $event ): void {
		$event += [ 'occurred_at' => Clock::now() ];

		/**
		 * Filters whether an event counts. An event that does not count is recorded and shown with the reason, and
		 * never scores.
		 *
		 * @since 0.1.0
		 *
		 * @param string $reason Why it must not count, in one word such as `trial_member`: lower-case letters, digits and
		 *                       underscores; '' when it counts.
		 * @param string $type   The event's type.
		 * @param array  $event  As it would be recorded.
		 */
		$reason = self::word( \apply_filters( 'siren_ignore_event', (string) ( $event['ignored'] ?? '' ), $type, $event ) );
		unset( $event['ignored'] );
		if ( '' !== $reason ) {
			$event['ignored'] = $reason;
		}
		$result = self::hand_over( 'siren_record_event', $type, $event );

		self::announce(
			/**
			 * Fires after an event is durably recorded.
			 *
			 * Whether it counts is decided later, when the journal is folded: an event of an unknown collaborator is
			 * recorded too.
			 *
			 * @since 0.1.0
			 *
			 * @param string $type   The event's type.
			 * @param array  $event  As it was recorded.
			 * @param array  $result The engine's answer: `key`, `status`. If the ledger could not be written, `status`
			 *                       is `deferred`: the event is stored elsewhere and recorded later.
			 */
			static fn() => \do_action( 'siren_event_recorded', $type, $event, $result )
		);
	}

	/**
	 * Records one paid transaction. The engine derives the sold products, the used coupons and the referred sale from
	 * it.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it; `occurred_at` defaults to now.
	 * @return bool False if another plugin keeps it out of the ledger.
	 * @throws \RuntimeException When it is rejected or cannot be stored; the engine's exceptions are subclasses.
	 */
	public static function transaction( array $transaction ): bool {
		$transaction += [ 'occurred_at' => Clock::now() ];

		/**
		 * Filters whether a paid transaction is kept out of the ledger, for example a test order or a wholesale order.
		 * It leaves no trace, and its refunds are left out too.
		 *
		 * @since 0.1.0
		 *
		 * @param bool  $skip        Whether to leave it out.
		 * @param array $transaction As it would be recorded: `source`, `external_id`, `currency`, `details`…
		 */
		if ( \apply_filters( 'siren_skip_transaction', false, $transaction ) ) {
			return false;
		}
		self::hand_over( 'siren_record_transaction', $transaction );

		self::announce(
			/**
			 * Fires after a paid transaction is durably recorded. It can fire again for the same transaction, as often
			 * as the shop reports the payment; the engine counts it once.
			 *
			 * @since 0.1.0
			 *
			 * @param array $transaction As it was recorded. `referrer`, if present, lists the aliases (`type` and
			 *                           `code`) that may have referred the customer, in order of preference.
			 */
			static fn() => \do_action( 'siren_transaction_recorded', $transaction )
		);
		return true;
	}

	/**
	 * Records a refund.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it; `occurred_at` defaults to now.
	 * @throws \RuntimeException When it is rejected or cannot be stored; the engine's exceptions are subclasses.
	 */
	public static function refund( array $refund ): void {
		$refund += [ 'occurred_at' => Clock::now() ];
		self::hand_over( 'siren_record_refund', $refund );

		self::announce(
			/**
			 * Fires after a refund or a cancellation is durably recorded.
			 *
			 * @since 0.1.0
			 *
			 * @param array $refund As it was recorded.
			 */
			static fn() => \do_action( 'siren_refund_recorded', $refund )
		);
	}

	/**
	 * Converts a reason to the form the engine takes, because a malformed reason must not cost an event.
	 *
	 * @param mixed $reason From a filter.
	 * @return string '' for none.
	 */
	private static function word( mixed $reason ): string {
		if ( ! \is_scalar( $reason ) || '' === (string) $reason || false === $reason ) {
			return '';
		}
		$word = \ltrim( (string) \preg_replace( '/[^a-z0-9_]+/', '_', \strtolower( (string) $reason ) ), '_0123456789' );
		return '' === $word ? 'unwanted' : \substr( $word, 0, 40 );
	}

	/**
	 * Passes a record to the engine, or to the spool in its place. If neither can take it, stores it for later.
	 *
	 * @param string $function Function of the extension.
	 * @param mixed  ...$said  Its arguments.
	 * @return array The answer.
	 * @throws \RuntimeException When the record is rejected or cannot be stored anywhere.
	 */
	private static function hand_over( string $function, mixed ...$said ): array {
		try {
			$spool = self::spool();
		} catch ( \RuntimeException $failure ) {
			return self::defer( $failure, $function, $said );
		}
		try {
			return null === $spool ? $function( ...$said ) : $spool->{self::METHODS[ $function ]}( ...$said );
		} catch ( InvalidInput | NotFound | Conflict | \UnexpectedValueException $refusal ) {
			throw $refusal;
		} catch ( \RuntimeException $failure ) {
			return self::defer( $failure, $function, $said );
		}
	}

	/**
	 * Stores a record for later.
	 *
	 * @param \RuntimeException $failure  Why the ledger cannot take it.
	 * @param string            $function Function of the extension.
	 * @param array             $said     Its arguments.
	 * @return array{status:string}
	 * @throws \RuntimeException When it cannot be stored anywhere.
	 */
	private static function defer( \RuntimeException $failure, string $function, array $said ): array {
		Failures::note( 'recording', $failure );
		Deferred::keep( $function, $said );
		return [ 'status' => 'deferred' ];
	}

	/**
	 * The spool, if it has to replace the engine because the extension is missing or the ledger may belong to another
	 * site.
	 *
	 * @return ?Spool Null if the engine records; then its ledger is open.
	 * @throws \RuntimeException When this site's ledger is missing or cannot be opened.
	 */
	private static function spool(): ?Spool {
		if ( SiteIdentity::is_undecided() ) {
			return new Spool( Store::recording_directory() );
		}
		if ( ! Requirements::has_extension() ) {
			KnownLedger::demand( Store::directory() );
			return new Spool( Store::directory() );
		}
		Store::open();
		return null;
	}

	/**
	 * Notifies other plugins. The record is already stored, so a failing listener must not prevent the next one from
	 * being recorded.
	 *
	 * @param callable():void $tell Fires one action.
	 */
	private static function announce( callable $tell ): void {
		try {
			$tell();
		} catch ( \Throwable $failure ) {
			Failures::note( 'listener', $failure );
		}
	}
}
