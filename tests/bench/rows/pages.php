<?php
/** What the plugin adds to a front page and to the fixture shop's checkout, over nginx and PHP-FPM. */

declare(strict_types=1);

namespace Siren\Bench;

use Siren\Distributors\Store as Ledger;

require __DIR__ . '/../lib/load.php';

WordPress::load();
$pages = new Pages( home_url() );

Ledger::open();
$owner = wp_insert_user( [ 'user_login' => 'grace', 'user_pass' => 'grace', 'role' => 'author' ] );
siren_save_collaborator( [ 'name' => 'Grace', 'wp_user_id' => $owner ] );
siren_save_distributor( [ 'metrics' => [ [ 'event' => 'product_sold', 'points' => 1 ] ] ] + Stores::monthly() );
for ( $number = 1; $number <= 10; $number++ ) {
	wp_insert_post( [ 'post_type' => 'post', 'post_status' => 'publish', 'post_title' => "Post $number", 'post_content' => str_repeat( 'Something worth reading. ', 100 ), 'post_author' => $owner ] );
}
$product = wp_insert_post( [ 'post_type' => 'product', 'post_status' => 'publish', 'post_title' => 'A compiler', 'post_author' => $owner, 'meta_input' => [ '_sku' => 'A0', '_price' => '19.99' ] ] );
$path    = wp_make_link_relative( get_permalink( $product ) );
preg_match( '/name="_wpnonce" value="(\w+)"/', $pages->request( $path )['body'], $nonce ) || throw new \RuntimeException( 'the shop offers nothing' );

$bought = 0;
$buy    = static function ( array $headers ) use ( $pages, $path, $product, $nonce, &$bought ): array {
	$answer = $pages->request( $path, $headers, [
		'fixture_checkout'    => '1',
		'reference'           => bin2hex( random_bytes( 8 ) ),
		'_wpnonce'            => $nonce[1],
		"product[$product]"   => '1',
		'email'               => 'customer@academy.example',
		'payment'             => 'card',
	] );
	302 === $answer['status'] || throw new \RuntimeException( "the checkout answers {$answer['status']}" );
	$bought += Active::is_asked( $headers ) ? 1 : 0;
	return $answer;
};

$active = new Active();
$active->measure( 'a front page', static fn( array $headers ): array => $pages->page( '/', $headers ) );
$active->measure( 'a checkout of the fixture shop, which does next to nothing else', $buy );
Active::must_be_recorded( $bought );
