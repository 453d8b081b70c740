<?php
/**
 * Tells administrators about unmet requirements.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Requirements;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * A notice on the Plugins page and a page that says what is missing and how to fix it. Parsable by PHP 7.0, see
 * siren-distributors.php.
 */
final class ExtensionNotice {

	const CAPABILITY = 'activate_plugins';

	/**
	 * Adds the page in place of the plugin's own menu.
	 *
	 * @return void
	 */
	public static function add_page() {
		\add_menu_page(
			\__( 'Siren: Status', 'siren-distributors' ),
			\__( 'Siren', 'siren-distributors' ),
			self::CAPABILITY,
			'siren-status',
			[ self::class, 'render' ],
			'dashicons-chart-pie',
			58
		);
	}

	/**
	 * Prints the notice, on the Plugins page only.
	 *
	 * @return void
	 */
	public static function notice() {
		$screen = \get_current_screen();
		if ( null === $screen || 'plugins' !== $screen->id || ! \current_user_can( self::CAPABILITY ) ) {
			return;
		}
		View::show( 'status/extension-notice', [ 'messages' => self::unmet() ] );
	}

	/**
	 * Loads the page's style sheet.
	 *
	 * @param string $hook_suffix Current screen.
	 * @return void
	 */
	public static function enqueue( $hook_suffix ) {
		if ( 'toplevel_page_siren-status' === $hook_suffix ) {
			View::enqueue_style();
		}
	}

	/**
	 * Prints the page.
	 *
	 * @return void
	 */
	public static function render() {
		View::show(
			'status/extension-page',
			[
				'records'  => Requirements::can_record(),
				'missing'  => Requirements::can_record() && KnownLedger::is_missing() ? Store::directory() : '',
				'checks'   => Requirements::checks(),
				'facts'    => Requirements::facts(),
				'commands' => Requirements::commands(),
			]
		);
	}

	/**
	 * The sentences of the unmet requirements.
	 *
	 * @return string[]
	 */
	private static function unmet(): array {
		$messages = [];
		foreach ( Requirements::checks() as $check ) {
			if ( ! $check['met'] ) {
				$messages[] = Requirements::message( $check );
			}
		}
		return $messages;
	}
}
