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
 * The engine takes amounts as decimal strings in major units, with no more digits than the currency has. Everything
 * here works on the digits: amounts are never added, compared or rounded as floats.
 */
final class Money {

	private const DIGITS_BY_DEFAULT = 2;

	/** ISO 4217 code for "no currency". */
	private const NONE = 'XXX';

	private const MOST_OF_A_CODE = 10;

	/**
	 * Decimals of currencies whose minor unit is not a hundredth, including some that ISO 4217 does not list, and of
	 * points, which have none.
	 */
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
	 * Number of decimals of a float that are used. Shop amounts have far fewer; the digits of a double beyond these are
	 * binary noise, which would turn half a cent into slightly less.
	 */
	private const FLOAT_DECIMALS = 8;

	/**
	 * A shop's currency in the form the engine takes: capitals and digits. The sale is recorded whatever the shop's
	 * setting contains; a sale in an unknown currency feeds no pool.
	 *
	 * @param string $currency As the shop stores it.
	 */
	public static function code( string $currency ): string {
		$code = (string) \preg_replace( '/[^A-Z0-9]+/', '', \strtoupper( $currency ) );
		if ( 'POINTS' === $code || 1 !== \preg_match( '/^[A-Z][A-Z0-9]{2}/', $code ) ) {
			$code = self::NONE . $code;
		}
		return \substr( $code, 0, self::MOST_OF_A_CODE );
	}

	/**
	 * Number of decimals of a currency.
	 *
	 * @param string $currency ISO 4217 code.
	 */
	public static function digits( string $currency ): int {
		return self::DIGITS[ $currency ] ?? self::DIGITS_BY_DEFAULT;
	}

	/**
	 * A shop's amount with exactly as many decimals as the currency, rounded half away from zero. Shops return decimal
	 * strings, often with more digits than the currency has (for example a price without tax), and some return floats.
	 * Floats are converted to text here, at the boundary.
	 *
	 * @param string|int|float $amount   `"12.345"`, `12`, `12.3`; shops use `""` for zero.
	 * @param string           $currency ISO 4217 code.
	 * @throws \UnexpectedValueException When it is not an amount.
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
	 * Negates an amount.
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
	 * Adds two amounts of the same currency, both as returned by {@see self::from_shop()}.
	 *
	 * @param string $amount Decimal string.
	 * @param string $more   Decimal string with the same number of decimals.
	 */
	public static function plus( string $amount, string $more ): string {
		return self::minus( $amount, self::negate( $more ) );
	}

	/**
	 * Subtracts an amount from another of the same currency, both as returned by {@see self::from_shop()}. Calculates
	 * in whole minor units.
	 *
	 * @param string $amount Decimal string.
	 * @param string $less   Decimal string with the same number of decimals.
	 */
	public static function minus( string $amount, string $less ): string {
		return self::from_minor( self::minor( $amount ) - self::minor( $less ), $amount );
	}

	/**
	 * Calculates `$amount` × `$part` ÷ `$whole`, rounded half away from zero. All are of the same currency and as
	 * returned by {@see self::from_shop()}.
	 *
	 * @param string $amount Decimal string.
	 * @param string $part   Decimal string, not negative.
	 * @param string $whole  Decimal string, greater than zero.
	 * @throws \UnexpectedValueException When the amounts are too large to multiply.
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
	 * Reduces a fraction to lowest terms.
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
	 * Converts an amount to minor units.
	 *
	 * @param string $amount Decimal string.
	 */
	private static function minor( string $amount ): int {
		return (int) \str_replace( '.', '', $amount );
	}

	/**
	 * Converts minor units to a decimal string.
	 *
	 * @param int    $minor Minor units.
	 * @param string $like  An amount with the same number of decimals.
	 */
	private static function from_minor( int $minor, string $like ): string {
		$digits = \strlen( (string) \strrchr( $like, '.' ) );
		$text   = \str_pad( (string) \abs( $minor ), \max( 1, $digits ), '0', STR_PAD_LEFT );
		$plain  = 0 === $digits ? $text : \substr( $text, 0, 1 - $digits ) . '.' . \substr( $text, 1 - $digits );
		return $minor < 0 ? '-' . $plain : $plain;
	}

	/**
	 * Whether the amount is zero.
	 *
	 * @param string $amount Decimal string.
	 */
	public static function is_zero( string $amount ): bool {
		return '' === \trim( $amount, '-0.' );
	}

	/**
	 * Whether the amount is negative.
	 *
	 * @param string $amount Decimal string.
	 */
	public static function is_negative( string $amount ): bool {
		return '-' === $amount[0] && ! self::is_zero( $amount );
	}

	/**
	 * Formats an amount for display with its currency, in the number format of the site's language. Not escaped.
	 *
	 * @param string $amount   Decimal string.
	 * @param string $currency ISO 4217 code, or `points`.
	 */
	public static function display( string $amount, string $currency ): string {
		global $wp_locale;
		// Translations contain the separators as HTML (`&nbsp;`).
		$thousands = \html_entity_decode( $wp_locale->number_format['thousands_sep'] ?? ',', ENT_QUOTES, 'UTF-8' );
		$point     = \html_entity_decode( $wp_locale->number_format['decimal_point'] ?? '.', ENT_QUOTES, 'UTF-8' );

		$negative = '-' === $amount[0];
		$parts    = \explode( '.', \ltrim( $amount, '-' ), 2 );
		$grouped  = \strrev( \implode( \strrev( $thousands ), \str_split( \strrev( $parts[0] ), 3 ) ) );
		$number   = isset( $parts[1] ) ? $grouped . $point . $parts[1] : $grouped;

		// A real minus sign, and a no-break space between the number and its currency.
		return ( $negative ? "\u{2212}" : '' ) . $number . "\u{00A0}" . $currency;
	}

	/**
	 * Adds one to a string of digits.
	 *
	 * @param string $digits At least one digit, or '' for zero.
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
