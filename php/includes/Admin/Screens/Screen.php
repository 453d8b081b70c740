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
 * Everything that the menu, the help and the notices have to know of a screen stands in its class. {@see Menu::SCREENS} lists
 * the classes in the order of the menu.
 */
interface Screen {

	/**
	 * Its name in addresses. It begins with `siren-`; Page has a constant for it where other screens link to it.
	 */
	public static function slug(): string;

	/**
	 * Its name in the menu.
	 */
	public static function title(): string;

	/**
	 * The capability that opens it.
	 */
	public static function capability(): string;

	/**
	 * The text behind the button “Help”.
	 */
	public static function help(): string;

	/**
	 * The sentences about what was just done, by the code in the address. The view prints them: `Notice::done()`.
	 *
	 * @return array<string,string>
	 */
	public static function notices(): array;

	/**
	 * Prints the screen.
	 */
	public static function render(): void;
}
