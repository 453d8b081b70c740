<?php
/**
 * The settings of every test site, copied unchanged. A site is one directory:
 *
 *   web/       WordPress; the only part that is served
 *   database/  WordPress's own SQLite file
 *   data/      Siren's data
 *   opcache/   WordPress, compiled
 *   url        the address it is served at, written by serve.sh
 *   clock      the time to which the tests have moved the clock; absent for real time
 *   debug.log  errors of WordPress and PHP; absent after a clean run
 */

define( 'SIREN_SITE_DIR', dirname( __DIR__ ) );

// db.php reads these; the rest of the DB_ constants must exist, but are not used on SQLite.
define( 'DB_DIR', SIREN_SITE_DIR . '/database' );
define( 'DB_FILE', 'wordpress.sqlite' );
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', '' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', '' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

// The URL is not in the database, so that a copied site runs on any port.
define( 'WP_HOME', is_readable( SIREN_SITE_DIR . '/url' ) ? trim( file_get_contents( SIREN_SITE_DIR . '/url' ) ) : 'http://127.0.0.1' );
define( 'WP_SITEURL', WP_HOME );

define( 'WP_DEBUG', true );
define( 'WP_DEBUG_LOG', SIREN_SITE_DIR . '/debug.log' );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_ENVIRONMENT_TYPE', 'local' );

// No request leaves this machine, and nothing is updated automatically.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_AUTO_UPDATE_CORE', false );
define( 'FS_METHOD', 'direct' );

// WP-Cron runs when a test asks for wp-cron.php, at once even if the run before was killed.
define( 'DISABLE_WP_CRON', true );
define( 'WP_CRON_LOCK_TIMEOUT', 0 );

define( 'SIREN_DATA_DIR', SIREN_SITE_DIR . '/data' );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
