<?php
/**
 * Tests of Privacy.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Tables\EventsTable;
use Siren\Distributors\Completion;
use Siren\Distributors\Deferred;
use Siren\Distributors\Failures;
use Siren\Distributors\Privacy;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Distributors\Subject;
use Siren\Distributors\Visitor;
use Siren\Distributors\Visits\VisitEvent;

/**
 * WordPress's own tools export what is known about a person, and erase it once nothing is owed any more.
 */
final class PrivacyTest extends SirenTestCase {

	private const EMAIL = 'Ada@Academy.test';

	private int $ada;

	protected function setUp(): void {
		parent::setUp();
		$this->ada = \siren_save_collaborator(
			[
				'name'  => 'Ada',
				'email' => self::EMAIL,
				'now'   => '2026-05-01T00:00:00Z',
			]
		)['id'];
		self::collaborator( 'Ben' );
	}

	public function test_everything_is_exported(): void {
		$this->earn();
		$told   = self::told( 'ada@academy.test' );
		$groups = \array_count_values( \array_column( $told, 'group_id' ) );
		self::assertSame( [ 'siren-distributors-allocations', 'siren-distributors-balances', 'siren-distributors-collaborator', 'siren-distributors-metrics', 'siren-distributors-names', 'siren-distributors-obligations' ], self::sorted( \array_keys( $groups ) ) );
		$text = (string) \json_encode( $told );
		self::assertStringContainsString( 'ada@academy.test', $text );
		self::assertStringContainsString( '100.00', $text );
		self::assertSame( \count( $told ), \count( \array_unique( \array_column( $told, 'item_id' ) ) ) );
	}

	public function test_a_wordpress_user_is_found_by_the_users_address(): void {
		$user = self::user();
		$cleo = self::collaborator( 'Cleo', $user );
		self::assertContains( 'siren-distributors-collaborator-' . $cleo, \array_column( self::told( \get_userdata( $user )->user_email ), 'item_id' ) );
	}

	public function test_a_large_history_is_exported_in_pages_and_erased_at_once(): void {
		$user  = self::user();
		$email = \get_userdata( $user )->user_email;
		for ( $number = 0; $number < 251; $number++ ) {
			self::sale( (string) $number, [ 'user:' . $user ] );
		}
		self::sale( 'by-mail', [ 'email:' . \strtolower( $email ) ] );
		self::sale( 'not-theirs', [ 'user:' . ( $user + 1 ) ] );

		$first  = Privacy::export( $email );
		$second = Privacy::export( $email, 2 );
		self::assertSame( [ 251, false, 2, true ], [ \count( $first['data'] ), $first['done'], \count( $second['data'] ), $second['done'] ] );
		self::assertCount( 253, self::told( $email ) );

		$answer = self::forgotten( $email );
		self::assertSame( [ true, false ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertSame( 0, \siren_find( 'transactions', [ 'customer' => [ 'user:' . $user, 'email:' . \strtolower( $email ) ] ] )['total'] );
		self::assertSame( 1, \siren_find( 'transactions', [ 'customer' => 'user:' . ( $user + 1 ) ] )['total'] );
		self::assertSame( [], self::told( $email ) );
	}

	public function test_a_student_is_erased_under_all_names(): void {
		$teacher = self::user( 'author' );
		$student = self::user();
		$email   = \get_userdata( $student )->user_email;
		$course  = self::post( $teacher );
		self::collaborator( 'Teacher', $teacher );
		\update_option( Settings::OPTION, [ 'retake_days' => 30 ] );
		Completion::course( 'school', $course, $student, [ $teacher ] );
		// With an address of their own at the checkout.
		self::sale( '1', Subject::names( $student, 'Home+Shop@Academy.test' ) );
		// Read while logged in.
		\wp_set_current_user( $student );
		Recorder::event( 'post_visited', VisitEvent::post( $course, [ $teacher ], Visitor::visit( Visitor::source( self::NOW ), self::NOW ), null ) );
		\wp_set_current_user( 0 );
		// Another plugin recorded the person, with the user id in the key.
		Recorder::event(
			'course_completed',
			[
				'key'          => 'quiz:user:' . $student,
				'collaborator' => 1,
				'subject'      => Subject::names( $student ),
				'data'         => [ 'ip' => '203.0.113.77' ],
			]
		);
		$told = (string) \json_encode( self::told( $email ) );
		foreach ( [ 'home@academy.test', 'quiz:user:', '203.0.113.77', 'completions' ] as $part ) {
			self::assertStringContainsString( $part, $told );
		}

		$answer = self::forgotten( $email );
		self::assertSame( [ true, false ], [ $answer['items_removed'], $answer['items_retained'] ] );
		foreach ( [ 'user:' . $student, $email, 'home+shop@academy.test', 'home@academy.test', '203.0.113.77' ] as $gone ) {
			self::assertSame( [], self::files_with( $gone ), $gone );
		}
		self::assertTrue( \siren_verify()['ok'] );

		// A repeated record is recognised as a duplicate and brings no name back.
		Completion::course( 'school', $course, $student, [ $teacher ] );
		\siren_record_refund(
			[
				'source'      => 'shop',
				'external_id' => '1',
				'refund_id'   => 'r',
				'amount'      => '1.00',
			]
		);
		self::assertCount( 3, self::events() );
		self::assertSame( 'refunded', \siren_find( 'transactions' )['items'][0]['status'] );
		self::assertFalse( self::forgotten( $email )['items_removed'] && \siren_find( 'events', [ 'subject' => 'user:' . $student ] )['total'] > 0 );
		self::assertSame( [], self::files_with( 'user:' . $student ) );
	}

	public function test_a_guest_is_erased_under_every_spelling_of_the_e_mail_address(): void {
		self::sale( '1', Subject::names( 0, 'V.era+a@gmail.com' ) );
		self::sale( '2', Subject::names( 0, 'vera@googlemail.com' ) );
		self::sale( '3', Subject::names( 0, 'overa@gmail.com' ) );
		self::sale( '1', Subject::names( 0, 'V.era+a@gmail.com' ), [ 'coupons' => [ 'SECOND' ] ] ); // A second body.
		self::assertCount( 4, self::told( 'vera@gmail.com' ), 'names, two sales, and the repeated record' );
		self::forgotten( 'VERA+x@gmail.com' );
		foreach ( [ 'v.era+a@gmail.com', 'vera@googlemail.com' ] as $gone ) {
			self::assertSame( [], self::files_with( $gone ), $gone );
		}
		self::assertSame( 1, \siren_find( 'transactions', [ 'customer' => 'email:overa@gmail.com' ] )['total'] );
	}

	public function test_deferred_records_are_exported_and_erased_too(): void {
		$fact = [
			'key'          => 'waited',
			'collaborator' => $this->ada,
			'subject'      => [ 'email:guest@academy.test' ],
			'occurred_at'  => self::NOW,
		];
		Deferred::keep( 'siren_record_event', [ 'course_completed', $fact ] );
		Failures::note( 'recording', new \RuntimeException( 'subject is "email:guest@academy.test"' ) );
		Failures::note( 'listener', new \RuntimeException( 'something else' ) );
		self::assertStringContainsString( 'waited', (string) \json_encode( self::told( 'guest@academy.test' ) ) );
		Deferred::keep( 'siren_record_event', [ 'course_completed', [ 'key' => 'waited too' ] + $fact ] );
		self::forgotten( 'guest@academy.test' );
		self::assertSame( [ 0, [ 'listener' ] ], [ Deferred::count(), \array_keys( Failures::latest() ) ] );
		self::assertCount( 2, self::events() );
		self::assertSame( [], self::files_with( 'guest@academy.test' ) );
		$wpdb = $GLOBALS['wpdb'];
		self::assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_value LIKE '%guest@academy.test%'" ) );
	}

	public function test_of_two_people_with_the_same_address_only_one_is_erased(): void {
		$mother = self::user();
		$child  = self::user();
		self::sale( '1', Subject::names( $mother, 'family@academy.test' ) );
		self::sale( '2', Subject::names( $child, 'family@academy.test' ) );
		$answer = self::forgotten( \get_userdata( $mother )->user_email );
		self::assertSame( [ true, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( 'Not erased: email:family@academy.test', $answer['messages'][0] );
		self::assertStringContainsString( 'user:' . $child, $answer['messages'][0] );
		self::assertSame( 1, \siren_find( 'transactions', [ 'customer' => 'user:' . $child ] )['total'] );
		self::assertSame( 0, \siren_find( 'transactions', [ 'customer' => 'user:' . $mother ] )['total'] );
	}

	public function test_a_collaborator_is_found_among_many_similar_ones(): void {
		for ( $number = 0; $number < 101; $number++ ) {
			\siren_save_collaborator(
				[
					'name'  => 'Alike ' . $number,
					'email' => $number . 'ada@academy.test',
					'now'   => self::NOW,
				]
			);
		}
		$answer = self::forgotten( 'ada@academy.test' );
		self::assertTrue( $answer['items_removed'] );
		self::assertSame( 'deleted', \siren_get( 'collaborators', $this->ada )['status'] );
		self::assertSame( 1, \siren_find( 'collaborators', [ 'status' => 'deleted' ] )['total'] );
	}

	public function test_nothing_is_exported_for_a_stranger(): void {
		self::assertSame( [], self::told( 'ada@academy.tes' ) );
		self::assertSame(
			[
				'items_removed'  => false,
				'items_retained' => false,
				'messages'       => [],
				'done'           => true,
			],
			self::forgotten( 'stranger@academy.test' )
		);
	}

	public function test_a_person_is_erased(): void {
		$copy = SIREN_SITE_DIR . '/copy.sqlite3';
		\siren_backup( $copy );
		$answer = self::forgotten( 'ada@academy.test' );
		\unlink( $copy );
		self::assertSame( [ true, false, 2 ], [ $answer['items_removed'], $answer['items_retained'], \count( $answer['messages'] ) ] );
		self::assertStringContainsString( $copy, $answer['messages'][0] );
		self::assertStringContainsString( 'your host', $answer['messages'][1] );
		$row = \siren_get( 'collaborators', $this->ada );
		self::assertSame( [ 'deleted', null ], [ $row['status'], $row['email'] ] );
		self::assertSame( [], self::files_with( 'ada@academy.test' ) );
	}

	public function test_a_collaborator_who_is_owed_money_is_not_erased(): void {
		$this->earn();
		$answer = self::forgotten( 'ada@academy.test' );
		self::assertSame( [ false, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( "100.00\u{00A0}USD", $answer['messages'][0] );
		self::assertSame( 'active', \siren_get( 'collaborators', $this->ada )['status'] );

		$payout = \siren_create_fulfillment()['payouts'][0];
		\siren_set_payout( $payout['id'], 'paid' );
		$answer = self::forgotten( 'ada@academy.test' );
		self::assertSame( [ true, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( 'bookkeeping', $answer['messages'][0] );
		self::assertSame( 'deleted', \siren_get( 'collaborators', $this->ada )['status'] );
	}

	public function test_screens_label_people_who_cannot_be_named(): void {
		self::sale( '1', [ 'email:guest@academy.test' ] );
		self::sale( '2', [ 'user:4711' ] );
		self::forgotten( 'guest@academy.test' );
		\siren_retire_users( [ 4711 ] );
		$shown = \array_map( static fn( array $sale ): string => EventsTable::person( $sale['customer'] ), \siren_find( 'transactions' )['items'] );
		self::assertSame( [ 'a deleted user', 'an erased person' ], $shown );
	}

	public function test_a_text_for_the_policy_is_suggested(): void {
		\set_current_screen( 'options-privacy' );
		$GLOBALS['wp_actions']['admin_init'] = 1; // WordPress takes no text before; the whole of wp-admin is not needed.
		$told                                = [];
		try {
			Privacy::add_policy();
			foreach ( \WP_Privacy_Policy_Content::get_suggested_policy_text() as $text ) {
				$told[ $text['plugin_name'] ] = $text['policy_text'];
			}
		} finally {
			unset( $GLOBALS['current_screen'], $GLOBALS['wp_actions']['admin_init'] );
		}
		self::assertStringContainsString( '<code>siren_ref</code>', $told['Siren Distributors'] );
		self::assertStringContainsString( '30 days', $told['Siren Distributors'] );
	}

	/**
	 * A month in which Ada earned all there was.
	 */
	private function earn(): void {
		self::distributor( [ 'course_completed' => 1 ] );
		\siren_record_event(
			'course_completed',
			[
				'key'          => 'k',
				'collaborator' => $this->ada,
				'occurred_at'  => self::NOW,
			]
		);
		\siren_run_due( '2026-06-02T00:00:00Z' );
	}

	/**
	 * The complete output of WordPress's exporter, all pages of it.
	 *
	 * @param string $email E-mail address.
	 * @return array[] Items.
	 */
	private static function told( string $email ): array {
		$export = \apply_filters( 'wp_privacy_personal_data_exporters', [] )['siren-distributors']['callback'];
		$items  = [];
		$page   = 1;
		do {
			$told  = $export( $email, $page++ );
			$items = [ ...$items, ...$told['data'] ];
		} while ( ! $told['done'] );
		return $items;
	}

	/**
	 * What WordPress's eraser answers.
	 *
	 * @param string $email E-mail address.
	 * @return array<string,mixed>
	 */
	private static function forgotten( string $email ): array {
		$erase  = \apply_filters( 'wp_privacy_personal_data_erasers', [] )['siren-distributors']['callback'];
		$answer = $erase( $email, 1 );
		self::assertTrue( $answer['done'] );
		return $answer;
	}

	/**
	 * The files of the data directory that contain a text in upper or lower case; `user:7` is not found in `user:71`.
	 *
	 * @param string $text Text.
	 * @return string[] Paths.
	 */
	private static function files_with( string $text ): array {
		$found = [];
		$files = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( Store::directory(), \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $files as $file ) {
			if ( 1 === \preg_match( '/' . \preg_quote( $text, '/' ) . '(?!\d)/i', (string) \file_get_contents( (string) $file ) ) ) {
				$found[] = (string) $file;
			}
		}
		return $found;
	}

	/**
	 * Records a sale.
	 *
	 * @param string   $number   Its number.
	 * @param string[] $customer Names.
	 * @param array    $other    Other parts of it.
	 */
	private static function sale( string $number, array $customer, array $other = [] ): void {
		\siren_record_transaction(
			$other + [
				'source'      => 'shop',
				'external_id' => $number,
				'currency'    => 'USD',
				'occurred_at' => self::NOW,
				'customer'    => $customer,
				'details'     => [
					[
						'kind'   => 'line_item',
						'amount' => '1.00',
					],
				],
			]
		);
	}

	/**
	 * Texts in order.
	 *
	 * @param string[] $texts Any.
	 * @return string[]
	 */
	private static function sorted( array $texts ): array {
		\sort( $texts );
		return $texts;
	}
}
