<?php
/**
 * Charges other than products.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Fees, of the order or of one item, and credits, which only exist on manually entered orders. In a refund, each has
 * the same id as what it takes back.
 */
final class Charge {

	/** Suffix of the id of a tax. */
	public const TAX = '-tax';

	/**
	 * Creates a charge.
	 *
	 * @param string $kind   `fee`, `discount`.
	 * @param string $id     Id in the sale.
	 * @param string $amount Before tax.
	 * @param string $tax    Tax on it.
	 * @param string $name   Display name.
	 */
	private function __construct(
		public readonly string $kind,
		public readonly string $id,
		public readonly string $amount,
		public readonly string $tax,
		public readonly string $name
	) {}

	/**
	 * The charges among the adjustments of an order or a refund.
	 *
	 * @param \EDD\Orders\Order_Adjustment[] $adjustments Rows.
	 * @param string                         $currency    Of the order.
	 * @param bool                           $of_refund   Whether they belong to a refund.
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
	 * The amount by which a credit reduces an order; EDD stores it without a sign. A refund gives it back.
	 *
	 * @param string $amount    As stored by EDD.
	 * @param bool   $of_refund Whether it belongs to a refund.
	 */
	private static function taken_off( string $amount, bool $of_refund ): string {
		$plain = \ltrim( $amount, '-' );
		return $of_refund ? $plain : Money::negate( $plain );
	}
}
