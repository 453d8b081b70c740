<?php
/**
 * Templates.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

\defined( 'ABSPATH' ) || exit;

/**
 * A template is a file in views/ that turns `$view`, an array its head describes, into markup; it escapes everything it
 * prints and asks nobody for anything. Parsable by PHP 7.0, see siren-distributors.php.
 */
final class View {

	/**
	 * Prints a template.
	 *
	 * @param string $name Its file's name without the ending; never from a request.
	 * @param array  $view What it shows.
	 * @return void
	 */
	public static function show( string $name, array $view ) { // phpcs:ignore Generic.CodeAnalysis.UnusedFunctionParameter -- the template reads $view.
		require __DIR__ . '/views/' . $name . '.php';
	}

	/**
	 * Loads the screens' style sheet.
	 *
	 * @return void
	 */
	public static function enqueue_style() {
		\wp_enqueue_style( 'siren-admin', \plugins_url( 'assets/admin.css', SIREN_DISTRIBUTORS_FILE ), [], SIREN_DISTRIBUTORS_VERSION );
	}
}
