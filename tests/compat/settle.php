<?php
/**
 * Opens wp-admin once for a freshly activated plugin: many make their tables only then. Command line only: settle.php
 * WEB_DIR.
 */

declare(strict_types=1);

define( 'WP_ADMIN', true );
$_SERVER['HTTP_HOST']      = '127.0.0.1';
$_SERVER['REQUEST_URI']    = '/wp-admin/index.php';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['PHP_SELF']       = '/wp-admin/index.php';

// A plugin that greets its new owner redirects, and ends the request.
ob_start();
register_shutdown_function( 'ob_end_clean' );

require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';
add_filter( 'wp_redirect', '__return_false' );
wp_set_current_user( 1 );
do_action( 'admin_init' );

// Easy Digital Downloads makes its tables in a request of their own.
if ( function_exists( 'EDD' ) ) {
	foreach ( EDD()->components as $component ) {
		foreach ( [ 'table', 'meta' ] as $part ) {
			$table = $component->get_interface( $part );
			if ( $table && is_callable( [ $table, 'install' ] ) && ! $table->exists() ) {
				$table->install();
			}
		}
	}
}
