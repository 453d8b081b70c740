<?php
/**
 * What is charged beside the products.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Fees, of the order or of one item, and credits, which only an order has that was typed by hand. In a refund each has the
 * name of what it takes back.
 */
final class Charge {

	/** What the name of anything's tax ends in. */
	public const TAX = '-tax';

	/**
	 * A charge.
	 *
	 * @param string $kind   `fee`, `discount`.
	 * @param string $id     Its name in the sale.
	 * @param string $amount Before tax.
	 * @param string $tax    Its tax.
	 * @param string $name   For people.
	 */
	private function __construct(
		public readonly string $kind,
		public readonly string $id,
		public readonly string $amount,
		public readonly string $tax,
		public readonly string $name
	) {}

	/**
	 * The charges among what was added to an order or a refund.
	 *
	 * @param \EDD\Orders\Order_Adjustment[] $adjustments Rows.
	 * @param string                         $currency    Of the order.
	 * @param bool                           $of_refund   Whether it is a refund's.
	 * @return self[]
	 */
	public static function among( array $adjustments, string $currency, bool $of_refund = false ): array {
		$charges = [];
		foreach ( $adjustments as $row ) {
			$amount = Money::from_shop( $row->subtotal, $currency );
			$tax    = Money::from_shop( $row->tax, $currency );
			$number = (int) ( $of_refund ? $row->parent : $row->id );
			$id     = $row->type . '-' . $number;
			if ( 0 === $number ) {
				continue;
			}
			if ( 'fee' === $row->type ) {
				$charges[] = new self( 'fee', $id, $amount, $tax, (string) $row->description );
			} elseif ( 'credit' === $row->type ) {
				$charges[] = new self( 'discount', $id, self::taken_off( $amount, $of_refund ), self::taken_off( $tax, $of_refund ), (string) $row->description );
			}
		}
		return $charges;
	}

	/**
	 * What a credit takes off an order, which EDD keeps without a sign; a refund's gives it again.
	 *
	 * @param string $amount    As EDD keeps it.
	 * @param bool   $of_refund Whether it is a refund's.
	 */
	private static function taken_off( string $amount, bool $of_refund ): string {
		$plain = \ltrim( $amount, '-' );
		return $of_refund ? $plain : Money::negate( $plain );
	}
}
