<?php
/**
 * The menu.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * One top entry, its screens below it; the first screen is the entry's own.
 */
final class Menu {

	private const POSITION = 58; // Below WooCommerce, above Appearance.

	/**
	 * Adds all screens.
	 */
	public static function add_pages(): void {
		\add_menu_page(
			\__( 'Siren', 'siren-distributors' ),
			\__( 'Siren', 'siren-distributors' ),
			Lifecycle::VIEW_REPORTS,
			Page::OVERVIEW,
			[ OverviewScreen::class, 'render' ],
			'dashicons-chart-pie',
			self::POSITION
		);
		$pages = [
			Page::OVERVIEW      => [ \__( 'Overview', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, OverviewScreen::class ],
			Page::DISTRIBUTORS  => [ \__( 'Distributors', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, DistributorsScreen::class ],
			Page::DISTRIBUTIONS => [ \__( 'Distributions', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, DistributionsScreen::class ],
			Page::PAYOUTS       => [ \__( 'Payouts', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, PayoutsScreen::class ],
			Page::COLLABORATORS => [ \__( 'Collaborators', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, CollaboratorsScreen::class ],
			Page::ACTIVITY      => [ \__( 'Activity', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, ActivityScreen::class ],
			Page::SETTINGS      => [ \__( 'Settings', 'siren-distributors' ), 'manage_options', SettingsScreen::class ],
			Page::STATUS        => [ \__( 'Status', 'siren-distributors' ), Lifecycle::VIEW_REPORTS, StatusScreen::class ],
		];
		foreach ( $pages as $slug => [ $title, $capability, $screen ] ) {
			\add_submenu_page( Page::OVERVIEW, $title, $title, $capability, $slug, [ $screen, 'render' ] );
		}
	}

	/**
	 * Loads the style sheet on our screens and on the dashboard, and nowhere else.
	 *
	 * @param string $hook_suffix Which screen.
	 */
	public static function enqueue( string $hook_suffix ): void {
		if ( \str_contains( $hook_suffix, 'page_siren-' ) || 'index.php' === $hook_suffix ) {
			View::enqueue_style();
		}
	}

	/**
	 * Adds a way to the screens in the list of plugins.
	 *
	 * @param array $links WordPress's own.
	 */
	public static function add_plugin_links( array $links ): array {
		if ( \current_user_can( Lifecycle::VIEW_REPORTS ) ) {
			\array_unshift(
				$links,
				\sprintf( '<a href="%s">%s</a>', \esc_url( Page::url( Page::OVERVIEW ) ), \esc_html__( 'Overview', 'siren-distributors' ) )
			);
		}
		return $links;
	}
}
