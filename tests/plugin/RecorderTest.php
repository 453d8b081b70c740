<?php
/**
 * Tests of Recorder.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\EventTypes;
use Siren\Distributors\Failures;
use Siren\Distributors\Recorder;
use Siren\Distributors\Sales\Sale;

/**
 * Events are stored, failures are noted, and pages continue.
 */
final class RecorderTest extends SirenTestCase {

	private string $error_log;

	protected function setUp(): void {
		parent::setUp();
		// The failures are intentional; the site's log must stay clean.
		$this->error_log = (string) \ini_set( 'error_log', '/dev/null' );
	}

	protected function tearDown(): void {
		\ini_set( 'error_log', $this->error_log );
		parent::tearDown();
	}

	public function test_an_event_is_recorded_now_and_announced(): void {
		$ada  = self::collaborator( 'Ada' );
		$told = [];
		$this->listen(
			'siren_event_recorded',
			static function ( string $type, array $event, array $result ) use ( &$told ): void {
				$told[] = [ $type, $event['key'], $event['occurred_at'], $result['status'] ];
			}
		);

		$done = Recorder::attempt(
			static fn() => Recorder::event(
				'course_completed',
				[
					'key'          => 'k1',
					'collaborator' => $ada,
				]
			)
		);

		self::assertTrue( $done );
		self::assertSame( [ [ 'course_completed', 'k1', self::NOW, 'accepted' ] ], $told );
		self::assertSame( self::NOW, self::events()[0]['occurred_at'] );
	}

	public function test_exceptions_are_caught(): void {
		$done = Recorder::attempt(
			static function (): void {
				throw new \LogicException( 'a fact that could not be built' );
			}
		);
		self::assertFalse( $done );
		self::assertSame( 'LogicException: a fact that could not be built', Failures::latest()['recording']['message'] );
	}

	public function test_errors_are_caught_too(): void {
		$done = Recorder::attempt(
			static function (): void {
				\strlen( [] ); // @phpstan-ignore-line -- a TypeError is wanted.
			}
		);
		self::assertFalse( $done );
		self::assertStringStartsWith( 'TypeError: ', Failures::latest()['recording']['message'] );
	}

	public function test_rejections_by_the_engine_are_noted(): void {
		$done = Recorder::attempt( static fn() => Recorder::event( 'course_completed', [ 'colour' => 'red' ] ) );
		self::assertFalse( $done );
		self::assertStringContainsString( 'InvalidInput', Failures::latest()['recording']['message'] );
		self::assertSame( [], self::events() );
	}

	public function test_a_listener_that_fails_does_not_undo_the_recording(): void {
		$ada = self::collaborator( 'Ada' );
		$this->listen(
			'siren_event_recorded',
			static function (): void {
				throw new \RuntimeException( 'the listener is broken' );
			}
		);
		$record = static function ( string $key ) use ( $ada ): void {
			Recorder::event(
				'course_completed',
				[
					'key'          => $key,
					'collaborator' => $ada,
				]
			);
		};

		$done = Recorder::attempt(
			static function () use ( $record ): void {
				$record( 'k1' );
				$record( 'k2' );
			}
		);
		self::assertTrue( $done );
		self::assertSame( [ 'k1', 'k2' ], \array_column( self::events(), 'key' ) );
		self::assertSame( 'RuntimeException: the listener is broken', Failures::latest()['listener']['message'] );
	}

	public function test_transactions_and_refunds_are_announced(): void {
		$told = [];
		$this->listen(
			'siren_transaction_recorded',
			static function ( array $transaction ) use ( &$told ): void {
				$told[] = [ $transaction['external_id'], $transaction['referrer']['code'] ];
			}
		);
		$this->listen(
			'siren_refund_recorded',
			static function ( array $refund ) use ( &$told ): void {
				$told[] = [ $refund['external_id'], $refund['refund_id'] ];
			}
		);
		$sale = [
			'source'      => 'shop',
			'external_id' => '7',
			'currency'    => 'USD',
			'details'     => [
				[
					'kind'   => 'line_item',
					'amount' => '10.00',
				],
			],
			'referrer'    => [
				'type' => 'link',
				'code' => 'ada',
			],
		];

		Recorder::attempt( static fn() => Recorder::transaction( $sale ) );
		Recorder::attempt(
			static fn() => Recorder::refund(
				[
					'source'      => 'shop',
					'external_id' => '7',
					'refund_id'   => 'r1',
				]
			)
		);

		self::assertSame( [ [ '7', 'ada' ], [ '7', 'r1' ] ], $told );
		self::assertNoFailures();
		self::assertSame( '10.00', \siren_find( 'transactions' )['items'][0]['refunded'] );
	}

	public function test_another_plugin_can_record_a_custom_event(): void {
		$this->listen( 'siren_event_types', static fn( array $types ): array => $types + [ 'answer_given' => 'Answer given', 'No type' => 'x', 'nameless' => null ] );
		self::assertSame( [ 'answer_given' => 'Answer given' ], \array_diff_key( EventTypes::measurable(), \array_flip( [ 'course_completed', 'lesson_completed', 'product_sold', 'coupon_used', 'sale_referred', 'post_visited', 'site_visited' ] ) ) );
		$ada         = self::collaborator( 'Ada' );
		$distributor = self::distributor( [ 'answer_given' => 7 ] );
		foreach ( [ 1, 2 ] as $time ) {
			\do_action(
				'siren_record',
				'answer_given',
				[
					'key'          => 'forum:answer:1',
					'collaborator' => $ada,
				]
			);
		}
		self::assertSame( [ $ada => 7 ], self::scores( $distributor ) );
		self::assertNoFailures();

		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		\do_action( 'siren_record', 'answer_given', 'nonsense' );
		\ini_set( 'error_log', $error_log );
		self::assertArrayHasKey( 'recording', Failures::latest() );
	}

	public function test_an_event_ignored_by_another_plugin_is_stored_with_its_reason(): void {
		$ada         = self::collaborator( 'Ada' );
		$distributor = self::distributor( [ 'course_completed' => 10 ] );
		$this->listen( 'siren_ignore_event', static fn( string $reason, string $type, array $event ): string => 'k1' === $event['key'] ? 'trial_member' : $reason );
		foreach ( [ 'k1', 'k2' ] as $key ) {
			Recorder::attempt(
				static fn() => Recorder::event(
					'course_completed',
					[
						'key'          => $key,
						'collaborator' => $ada,
					]
				)
			);
		}
		self::assertSame( [ $ada => 10 ], self::scores( $distributor ) );
		self::assertSame( [ 'trial_member', null ], \array_column( self::events(), 'reason' ) );
		self::assertNoFailures();
	}

	/**
	 * @dataProvider reasons
	 */
	public function test_reasons_are_converted_to_valid_codes( mixed $given, ?string $kept ): void {
		$ada = self::collaborator( 'Ada' );
		$this->listen( 'siren_ignore_event', static fn(): mixed => $given );
		Recorder::attempt(
			static fn() => Recorder::event(
				'course_completed',
				[
					'key'          => 'k',
					'collaborator' => $ada,
				]
			)
		);
		self::assertSame( [ $kept ], \array_column( self::events(), 'reason' ) );
		self::assertNoFailures();
	}

	/** @return array<array{mixed,?string}> */
	public static function reasons(): array {
		return [
			[ 'own_visit', 'own_visit' ],
			[ 'A Trial-Member', 'a_trial_member' ],
			[ '2nd time', 'nd_time' ],
			[ '???', 'unwanted' ],
			[ true, 'unwanted' ],
			[ false, null ],
			[ '', null ],
			[ null, null ],
			[ [ 'no' ], null ],
			[ \str_repeat( 'long', 20 ), \str_repeat( 'long', 10 ) ],
		];
	}

	public function test_a_transaction_skipped_by_another_plugin_leaves_no_trace(): void {
		$told = 0;
		$this->listen( 'siren_skip_transaction', static fn( bool $skip, array $transaction ): bool => 'test-order' === $transaction['external_id'] );
		$this->listen(
			'siren_transaction_recorded',
			static function () use ( &$told ): void {
				++$told;
			}
		);
		foreach ( [ 'test-order', 'order' ] as $id ) {
			$sale = new Sale( 'shop', $id, 'usd' );
			$sale->detail( 'fee', 'f', '10' );
			Recorder::transaction( $sale->transaction() );
		}
		self::assertSame( [ 'order' ], \array_column( \siren_find( 'transactions' )['items'], 'external_id' ) );
		self::assertSame( 1, $told );
	}
}
