<?php
/**
 * Quantities of sold products.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Some shops sell by weight or by the hour, so a quantity can be 2.5.
 */
final class Quantity {

	/** Number of decimals that the ledger stores. */
	private const DECIMALS = 6;

	/**
	 * Converts a shop's quantity to the form the ledger takes.
	 *
	 * @param mixed $quantity `2`, `2.5`, `"2.50"`; refunds may have it negative.
	 * @return int|string A whole number, or a decimal string; 0 for anything else.
	 */
	public static function of( mixed $quantity ): int|string {
		$text = \is_float( $quantity ) ? \sprintf( '%.' . self::DECIMALS . 'F', $quantity ) : ( \is_scalar( $quantity ) ? \trim( (string) $quantity ) : '' );
		if ( 1 !== \preg_match( '/^-?(\d{1,9})(?:\.(\d+))?$/D', $text, $part ) ) {
			return 0;
		}
		$fraction = \rtrim( \substr( $part[2] ?? '', 0, self::DECIMALS ), '0' );
		return '' === $fraction ? (int) $part[1] : (int) $part[1] . '.' . $fraction;
	}
}
