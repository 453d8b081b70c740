<?php
/**
 * Tests of a temporarily missing extension.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Settings;

/**
 * A PHP update removes the extension while the shop keeps selling. When the extension is back, everything counts once
 * and with the time at which it happened.
 */
final class LostExtensionTest extends SirenTestCase {

	protected function setUp(): void {
		parent::setUp();
		// The heartbeat searches the shop for unreported orders and must not find those of other tests.
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->prefix}fixture_orders" );
	}

	public function test_events_in_the_meantime_count_when_the_extension_is_back(): void {
		\update_option( Settings::OPTION, [ 'visits' => 'server' ] );
		$ada_user    = self::user( 'author' );
		$ada         = self::collaborator( 'Ada', $ada_user );
		$distributor = self::distributor(
			[
				'product_sold'     => 100,
				'course_completed' => 10,
				'post_visited'     => 1,
			]
		);
		$course      = self::post( $ada_user, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ $ada_user ] );
		$post    = self::post( $ada_user );
		$student = self::user();
		$before  = self::order( $ada_user, 5000 );
		$during  = self::order( $ada_user, 3000 );
		$never   = self::order( $ada_user, 9900 );

		$before->update_status( 'processing' );
		self::assertSame( '105.00', self::pool( $distributor ) );

		// The extension is missing for a while in the middle of May.
		self::set_clock( '2026-05-20T12:00:00Z' );
		$answer = self::without_extension(
			[
				'orders'      => [ [ $before->get_id(), 'completed' ], [ $during->get_id(), 'processing' ], [ $never->get_id(), 'cancelled' ] ],
				'refunds'     => [ [ $before->get_id(), '20.00' ] ],
				'completions' => [ [ $student, $course ], [ $student, $course ] ],
				'readers'     => [ $post, $post ],
			]
		);
		self::assertSame( [ 'extension' => false, 'failures' => [], 'privacy' => 'siren_extension_missing' ], $answer );

		// It is back in June, when May is long due.
		self::set_clock( '2026-06-02T12:00:00Z' );
		\do_action( 'siren_heartbeat' );
		$during->update_status( 'completed' );
		\do_action( 'lifterlms_course_completed', $student, $course );
		\do_action( 'siren_heartbeat' );

		$run = \siren_find( 'distributions', [ 'status' => 'complete' ] )['items'][0];
		self::assertSame( '106.00', $run['amount'], '100, a tenth of 50 and of 30, less a tenth of the 20 refunded' );
		$scores = \array_column( \siren_find( 'allocations', [ 'distribution' => $run['id'] ] )['items'], 'score', 'collaborator' );
		self::assertSame( [ $ada => 211 ], $scores, 'two sales, a course, a reader' );
		self::assertSame( 0, \siren_status( self::clock() )['counts']['faults'] );
		self::assertNoFailures();
	}

	public function test_a_retake_without_the_extension_counts_once_more(): void {
		\update_option( Settings::OPTION, [ 'retake_days' => 5 ] );
		$ada_user    = self::user( 'author' );
		$ada         = self::collaborator( 'Ada', $ada_user );
		$distributor = self::distributor( [ 'course_completed' => 10 ] );
		$course      = self::post( $ada_user, 'course' );
		$student     = self::user();
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ $ada_user ] );
		\do_action( 'lifterlms_course_completed', $student, $course );
		foreach ( [ '2026-05-10T11:59:59Z' => 10, '2026-05-10T12:00:00Z' => 20, '2026-05-12T12:00:00Z' => 20 ] as $moment => $score ) {
			self::set_clock( $moment );
			$answer = self::without_extension(
				[
					'orders'      => [],
					'refunds'     => [],
					'completions' => [ [ $student, $course ], [ $student, $course ] ],
					'readers'     => [],
				]
			);
			self::assertSame( [], $answer['failures'] );
			self::assertSame( [ $ada => $score ], self::scores( $distributor ), $moment );
		}
		\wp_cache_flush(); // What the other process stored with the student.
		self::set_clock( '2026-05-14T12:00:00Z' );
		\do_action( 'lifterlms_course_completed', $student, $course );
		self::assertSame( [ $ada => 20 ], self::scores( $distributor ) );
		self::set_clock( '2026-05-15T12:00:00Z' );
		\do_action( 'lifterlms_course_completed', $student, $course );
		self::assertSame( [ $ada => 30 ], self::scores( $distributor ) );
		self::assertNoFailures();
	}

	/**
	 * Runs part of the story in a PHP process without the extension.
	 *
	 * @param array<string,array> $story See without-extension.php.
	 * @return array<string,mixed> Output of the script.
	 */
	private static function without_extension( array $story ): array {
		$command = [ PHP_BINARY, __DIR__ . '/without-extension.php', (string) \getenv( 'SIREN_TEST_SITE' ), (string) \json_encode( $story ) ];
		$output  = (string) \shell_exec( \implode( ' ', \array_map( 'escapeshellarg', $command ) ) . ' 2>&1' );
		$answer  = \json_decode( $output, true );
		self::assertIsArray( $answer, $output );
		return $answer;
	}

	/**
	 * Creates a pending order of one product.
	 *
	 * @param int $owner Author of the product.
	 * @param int $minor Price in cents.
	 */
	private static function order( int $owner, int $minor ): \WC_Order {
		$order = new \WC_Order(
			\fixture_shop_order_data(
				[
					'billing_email' => 'buyer@example.test',
					'items'         => [
						[
							'type'       => 'line_item',
							'name'       => 'A book',
							'product_id' => self::post( $owner, 'product' ),
							'quantity'   => 1,
							'subtotal'   => $minor,
							'total'      => $minor,
							'tax'        => 0,
						],
					],
				]
			)
		);
		$order->set_reference( \wp_generate_uuid4() );
		$order->save();
		return $order;
	}
}
