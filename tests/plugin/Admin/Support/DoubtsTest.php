<?php
/**
 * Tests of the doubts about events of a distribution.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Screens\Hold;
use Siren\Distributors\Admin\Support\Doubts;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * It is shown where money is decided, in plain words, and leads to the form that holds the share.
 */
final class DoubtsTest extends ScreenTestCase {

	public function test_doubts_are_shown_before_approval_and_link_to_the_hold_form(): void {
		[ 'ada' => $ada, 'distribution' => $distribution ] = $this->family( [ 'review' => true ] );
		$page = $this->show( DistributionsScreen::class, [ 'view' => (string) $distribution ] );
		foreach ( [ 'The points of 1 collaborator need a closer look.', '2 of 3 events (Coupon code used) were by people whose email addresses use the collaborator’s own domain, ada.example.', 'That is 67 % of the points.', 'Examples of events: 1, 2.', 'once the distribution is approved' ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}
		self::assertStringNotContainsString( 'Hold this share', $page );

		\siren_approve_distribution( $distribution );
		$page       = $this->show( DistributionsScreen::class, [ 'view' => (string) $distribution ] );
		$obligation = \siren_find( 'obligations', [ 'collaborator' => $ada ] )['items'][0]['id'];
		self::assertStringNotContainsString( 'a closer look', $page );
		self::assertStringContainsString( \esc_url( Doubts::hold_url( $obligation, 'same_family' ) ), $page );

		$arguments = [
			'explain'        => (string) $obligation,
			Doubts::ARGUMENT => 'same_family',
		];
		$why       = $this->show( DistributionsScreen::class, $arguments );
		self::assertStringContainsString( 'own domain, ada.example', $why );
		self::assertStringContainsString( 'value="' . \esc_attr( Doubts::reason( 'same_family' ) ) . '"', $why );
		self::assertStringNotContainsString( 'ada.example', Doubts::reason( 'same_family' ), 'the collaborator reads it' );
		$this->done( [ Hold::class, 'hold' ], 'siren_hold_obligation', [ 'id' => (string) $obligation, 'hold_reason' => Doubts::reason( 'same_family' ) ], 'obligation_held' ); // phpcs:ignore WordPress.Arrays -- one form.
		self::assertStringContainsString( 'This share is held.', $this->show( DistributionsScreen::class, [ 'view' => (string) $distribution ] ) );

		$unknown = $this->show( DistributionsScreen::class, [ 'explain' => (string) $obligation, Doubts::ARGUMENT => 'Pay me" x="' ] ); // phpcs:ignore WordPress.Arrays -- one address.
		self::assertStringNotContainsString( 'Pay me', $unknown );
	}

	public function test_no_doubts_are_shown_where_there_are_none(): void {
		$names = self::may_is_over();
		$page  = $this->show( DistributionsScreen::class, [ 'view' => (string) self::ended( $names['distributor'] ) ] );
		self::assertStringNotContainsString( 'siren-doubts', $page );
	}

	/**
	 * @dataProvider kinds
	 */
	public function test_every_kind_of_doubt_has_a_text_and_a_reason( string $kind, array $facts, string $expected ): void {
		$doubt = $facts + [
			'kind'          => $kind,
			'count'         => 12,
			'of'            => 14,
			'share'         => '0.857143',
			'types'         => [ 'course_completed', 'coupon_used' ],
			'collaborators' => [],
			'domain'        => null,
			'networks'      => null,
		];
		self::assertStringContainsString( $expected, Doubts::sentence( $doubt, new Names() ) );
		self::assertNotSame( '', Doubts::reason( $kind ) );
		self::assertSame( 86, Doubts::percent( $doubt ) );
	}

	/** @return array<array{string,array,string}> */
	public static function kinds(): array {
		return [
			[ 'same_family', [ 'domain' => 'a.example' ], '12 of 14 events (Course completed, Coupon code used) were by people whose email addresses' ],
			[ 'same_family', [ 'collaborators' => [ 999 ] ], 'collaborators themselves: #999.' ],
			[ 'same_family', [ 'domain' => 'a.example', 'collaborators' => [ 999 ] ], 'a.example, or who are collaborators themselves: #999.' ], // phpcs:ignore WordPress.Arrays -- one doubt.
			[ 'shared_payout', [ 'of' => null, 'collaborators' => [ 999 ] ], 'the same payout account as #999.' ], // phpcs:ignore WordPress.Arrays -- one doubt.
			[ 'velocity', [], '12 of 14 events (Course completed, Coupon code used) arrived at a rate of more than 20 per hour.' ],
			[ 'one_network', [ 'networks' => 1 ], '12 of 14 visits came from 1 busy network.' ],
			[ 'in_seconds', [], '12 of 14 completions were too fast' ],
		];
	}

	/**
	 * May, over: of three coupon uses for Ada two are by people of her own mail domain.
	 *
	 * @param array<string,mixed> $rules Of the distributor.
	 * @return array{ada:int,distribution:int} Ids.
	 */
	private function family( array $rules ): array {
		$ada = self::collaborator( self::HOSTILE );
		\siren_save_collaborator(
			[
				'id'    => $ada,
				'email' => 'ada@ada.example',
			]
		);
		$distributor = self::distributor( [ 'coupon_used' => 1 ], $rules );
		foreach ( [ 'one@ada.example', 'two@ada.example', 'three@gmail.com' ] as $customer ) {
			Recorder::event(
				'coupon_used',
				[
					'key'          => $customer,
					'collaborator' => $ada,
					'subject'      => [ 'email:' . $customer ],
				]
			);
		}
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( '2026-06-01T00:10:00Z' );
		return [
			'ada'          => $ada,
			'distribution' => self::ended( $distributor ),
		];
	}

	/**
	 * The distribution of a period that is over.
	 *
	 * @param int $distributor Distributor.
	 */
	private static function ended( int $distributor ): int {
		return \siren_find(
			'distributions',
			[
				'distributor' => $distributor,
				'status'      => [ 'complete', 'review' ],
			]
		)['items'][0]['id'];
	}
}
