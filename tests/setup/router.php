<?php
/**
 * Router for PHP's own web server: passes every URL that is no file to WordPress, as the rewrite rules of a real server do.
 */

declare(strict_types=1);

$path = (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( file_exists( $_SERVER['DOCUMENT_ROOT'] . rawurldecode( $path ) ) && '/' !== $path ) {
	return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['PHP_SELF']    = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
