<?php
/**
 * What has to be recorded so that the ledger agrees with the shop's books.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Compares an order as the shop has it now with what was recorded of it before. Pure: it calls no shop, ledger or clock.
 */
final class Settlement {

	private const MICROS = 1_000_000;

	/**
	 * What is to be recorded, in this order: the function's name without `siren_record_`, and what it takes.
	 *
	 * @var array<array{string,array<string,mixed>}>
	 */
	public array $calls = [];

	/**
	 * Works it out.
	 *
	 * @param Sale    $sale    What the shop's books show.
	 * @param Receipt $receipt What was recorded before; afterwards what will have been.
	 * @param int     $now     Seconds since 1970.
	 * @param int     $counts  Only what was paid from this second on counts; older sales are history.
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
	 * The order no longer counts: cancels what is left of the sale, once. An order that never counted has nothing to cancel.
	 */
	private function call_off(): void {
		if ( $this->receipt->is_empty() || '' !== $this->receipt->called_off ) {
			return;
		}
		$this->receipt->called_off = 'cancelled-' . ++$this->receipt->numbered;
		$this->refund( $this->receipt->called_off, null, [ 'cancelled' => true ] );
	}

	/**
	 * The order counts again: undoes the cancellation.
	 */
	private function take_up_again(): void {
		if ( '' !== $this->receipt->called_off ) {
			$this->refund( $this->receipt->called_off, null, [ 'undo' => true ] );
			$this->receipt->called_off = '';
		}
	}

	/**
	 * The sale with the owners that its lines had when they were first recorded.
	 *
	 * @param array<string,mixed> $transaction As the shop's books show it.
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
	 * The rest that was given back is let go where it is none any more; also before anything else changes, which could
	 * take nothing beside it, and after which the rest is another.
	 *
	 * @param array<string,mixed> $transaction The sale.
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
	 * The sale itself, or what was changed in it.
	 *
	 * @param array<string,mixed> $transaction The sale.
	 * @param ?int                $paid_at     When it was paid, of a sale that was never recorded.
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
	 * The refunds that came, changed or are no more. Those that were recorded after one that is no more could take only
	 * what it had left: they are taken anew.
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

	/**
	 * What the refunds leave of a sale that the shop calls given back as a whole.
	 */
	private function give_back_the_rest(): void {
		if ( '' === $this->receipt->rest && $this->sale->has_a_rest_to_give_back() ) {
			$this->receipt->rest = 'rest-' . ++$this->receipt->numbered;
			$this->refund( $this->receipt->rest, null, [] );
		}
	}

	/**
	 * Records a refund, a cancellation, or that one is undone.
	 *
	 * @param string $id   Its number.
	 * @param ?int   $when Seconds since 1970; null for now.
	 * @param array  $what What it takes.
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
	 * The instant of the next record: when the shop says it was, but never ahead of now, and after what was recorded
	 * before. What a shop does within one second keeps its order so.
	 *
	 * @param ?int $when Seconds since 1970; null for now.
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
	 * What marks a record that is only there for simulation.
	 *
	 * @return array{history?:true}
	 */
	private function history(): array {
		return $this->receipt->history ? [ 'history' => true ] : [];
	}

	/**
	 * What is the same while the parts of a sale that money and points follow from are. A name or a category that is
	 * changed later changes nothing.
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
	 * A short text that is the same for the same content.
	 *
	 * @param array $content Scalars and arrays.
	 */
	private static function digest( array $content ): string {
		return \hash( 'xxh64', (string) \wp_json_encode( $content ) );
	}
}
