<?php
/**
 * How much of something was sold.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Some shops sell by weight or by the hour: 2.5 of something.
 */
final class Quantity {

	/** Digits after the point that the ledger keeps. */
	private const DECIMALS = 6;

	/**
	 * A shop's quantity as the ledger takes it.
	 *
	 * @param mixed $quantity `2`, `2.5`, `"2.50"`; of either sign, since refunds write it negative.
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
