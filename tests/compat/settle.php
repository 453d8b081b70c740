<?php
/**
 * Opens wp-admin once after a plugin was activated, because many plugins create their tables only then. Command line only: settle.php
 * WEB_DIR.
 */

declare(strict_types=1);

define( 'WP_ADMIN', true );
$_SERVER['HTTP_HOST']      = '127.0.0.1';
$_SERVER['REQUEST_URI']    = '/wp-admin/index.php';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['PHP_SELF']       = '/wp-admin/index.php';

// A plugin that shows a welcome screen redirects and ends the request.
ob_start();
register_shutdown_function( 'ob_end_clean' );

require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );

// Easy Digital Downloads creates its tables in a separate request.
if ( function_exists( 'edd_install_component_database_tables' ) ) {
	edd_install_component_database_tables();
}

// Tutor reads this option before anything else.
if ( 'by-woocommerce' === getenv( 'SIREN_COMPAT_ORDERS' ) && function_exists( 'tutor_utils' ) ) {
	tutor_utils()->update_option( 'monetize_by', 'wc' );
}

// WooCommerce chooses its own order tables for a new shop, at the end of this request.
register_shutdown_function(
	static function (): void {
		if ( 'posts' === getenv( 'SIREN_COMPAT_ORDERS' ) ) {
			update_option( 'woocommerce_custom_orders_table_enabled', 'no' );
		}
	}
);

// Last, because some plugins redirect to their welcome screen and end the request.
do_action( 'admin_init' );
