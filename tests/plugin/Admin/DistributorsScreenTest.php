<?php
/**
 * Tests of the distributors' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\DistributorsScreen;

/**
 * Distributors are listed, made, changed, paused and resumed.
 */
final class DistributorsScreenTest extends ScreenTestCase {

	private const FIELDS = [
		'id'            => '0',
		'name'          => 'Course profit share',
		'status'        => 'active',
		'units'         => 'USD',
		'starts_at'     => '2026-05-01T00:00',
		'every'         => 'month',
		'days'          => '14',
		'weekday'       => 'monday',
		'month_day'     => '1',
		'year_day'      => '01-01',
		'at'            => '00:00',
		'timezone'      => 'America/New_York',
		'points'        => [
			'course_completed' => '10',
			'lesson_completed' => '1',
			'coupon_used'      => '',
		],
		'share'         => '1',
		'percent'       => '20',
		'include'       => [ 'line_items', 'discounts' ],
		'structure'     => 'performance_weighted_pool',
		'tie'           => 'first',
		'minimum_score' => '0',
		'on_empty'      => 'roll_over',
		'on_inactive'   => 'exclude',
	];

	public function test_an_empty_list_says_what_a_distributor_is(): void {
		self::assertStringContainsString( 'There is no distributor yet.', $this->show( DistributorsScreen::class ) );
	}

	public function test_one_is_made(): void {
		$this->done( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', self::FIELDS, 'distributor_saved' );

		$row = \siren_find( 'distributors' )['items'][0];
		self::assertSame( [ 'Course profit share', 'active', 'USD', '2026-05-01T04:00:00Z' ], [ $row['name'], $row['status'], $row['units'], $row['starts_at'] ] );
		self::assertSame( [ 'course_completed' => 10, 'lesson_completed' => 1 ], \array_column( $row['metrics'], 'points', 'event' ) );
		self::assertSame(
			[
				'start' => '2026-05-01T04:00:00Z',
				'end'   => '2026-06-01T04:00:00Z',
			],
			$row['period']
		);
		$list = $this->show( DistributorsScreen::class );
		self::assertStringContainsString( 'Course profit share', $list );
		self::assertStringContainsString( 'Every month', $list );
	}

	public function test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(): void {
		$fields    = [
			'percent' => 'a lot',
			'points'  => [ 'coupon_used' => '-3' ],
			'name'    => self::HOSTILE,
		] + self::FIELDS;
		$arguments = $this->sent( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', $fields );
		self::assertSame( 'new', $arguments['edit'] );
		self::assertSame( 0, \siren_find( 'distributors' )['total'] );

		$form = $this->show( DistributorsScreen::class, $arguments );
		self::assertMatchesRegularExpression( '~name="percent"[^>]*aria-invalid="true"~', \str_replace( "\n", ' ', $form ) );
		self::assertStringContainsString( 'id="siren-percent-problem"', $form );
		self::assertStringContainsString( 'id="siren-points-coupon_used-problem"', $form );
		self::assertStringContainsString( 'value="a lot"', $form );
		self::assertStringContainsString( 'value="-3"', $form );
		self::assertStringNotContainsString( 'siren-units-problem', $form );
	}

	public function test_one_is_changed_from_the_next_period_on(): void {
		$id = self::distributor( [ 'course_completed' => 10 ] );
		$this->done(
			[ DistributorsScreen::class, 'save' ],
			'siren_save_distributor',
			[
				'id'       => (string) $id,
				'name'     => 'Renamed',
				'timezone' => 'UTC',
			] + self::FIELDS,
			'distributor_saved'
		);
		$row = \siren_get( 'distributors', $id );
		self::assertSame( 'Renamed', $row['name'] );
		self::assertSame( 2, $row['version'] );
		self::assertSame( 1, \siren_find( 'distributors' )['total'] );
	}

	public function test_one_is_paused_and_resumed(): void {
		$id = self::distributor( [ 'course_completed' => 10 ] );
		self::assertStringContainsString( '>Pause</button>', $this->show( DistributorsScreen::class ) );

		$this->done(
			[ DistributorsScreen::class, 'set_status' ],
			'siren_set_distributor_status',
			[
				'id'     => (string) $id,
				'status' => 'paused',
			],
			'distributor_paused'
		);
		self::assertSame( 'paused', \siren_get( 'distributors', $id )['status'] );
		self::assertStringContainsString( '>Resume</button>', $this->show( DistributorsScreen::class ) );

		$this->done(
			[ DistributorsScreen::class, 'set_status' ],
			'siren_set_distributor_status',
			[
				'id'     => (string) $id,
				'status' => 'active',
			],
			'distributor_resumed'
		);
		self::assertSame( 'active', \siren_get( 'distributors', $id )['status'] );
	}

	public function test_one_that_does_not_exist_is_refused(): void {
		self::assertStringContainsString( 'There is no such distributor.', $this->show( DistributorsScreen::class, [ 'edit' => '999' ] ) );
		$arguments = $this->sent(
			[ DistributorsScreen::class, 'set_status' ],
			'siren_set_distributor_status',
			[
				'id'     => '999',
				'status' => 'paused',
			]
		);
		self::assertArrayNotHasKey( 'siren_done', $arguments );
		self::assertStringContainsString( 'notice-error', $this->show( DistributorsScreen::class ) );
	}

	public function test_the_form_shows_the_rule_and_who_is_ahead(): void {
		$names = self::may_is_over();
		$form  = $this->show( DistributorsScreen::class, [ 'edit' => (string) $names['distributor'] ] );
		self::assertStringContainsString( 'Every month on the 1st', $form );
		self::assertStringContainsString( 'If the period ended now', $form );
		self::assertStringContainsString( 'value="' . \esc_attr( self::HOSTILE ) . '"', $form );
	}

	public function test_who_may_only_look_sees_no_buttons_and_no_form(): void {
		$user = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		\wp_set_current_user( $user->ID );
		self::distributor( [ 'course_completed' => 10 ] );

		$list = $this->show( DistributorsScreen::class );
		self::assertStringNotContainsString( '>Pause</button>', $list );
		self::assertStringNotContainsString( 'Add distributor', $list );
		self::assertSame( 403, $this->ending( fn() => $this->show( DistributorsScreen::class, [ 'edit' => 'new' ] ) )->status );
	}

	public function test_who_may_not_look_sees_nothing(): void {
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertSame( 403, $this->ending( fn() => $this->show( DistributorsScreen::class ) )->status );
	}
}
