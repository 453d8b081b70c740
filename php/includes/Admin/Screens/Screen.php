<?php
/**
 * A screen of the plugin in wp-admin.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

\defined( 'ABSPATH' ) || exit;

/**
 * A screen's class contains everything that the menu, the help and the notices need to know. {@see Menu::SCREENS} lists
 * the classes in menu order.
 */
interface Screen {

	/** The slug, which begins with `siren-`. Page has a constant for it if other screens link to it. */
	public static function slug(): string;

	/** Title in the menu. */
	public static function title(): string;

	/** Required capability. */
	public static function capability(): string;

	/** Text of the Help tab. */
	public static function help(): string;

	/**
	 * Notices about what was just done, by their code in the URL. The view prints them with `Notice::done()`.
	 *
	 * @return array<string,string>
	 */
	public static function notices(): array;

	/**
	 * Prints the screen.
	 */
	public static function render(): void;
}
