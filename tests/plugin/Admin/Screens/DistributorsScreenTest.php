<?php
/**
 * Tests of the distributors' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Form\DistributorFields;
use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Admin\Form\Recipes;
use Siren\Distributors\Admin\Screens\DistributorCopies;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Distributors are listed, made, changed, paused and resumed.
 */
final class DistributorsScreenTest extends ScreenTestCase {

	/** What the tests type, over what an empty form holds. */
	private const FIELDS = [
		'name'      => 'Course profit share',
		'starts_at' => '2026-05-01T00:00',
		'timezone'  => 'America/New_York',
		'points'    => [
			'course_completed' => '10',
			'lesson_completed' => '1',
			'coupon_used'      => '',
		],
		'share'     => '1',
		'percent'   => '20',
	];

	public function test_an_empty_list_explains_what_a_distributor_is(): void {
		self::assertStringContainsString( 'No distributors yet', $this->show( DistributorsScreen::class ) );
	}

	public function test_a_distributor_is_created(): void {
		$this->done( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', self::form(), 'distributor_saved' );

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

	public function test_errors_are_shown_beside_their_fields_and_no_input_is_lost(): void {
		$fields    = [
			'percent' => 'a lot',
			'points'  => [ 'coupon_used' => '-3' ],
			'name'    => self::HOSTILE,
		] + self::form();
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

	public function test_errors_are_shown_in_the_language_of_the_site(): void {
		$this->translate(
			[
				'is "%1$s"; it must be more than 0 and at most 100, with at most 6 decimals' => 'ist „%1$s“, muss aber zwischen 0 und 100 liegen',
				'must be %1$s, not %2$s' => 'muss %1$s sein, nicht %2$s',
				'an integer'             => 'eine ganze Zahl',
				'a string'               => 'ein Text',
			]
		);
		$fields    = [
			'percent' => 'a lot',
			'points'  => [ 'coupon_used' => 'three' ],
		] + self::form();
		$arguments = $this->sent( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', $fields );
		$form      = $this->show( DistributorsScreen::class, $arguments );
		self::assertStringContainsString( 'ist „a lot“, muss aber zwischen 0 und 100 liegen', $form );
		self::assertStringContainsString( 'muss eine ganze Zahl sein, nicht ein Text', $form );
	}

	public function test_changes_apply_from_the_next_period(): void {
		$id = self::distributor( [ 'course_completed' => 10 ] );
		$this->done(
			[ DistributorsScreen::class, 'save' ],
			'siren_save_distributor',
			[
				'id'       => (string) $id,
				'name'     => 'Renamed',
				'timezone' => 'UTC',
			] + self::form(),
			'distributor_saved'
		);
		$row = \siren_get( 'distributors', $id );
		self::assertSame( 'Renamed', $row['name'] );
		self::assertSame( 2, $row['version'] );
		self::assertSame( 1, \siren_find( 'distributors' )['total'] );
	}

	public function test_a_distributor_is_paused_and_resumed(): void {
		$id = self::distributor( [ 'course_completed' => 10 ] );
		self::assertStringContainsString( '>Pause<', $this->show( DistributorsScreen::class ) );

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
		self::assertStringContainsString( '>Resume<', $this->show( DistributorsScreen::class ) );

		$this->done(
			[ DistributorsScreen::class, 'set_status' ],
			'siren_set_distributor_status',
			[
				'id'     => (string) $id,
				'status' => 'active',
			],
			'distributor_active'
		);
		self::assertSame( 'active', \siren_get( 'distributors', $id )['status'] );
	}

	public function test_a_missing_distributor_is_reported(): void {
		self::assertStringContainsString( 'Distributor not found.', $this->show( DistributorsScreen::class, [ 'edit' => '999' ] ) );
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

	public function test_the_editor_shows_the_rule(): void {
		$names = self::may_is_over();
		$form  = $this->show( DistributorsScreen::class, [ 'edit' => (string) $names['distributor'] ] );
		self::assertStringContainsString( 'Every month on the 1st', $form );
		self::assertStringContainsString( 'View open period', $form );
		self::assertStringContainsString( 'value="' . \esc_attr( self::HOSTILE ) . '"', $form );
	}

	public function test_every_recipe_is_a_valid_distributor(): void {
		self::assertCount( 6, Recipes::all() );
		$new = $this->show( DistributorsScreen::class, [ 'edit' => 'new' ] );
		foreach ( Recipes::all() as $name => $recipe ) {
			self::assertSame( [], \siren_check_distributor( $recipe['configuration'] )['problems'], $name );
			self::assertStringContainsString( 'recipe=' . $name, $new );

			$editor = $this->show(
				DistributorsScreen::class,
				[
					'edit'   => 'new',
					'recipe' => $name,
				]
			);
			self::assertStringContainsString( 'value="' . \esc_attr( $recipe['configuration']['name'] ) . '"', $editor );
		}
	}

	/** @dataProvider guarded */
	public function test_a_recipe_lists_its_precautions( string $recipe, array $settings, array $said ): void {
		$configuration = Recipes::named( $recipe );
		self::assertEquals( $settings, \array_intersect_key( $configuration, $settings ) );
		$editor = $this->show(
			DistributorsScreen::class,
			[
				'edit'   => 'new',
				'recipe' => $recipe,
			]
		);
		self::assertSame( \count( $said ), \count( Recipes::precautions( $configuration ) ) );
		foreach ( $said as $words ) {
			self::assertStringContainsString( $words, $editor );
		}
	}

	/** @return array<string,array{string,array,string[]}> */
	public static function guarded(): array {
		$given_back = [
			'hold_days'             => 14,
			'on_refund_after_close' => 'clawback',
			'clawback_from'         => 'credited',
		];
		return [
			'courses'    => [ 'course-profit-share', $given_back, [ '14 days after the period ends', 'pay back their share', 'Only students who paid' ] ],
			'affiliates' => [ 'top-affiliate', $given_back, [ '14 days', 'pay back', 'Very small sales earn nothing', 'Each customer counts once' ] ],
			'bloggers'   => [ 'blogger-traffic', [ 'review' => true ], [ 'Someone on your team approves' ] ],
			'team'       => [ 'team-pool', $given_back + [ 'review' => true, 'minimum_score' => 10 ], [ '14 days', 'pay back', 'Only students', 'Someone on your team' ] ],
		];
	}

	public function test_the_live_preview_shows_the_rule_its_errors_and_what_it_would_pay(): void {
		$ada = self::collaborator( self::HOSTILE );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'course-1',
				'collaborator' => $ada,
			]
		);
		self::set_clock( '2026-05-06T12:00:00Z' );
		\siren_run_due( '2026-05-06T12:00:00Z' );
		$fields = [
			'name'         => 'A bonus',
			'points'       => [ 'course_completed' => '5' ],
			'fixed'        => true,
			'fixed_amount' => '80.00',
		] + DistributorFields::blank();

		$answer = DistributorsScreen::previewed( $fields );
		self::assertStringContainsString( "80.00\u{A0}USD is shared", (string) $answer['sentence'] );
		self::assertSame( [], $answer['problems'] );
		self::assertStringContainsString( "80.00\u{A0}USD", $answer['trial'] );
		self::assertStringContainsString( \esc_html( self::HOSTILE ), $answer['trial'] );
		self::assertStringNotContainsString( '<script', $answer['trial'] );

		$answer = DistributorsScreen::previewed( [ 'fixed_amount' => '8,00' ] + $fields );
		self::assertNull( $answer['sentence'] );
		self::assertSame( [ 'fixed_amount' ], \array_keys( $answer['problems'] ) );
		self::assertSame( '', $answer['trial'] );
		self::assertSame( 0, \siren_find( 'distributors' )['total'] );
	}

	public function test_the_preview_lists_the_first_collaborators_and_counts_the_rest(): void {
		self::many( 25 );
		$fields = [
			'name'         => 'A bonus',
			'points'       => [ 'course_completed' => '5' ],
			'fixed'        => true,
			'fixed_amount' => '80.00',
			'every'        => 'day',
		] + DistributorFields::blank();
		self::set_clock( '2026-05-02T18:00:00Z' );
		$open = DistributorsScreen::previewed( $fields )['trial'];
		self::assertStringContainsString( 'Person 018', $open );
		self::assertStringNotContainsString( 'Person 017', $open );
		self::assertStringContainsString( 'and 17 more', $open );

		self::set_clock( '2026-05-05T12:00:00Z' );
		$before = DistributorsScreen::previewed( $fields )['trial'];
		self::assertStringContainsString( 'No one has earned points yet.', $before );
		self::assertStringContainsString( 'Person 006', $before );
		self::assertStringNotContainsString( 'Person 005', $before );
		self::assertStringContainsString( 'and 5 more', $before );
	}

	public function test_the_preview_works_without_a_script(): void {
		$arguments = $this->sent( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', [ 'preview' => '1' ] + self::form() );
		$editor    = $this->show( DistributorsScreen::class, $arguments );
		self::assertStringContainsString( 'If the period ended now', $editor );
		self::assertStringContainsString( 'value="Course profit share"', $editor );
		self::assertSame( 0, \siren_find( 'distributors' )['total'] );
	}

	public function test_a_copy_is_a_draft_with_the_same_rules(): void {
		$id        = self::distributor( [ 'webinar_attended' => 3 ], [ 'hold_days' => 14 ] );
		$arguments = $this->done( [ DistributorCopies::class, 'duplicate' ], 'siren_duplicate_distributor', [ 'id' => (string) $id ], 'distributor_drafted' );

		$copy = \siren_get( 'distributors', (int) $arguments['edit'] );
		self::assertSame( [ 'Copy of May', 'draft' ], [ $copy['name'], $copy['status'] ] );
		self::assertSame( [ 'name' => 'May' ] + DistributorForm::rules( $copy ), [ 'name' => 'May' ] + DistributorForm::rules( \siren_get( 'distributors', $id ) ) );
	}

	public function test_a_file_that_was_exported_can_be_imported(): void {
		$id   = self::distributor( [ 'course_completed' => 3 ], [ 'name' => self::HOSTILE ] );
		$file = DistributorCopies::text( \siren_get( 'distributors', $id ) );

		$arguments = $this->done( [ DistributorCopies::class, 'import' ], 'siren_import_distributor', [ 'json' => $file ], 'distributor_drafted' );
		$made      = \siren_get( 'distributors', (int) $arguments['edit'] );
		self::assertSame( 'draft', $made['status'] );
		self::assertSame( $file, DistributorCopies::text( $made ) );
	}

	/**
	 * @dataProvider no_files
	 */
	public function test_an_invalid_distributor_file_is_rejected( string $text, string $said ): void {
		$arguments = $this->sent( [ DistributorCopies::class, 'import' ], 'siren_import_distributor', [ 'json' => $text ] );
		self::assertSame( 'new', $arguments['edit'] );
		self::assertStringContainsString( $said, $this->show( DistributorsScreen::class, $arguments ) );
		self::assertSame( 0, \siren_find( 'distributors' )['total'] );
	}

	/** @return array<string,array{string,string}> */
	public static function no_files(): array {
		return [
			'nothing'          => [ '', 'does not contain a distributor' ],
			'another file'     => [ '{"name":"x"}', 'does not contain a distributor' ],
			'wrong rules'      => [ '{"siren_distributor":1,"name":"x","units":"USD"}', 'schedule' ],
			'an unknown part'  => [ '{"siren_distributor":1,"name":"x","bribe":"1"}', 'bribe' ],
		];
	}

	public function test_archiving_is_final(): void {
		$id = self::distributor( [ 'course_completed' => 10 ] );
		$this->done(
			[ DistributorsScreen::class, 'set_status' ],
			'siren_set_distributor_status',
			[
				'id'     => (string) $id,
				'status' => 'archived',
			],
			'distributor_archived'
		);
		self::assertStringNotContainsString( 'Archive permanently', $this->show( DistributorsScreen::class, [ 'edit' => (string) $id ] ) );
	}

	public function test_users_with_read_only_access_see_no_buttons_and_no_form(): void {
		$user = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		\wp_set_current_user( $user->ID );
		self::distributor( [ 'course_completed' => 10 ] );

		$list = $this->show( DistributorsScreen::class );
		self::assertStringNotContainsString( '>Pause<', $list );
		self::assertStringNotContainsString( 'Add distributor', $list );
		self::assertSame( 403, $this->ending( fn() => $this->show( DistributorsScreen::class, [ 'edit' => 'new' ] ) )->status );
	}

	public function test_users_without_the_capability_see_nothing(): void {
		\wp_set_current_user( self::user( 'editor' ) );
		self::assertSame( 403, $this->ending( fn() => $this->show( DistributorsScreen::class ) )->status );
	}

	/**
	 * What the form sends.
	 *
	 * @return array<string,mixed> Texts by field; boxes that are not ticked are not sent.
	 */
	private static function form(): array {
		$fields = self::FIELDS + DistributorFields::blank();
		return \array_filter( $fields, static fn( mixed $field ): bool => false !== $field );
	}
}
