<?php
/**
 * Tests of the activity screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\ActivityScreen;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Everything that was recorded, and why it does not count where it does not.
 */
final class ActivityScreenTest extends ScreenTestCase {

	public function test_an_empty_site_explains_what_will_appear_here(): void {
		self::assertStringContainsString( 'Nothing has been recorded yet.', $this->show( ActivityScreen::class ) );
	}

	public function test_events_are_listed_with_their_outcome(): void {
		$reader = self::user();
		$ben    = self::collaborator( 'Ben', $reader );
		self::record( 'counted', [ 'collaborator' => $ben ] );
		self::record(
			'his own',
			[
				'collaborator' => $ben,
				'subject'      => 'user:' . $reader,
				'object'       => 'course:<b>9</b>',
			]
		);
		self::record(
			'named',
			[
				'collaborator' => $ben,
				'object'       => 'post:' . self::titled( 'Piano & <i>more</i>' ),
			]
		);
		self::record(
			'nobody',
			[
				'alias' => [
					'type' => 'wp_user',
					'code' => '987654',
				],
			]
		);
		$all = $this->show( ActivityScreen::class );
		foreach ( [ 'Course completed', 'Ben', 'collaborator’s own activity', 'unknown code', 'wp_user:987654', \get_userdata( $reader )->display_name, 'course:&lt;b&gt;9&lt;/b&gt;', 'Piano &amp; &lt;i&gt;more&lt;/i&gt;' ] as $expected ) {
			self::assertStringContainsString( $expected, $all );
		}
		$ignored = $this->show( ActivityScreen::class, [ 'status' => 'ignored' ] );
		self::assertStringNotContainsString( 'siren-status-counted', $ignored );
		$his = $this->show( ActivityScreen::class, [ 'collaborator' => (string) $ben ] );
		self::assertStringContainsString( 'Activity for Ben', $his );
		self::assertStringNotContainsString( 'wp_user:987654', $his );
	}

	public function test_sales_are_listed_with_their_referrer(): void {
		$ada = self::collaborator(
			'Ada',
			null,
			[
				[
					'type' => 'link',
					'code' => 'ada',
				],
			]
		);
		foreach ( [ 1001, 1002 ] as $number ) {
			Recorder::transaction(
				[
					'source'      => 'woocommerce',
					'external_id' => (string) $number,
					'currency'    => 'USD',
					'customer'    => 'email:buyer@example.org',
					'renewal'     => 1002 === $number,
					'referrer'    => 1001 === $number ? [
						'type' => 'link',
						'code' => 'ada',
					] : null,
					'details'     => [
						[
							'kind'   => 'line_item',
							'amount' => '50.00',
						],
					],
				]
			);
		}
		Recorder::refund(
			[
				'source'      => 'woocommerce',
				'external_id' => '1001',
				'refund_id'   => '1',
			]
		);
		$sales = $this->show( ActivityScreen::class, [ 'part' => 'sales' ] );
		foreach ( [ 'woocommerce 1001', 'buyer@example.org', 'Ada', "50.00\u{A0}USD", 'renewal', 'siren-status-refunded', 'siren-status-complete' ] as $expected ) {
			self::assertStringContainsString( $expected, $sales );
		}
		$sent = $this->show(
			ActivityScreen::class,
			[
				'part'         => 'sales',
				'collaborator' => (string) $ada,
			]
		);
		self::assertStringNotContainsString( 'woocommerce 1002', $sent );
		$found = $this->show(
			ActivityScreen::class,
			[
				'part' => 'sales',
				's'    => '1002',
			]
		);
		self::assertStringNotContainsString( 'woocommerce 1001', $found );
	}

	/**
	 * A post with a title.
	 *
	 * @param string $title The title.
	 */
	private static function titled( string $title ): int {
		$post = self::post( self::user( 'administrator' ) );
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->posts, [ 'post_title' => $title ], [ 'ID' => $post ] );
		\clean_post_cache( $post );
		return $post;
	}

	/**
	 * Records that a course was completed.
	 *
	 * @param string              $key   Its key.
	 * @param array<string,mixed> $event The rest.
	 */
	private static function record( string $key, array $event ): void {
		Recorder::event( 'course_completed', [ 'key' => $key ] + $event );
	}
}
