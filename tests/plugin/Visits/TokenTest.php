<?php
/**
 * Tests of Token.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Token;

/**
 * Only the site can say what a page is.
 */
final class TokenTest extends SirenTestCase {

	private const SECRET = 'the site’s secret';

	public function test_a_printed_token_is_accepted(): void {
		$token = Token::read( self::SECRET, Token::make( self::SECRET, self::NOW, Token::POST, 9, [ 3, 7 ] ) );
		self::assertSame( [ Token::POST, 9, [ 3, 7 ] ], [ $token->kind, $token->post, $token->owners ] );

		$page = Token::read( self::SECRET, Token::make( self::SECRET, self::NOW, Token::PAGE ) );
		self::assertSame( [ Token::PAGE, 0, [] ], [ $page->kind, $page->post, $page->owners ] );
	}

	public function test_a_token_is_the_same_for_everyone_all_day(): void {
		self::assertSame( Token::make( self::SECRET, '2026-05-05T00:00:00Z', Token::POST, 9, [ 3 ] ), Token::make( self::SECRET, '2026-05-05T23:59:59Z', Token::POST, 9, [ 3 ] ) );
	}

	public function test_a_token_with_a_changed_byte_is_rejected(): void {
		$good = Token::make( self::SECRET, self::NOW, Token::POST, 9, [ 3 ] );
		for ( $place = 0; $place < \strlen( $good ); $place++ ) {
			foreach ( [ '0', '1', 'a', '-', '.', 'p', 's' ] as $byte ) {
				$bad = \substr_replace( $good, $byte, $place, 1 );
				self::assertSame( $bad === $good, null !== Token::read( self::SECRET, $bad ), $bad );
			}
		}
	}

	/**
	 * @dataProvider strangers
	 */
	public function test_other_texts_are_rejected( mixed $text ): void {
		self::assertNull( Token::read( self::SECRET, $text ) );
	}

	/** @return array<string,array{mixed}> */
	public static function strangers(): array {
		$good = Token::make( self::SECRET, self::NOW, Token::POST, 9, [ 3 ] );
		return [
			'nothing'             => [ null ],
			'no text'             => [ [ $good ] ],
			'another site’s'      => [ Token::make( 'another secret', self::NOW, Token::POST, 9, [ 3 ] ) ],
			'one with more in it' => [ $good . "\n" ],
			'one cut short'       => [ \substr( $good, 0, -1 ) ],
			'without a signature' => [ 'p.9.3.20578.' ],
		];
	}

	/**
	 * @dataProvider ages
	 */
	public function test_a_token_is_valid_as_long_as_a_page_may_be_cached( string $now, bool $good ): void {
		$token = Token::read( self::SECRET, Token::make( self::SECRET, self::NOW, Token::PAGE ) );
		self::assertSame( $good, $token->is_good( $now, 90 ) );
	}

	/** @return array<array{string,bool}> */
	public static function ages(): array {
		return [ [ '2026-05-03T23:59:59Z', false ], [ '2026-05-04T00:00:00Z', true ], [ '2026-08-03T23:59:59Z', true ], [ '2026-08-04T00:00:00Z', false ] ];
	}
}
