<?php
/**
 * The settings of the bench's sites: ordinary ones on MariaDB, each with a database of its directory's name. There lie:
 *
 *   web/   WordPress; the only part that is served
 *   data/  Siren's data
 *   url    the address it is served at
 *
 * Beside it, `run` leads to the sockets of the servers.
 */

define( 'SIREN_SITE_DIR', dirname( __DIR__ ) );

define( 'DB_NAME', basename( SIREN_SITE_DIR ) );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . readlink( dirname( SIREN_SITE_DIR ) . '/run' ) . '/mariadb.sock' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

// As WordPress's installation writes them; without them every page asks the database for its keys.
foreach ( [ 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ] as $scheme ) {
	define( "{$scheme}_KEY", hash( 'sha256', "bench $scheme key" ) );
	define( "{$scheme}_SALT", hash( 'sha256', "bench $scheme salt" ) );
}

define( 'WP_HOME', trim( file_get_contents( SIREN_SITE_DIR . '/url' ) ) );
define( 'WP_SITEURL', WP_HOME );

// No request leaves this machine, and nothing runs in the background while something is measured.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_AUTO_UPDATE_CORE', false );
define( 'FS_METHOD', 'direct' );
define( 'DISABLE_WP_CRON', true );

define( 'SIREN_DATA_DIR', SIREN_SITE_DIR . '/data' );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
