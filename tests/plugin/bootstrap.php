<?php
/**
 * Loads the real WordPress that SIREN_TEST_SITE names (a directory with wp-load.php), in which the plugin and the fixture
 * shop and LMS are active, and in whose PHP the extension is loaded.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

// PHPUnit loads this file inside a function, but WordPress's file-level variables must become globals.
global $shortcode_tags, $table_prefix, $wp, $wp_query, $wp_the_query, $wpdb;

/**
 * Ends the run with one message instead of a hundred failures.
 *
 * @param string $sentence What is missing.
 */
function siren_tests_cannot_run( string $sentence ): never {
	fwrite( STDERR, $sentence . "\n" );
	exit( 1 );
}

$siren_site = (string) getenv( 'SIREN_TEST_SITE' );
if ( '' === $siren_site || ! is_file( $siren_site . '/wp-load.php' ) ) {
	siren_tests_cannot_run( 'SIREN_TEST_SITE must name a directory with an installed WordPress (wp-load.php).' );
}
if ( ! extension_loaded( 'siren' ) ) {
	siren_tests_cannot_run( 'These tests need the extension: php -d extension=…/libsiren.so.' );
}

$_SERVER += [
	'HTTP_HOST'      => 'academy.test',
	'REQUEST_METHOD' => 'GET',
	'REQUEST_URI'    => '/',
];
require $siren_site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

if ( ! defined( 'SIREN_DISTRIBUTORS_VERSION' ) ) {
	siren_tests_cannot_run( 'The plugin is not active on the test site.' );
}

// Inactive shops and LMSs are loaded now, after everything else: our hooks must work regardless. On a site of the
// compatibility suite, the real plugin is active and no fixture is needed.
if ( '' === (string) getenv( 'SIREN_COMPAT_PLUGIN' ) ) {
	foreach ( [ 'woocommerce-subscriptions', 'easy-digital-downloads', 'sensei-lms', 'learnpress', 'learndash', 'tutor', 'masterstudy-lms' ] as $siren_fixture ) {
		require dirname( __DIR__ ) . "/fixtures/$siren_fixture/$siren_fixture.php";
	}
}

require __DIR__ . '/Stopped.php';
require __DIR__ . '/SirenTestCase.php';
require __DIR__ . '/Admin/ScreenTestCase.php';
require __DIR__ . '/Visits/VisitTestCase.php';
require dirname( __DIR__ ) . '/compat/LifecycleTestCase.php';
