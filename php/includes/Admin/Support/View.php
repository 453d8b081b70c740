<?php
/**
 * Templates.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * A template is a file in views/ that turns `$view`, an array described at the top of the file, into markup. It escapes
 * everything it prints and queries nothing. Parsable by PHP 7.0, see siren-distributors.php.
 */
final class View {

	/**
	 * Prints a template.
	 *
	 * @param string $name File name without the extension; never from a request.
	 * @param array  $view Data to show.
	 * @return void
	 */
	public static function show( string $name, array $view ) { // phpcs:ignore Generic.CodeAnalysis.UnusedFunctionParameter -- the template reads $view.
		require \dirname( __DIR__ ) . '/views/' . $name . '.php';
	}

	/**
	 * Renders a template.
	 *
	 * @param string $name File name without the extension; never from a request.
	 * @param array  $view Data to show.
	 * @return string
	 */
	public static function text( string $name, array $view ) {
		\ob_start();
		self::show( $name, $view );
		return (string) \ob_get_clean();
	}

	/**
	 * Loads the screens' style sheet.
	 *
	 * @return void
	 */
	public static function enqueue_style() {
		\wp_enqueue_style( 'siren-admin', \plugins_url( 'assets/admin.css', SIREN_DISTRIBUTORS_FILE ), [], SIREN_DISTRIBUTORS_VERSION );
	}

	/**
	 * Loads a script of one screen as a module: it runs after the page is parsed and defines no global names. The tag
	 * is printed directly, because wp-admin only supports modules since WordPress 6.7.
	 *
	 * @param string $name File name in assets/ without the extension.
	 * @return void
	 */
	public static function print_module( $name ) {
		\wp_print_script_tag(
			[
				'type' => 'module',
				'src'  => \add_query_arg( 'ver', SIREN_DISTRIBUTORS_VERSION, \plugins_url( 'assets/' . $name . '.js', SIREN_DISTRIBUTORS_FILE ) ),
			]
		);
	}
}
