<?php
/**
 * What is taken back of a sale, and given again.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Refunds and cancellations of one sale. Each has a number, unique in its sale: recorded twice it counts once, undone it
 * gives back all that it took, and after that it can be given again.
 */
final class Reversal {

	/** Number of the one cancellation a sale can have at a time. */
	public const CANCELLED = 'cancelled';

	/** ISO 4217 code, in capitals. */
	private readonly string $currency;

	/**
	 * Nothing taken back yet.
	 *
	 * @param string     $source   The shop's plugin.
	 * @param int|string $sale     The shop's number of the sale.
	 * @param string     $currency ISO 4217 code of the sale.
	 */
	public function __construct( private readonly string $source, private readonly int|string $sale, string $currency ) {
		$this->currency = Money::code( $currency );
	}

	/**
	 * A refund that names no lines; the engine spreads it over what is left of them. Of nothing it is none.
	 *
	 * @param string           $id     The shop's number of the refund.
	 * @param string|int|float $amount As the shop gives it, of either sign.
	 * @throws \UnexpectedValueException       When it is no amount.
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function of_amount( string $id, string|int|float $amount ): void {
		$amount = \ltrim( Money::from_shop( $amount, $this->currency ), '-' );
		if ( ! Money::is_zero( $amount ) ) {
			$this->record( $id, [ 'amount' => $amount ] );
		}
	}

	/**
	 * A refund of lines.
	 *
	 * @param string  $id    The shop's number of the refund.
	 * @param array[] $lines Each `external_id` of the sale's detail, `amount` given back of it, `quantity` perhaps.
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function of_lines( string $id, array $lines ): void {
		$this->record( $id, [ 'lines' => $lines ] );
	}

	/**
	 * A refund of all that is left.
	 *
	 * @param string $id The shop's number of the refund.
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function of_rest( string $id ): void {
		$this->record( $id, [] );
	}

	/**
	 * The sale is called off: what is left of it goes, without a refund of the shop's.
	 *
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function cancel(): void {
		$this->record( self::CANCELLED, [ 'cancelled' => true ] );
	}

	/**
	 * A refund or the cancellation did not happen after all.
	 *
	 * @param string $id Its number.
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function undo( string $id = self::CANCELLED ): void {
		$this->record( $id, [ 'undo' => true ] );
	}

	/**
	 * Records it.
	 *
	 * @param string $id   Its number.
	 * @param array  $what What it takes.
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	private function record( string $id, array $what ): void {
		Recorder::refund(
			$what + [
				'source'      => $this->source,
				'external_id' => (string) $this->sale,
				'refund_id'   => $id,
			]
		);
	}
}
