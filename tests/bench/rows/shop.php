<?php
/**
 * The same with the real WooCommerce: the beacon compared with what plugins usually offer, and what the plugin adds to the
 * front page and to WooCommerce's own checkout, through its Store API, paid on delivery, which counts as paid at once.
 */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const BEACON   = 'a visit beside WooCommerce: the beacon';
const CHECKOUT = 'a checkout of WooCommerce';

if ( ! is_file( ROOT . '/target/bench/shop/web/wp-load.php' ) ) {
	$why = 'not measured: `SIREN_COMPAT_PLUGINS` names no folder with WooCommerce in it';
	Table::add( Line::without( BEACON, $why ), Line::without( CHECKOUT . ' with the plugin active', $why ) );
	exit;
}

WordPress::load( 'shop' );
Beacons::measure( BEACON, 'of the same shop', 100 );

siren_save_distributor( [ 'metrics' => [ [ 'event' => 'product_sold', 'points' => 1 ] ] ] + Stores::monthly() );
update_option( 'woocommerce_coming_soon', 'no' );
update_option( 'woocommerce_cod_settings', [ 'enabled' => 'yes', 'title' => 'Cash', 'enable_for_virtual' => 'yes' ] );
$product = new \WC_Product_Simple();
$product->set_name( 'A compiler' );
$product->set_regular_price( '19.99' );
$product->set_virtual( true );
$product->save();
wp_update_post( [ 'ID' => $product->get_id(), 'post_author' => get_user_by( 'login', 'ada' )->ID ] );

$pages  = new Pages( home_url() );
$bought = 0;
$call   = static function ( string $method, array $headers, array $body, int $status ) use ( $pages ): array {
	$answer = $pages->request( "/wp-json/wc/store/v1/$method", [ 'Content-Type: application/json', ...$headers ], [] === $body ? [] : json_encode( $body, JSON_THROW_ON_ERROR ) );
	return $status === $answer['status'] ? $answer : throw new \RuntimeException( "$method answers {$answer['status']}: {$answer['body']}" );
};
$fill   = static function ( array $headers ) use ( $call, $product ): array {
	$with = [ 'Cart-Token: ' . $call( 'cart', $headers, [], 200 )['headers']['cart-token'], ...$headers ];
	$call( 'cart/add-item', $with, [ 'id' => $product->get_id(), 'quantity' => 1 ], 201 );
	return $with;
};
$buy    = static function ( array $with ) use ( $call, &$bought ): array {
	$answer = $call( 'checkout', $with, [
		'payment_method'  => 'cod',
		'billing_address' => [ 'first_name' => 'Ada', 'last_name' => 'Byron', 'address_1' => '1 Main Street', 'city' => 'Austin', 'state' => 'TX', 'postcode' => '73301', 'country' => 'US', 'email' => 'customer@academy.example' ],
	], 200 );
	'processing' === json_decode( $answer['body'], true )['status'] || throw new \RuntimeException( 'the order is not paid' );
	$bought += Active::is_asked( $with ) ? 1 : 0;
	return $answer;
};

$active = new Active();
$active->measure( 'the front page of the shop', static fn( array $headers ): array => $pages->page( '/', $headers ) );
$active->measure( CHECKOUT, $buy, $fill );
Active::must_be_recorded( $bought );
