<?php
/**
 * Tests of the distributions' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\DistributionsScreen;

/**
 * What was decided, and for whom.
 */
final class DistributionsScreenTest extends ScreenTestCase {

	public function test_the_list(): void {
		self::may_is_over();
		$list = $this->show( DistributionsScreen::class );
		self::assertStringContainsString( "100.00\u{A0}USD", $list );
		self::assertStringContainsString( 'siren-status-complete', $list );
		self::assertStringContainsString( 'siren-status-tracking', $list );

		$complete = $this->show( DistributionsScreen::class, [ 'status' => 'complete' ] );
		self::assertStringNotContainsString( 'siren-status-tracking', $complete );
	}

	public function test_one_that_ran(): void {
		$names = self::may_is_over();
		$id    = self::closed( $names['distributor'] );
		$page  = $this->show( DistributionsScreen::class, [ 'view' => (string) $id ] );
		foreach ( [ "100.00\u{A0}USD", "75.00\u{A0}USD", "25.00\u{A0}USD", "75.00\u{A0}%", 'Fixed amount', 'Ben' ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}

		$obligations = $this->show(
			DistributionsScreen::class,
			[
				'view' => (string) $id,
				'part' => 'obligations',
			]
		);
		self::assertStringContainsString( 'siren-status-pending', $obligations );
	}

	public function test_one_that_is_open_shows_what_it_would_pay(): void {
		$names = self::may_is_over();
		$open  = \siren_get( 'distributors', $names['distributor'] )['distribution'];
		self::assertStringContainsString( 'If the period ended now', $this->show( DistributionsScreen::class, [ 'view' => (string) $open ] ) );
	}

	public function test_one_that_does_not_exist(): void {
		self::assertStringContainsString( 'There is no such distribution.', $this->show( DistributionsScreen::class, [ 'view' => '999' ] ) );
	}

	public function test_an_unknown_filter_is_answered_not_obeyed(): void {
		self::may_is_over();
		$page = $this->show( DistributionsScreen::class, [ 'status' => "x' OR 1=1 --" ] );
		self::assertStringNotContainsString( "100.00\u{A0}USD", $page );
	}

	/**
	 * The distribution of a distributor that is complete.
	 *
	 * @param int $distributor Whose.
	 */
	private static function closed( int $distributor ): int {
		return \siren_find(
			'distributions',
			[
				'distributor' => $distributor,
				'status'      => 'complete',
			]
		)['items'][0]['id'];
	}
}
