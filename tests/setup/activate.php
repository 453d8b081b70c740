<?php
/**
 * Activates plugins. Command line only: activate.php WEB_DIR PLUGIN_FILE…
 */

declare(strict_types=1);

$_SERVER['HTTP_HOST'] = '127.0.0.1';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

foreach ( array_slice( $argv, 2 ) as $plugin ) {
	$result = activate_plugin( $plugin );
	if ( is_wp_error( $result ) ) {
		fwrite( STDERR, "$plugin: {$result->get_error_message()}\n" );
		exit( 1 );
	}
}
