<?php
/**
 * Tests of Money.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Money;

/**
 * Amounts keep every digit they should have and no other.
 */
final class MoneyTest extends SirenTestCase {

	/**
	 * @dataProvider amounts
	 */
	public function test_a_shops_amount_gets_the_digits_of_its_currency( string|int|float $amount, string $currency, string $expected ): void {
		self::assertSame( $expected, Money::from_shop( $amount, $currency ) );
	}

	/** @return array<string,array{string|int|float,string,string}> */
	public static function amounts(): array {
		return [
			'two digits'                 => [ '12.34', 'USD', '12.34' ],
			'fewer digits'               => [ '12.3', 'USD', '12.30' ],
			'none'                       => [ '12', 'USD', '12.00' ],
			'an integer'                 => [ 12, 'USD', '12.00' ],
			'a half goes up'             => [ '0.125', 'USD', '0.13' ],
			'less than a half goes down' => [ '0.124999999', 'USD', '0.12' ],
			'a half below zero too'      => [ '-0.125', 'USD', '-0.13' ],
			'a carry'                    => [ '9.995', 'USD', '10.00' ],
			'a carry through all'        => [ '999.999', 'USD', '1000.00' ],
			'yen have no digits'         => [ '1234.5', 'JPY', '1235' ],
			'less than a yen'            => [ '0.4', 'JPY', '0' ],
			'a point without digits'     => [ '.5', 'USD', '0.50' ],
			'digits without a point'     => [ '5.', 'USD', '5.00' ],
			'dinars have three'          => [ '1.2345', 'KWD', '1.235' ],
			'bitcoins have eight'        => [ '0.123456785', 'BTC', '0.12345679' ],
			'tomans have none'           => [ '1234.5', 'IRT', '1235' ],
			'unknown ones have two'      => [ '12.345', 'XYZ', '12.35' ],
			'nothing at all'             => [ '', 'USD', '0.00' ],
			'leading zeros'              => [ '007.10', 'USD', '7.10' ],
			'a sign without an amount'   => [ '-0.001', 'USD', '0.00' ],
			'beyond a float'             => [ '90071992547409931.07', 'USD', '90071992547409931.07' ],
			'a float'                    => [ 12.3, 'USD', '12.30' ],
			'a float that is not quite'  => [ 1.005, 'USD', '1.01' ],
			'the sum every float fails'  => [ 0.1 + 0.2, 'USD', '0.30' ],
		];
	}

	/**
	 * @dataProvider no_amounts
	 */
	public function test_invalid_amounts_are_rejected( string|float $amount ): void {
		$this->expectException( \UnexpectedValueException::class );
		Money::from_shop( $amount, 'USD' );
	}

	/** @return array<array{string|float}> */
	public static function no_amounts(): array {
		return [ [ '1,234.00' ], [ '1e3' ], [ '0x1A' ], [ '.' ], [ '-' ], [ '12.3.4' ], [ 'free' ], [ '１２' ], [ NAN ], [ INF ] ];
	}

	public function test_the_locale_has_no_effect(): void {
		$before = \setlocale( LC_NUMERIC, '0' );
		\setlocale( LC_NUMERIC, 'de_DE.UTF-8', 'de_DE', 'fr_FR.UTF-8' );
		try {
			self::assertSame( '1234.50', Money::from_shop( 1234.5, 'USD' ) );
		} finally {
			\setlocale( LC_NUMERIC, $before );
		}
	}

	public function test_signs_are_kept(): void {
		self::assertSame( '-1.50', Money::negate( '1.50' ) );
		self::assertSame( '1.50', Money::negate( '-1.50' ) );
		self::assertSame( '0.00', Money::negate( '0.00' ) );
		self::assertTrue( Money::is_zero( '-0.00' ) );
		self::assertFalse( Money::is_zero( '0.01' ) );
		self::assertTrue( Money::is_negative( '-0.01' ) );
		self::assertFalse( Money::is_negative( '-0.00' ) );
	}

	public function test_amounts_are_formatted_for_people(): void {
		self::assertSame( "1,234,567.89\u{A0}USD", Money::display( '1234567.89', 'USD' ) );
		self::assertSame( "\u{2212}12.00\u{A0}EUR", Money::display( '-12.00', 'EUR' ) );
		self::assertSame( "999\u{A0}JPY", Money::display( '999', 'JPY' ) );
		self::assertSame( "90,071,992,547,409,931.07\u{A0}USD", Money::display( '90071992547409931.07', 'USD' ) );
	}

	public function test_separators_follow_the_language(): void {
		global $wp_locale;
		$english                  = $wp_locale->number_format;
		$wp_locale->number_format = [
			'thousands_sep' => '&nbsp;',
			'decimal_point' => ',',
		];
		try {
			self::assertSame( "1\u{A0}234\u{A0}567,89\u{A0}EUR", Money::display( '1234567.89', 'EUR' ) );
		} finally {
			$wp_locale->number_format = $english;
		}
	}

	/**
	 * @dataProvider differences
	 */
	public function test_amounts_are_subtracted_exactly( string $amount, string $less, string $left ): void {
		self::assertSame( $left, Money::minus( $amount, $less ) );
	}

	/** @return array<array{string,string,string}> */
	public static function differences(): array {
		return [
			[ '10.00', '0.01', '9.99' ],
			[ '0.05', '0.10', '-0.05' ],
			[ '100.00', '0.00', '100.00' ],
			[ '1.00', '1.00', '0.00' ],
			[ '-3.00', '-1.50', '-1.50' ],
			[ '5', '7', '-2' ],
			[ '10', '10', '0' ],
			[ '1.000', '0.999', '0.001' ],
		];
	}
}
