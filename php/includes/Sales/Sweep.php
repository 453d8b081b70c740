<?php
/**
 * Finds changed orders that no hook reported.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Clock;
use Siren\Distributors\Integrations\Registry;
use Siren\Distributors\Recorder;

\defined( 'ABSPATH' ) || exit;

/**
 * Hooks are not enough: a request can die between saving an order and recording it, and another plugin's exception can
 * stop a shop's hook from firing. So each heartbeat re-reads the orders that changed since the last one. Reading an order
 * that is already up to date is cheap and records nothing.
 */
final class Sweep {

	/** Option: how far each shop has been swept. */
	public const OPTION = 'siren_sweep';

	/** Orders of one shop per heartbeat. */
	private const PAGE = 200;

	/** Seconds that are read twice, because a request may take that long between its first and its last save. */
	private const OVERLAP = 600;

	/** Sweeps one page of every shop. */
	public static function run(): void {
		$kept = \get_option( self::OPTION, [] );
		$far  = \is_array( $kept ) ? $kept : [];
		foreach ( Registry::shops() as $shop ) {
			Recorder::attempt(
				static function () use ( $shop, &$far ): void {
					$source         = $shop::source();
					$place          = $far[ $source ] ?? null;
					$is_place       = \is_array( $place ) && \is_int( $place['since'] ?? null ) && \is_int( $place['seen'] ?? null );
					$far[ $source ] = self::page( $shop, $is_place ? $place : null );
				}
			);
		}
		if ( $far !== $kept ) {
			\update_option( self::OPTION, $far, false );
		}
	}

	/**
	 * Sweeps one page of a shop's orders.
	 *
	 * @param class-string<Shop>           $shop Integration.
	 * @param ?array{since:int,seen:int} $far  How far the shop has been swept: all changes before `since`, and the
	 *                                         first `seen` after it. Null if it was never swept: its past is left to
	 *                                         the backfill.
	 * @return array{since:int,seen:int} How far it is now.
	 */
	private static function page( string $shop, ?array $far ): array {
		$now   = \time(); // The shop uses the machine's clock.
		$far   = $far ?? [
			'since' => $now - self::OVERLAP,
			'seen'  => 0,
		];
		$found = $shop::orders_changed_since( $far['since'], $far['seen'] + self::PAGE );
		foreach ( \array_slice( $found, $far['seen'] ) as $id ) {
			Recorder::attempt( static fn() => ChangedOrders::look( $shop, $id, Clock::now() ) );
		}
		return \count( $found ) < $far['seen'] + self::PAGE ? [
			'since' => $now - self::OVERLAP,
			'seen'  => 0,
		] : [
			'since' => $far['since'],
			'seen'  => \count( $found ),
		];
	}
}
