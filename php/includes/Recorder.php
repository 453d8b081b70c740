<?php
/**
 * Hands facts to the engine without ever breaking the page they come from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Integrations build and record their facts inside {@see Recorder::attempt()}; it is the only place in the plugin that
 * catches everything and goes on. Recording appends to the engine's journal and calculates nothing; while the extension
 * is missing, {@see Spool} appends in its place.
 */
final class Recorder {

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
	 * Records one tracking event.
	 *
	 * @param string              $type  `course_completed`, `lesson_completed`, `post_visited`, `site_visited`…
	 * @param array<string,mixed> $event As `siren_record_event()` takes it; `occurred_at` defaults to now.
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
	 */
	public static function event( string $type, array $event ): void {
		$event += [ 'occurred_at' => Clock::now() ];
		$spool  = self::spool();
		$result = null === $spool ? \siren_record_event( $type, $event ) : $spool->event( $type, $event );

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
			 * @param array  $result What the engine answered: `key`, `status`.
			 */
			static fn() => \do_action( 'siren_event_recorded', $type, $event, $result )
		);
	}

	/**
	 * Records one paid transaction; sold products and used coupons follow from it.
	 *
	 * @param array<string,mixed>               $transaction As `siren_record_transaction()` takes it; `occurred_at`
	 *                                                       defaults to now.
	 * @param ?array{type:string,code:string}   $referrer    Alias of the collaborator who brought the customer.
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
	 */
	public static function transaction( array $transaction, ?array $referrer = null ): void {
		$transaction += [ 'occurred_at' => Clock::now() ];
		$spool        = self::spool();
		null === $spool ? \siren_record_transaction( $transaction ) : $spool->transaction( $transaction );

		self::announce(
			/**
			 * Fires after a paid transaction is durably recorded. The same transaction may be announced again, as often
			 * as its shop says that it was paid; the engine counts it once.
			 *
			 * @since 0.1.0
			 *
			 * @param array      $transaction As it was recorded.
			 * @param array|null $referrer    `type` (`coupon` or `link`) and `code` of the alias that brought the
			 *                                customer; null when nobody did.
			 */
			static fn() => \do_action( 'siren_transaction_recorded', $transaction, $referrer )
		);
	}

	/**
	 * Records money given back.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it; `occurred_at` defaults to now.
	 * @throws \RuntimeException When it is refused or cannot be kept; the engine's own exceptions are such.
	 */
	public static function refund( array $refund ): void {
		$refund += [ 'occurred_at' => Clock::now() ];
		$spool   = self::spool();
		null === $spool ? \siren_record_refund( $refund ) : $spool->refund( $refund );

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
	 * What records in the engine's place while it is missing.
	 *
	 * @return ?Spool Null where the engine itself does; then its ledger is open.
	 */
	private static function spool(): ?Spool {
		if ( ! Requirements::has_extension() ) {
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
