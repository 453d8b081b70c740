<?php
/**
 * Orders that changed during this request.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * A shop saves an order many times in one request and fires hooks in between, sometimes before the lines exist. So a hook
 * only notes that the order changed; the result is recorded once, at the end of the request or before a period closes.
 */
final class ChangedOrders {

	/** An import may run for hours, so this many orders are noted before they are settled. */
	private const MOST = 100;

	/** Sales older than this many days are history; can be changed with the filter `siren_late_days`. */
	private const LATE_DAYS = 45;

	/**
	 * Orders not settled yet: class of the shop, order id, site, and the instant at which the change was last noted.
	 *
	 * @var array<string,array{class-string<Shop>,int,int,string}>
	 */
	private static array $seen = [];

	/** Key of the order being settled: saving its receipt fires the shop's hooks again. */
	private static string $settling = '';

	/**
	 * Notes that an order changed.
	 *
	 * @param class-string<Shop> $shop Integration.
	 * @param int                $id   Order id in the shop.
	 */
	public static function note( string $shop, int $id ): void {
		$key = \get_current_blog_id() . ' ' . $shop . ' ' . $id;
		if ( $id <= 0 || $key === self::$settling ) {
			return;
		}
		unset( self::$seen[ $key ] ); // Moves the order to the end.
		Recorder::attempt(
			static function () use ( $key, $shop, $id ): void {
				self::$seen[ $key ] = [ $shop, $id, \get_current_blog_id(), Clock::now() ];
			}
		);
		if ( \count( self::$seen ) >= self::MOST && '' === self::$settling ) {
			self::settle();
		}
	}

	/**
	 * An order is about to be deleted. What it contributed is removed now, because nothing knows about it afterwards.
	 *
	 * @param class-string<Shop> $shop Integration.
	 * @param int                $id   Order id in the shop.
	 */
	public static function gone( string $shop, int $id ): void {
		unset( self::$seen[ \get_current_blog_id() . ' ' . $shop . ' ' . $id ] );
		Recorder::attempt( static fn() => self::record( $shop, new Sale( $shop::source(), $id, '' ), Clock::now() ) );
	}

	/** Records the changes of the noted orders. */
	public static function settle(): void {
		if ( '' !== self::$settling ) {
			return;
		}
		while ( [] !== self::$seen ) {
			$key                            = (string) \array_key_first( self::$seen );
			[ $shop, $id, $site, $instant ] = self::$seen[ $key ];
			unset( self::$seen[ $key ] );
			self::$settling = $key;
			$is_elsewhere   = \get_current_blog_id() !== $site && \switch_to_blog( $site );
			Recorder::attempt( static fn() => self::look( $shop, $id, $instant ) );
			if ( $is_elsewhere ) {
				\restore_current_blog();
			}
			self::$settling = '';
		}
	}

	/**
	 * Reads one order and records its changes.
	 *
	 * @param class-string<Shop> $shop    Integration.
	 * @param int                $id      Order id in the shop.
	 * @param string             $instant When the change was noted.
	 */
	public static function look( string $shop, int $id, string $instant ): void {
		$sale = $shop::sale( $id );
		if ( null !== $sale ) {
			self::record( $shop, $sale, $instant );
		}
	}

	/**
	 * Records the changes of an order.
	 *
	 * @param class-string<Shop> $shop    Integration.
	 * @param Sale               $sale    The order as the shop shows it.
	 * @param string             $instant When the order was read.
	 * @return bool Whether there were any changes.
	 * @throws \RuntimeException When the engine rejects it or it cannot be stored.
	 */
	public static function record( string $shop, Sale $sale, string $instant ): bool {
		$id         = (int) $sale->id;
		$kept       = $shop::receipt( $id );
		$settlement = new Settlement( $sale, Receipt::of( $kept, $sale->source . ':' . $id ), Clock::timestamp( $instant ), self::counts_from( $instant ) );
		foreach ( $settlement->calls as [ $what, $fact ] ) {
			if ( 'refund' === $what ) {
				Recorder::refund( $fact );
			} elseif ( ! Recorder::transaction( $fact ) ) {
				return false; // Another plugin keeps this sale, and all its changes, out of the ledger.
			}
		}
		if ( [] === $settlement->calls ) {
			return false;
		}
		$shop::keep_receipt( $id, $settlement->receipt->text() );
		return true;
	}

	/**
	 * The time from which sales count. Earlier ones were paid before the plugin was first activated, or come from an
	 * import of old orders.
	 *
	 * @param string $instant Current instant.
	 * @return int Unix timestamp.
	 */
	private static function counts_from( string $instant ): int {
		/**
		 * Filters how many days after its payment a sale may arrive and still count. Older sales are stored for
		 * simulation.
		 *
		 * @since 0.1.0
		 *
		 * @param int $days 45.
		 */
		$days = (int) \apply_filters( 'siren_late_days', self::LATE_DAYS );
		return \max( Clock::timestamp( $instant ) - $days * DAY_IN_SECONDS, Clock::timestamp( Lifecycle::since() ) );
	}
}
