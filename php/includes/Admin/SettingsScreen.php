<?php
/**
 * Settings.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Saved by WordPress's own options page, which checks nonce and capability.
 */
final class SettingsScreen {

	/**
	 * Makes the option known to WordPress.
	 */
	public static function register(): void {
		\register_setting(
			Settings::GROUP,
			Settings::OPTION,
			[
				'type'              => 'object',
				'sanitize_callback' => [ Settings::class, 'sanitize' ],
			]
		);
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		Page::show( 'manage_options', [ self::class, 'show' ] );
	}

	/**
	 * Prints the form.
	 */
	public static function show(): void {
		View::show(
			'settings',
			[
				'settings'      => Settings::all(),
				'default_units' => Settings::currency(),
			]
		);
	}
}
