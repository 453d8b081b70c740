<?php
/**
 * Finds the plugin's classes: `Siren\Distributors\Admin\Screens\Menu` is includes/Admin/Screens/Menu.php.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Loads the file of one class of this plugin; leaves every other class to others (the extension has its own
 * `Siren\Exception` classes).
 *
 * @param string $class_name Fully qualified class name.
 * @return void
 */
function autoload( string $class_name ) {
	$prefix = __NAMESPACE__ . '\\';
	if ( ! \str_starts_with( $class_name, $prefix ) ) { // Older PHP versions lack it; WordPress polyfills it.
		return;
	}
	$file = __DIR__ . '/includes/' . \str_replace( '\\', '/', \substr( $class_name, \strlen( $prefix ) ) ) . '.php';
	if ( \is_file( $file ) ) {
		require $file;
	}
}

\spl_autoload_register( __NAMESPACE__ . '\\autoload' );
