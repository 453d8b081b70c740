<?php
/**
 * Determines what to record so that the ledger matches the shop.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Compares the current state of an order with what was recorded about it. Pure: uses no shop, ledger or clock.
 */
final class Settlement {

	private const MICROS = 1_000_000;

	/**
	 * The records to write, in this order: name of the function without `siren_record_`, and its argument.
	 *
	 * @var array<array{string,array<string,mixed>}>
	 */
	public array $calls = [];

	/**
	 * Compares an order with its receipt.
	 *
	 * @param Sale    $sale    The order as the shop shows it.
	 * @param Receipt $receipt What was recorded before; updated to what will have been recorded.
	 * @param int     $now     Unix timestamp.
	 * @param int     $counts  Sales paid before this Unix timestamp are history.
	 */
	public function __construct( private readonly Sale $sale, public readonly Receipt $receipt, private readonly int $now, int $counts ) {
		$paid_at = $sale->paid_at();
		if ( null === $paid_at ) {
			$this->call_off();
			return;
		}
		$was_empty = $receipt->is_empty();
		if ( $was_empty ) {
			$receipt->history    = $paid_at < $counts;
			$receipt->gift_cards = $sale->gift_cards();
		}
		$transaction = $this->with_the_owners_of_then( $sale->transaction() );
		$this->take_up_again();
		$this->leave_the_rest( $transaction );
		$this->book( $transaction, $was_empty ? $paid_at : null );
		$this->give_back();
		$this->give_back_the_rest();
	}

	/**
	 * The order no longer counts: cancels what is left of the sale, once. An order that never counted has nothing to
	 * cancel.
	 */
	private function call_off(): void {
		if ( $this->receipt->is_empty() || '' !== $this->receipt->called_off ) {
			return;
		}
		$this->receipt->called_off = 'cancelled-' . ++$this->receipt->numbered;
		$this->refund( $this->receipt->called_off, null, [ 'cancelled' => true ] );
	}

	/** The order counts again: reverses the cancellation. */
	private function take_up_again(): void {
		if ( '' !== $this->receipt->called_off ) {
			$this->refund( $this->receipt->called_off, null, [ 'undo' => true ] );
			$this->receipt->called_off = '';
		}
	}

	/**
	 * The sale with the owners its lines had when they were first recorded.
	 *
	 * @param array<string,mixed> $transaction The current sale.
	 * @return array<string,mixed>
	 */
	private function with_the_owners_of_then( array $transaction ): array {
		foreach ( $transaction['details'] as &$detail ) {
			if ( 'line_item' === $detail['kind'] ) {
				$line                           = $detail['external_id'];
				$this->receipt->owners[ $line ] = $this->receipt->owners[ $line ] ?? $detail['owners'] ?? [];
				$detail['owners']               = $this->receipt->owners[ $line ];
			}
		}
		return $transaction;
	}

	/**
	 * Reverses the refund of the remainder if there is no longer one. Also before any other change, because nothing
	 * else could be refunded next to it, and afterwards the remainder is different.
	 *
	 * @param array<string,mixed> $transaction Sale.
	 */
	private function leave_the_rest( array $transaction ): void {
		$receipt = $this->receipt;
		$refunds = \array_map( static fn( array $refund ): string => self::digest( $refund['takes'] ), $this->sale->refunds() );
		$is_same = self::body( $transaction ) === $receipt->body && $refunds == $receipt->refunds; // phpcs:ignore Universal.Operators.StrictComparisons -- in any order.
		if ( '' !== $receipt->rest && ! ( $is_same && $this->sale->has_a_rest_to_give_back() ) ) {
			$this->refund( $receipt->rest, null, [ 'undo' => true ] );
			$receipt->rest = '';
		}
	}

	/**
	 * Records the sale, or changes to it.
	 *
	 * @param array<string,mixed> $transaction Sale.
	 * @param ?int                $paid_at     When it was paid, for a sale that was never recorded.
	 */
	private function book( array $transaction, ?int $paid_at ): void {
		$body = self::body( $transaction );
		if ( $body === $this->receipt->body ) {
			return;
		}
		$this->receipt->body     = $body;
		$this->receipt->revision = \max( $this->now * self::MICROS, $this->receipt->revision + 1 );
		$transaction            += [
			'occurred_at' => $this->instant( $paid_at ),
			'revision'    => $this->receipt->revision,
		];
		$this->calls[]           = [ 'transaction', $transaction + $this->history() ];
	}

	/**
	 * Records new, changed and removed refunds. Refunds recorded after a removed one were limited to what it had left,
	 * so they are recorded again.
	 */
	private function give_back(): void {
		$stand = $this->sale->refunds();
		$anew  = false;
		foreach ( $this->receipt->refunds as $id => $digest ) {
			$anew = $anew || ! isset( $stand[ $id ] ) || self::digest( $stand[ $id ]['takes'] ) !== $digest;
			if ( $anew ) {
				$this->refund( (string) $id, null, [ 'undo' => true ] );
				unset( $this->receipt->refunds[ $id ] );
			}
		}
		foreach ( $stand as $id => $refund ) {
			if ( ! isset( $this->receipt->refunds[ $id ] ) ) {
				$this->refund( (string) $id, $refund['at'], $refund['takes'] );
				$this->receipt->refunds[ $id ] = self::digest( $refund['takes'] );
			}
		}
	}

	/** Refunds the remainder of a sale that the shop marks as completely refunded. */
	private function give_back_the_rest(): void {
		if ( '' === $this->receipt->rest && $this->sale->has_a_rest_to_give_back() ) {
			$this->receipt->rest = 'rest-' . ++$this->receipt->numbered;
			$this->refund( $this->receipt->rest, null, [] );
		}
	}

	/**
	 * Records a refund or a cancellation, or reverses one.
	 *
	 * @param string $id   Refund id.
	 * @param ?int   $when Unix timestamp; null for now.
	 * @param array  $what What it takes back.
	 */
	private function refund( string $id, ?int $when, array $what ): void {
		$this->calls[] = [
			'refund',
			$what + [
				'source'      => $this->sale->source,
				'external_id' => (string) $this->sale->id,
				'refund_id'   => $id,
				'occurred_at' => $this->instant( $when ),
			] + $this->history(),
		];
	}

	/**
	 * The instant of the next record: the shop's date, but never in the future, and later than the previous record.
	 * This keeps the order of changes within the same second.
	 *
	 * @param ?int $when Unix timestamp; null for now.
	 * @return string RFC 3339 in UTC.
	 */
	private function instant( ?int $when ): string {
		$earliest            = 0 === $this->receipt->last ? 0 : $this->receipt->last + 1;
		$micros              = \max( \min( $when ?? $this->now, $this->now ) * self::MICROS, $earliest );
		$this->receipt->last = $micros;
		$fraction            = $micros % self::MICROS;
		return \gmdate( 'Y-m-d\TH:i:s', \intdiv( $micros, self::MICROS ) ) . ( 0 === $fraction ? '' : \sprintf( '.%06d', $fraction ) ) . 'Z';
	}

	/**
	 * The field that marks records for simulation only.
	 *
	 * @return array{history?:true}
	 */
	private function history(): array {
		return $this->receipt->history ? [ 'history' => true ] : [];
	}

	/**
	 * A digest of the parts of a sale that money and points depend on. Later changes to a name or a category do not
	 * affect it.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it.
	 */
	private static function body( array $transaction ): string {
		$details = [];
		foreach ( $transaction['details'] as $detail ) {
			$details[] = [ $detail['kind'], $detail['external_id'], $detail['amount'], (string) ( $detail['quantity'] ?? 1 ), $detail['line'] ?? '' ];
		}
		$credited = $transaction['credit_referrer'] ?? true;
		return self::digest( [ $transaction['currency'], $details, $transaction['coupons'], $transaction['renewal'], $transaction['referrer'] ?? [], ...( $credited ? [] : [ false ] ) ] );
	}

	/**
	 * A short digest of some content.
	 *
	 * @param array $content Scalars and arrays.
	 */
	private static function digest( array $content ): string {
		return \hash( 'xxh64', (string) \wp_json_encode( $content ) );
	}
}
