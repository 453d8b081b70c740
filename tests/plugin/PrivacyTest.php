<?php
/**
 * Tests of Privacy.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Privacy;

/**
 * What is known of a person is told, and forgotten when nothing is owed any more.
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

	public function test_wordpress_finds_both_tools(): void {
		self::assertSame( [ Privacy::class, 'export' ], \apply_filters( 'wp_privacy_personal_data_exporters', [] )['siren-distributors']['callback'] );
		self::assertSame( [ Privacy::class, 'erase' ], \apply_filters( 'wp_privacy_personal_data_erasers', [] )['siren-distributors']['callback'] );
	}

	public function test_everything_is_told(): void {
		$this->earn();
		$told = Privacy::export( 'ada@academy.test' );
		self::assertTrue( $told['done'] );
		$groups = \array_count_values( \array_column( $told['data'], 'group_id' ) );
		self::assertSame( [ 'siren-distributors-allocations', 'siren-distributors-balances', 'siren-distributors-collaborator', 'siren-distributors-metrics', 'siren-distributors-obligations' ], self::sorted( \array_keys( $groups ) ) );
		$text = (string) \json_encode( $told['data'] );
		self::assertStringContainsString( 'ada@academy.test', $text );
		self::assertStringContainsString( '100.00', $text );
		self::assertSame( \count( $told['data'] ), \count( \array_unique( \array_column( $told['data'], 'item_id' ) ) ) );
	}

	public function test_a_wordpress_user_is_found_by_the_users_address(): void {
		$user = self::user();
		$cleo = self::collaborator( 'Cleo', $user );
		$told = Privacy::export( \get_userdata( $user )->user_email );
		self::assertSame( 'siren-distributors-collaborator-' . $cleo, $told['data'][0]['item_id'] );
	}

	public function test_a_customer_is_told_page_by_page_and_why_it_is_kept(): void {
		$user = self::user();
		$sale = [
			'source'   => 'shop',
			'currency' => 'USD',
			'details'  => [
				[
					'kind'   => 'line_item',
					'amount' => '1.00',
				],
			],
		];
		for ( $number = 0; $number < 101; $number++ ) {
			\siren_record_transaction( $sale + [ 'external_id' => $number, 'customer' => 'user:' . $user ] );
		}
		\siren_record_transaction( $sale + [ 'external_id' => 'by-mail', 'customer' => 'email:' . \strtolower( \get_userdata( $user )->user_email ) ] );
		\siren_record_transaction( $sale + [ 'external_id' => 'not-theirs', 'customer' => 'user:' . ( $user + 1 ) ] );

		$first  = Privacy::export( \get_userdata( $user )->user_email );
		$second = Privacy::export( \get_userdata( $user )->user_email, 2 );
		self::assertSame( [ 101, false, 1, true ], [ \count( $first['data'] ), $first['done'], \count( $second['data'] ), $second['done'] ] );

		$answer = Privacy::erase( \get_userdata( $user )->user_email );
		self::assertSame( [ false, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( '102', $answer['messages'][0] );
	}

	public function test_of_a_stranger_there_is_nothing(): void {
		self::assertSame( [ 'data' => [], 'done' => true ], Privacy::export( 'ada@academy.tes' ) );
		self::assertSame(
			[
				'items_removed'  => false,
				'items_retained' => false,
				'messages'       => [],
				'done'           => true,
			],
			Privacy::erase( 'stranger@academy.test' )
		);
	}

	public function test_a_person_is_forgotten(): void {
		$answer = Privacy::erase( 'ada@academy.test' );
		self::assertSame( [ true, false, [] ], [ $answer['items_removed'], $answer['items_retained'], $answer['messages'] ] );
		$row = \siren_get( 'collaborators', $this->ada );
		self::assertSame( [ 'deleted', null ], [ $row['status'], $row['email'] ] );
	}

	public function test_whoever_is_still_owed_something_is_not(): void {
		$this->earn();
		$answer = Privacy::erase( 'ada@academy.test' );
		self::assertSame( [ false, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( "100.00\u{00A0}USD", $answer['messages'][0] );
		self::assertSame( 'active', \siren_get( 'collaborators', $this->ada )['status'] );

		$payout = \siren_create_fulfillment()['payouts'][0];
		\siren_set_payout( $payout['id'], 'paid' );
		$answer = Privacy::erase( 'ada@academy.test' );
		self::assertSame( [ true, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( 'bookkeeping', $answer['messages'][0] );
		self::assertSame( 'deleted', \siren_get( 'collaborators', $this->ada )['status'] );
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
