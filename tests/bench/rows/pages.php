<?php
/** What the plugin adds to a front page and to a checkout, over nginx and PHP-FPM, request by request in turn. */

declare(strict_types=1);

namespace Siren\Bench;

use Siren\Distributors\Store as Ledger;

require __DIR__ . '/../lib/load.php';

const WITHOUT = [ 'X-Without-Siren: 1' ];
const ROUNDS  = 300;

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

$front = static function ( array $headers ) use ( $pages ): float {
	$answer = $pages->request( '/', $headers );
	200 === $answer['status'] || throw new \RuntimeException( "the front page answers {$answer['status']}" );
	return $answer['seconds'];
};
$buy   = static function ( array $headers ) use ( $pages, $path, $product, $nonce ): float {
	$answer = $pages->request( $path, $headers, [
		'fixture_checkout'    => '1',
		'reference'           => bin2hex( random_bytes( 8 ) ),
		'_wpnonce'            => $nonce[1],
		"product[$product]"   => '1',
		'email'               => 'customer@academy.example',
		'payment'             => 'card',
	] );
	302 === $answer['status'] || throw new \RuntimeException( "the checkout answers {$answer['status']}" );
	return $answer['seconds'];
};

$sales = static fn(): int => siren_find( 'transactions', [ 'per_page' => 1 ] )['total'];
$buy( WITHOUT );
0 === $sales() || throw new \RuntimeException( 'the plugin hears of a sale it should not' );

$race = ( new Race( ROUNDS ) )
	->enter( 'front', static fn(): float => $front( [] ) )
	->enter( 'front_without', static fn(): float => $front( WITHOUT ) )
	->enter( 'buy', static fn(): float => $buy( [] ) )
	->enter( 'buy_without', static fn(): float => $buy( WITHOUT ) );
$seconds = array_map( Figure::seconds( ... ), $race->run() );
ROUNDS === $sales() || throw new \RuntimeException( 'not every sale is recorded' );

Table::add(
	Line::percent_more( 'a front page with the plugin active', $seconds['front'], 'without it', $seconds['front_without'], 1 ),
	Line::percent_more( 'a checkout with the plugin active', $seconds['buy'], 'without it', $seconds['buy_without'], 1 ),
);
