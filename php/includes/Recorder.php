<?php
/**
 * Hands facts to the engine without ever breaking the page they come from.
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
 * Integrations build and record their facts inside {@see Recorder::attempt()}; it is the only place in the plugin that
 * catches everything and goes on. Recording appends to the engine's journal and calculates nothing; while the extension
 * is missing, {@see Spool} appends in its place.
 */
final class Recorder {

	/** What records in the extension, and which method of {@see Spool} stands in for it. */
	public const METHODS = [
		'siren_record_event'       => 'event',
		'siren_record_transaction' => 'transaction',
		'siren_record_refund'      => 'refund',
	];

	/**
	 * Runs what builds and records facts; whatever it throws is kept for the Status screen and goes no further.
	 *
	 * @param callable():void $record Builds the facts and calls the methods below.
	 * @return bool Whether all of it was recorded.
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
	 * Another plugin fires `siren_record` to record an event of its own: it need not know whether this plugin is there, and
	 * nothing it passes can break its page.
	 *
	 * @param mixed $type  The event's type, a built-in one or one of its own; see the filter `siren_event_types`.
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
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
	 */
	public static function event( string $type, array $event ): void {
		$event += [ 'occurred_at' => Clock::now() ];

		/**
		 * Filters whether an event counts. One that does not is kept with the reason and shown, and never scores.
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
			 * @param array  $result What the engine answered: `key`, `status`. Where the ledger could not be written, `status` is
			 *                       `deferred`: the event is kept elsewhere and recorded later.
			 */
			static fn() => \do_action( 'siren_event_recorded', $type, $event, $result )
		);
	}

	/**
	 * Records one paid transaction; sold products and used coupons follow from it, and the sale of whoever brought the
	 * customer.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it; `occurred_at` defaults to now.
	 * @return bool False when another plugin keeps it out of the ledger.
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
	 */
	public static function transaction( array $transaction ): bool {
		$transaction += [ 'occurred_at' => Clock::now() ];

		/**
		 * Filters whether a paid transaction stays out of the ledger: an order of a test, of a wholesaler. What stays
		 * out leaves no trace, and its refunds stay out too.
		 *
		 * @since 0.1.0
		 *
		 * @param bool  $skip        Whether it stays out.
		 * @param array $transaction As it would be recorded: `source`, `external_id`, `currency`, `details`…
		 */
		if ( \apply_filters( 'siren_skip_transaction', false, $transaction ) ) {
			return false;
		}
		self::hand_over( 'siren_record_transaction', $transaction );

		self::announce(
			/**
			 * Fires after a paid transaction is durably recorded. The same transaction may be announced again, as often
			 * as its shop says that it was paid; the engine counts it once.
			 *
			 * @since 0.1.0
			 *
			 * @param array $transaction As it was recorded. `referrer`, where it is there, lists the aliases (`type`, and
			 *                           `code`) by which the customer came, the preferred one first.
			 */
			static fn() => \do_action( 'siren_transaction_recorded', $transaction )
		);
		return true;
	}

	/**
	 * Records money given back.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it; `occurred_at` defaults to now.
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
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
	 * A reason as the engine takes it; an event is not to be lost because somebody wrote its reason otherwise.
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
	 * Hands a fact to the engine, or to what stands in for it. Where neither can keep it, it is kept for later.
	 *
	 * @param string $function Of the extension.
	 * @param mixed  ...$said  Its arguments.
	 * @return array What was answered.
	 * @throws \RuntimeException When the fact is refused, or can be kept nowhere.
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
	 * Keeps a fact for later.
	 *
	 * @param \RuntimeException $failure  Why the ledger cannot take it.
	 * @param string            $function Of the extension.
	 * @param array             $said     Its arguments.
	 * @return array{status:string}
	 * @throws \RuntimeException When it can be kept nowhere.
	 */
	private static function defer( \RuntimeException $failure, string $function, array $said ): array {
		Failures::note( 'recording', $failure );
		Deferred::keep( $function, $said );
		return [ 'status' => 'deferred' ];
	}

	/**
	 * What records in the engine's place while it is missing, or its ledger may be another site's.
	 *
	 * @return ?Spool Null where the engine itself does; then its ledger is open.
	 * @throws \RuntimeException When the ledger that this site had is missing, or cannot be opened.
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
	 * Tells other plugins. The fact is already kept, so a listener that fails must not keep the next fact from being
	 * recorded.
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
