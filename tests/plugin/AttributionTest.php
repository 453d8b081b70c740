<?php
/**
 * Tests of Attribution.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Attribution;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;

/**
 * Follows a link from the URL through the cookie to the collaborator.
 */
final class AttributionTest extends SirenTestCase {

	/**
	 * @dataProvider codes
	 */
	public function test_the_code_is_read_from_the_url( mixed $value, ?string $expected ): void {
		$_GET['ref'] = $value;
		self::assertSame( $expected, Attribution::arriving() );
	}

	/** @return array<array{mixed,?string}> */
	public static function codes(): array {
		return [
			[ 'ada', 'ada' ],
			[ 'Ada_L.1815-x', 'Ada_L.1815-x' ],
			[ '', null ],
			[ [ 'ada' ], null ],
			[ 'ada lovelace', null ],
			[ '<script>', null ],
			[ "ada\n", null ],
			[ '../ada', null ],
			[ \str_repeat( 'a', 64 ), \str_repeat( 'a', 64 ) ],
			[ \str_repeat( 'a', 65 ), null ],
		];
	}

	public function test_the_parameter_name_can_be_set(): void {
		\update_option( Settings::OPTION, [ 'link_parameter' => 'via' ] );
		$_GET = [
			'ref' => 'ada',
			'via' => 'ben',
		];
		self::assertSame( 'ben', Attribution::arriving() );
	}

	public function test_the_last_link_is_remembered(): void {
		self::assertNull( Attribution::remembered() );
		Attribution::remember( 'ada' );
		Attribution::remember( 'ben' );
		self::assertSame( 'ben~ada', Attribution::remembered() );
	}

	public function test_the_first_link_is_remembered_if_the_site_chose_that(): void {
		\update_option( Settings::OPTION, [ 'attribution' => 'first_click' ] );
		Attribution::remember( 'ada' );
		Attribution::remember( 'ben' );
		self::assertSame( 'ada~ben', Attribution::remembered() );
	}

	public function test_visitors_who_opt_out_of_tracking_are_not_remembered_where_the_site_respects_that(): void {
		$_SERVER['HTTP_DNT'] = '1';
		\update_option( Settings::OPTION, [ 'do_not_track' => '1' ] );
		Attribution::remember( 'ada' );
		self::assertNull( Attribution::remembered() );

		\delete_option( Settings::OPTION );
		Attribution::remember( 'ada' );
		self::assertSame( 'ada', Attribution::remembered() );
	}

	public function test_a_forged_cookie_identifies_nobody(): void {
		$_COOKIE[ Attribution::COOKIE ] = '"><img src=x>';
		self::assertNull( Attribution::remembered() );
	}

	public function test_an_order_typed_in_wp_admin_has_no_referrer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'ada';
		self::assertSame( 'ada', Attribution::of_customer() );
		\set_current_screen( 'edit-post' );
		$in_admin = Attribution::of_customer();
		$this->listen( 'wp_doing_ajax', '__return_true' );
		$by_ajax = Attribution::of_customer();
		unset( $GLOBALS['current_screen'] );
		self::assertNull( $in_admin );
		self::assertSame( 'ada', $by_ajax, 'many checkouts go through admin-ajax' );
	}

	public function test_an_order_created_by_a_task_has_no_referrer(): void {
		$_COOKIE[ Attribution::COOKIE ] = 'ada'; // The cookie of the visitor whose request ran the task.
		$in_task                        = 'not asked';
		$this->listen(
			'action_scheduler_run_queue',
			static function () use ( &$in_task ): void {
				$in_task = Attribution::of_customer();
			}
		);
		\do_action( 'action_scheduler_run_queue', 'Async Request' );
		self::assertNull( $in_task );

		$this->listen( 'wp_doing_cron', '__return_true' );
		self::assertNull( Attribution::of_customer() );
	}

	public function test_an_order_created_by_the_links_own_url_has_its_referrer(): void {
		$_GET['ref'] = 'ada';
		self::assertSame( 'ada', Attribution::of_customer() );
		$_COOKIE[ Attribution::COOKIE ] = 'ben';
		self::assertSame( 'ada~ben', Attribution::of_customer() );

		\update_option( Settings::OPTION, [ 'attribution' => 'first_click' ] );
		self::assertSame( 'ben~ada', Attribution::of_customer() );
		$_COOKIE[ Attribution::COOKIE ] = 'ada';
		self::assertSame( 'ada', Attribution::of_customer() );

		\update_option( Settings::OPTION, [ 'do_not_track' => '1' ] );
		$_SERVER['HTTP_DNT']            = '1';
		$_COOKIE[ Attribution::COOKIE ] = 'ben';
		self::assertSame( 'ben', Attribution::of_customer() );
	}

	/** A link contains a link code; a user with the same number must not be credited. */
	public function test_a_link_code_is_not_a_user_id(): void {
		$user  = self::user();
		$alias = static fn( string $type ): array => [
			'type' => $type,
			'code' => (string) $user,
		];
		$other = self::collaborator( 'Other', null, [ $alias( 'wp_user' ) ] );
		$ada   = self::collaborator( 'Ada', null, [ $alias( 'link' ) ] );
		$bound = self::collaborator( 'Bound', $user );
		$may   = self::distributor( [ 'sale_referred' => 1 ] );

		$sale = static function ( int $id, string $trail ): void {
			Recorder::transaction(
				[
					'source'      => 'shop',
					'external_id' => (string) $id,
					'currency'    => 'USD',
					'details'     => [
						[
							'kind'        => 'line_item',
							'external_id' => 'a',
							'amount'      => '50.00',
						],
					],
					'referrer'    => Attribution::referrers( [], $trail ),
				]
			);
		};
		$sale( 1, (string) $user );
		self::assertSame( [ $ada => 1 ], self::scores( $may ) );

		// The same if no collaborator has the code.
		\siren_save_collaborator(
			[
				'id'      => $ada,
				'aliases' => [],
				'now'     => self::NOW,
			]
		);
		$sale( 2, (string) self::user() );
		self::assertSame( [ $ada => 1 ], self::scores( $may ) );
		self::assertArrayNotHasKey( $other, self::scores( $may ) );
		self::assertArrayNotHasKey( $bound, self::scores( $may ) );
	}

	public function test_coupons_come_before_the_link(): void {
		$link    = [
			'type' => 'link',
			'code' => 'cleo',
		];
		$coupons = [
			[
				'type' => 'coupon',
				'code' => 'ada10',
			],
			[
				'type' => 'coupon',
				'code' => 'ben10',
			],
		];
		self::assertSame( [ ...$coupons, $link ], Attribution::referrers( [ 'ada10', 'ben10' ], 'cleo' ) );
		$other = [
			'type' => 'link',
			'code' => 'somewhere',
		];
		self::assertSame( [ $other, $link ], Attribution::referrers( [], 'somewhere~cleo' ), 'an unknown link does not hide a known one' );
		self::assertSame( [ $link ], Attribution::referrers( [], 'cleo' ) );
		self::assertSame( [], Attribution::referrers( [], null ) );
	}
}
