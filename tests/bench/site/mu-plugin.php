<?php
/**
 * The benchmark's must-use plugin: rivals that record a visit inside WordPress, and a header that requests a page without
 * the plugin.
 */

declare(strict_types=1);

// The same site with one plugin fewer: nothing else differs.
add_filter( 'option_active_plugins', static function ( array $active ): array {
	return isset( $_SERVER['HTTP_X_WITHOUT_SIREN'] ) ? array_diff( $active, [ 'siren-distributors/siren-distributors.php' ] ) : $active;
} );

// No mail is sent, but the shop still composes its mails.
add_filter( 'pre_wp_mail', '__return_true' );

/** One row for one visit, as plugins keep it. */
function bench_insert_visit(): void {
	global $wpdb;
	$wpdb->insert( 'served_visits', [
		'event_key'       => 'ref:p1:visitor:' . bin2hex( random_bytes( 16 ) ) . ':2025',
		'type'            => 'site_visited',
		'collaborator_id' => 1,
		'subject'         => 'visitor:' . md5( $_SERVER['HTTP_USER_AGENT'] ?? '' ),
		'quantity'        => 1,
		'occurred_at'     => gmdate( 'Y-m-d H:i:s' ),
	] );
}

add_action( 'rest_api_init', static function (): void {
	register_rest_route( 'bench/v1', '/visit', [
		'methods'             => 'POST',
		'permission_callback' => '__return_true',
		'callback'            => static function (): WP_REST_Response {
			bench_insert_visit();
			return new WP_REST_Response( null, 204 );
		},
	] );
} );

add_action( 'wp_ajax_nopriv_bench_visit', static function (): void {
	bench_insert_visit();
	status_header( 204 );
	exit;
} );

/** The time for the fixture shop; it is never moved here. */
function siren_test_now(): string {
	return gmdate( 'Y-m-d\TH:i:s\Z' );
}
