<?php
/**
 * Amounts as decimal strings.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine takes amounts as decimal strings in major units with no more digits than the currency has. Everything here
 * works on the digits; no amount is ever added, compared or rounded as a float.
 */
final class Money {

	private const DIGITS_BY_DEFAULT = 2;

	/** ISO 4217's code for what is no currency. */
	private const NONE = 'XXX';

	private const MOST_OF_A_CODE = 10;

	/** Currencies whose minor unit is not a hundredth, those that ISO 4217 does not list too, and points, which have none. */
	private const DIGITS = [
		'points' => 0,
		'BIF' => 0,
		'BYR' => 0,
		'CLP' => 0,
		'DJF' => 0,
		'GNF' => 0,
		'IRT' => 0,
		'ISK' => 0,
		'JPY' => 0,
		'KMF' => 0,
		'KRW' => 0,
		'PYG' => 0,
		'RWF' => 0,
		'UGX' => 0,
		'UYI' => 0,
		'VND' => 0,
		'VUV' => 0,
		'XAF' => 0,
		'XOF' => 0,
		'XPF' => 0,
		'BHD' => 3,
		'IQD' => 3,
		'JOD' => 3,
		'KWD' => 3,
		'LYD' => 3,
		'OMR' => 3,
		'TND' => 3,
		'CLF' => 4,
		'UYW' => 4,
		'BTC' => 8,
	];

	/**
	 * How many decimals of a float are looked at. A shop's amounts have far fewer; the digits of a double beyond these
	 * are noise of its binary form, which would turn a half cent into a little less than one.
	 */
	private const FLOAT_DECIMALS = 8;

	/**
	 * A shop's currency as the engine takes one: capitals and digits. A shop's setting can hold anything, and whatever it
	 * holds, a sale is written down; one in a currency that nobody knows is in no pool.
	 *
	 * @param string $currency As the shop calls it.
	 */
	public static function code( string $currency ): string {
		$code = (string) \preg_replace( '/[^A-Z0-9]+/', '', \strtoupper( $currency ) );
		if ( 'POINTS' === $code || 1 !== \preg_match( '/^[A-Z][A-Z0-9]{2}/', $code ) ) {
			$code = self::NONE . $code;
		}
		return \substr( $code, 0, self::MOST_OF_A_CODE );
	}

	/**
	 * Digits after the point in a currency.
	 *
	 * @param string $currency ISO 4217 code.
	 */
	public static function digits( string $currency ): int {
		return self::DIGITS[ $currency ] ?? self::DIGITS_BY_DEFAULT;
	}

	/**
	 * A shop's amount with exactly the currency's digits, rounded half away from zero.
	 *
	 * Shops give decimal strings, often with more digits than the currency has (a price without tax, divided), and some
	 * give floats: those are written out here, at the boundary, and are text from then on.
	 *
	 * @param string|int|float $amount   `"12.345"`, `12`, `12.3`; `""` is nothing, as shops mean it.
	 * @param string           $currency ISO 4217 code.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public static function from_shop( string|int|float $amount, string $currency ): string {
		$text = \is_float( $amount ) ? \sprintf( '%.' . self::FLOAT_DECIMALS . 'F', $amount ) : \trim( (string) $amount );
		if ( '' === $text ) {
			$text = '0';
		}
		if ( 1 !== \preg_match( '/^([+-]?)(\d*)(?:\.(\d*))?$/D', $text, $part ) || '' === $part[2] . ( $part[3] ?? '' ) ) {
			throw new \UnexpectedValueException( \sprintf( 'not an amount: %s', \esc_html( $text ) ) );
		}

		$digits   = self::digits( $currency );
		$fraction = \str_pad( $part[3] ?? '', $digits + 1, '0' );
		$minor    = $part[2] . \substr( $fraction, 0, $digits );
		if ( $fraction[ $digits ] >= '5' ) {
			$minor = self::increment( $minor );
		}
		$minor = \str_pad( \ltrim( $minor, '0' ), $digits + 1, '0', STR_PAD_LEFT );

		$whole = \substr( $minor, 0, \strlen( $minor ) - $digits );
		$plain = 0 === $digits ? $whole : $whole . '.' . \substr( $minor, -$digits );
		return '-' === $part[1] && ! self::is_zero( $plain ) ? '-' . $plain : $plain;
	}

	/**
	 * The same amount with the other sign.
	 *
	 * @param string $amount Decimal string.
	 */
	public static function negate( string $amount ): string {
		if ( self::is_zero( $amount ) ) {
			return $amount;
		}
		return '-' === $amount[0] ? \substr( $amount, 1 ) : '-' . $amount;
	}

	/**
	 * Two amounts of one currency together; both as {@see self::from_shop()} gave them.
	 *
	 * @param string $amount Decimal string.
	 * @param string $more   Decimal string with as many decimals.
	 */
	public static function plus( string $amount, string $more ): string {
		return self::minus( $amount, self::negate( $more ) );
	}

	/**
	 * What is left of an amount when another is taken from it; both as {@see self::from_shop()} gave them for one
	 * currency. Counted in whole minor units.
	 *
	 * @param string $amount Decimal string.
	 * @param string $less   Decimal string with as many decimals.
	 */
	public static function minus( string $amount, string $less ): string {
		return self::from_minor( self::minor( $amount ) - self::minor( $less ), $amount );
	}

	/**
	 * The share of an amount that one other is of a third, rounded half away from zero; all of one currency, as
	 * {@see self::from_shop()} gave them.
	 *
	 * @param string $amount Decimal string.
	 * @param string $part   Decimal string, not negative.
	 * @param string $whole  Decimal string, more than nothing.
	 * @throws \UnexpectedValueException When the amounts are too large to be multiplied.
	 */
	public static function share( string $amount, string $part, string $whole ): string {
		[ $part, $whole ] = self::reduced( self::minor( $part ), self::minor( $whole ) );
		$minor            = self::minor( $amount );
		if ( $part > 0 && \abs( $minor ) > \intdiv( PHP_INT_MAX - $whole, 2 * $part ) ) {
			throw new \UnexpectedValueException( 'amounts too large for a share of them' );
		}
		$twice = 2 * \abs( $minor ) * $part + $whole;
		$share = \intdiv( $twice, 2 * $whole );
		return self::from_minor( $minor < 0 ? -$share : $share, $amount );
	}

	/**
	 * Two numbers without their common divisor.
	 *
	 * @param int $part  Not negative.
	 * @param int $whole More than 0.
	 * @return array{int,int}
	 */
	private static function reduced( int $part, int $whole ): array {
		[ $larger, $smaller ] = [ $whole, $part ];
		while ( $smaller > 0 ) {
			[ $larger, $smaller ] = [ $smaller, $larger % $smaller ];
		}
		return [ \intdiv( $part, $larger ), \intdiv( $whole, $larger ) ];
	}

	/**
	 * An amount in minor units.
	 *
	 * @param string $amount Decimal string.
	 */
	private static function minor( string $amount ): int {
		return (int) \str_replace( '.', '', $amount );
	}

	/**
	 * An amount of minor units as a decimal string.
	 *
	 * @param int    $minor Minor units.
	 * @param string $like  An amount with as many decimals.
	 */
	private static function from_minor( int $minor, string $like ): string {
		$digits = \strlen( (string) \strrchr( $like, '.' ) );
		$text   = \str_pad( (string) \abs( $minor ), \max( 1, $digits ), '0', STR_PAD_LEFT );
		$plain  = 0 === $digits ? $text : \substr( $text, 0, 1 - $digits ) . '.' . \substr( $text, 1 - $digits );
		return $minor < 0 ? '-' . $plain : $plain;
	}

	/**
	 * Whether the amount is nothing.
	 *
	 * @param string $amount Decimal string.
	 */
	public static function is_zero( string $amount ): bool {
		return '' === \trim( $amount, '-0.' );
	}

	/**
	 * Whether the amount is less than nothing.
	 *
	 * @param string $amount Decimal string.
	 */
	public static function is_negative( string $amount ): bool {
		return '-' === $amount[0] && ! self::is_zero( $amount );
	}

	/**
	 * An amount for people: grouped and pointed as the site's language does, with its currency. Not escaped.
	 *
	 * @param string $amount   Decimal string.
	 * @param string $currency ISO 4217 code, or `points`.
	 */
	public static function display( string $amount, string $currency ): string {
		global $wp_locale;
		// Translations write the separators as HTML (`&nbsp;`).
		$thousands = \html_entity_decode( $wp_locale->number_format['thousands_sep'] ?? ',', ENT_QUOTES, 'UTF-8' );
		$point     = \html_entity_decode( $wp_locale->number_format['decimal_point'] ?? '.', ENT_QUOTES, 'UTF-8' );

		$negative = '-' === $amount[0];
		$parts    = \explode( '.', \ltrim( $amount, '-' ), 2 );
		$grouped  = \strrev( \implode( \strrev( $thousands ), \str_split( \strrev( $parts[0] ), 3 ) ) );
		$number   = isset( $parts[1] ) ? $grouped . $point . $parts[1] : $grouped;

		// A real minus sign, and a space that does not break between the number and its currency.
		return ( $negative ? "\u{2212}" : '' ) . $number . "\u{00A0}" . $currency;
	}

	/**
	 * Adds one to a string of digits.
	 *
	 * @param string $digits At least one digit, or '' for nothing.
	 */
	private static function increment( string $digits ): string {
		$nines = \strlen( $digits ) - \strlen( \rtrim( $digits, '9' ) );
		$head  = \substr( $digits, 0, \strlen( $digits ) - $nines );
		if ( '' === $head ) {
			return '1' . \str_repeat( '0', $nines );
		}
		return \substr( $head, 0, -1 ) . ( (int) \substr( $head, -1 ) + 1 ) . \str_repeat( '0', $nines );
	}
}
