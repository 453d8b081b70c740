<?php
/**
 * The admin menu.
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
 * One top-level entry with the screens below it; the entry itself opens the first screen.
 */
final class Menu {

	/** @var array<class-string<Screen>> Every screen, in the order of the menu. */
	public const SCREENS = [
		OverviewScreen::class,
		DistributorsScreen::class,
		DistributionsScreen::class,
		PayoutsScreen::class,
		CollaboratorsScreen::class,
		ActivityScreen::class,
		SettingsScreen::class,
		StatusScreen::class,
	];

	private const POSITION = 58; // Below WooCommerce, above Appearance.

	/**
	 * Adds all screens.
	 */
	public static function add_pages(): void {
		\add_menu_page(
			\__( 'Siren', 'siren-distributors' ),
			\__( 'Siren', 'siren-distributors' ),
			OverviewScreen::capability(),
			OverviewScreen::slug(),
			[ OverviewScreen::class, 'render' ],
			'dashicons-chart-pie',
			self::POSITION
		);
		foreach ( self::SCREENS as $screen ) {
			\add_submenu_page( OverviewScreen::slug(), $screen::title(), $screen::title(), $screen::capability(), $screen::slug(), [ $screen, 'render' ] );
		}
	}

	/**
	 * Loads the style sheet on our screens and on the dashboard only.
	 *
	 * @param string $hook_suffix Current screen.
	 */
	public static function enqueue( string $hook_suffix ): void {
		if ( \str_contains( $hook_suffix, 'page_siren-' ) || 'index.php' === $hook_suffix ) {
			View::enqueue_style();
		}
	}

	/**
	 * Adds links to the screens in the list of plugins.
	 *
	 * @param array $links As passed by WordPress.
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
