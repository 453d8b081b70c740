<?php
/**
 * What an administrator sees while a requirement is unmet.
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
 * One notice on the Plugins page and one page that says what is missing and how to mend it. Parsable by PHP 7.0, see
 * siren-distributors.php.
 */
final class ExtensionNotice {

	const CAPABILITY = 'activate_plugins';

	/**
	 * Adds the page in the place where the plugin's own menu will be.
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
	 * The notice, on the Plugins page only.
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
	 * Loads the style sheet on the page.
	 *
	 * @param string $hook_suffix Which screen.
	 * @return void
	 */
	public static function enqueue( $hook_suffix ) {
		if ( 'toplevel_page_siren-status' === $hook_suffix ) {
			View::enqueue_style();
		}
	}

	/**
	 * The page.
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
	 * The sentences of the requirements that are not met.
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
