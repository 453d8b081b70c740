<?php
/** A visit from the wire to the disk, over nginx and PHP-FPM: the beacon, against what plugins usually offer. */

declare(strict_types=1);

namespace Siren\Bench;

use Siren\Distributors\Store as Ledger;
use Siren\Distributors\Visits\Endpoint;

require __DIR__ . '/../lib/load.php';

const WORK    = 'a visit, over nginx and PHP-FPM: the beacon';
const SECONDS = 4;

$wpdb  = WordPress::load();
$pages = new Pages( home_url() );
WordPress::make_visits_table( $wpdb, 'served_visits' );

// A post, and whose it is.
Ledger::open();
$author = wp_insert_user( [ 'user_login' => 'ada', 'user_pass' => 'ada', 'role' => 'author' ] );
$post   = wp_insert_post( [ 'post_type' => 'post', 'post_status' => 'publish', 'post_title' => 'Engines', 'post_author' => $author ] );
siren_save_collaborator( [ 'name' => 'Ada', 'wp_user_id' => $author ] );
Endpoint::renew();
Endpoint::uses_file() || throw new \RuntimeException( 'the beacon does not work: ' . Endpoint::state()['problem'] );

$page = $pages->request( wp_make_link_relative( get_permalink( $post ) ) )['body'];
preg_match( '~ data-url="([^"]+)"~', $page, $url ) && preg_match( '~ data-token="([^"]+)"~', $page, $token ) || throw new \RuntimeException( 'the page has no beacon' );

$sent   = 0;
$beacon = static function () use ( $pages, $url, $token, &$sent ): float {
	$load  = $pages->load( $url[1], "t=$token[1]&n=1", SECONDS );
	$sent += $load['requests'];
	return $load['rate'];
};
$rest   = static fn(): float => $pages->load( '/wp-json/bench/v1/visit', 'n=1', SECONDS )['rate'];
$ajax   = static fn(): float => $pages->load( '/wp-admin/admin-ajax.php', 'action=bench_visit', SECONDS )['rate'];

$race = ( new Race( 3 ) )->enter( 'beacon', $beacon )->enter( 'rest', $rest )->enter( 'ajax', $ajax );
$rate = array_map( Figure::rate( ... ), $race->run() );

$recorded = siren_find( 'events', [ 'per_page' => 1 ] )['total'];

Table::add(
	Line::better( WORK, $rate['beacon'], 'a REST route of the same site, one `$wpdb->insert`', $rate['rest'], 40 ),
	Line::better( WORK, $rate['beacon'], 'an admin-ajax handler, one `$wpdb->insert`', $rate['ajax'], 40 ),
	// What was on its way when the load ended is recorded and was not counted.
	Line::must( WORK, sprintf( '%s visits answered, %s recorded', number_format( $sent ), number_format( $recorded ) ), 'every one', $recorded >= $sent ),
);

$shop = getenv( 'SIREN_COMPAT_PLUGINS' ) . '/woocommerce';
if ( ! is_file( "$shop/woocommerce.php" ) ) {
	Table::add( Line::without( 'the same beside a heavy shop', 'not measured: `SIREN_COMPAT_PLUGINS` names no folder with WooCommerce in it' ) );
	exit;
}

deactivate_plugins( 'woocommerce/woocommerce.php' );
symlink( $shop, WP_PLUGIN_DIR . '/heavy-shop' );
Shell::run( PHP_BINARY, ROOT . '/tests/setup/activate.php', ABSPATH, 'heavy-shop/woocommerce.php' );
$race = ( new Race( 3 ) )->enter( 'beacon', $beacon )->enter( 'rest', $rest )->enter( 'ajax', $ajax );
$rate = array_map( Figure::rate( ... ), $race->run() );
Shell::run( 'rm', WP_PLUGIN_DIR . '/heavy-shop' );
Shell::run( PHP_BINARY, ROOT . '/tests/setup/activate.php', ABSPATH, 'woocommerce/woocommerce.php' );

Table::add(
	Line::better( 'the same beside WooCommerce', $rate['beacon'], 'the REST route', $rate['rest'], 100 ),
	Line::better( 'the same beside WooCommerce', $rate['beacon'], 'the admin-ajax handler', $rate['ajax'], 100 ),
);
