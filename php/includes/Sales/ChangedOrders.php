<?php
/**
 * Orders that changed in this request.
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

	/** An import does not end for hours: so many orders are noted before they are settled. */
	private const MOST = 100;

	/** Older sales are history; the filter `siren_late_days` says otherwise. */
	private const LATE_DAYS = 45;

	/**
	 * Orders not settled yet: class of the shop, number, site, instant of the last sight.
	 *
	 * @var array<string,array{class-string<Shop>,int,int,string}>
	 */
	private static array $seen = [];

	/** Key of the order being settled: saving its receipt fires the shop's hooks again. */
	private static string $settling = '';

	/**
	 * An order was seen.
	 *
	 * @param class-string<Shop> $shop Integration.
	 * @param int                $id   The shop's number of the order.
	 */
	public static function note( string $shop, int $id ): void {
		$key = \get_current_blog_id() . ' ' . $shop . ' ' . $id;
		if ( $id <= 0 || $key === self::$settling ) {
			return;
		}
		unset( self::$seen[ $key ] ); // The order seen last comes last.
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
	 * An order is about to be deleted: what was counted of it leaves now, for afterwards nothing remembers it.
	 *
	 * @param class-string<Shop> $shop Integration.
	 * @param int                $id   The shop's number of the order.
	 */
	public static function gone( string $shop, int $id ): void {
		unset( self::$seen[ \get_current_blog_id() . ' ' . $shop . ' ' . $id ] );
		Recorder::attempt( static fn() => self::record( $shop, new Sale( $shop::source(), $id, '' ), Clock::now() ) );
	}

	/**
	 * Records what became of the orders that were seen.
	 */
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
	 * Looks at one order and records what is new of it.
	 *
	 * @param class-string<Shop> $shop    Integration.
	 * @param int                $id      The shop's number of the order.
	 * @param string             $instant When it was seen.
	 */
	public static function look( string $shop, int $id, string $instant ): void {
		$sale = $shop::sale( $id );
		if ( null !== $sale ) {
			self::record( $shop, $sale, $instant );
		}
	}

	/**
	 * Records what is new of an order.
	 *
	 * @param class-string<Shop> $shop    Integration.
	 * @param Sale               $sale    What the shop's books show.
	 * @param string             $instant When they were looked at.
	 * @return bool Whether anything was new.
	 * @throws \RuntimeException When the engine refuses it or cannot keep it.
	 */
	public static function record( string $shop, Sale $sale, string $instant ): bool {
		$id         = (int) $sale->id;
		$kept       = $shop::receipt( $id );
		$settlement = new Settlement( $sale, Receipt::of( $kept, $sale->source . ':' . $id ), Clock::timestamp( $instant ), self::counts_from( $instant ) );
		foreach ( $settlement->calls as [ $what, $fact ] ) {
			if ( 'refund' === $what ) {
				Recorder::refund( $fact );
			} elseif ( ! Recorder::transaction( $fact ) ) {
				return false; // Another plugin keeps the sale out, and whatever becomes of it.
			}
		}
		if ( [] === $settlement->calls ) {
			return false;
		}
		$shop::keep_receipt( $id, $settlement->receipt->text() );
		return true;
	}

	/**
	 * From when on sales count: not those that were paid before the plugin was first switched on, nor those that come in
	 * by an import of old orders.
	 *
	 * @param string $instant Now.
	 * @return int Seconds since 1970.
	 */
	private static function counts_from( string $instant ): int {
		/**
		 * Filters how many days after its payment a sale may come in and still count; one that is older is kept for
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
