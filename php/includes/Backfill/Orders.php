<?php
/**
 * Orders in the tables of a shop.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

use Siren\Distributors\Clock;
use Siren\Distributors\PastMoment;
use Siren\Distributors\Sales\ChangedOrders;
use Siren\Distributors\Sales\Sale;
use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * Handles every order as if a hook had just reported it; one that is already recorded records nothing. Orders are read by
 * id, which is roughly oldest first. That is enough, because the ledger uses their dates.
 */
final class Orders implements Source {

	/** Small, because each order is loaded with its items and refunds. */
	private const ROWS = 100;

	/**
	 * Creates a source for a shop.
	 *
	 * @param class-string<Shop> $shop Integration.
	 */
	public function __construct( private readonly string $shop ) {}

	public function name(): string {
		return 'orders:' . $this->shop::source();
	}

	public function is_here(): bool {
		return [] !== $this->shop::orders_after( 0, 1 );
	}

	public function count(): int {
		return $this->shop::how_many_orders();
	}

	public function page( string $after ): Page {
		$ids     = $this->shop::orders_after( (int) $after, self::ROWS );
		$records = [];
		foreach ( $ids as $id ) {
			$sale    = $this->shop::sale( $id );
			$paid_at = $sale?->paid_at();
			if ( null !== $sale && null !== $paid_at ) {
				$records[] = $this->past_record( $sale, $paid_at );
			}
		}
		return new Page( \count( $ids ), $records, (string) ( \end( $ids ) ?: $after ) );
	}

	/**
	 * A paid order with its refunds as a fact.
	 *
	 * @param Sale $sale    The order as the shop shows it.
	 * @param int  $paid_at Unix timestamp.
	 */
	private function past_record( Sale $sale, int $paid_at ): PastRecord {
		$shop = $this->shop;
		return new PastRecord( $paid_at, static fn( PastMoment $past ): bool => ChangedOrders::record( $shop, $sale, Clock::now() ) );
	}
}
