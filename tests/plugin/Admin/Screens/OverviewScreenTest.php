<?php
/**
 * Tests of the overview and of the dashboard's short form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\CollaboratorsScreen;
use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Admin\Screens\Help;
use Siren\Distributors\Admin\Screens\OverviewScreen;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Open distributions, and what needs attention.
 */
final class OverviewScreenTest extends ScreenTestCase {

	public function test_a_new_site_sees_the_first_steps(): void {
		$page = $this->show( OverviewScreen::class );
		self::assertStringContainsString( 'First steps', $page );
		self::assertStringContainsString( 'Nothing is waiting to be paid.', $page );
		self::assertSame( 0, \substr_count( $page, 'siren-step-done' ) );

		self::collaborator( 'Ada' );
		self::assertSame( 1, \substr_count( $this->show( OverviewScreen::class ), 'siren-step-done' ) );
	}

	public function test_open_payable_and_recent_distributions_are_listed(): void {
		self::may_is_over();
		$page = $this->show( OverviewScreen::class );
		self::assertStringNotContainsString( 'First steps', $page );
		foreach ( [ 'to 2 collaborators', 'No problems', 'Recent distributions', 'siren-status-complete', \esc_html( self::HOSTILE ) ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}
	}

	public function test_problems_are_at_the_top(): void {
		self::distributor( [ 'course_completed' => 10 ], [ 'name' => self::HOSTILE ] );
		self::set_clock( '2026-06-05T00:00:00Z' );
		$page = $this->show( OverviewScreen::class );
		self::assertStringContainsString( 'was due 4 days ago', $page );
		self::assertMatchesRegularExpression( '~>\s*[1-9] problems?\s*<~', $page );
	}

	public function test_long_lists_show_the_first_and_count_the_rest(): void {
		self::distributor( [ 'course_completed' => 5 ] );
		self::many( 12 );
		$page = $this->show( OverviewScreen::class );
		foreach ( [ 'Person 012', 'Person 011', 'Person 010', 'and 9 more' ] as $expected ) {
			self::assertStringContainsString( $expected, $page );
		}
		self::assertStringNotContainsString( 'Person 009', $page );
		self::assertStringContainsString( 'Person 012 is in the lead', self::printed( [ OverviewScreen::class, 'show_widget' ] ) );
	}

	public function test_the_dashboard_widget_shows_the_leader(): void {
		$names = self::may_is_over();
		Recorder::event(
			'course_completed',
			[
				'key'          => 'course-june',
				'collaborator' => $names['second'],
			]
		);
		\siren_run_due( self::clock() );
		$widget = self::printed( [ OverviewScreen::class, 'show_widget' ] );
		self::assertStringContainsString( 'Ben is in the lead', $widget );
		self::assertStringContainsString( 'is ready to pay', $widget );
	}

	public function test_the_dashboard_widget_requires_the_capability(): void {
		global $wp_meta_boxes;
		require_once ABSPATH . 'wp-admin/includes/dashboard.php';
		\set_current_screen( 'dashboard' );
		\wp_set_current_user( self::user( 'editor' ) );
		OverviewScreen::add_widget();
		self::assertStringNotContainsString( 'siren_overview', (string) \wp_json_encode( $wp_meta_boxes['dashboard'] ?? [] ) );
		\wp_set_current_user( self::user( 'administrator' ) );
		OverviewScreen::add_widget();
		self::assertStringContainsString( 'siren_overview', (string) \wp_json_encode( $wp_meta_boxes['dashboard'] ) );
	}

	public function test_users_with_read_only_access_get_no_links_to_forbidden_screens(): void {
		$names = self::may_is_over();
		$user  = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		\wp_set_current_user( $user->ID );
		$closed = \siren_find( 'distributions', [ 'status' => 'complete' ] )['items'][0]['id'];
		$pages  = [
			$this->show( OverviewScreen::class ),
			$this->show( DistributorsScreen::class ),
			$this->show( DistributionsScreen::class ),
			$this->show( DistributionsScreen::class, [ 'view' => (string) $closed ] ),
			$this->show( PayoutsScreen::class ),
			$this->show( CollaboratorsScreen::class ),
			self::printed( [ OverviewScreen::class, 'show_widget' ] ),
		];
		foreach ( $pages as $number => $page ) {
			self::assertStringNotContainsString( 'edit=', $page, (string) $number );
			self::assertStringNotContainsString( 'method="post"', $page, (string) $number );
		}
		self::assertStringContainsString( 'Ben', $pages[3] );
		self::assertSame( 'Ben', ( new Names() )->collaborator( $names['second'] ) );
	}

	public function test_every_screen_has_help(): void {
		foreach ( ( new \ReflectionClass( Page::class ) )->getConstants() as $page ) {
			$screen = \WP_Screen::get( Page::OVERVIEW === $page ? 'toplevel_page_' . $page : 'siren_page_' . $page );
			Help::add( $screen );
			self::assertCount( 2, $screen->get_help_tabs(), $page );
		}
		$other = \WP_Screen::get( 'edit-post' );
		Help::add( $other );
		self::assertCount( 0, $other->get_help_tabs() );
	}
}
