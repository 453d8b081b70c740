<?php
/**
 * Tests of the engine's texts in the site's language.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Admin\Form\DistributorFields;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Wording;
use Siren\Exception\SirenException;
use Siren\Exception\StorageFailure;

require_once \dirname( __DIR__ ) . '/cases/steps.php';

/**
 * Messages are worded as the engine words them in English, and in the site's language where it has one.
 */
final class WordingTest extends SirenTestCase {

	public function test_the_english_texts_equal_the_engines(): void {
		$compared = 0;
		foreach ( \worked_cases() as $name => $case ) {
			self::run_case( $case );
			foreach ( \siren_find( 'distributors', [ 'per_page' => 100 ] )['items'] as $row ) {
				$checked = \siren_check_distributor( [ 'id' => $row['id'], 'now' => self::NOW ] );
				self::assertSame( $checked['sentence'], self::plain( (string) Wording::rule( $checked ) ), $name );
				++$compared;
			}
			foreach ( \siren_find( 'obligations', [ 'per_page' => 100 ] )['items'] as $row ) {
				$explained = \siren_explain( $row['id'] );
				self::assertSame( $explained['sentence'], self::plain( Wording::of( $explained['sentence_message'], '' ) ), $name );
				self::assertSame( $explained['arithmetic'], \array_map( [ self::class, 'plain' ], Wording::arithmetic( $explained ) ), $name );
				++$compared;
			}
		}
		self::assertGreaterThan( 500, $compared );
	}

	public function test_a_failure_is_worded_by_its_parts(): void {
		$this->translate(
			[
				'there is no payout %1$s' => 'Auszahlung %1$s gibt es nicht',
				'is required'             => 'fehlt',
			]
		);
		self::assertSame( 'Auszahlung 999 gibt es nicht', Wording::failure( self::thrown( static fn() => \siren_set_payout( 999, 'paid' ) ) ) );
		self::assertSame( 'name: fehlt', Wording::failure( self::thrown( static fn() => \siren_save_collaborator( [] ) ) ) );
		self::assertSame( 'ids[0]: Auszahlung 999 gibt es nicht', Wording::failure( self::thrown( static fn() => \siren_set_payouts( [ 999 ], 'paid' ) ) ) );
		self::assertSame( 'made here', Wording::failure( new StorageFailure( 'made here' ) ), 'the plugin\'s own has no parts' );
		self::assertSame( 'of another plugin', Wording::failure( new \RuntimeException( 'of another plugin' ) ) );
	}

	public function test_a_translation_is_shown_in_the_editor_and_in_an_explanation(): void {
		$this->translate(
			[
				'is shared among %1$s in proportion to their points' => 'teilen sich %1$s nach Punkten',
				'%1$s, %2$s %3$s: %4$s.' => '%2$s %3$s, %1$s: %4$s.',
				'Every month on the %1$s' => 'jeden Monat am %1$s',
				'%1$sst' => '%1$s.',
				'%1$s of %2$s in a pool of %3$s' => '%1$s von %2$s aus %3$s',
			]
		);
		$fields = [
			'name'         => 'Gemeinsam',
			'points'       => [ 'course_completed' => '5' ],
			'fixed'        => true,
			'fixed_amount' => '1080.00',
			'timezone'     => 'America/New_York',
		] + DistributorFields::blank();
		self::assertSame(
			"1,080.00\u{A0}USD teilen sich all collaborators nach Punkten, jeden Monat am 1. at 00:00 (America/New_York): 5 points for each course completed.",
			DistributorsScreen::previewed( $fields )['sentence']
		);

		$explained = [
			'code'   => 'points_of_all',
			'values' => [
				'score' => [ 'type' => 'points', 'points' => 1500 ],
				'all'   => [ 'type' => 'message', 'code' => 'points', 'values' => [ 'points' => [ 'type' => 'points', 'points' => '10/3' ] ] ],
				'pool'  => [ 'type' => 'amount', 'amount' => '2500.00', 'currency' => 'USD' ],
			],
		];
		self::assertSame( "1,500 von 10/3 points aus 2,500.00\u{A0}USD", Wording::of( $explained, '' ) );
	}

	public function test_unknown_messages_of_a_newer_engine_are_shown_in_english(): void {
		$unknown = [ 'code' => 'made_up', 'values' => [] ];
		self::assertSame( 'Something new.', Wording::of( $unknown, 'Something new.' ) );
		$within = [
			'code'   => 'every_month',
			'values' => [ 'day' => [ 'type' => 'message' ] + $unknown ],
		];
		self::assertSame( 'Every month on the last Friday', Wording::of( $within, 'Every month on the last Friday' ) );
		$type = [
			'code'   => 'other_event',
			'values' => [ 'event' => [ 'type' => 'made_up' ] ],
		];
		self::assertSame( 'New', Wording::of( $type, 'New' ) );
		self::assertSame( 'Old', Wording::of( null, 'Old' ) );
	}

	/**
	 * Runs a worked case on a separate ledger; its expectations are tested elsewhere.
	 *
	 * @param object $worked As tests/cases/README.md says.
	 */
	private static function run_case( object $worked ): void {
		static $number = 0;
		\siren_open( 'sqlite:' . SIREN_DATA_DIR . '/case-' . \getmypid() . '-' . ( ++$number ) );
		foreach ( $worked->steps as $step ) {
			for ( $n = 1; $n <= ( $step->repeat ?? 1 ); $n++ ) {
				try {
					( $step->call )( ...\as_given( \numbered( $step->args, $n ) ) );
				} catch ( SirenException $refusal ) {
					self::assertTrue( isset( $step->refused ), $refusal->getMessage() );
				}
			}
		}
	}

	/**
	 * A text as the engine writes numbers and amounts.
	 *
	 * @param string $text As WordPress does in English.
	 */
	private static function plain( string $text ): string {
		return (string) \preg_replace( [ '/(?<=\d),(?=\d{3})/', '/\x{2212}(?=\d)/u', '/\x{A0}/u' ], [ '', '-', ' ' ], $text );
	}

	/**
	 * The engine's refusal of a call.
	 *
	 * @param callable():mixed $call Call.
	 */
	private static function thrown( callable $call ): SirenException {
		try {
			$call();
		} catch ( SirenException $failure ) {
			return $failure;
		}
		self::fail( 'it was done' );
	}
}
