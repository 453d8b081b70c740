<?php
/**
 * Tests of Submission.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Form;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Nothing happens without the capability, and nothing that was typed is lost.
 */
final class SubmissionTest extends SirenTestCase {

	protected function setUp(): void {
		parent::setUp();
		\wp_set_current_user( self::user( 'administrator' ) );
	}

	public function test_only_a_posted_form_is_processed(): void {
		self::send( 'siren_test', [] );
		$_SERVER['REQUEST_METHOD'] = 'GET';
		self::assertSame( 405, $this->ending( [ $this, 'take' ] )->status );
	}

	public function test_a_form_without_its_nonce_is_rejected(): void {
		self::send( 'siren_something_else', [] );
		self::assertSame( 403, $this->ending( [ $this, 'take' ] )->status );
	}

	public function test_another_users_nonce_is_rejected(): void {
		self::send( 'siren_test', [] );
		\wp_set_current_user( self::user( 'administrator' ) );
		self::assertSame( 403, $this->ending( [ $this, 'take' ] )->status );
	}

	public function test_a_nonce_alone_is_not_enough(): void {
		\wp_set_current_user( self::user( 'editor' ) );
		self::send( 'siren_test', [] );
		self::assertSame( 403, $this->ending( [ $this, 'take' ] )->status );
	}

	public function test_submitted_values_are_read_as_text(): void {
		self::send(
			'siren_test',
			[
				'name'   => "  O'Neil \"x\" <b>100%25</b>\t\x00",
				'id'     => '12',
				'list'   => [ 'not', 'text' ],
				'codes'  => "ONE\r\n\r\n TWO \n",
				'points' => [
					'a' => '1',
					'b' => [ 'deep' ],
				],
				'on'     => '1',
			]
		);
		$form = new Submission( 'siren_test', Lifecycle::MANAGE_PROGRAMS );

		self::assertSame( "O'Neil \"x\" <b>100%25</b>", $form->text( 'name' ) );
		self::assertSame( 12, $form->id( 'id' ) );
		self::assertSame( 0, $form->id( 'name' ) );
		self::assertSame( '', $form->text( 'list' ) );
		self::assertSame( '', $form->text( 'nowhere' ) );
		self::assertSame( [ 'ONE', 'TWO' ], $form->lines( 'codes' ) );
		self::assertSame( [ 'a' => '1' ], $form->group( 'points' ) );
		self::assertTrue( $form->ticked( 'on' ) );
		self::assertFalse( $form->ticked( 'off' ) );
	}

	public function test_a_successful_form_ends_in_a_redirect(): void {
		self::send( 'siren_test', [] );
		$form = $this->take();
		$end  = $this->ending( static fn() => $form->carry_out( '/wp-admin/back', static fn(): string => '/wp-admin/next' ) );
		self::assertSame( [ 302, '/wp-admin/next' ], [ $end->status, $end->location ] );
		self::assertNull( Submission::refused() );
	}

	public function test_a_rejected_form_is_shown_once_with_what_was_typed(): void {
		self::send( 'siren_test', [] );
		$form  = $this->take();
		$typed = [ 'name' => '' ];
		$end   = $this->ending(
			static fn() => $form->carry_out(
				'/wp-admin/back',
				static function (): string {
					\siren_save_collaborator( [ 'name' => '' ] );
					return '/wp-admin/next';
				},
				$typed
			)
		);
		self::assertSame( '/wp-admin/back', $end->location );

		$refused = Submission::refused();
		self::assertSame( $typed, $refused['typed'] );
		self::assertSame( 'name', $refused['problems'][0]['path'] );
		self::assertNull( Submission::refused() );
	}

	public function test_a_redirect_never_leaves_the_site(): void {
		self::send( 'siren_test', [] );
		$form = $this->take();
		$end  = $this->ending( static fn() => $form->carry_out( '/', static fn(): string => 'https://evil.example/' ) );
		self::assertStringNotContainsString( 'evil', $end->location );
	}

	public function test_the_next_heartbeat_deletes_abandoned_input(): void {
		global $wpdb;
		$name = 'siren_refused_' . \get_current_user_id();
		$rows = static fn(): array => $wpdb->get_col( "SELECT option_value FROM {$wpdb->options} WHERE option_name IN ( '_transient_$name', '_transient_timeout_$name' )" );
		Submission::keep( [ 'payout' => 'DE00 1234' ], [], 'refused' );
		\do_action( 'siren_heartbeat' );
		self::assertStringContainsString( 'DE00 1234', \implode( '', $rows() ), 'not before its time' );
		\update_option( '_transient_timeout_' . $name, \time() - 1 );
		\do_action( 'siren_heartbeat' );
		self::assertSame( [], $rows() );
	}

	/** Reads the request. */
	public function take(): Submission {
		return new Submission( 'siren_test', Lifecycle::MANAGE_PROGRAMS );
	}
}
