<?php
/**
 * Tests of VisitorIdentity.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\VisitorIdentity;

/**
 * No one can pose as another user.
 */
final class VisitorIdentityTest extends SirenTestCase {

	private const SECRET  = 'the site’s secret';
	private const SESSION = 'ada|1780000000|token|hash';

	public function test_a_logged_in_user_is_identified(): void {
		foreach ( [ true, false ] as $edits ) {
			$who = VisitorIdentity::read( self::SECRET, VisitorIdentity::make( self::SECRET, 7, $edits, self::SESSION ), self::SESSION );
			self::assertSame( [ 7, $edits ], [ $who->user, $who->edits ] );
		}
	}

	/**
	 * @dataProvider strangers
	 */
	public function test_an_unverified_identity_is_rejected( mixed $value, mixed $session ): void {
		self::assertNull( VisitorIdentity::read( self::SECRET, $value, $session ) );
	}

	/** @return array<string,array{mixed,mixed}> */
	public static function strangers(): array {
		$good = VisitorIdentity::make( self::SECRET, 7, false, self::SESSION );
		return [
			'no cookie'                  => [ null, self::SESSION ],
			'no text'                    => [ [ $good ], self::SESSION ],
			'another user'               => [ \str_replace( '7.0.', '8.0.', $good ), self::SESSION ],
			'an editor all of a sudden'  => [ \str_replace( '7.0.', '7.1.', $good ), self::SESSION ],
			'logged out since'           => [ $good, null ],
			'logged out, the cookie there' => [ $good, '' ],
			'another log-in'             => [ $good, 'ben|1780000000|token|hash' ],
			'another site'               => [ VisitorIdentity::make( 'another secret', 7, false, self::SESSION ), self::SESSION ],
			'user id zero'               => [ VisitorIdentity::make( self::SECRET, 0, false, self::SESSION ), self::SESSION ],
		];
	}
}
