<?php
/**
 * Installs WordPress in the site whose web directory is the first argument. Command line only; run once per template.
 */

declare(strict_types=1);

define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = '127.0.0.1';

require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// A test site sends no mail, and Debian may have no sendmail.
add_filter( 'pre_wp_mail', '__return_true' );

wp_install( 'Siren Academy', 'admin', 'admin@academy.example', false, '', 'admin' );

update_option( 'timezone_string', 'America/New_York' );
update_option( 'permalink_structure', '/%postname%/' );
// Delete WordPress's sample posts and pages.
foreach ( get_posts( [ 'post_type' => [ 'post', 'page' ], 'post_status' => 'any', 'numberposts' => -1 ] ) as $sample ) {
	wp_delete_post( $sample->ID, true );
}
flush_rewrite_rules( false );

// Unschedule WordPress's own events; the sites run only what is tested.
_set_cron_array( [] );
