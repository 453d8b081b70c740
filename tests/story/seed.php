<?php
/**
 * Creates the academy on a fresh site: people, courses, products, coupons, posts, collaborators, distributors.
 * Command line only: seed.php SITE. Writes academy.json beside the site's web directory: the ids behind the names.
 */

declare(strict_types=1);

$site                 = $argv[1];
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require $site . '/web/wp-load.php';

// The plugin is installed when the academy is founded, not when this script runs.
update_option( Siren\Distributors\Lifecycle::SINCE_OPTION, siren_test_now() );

$academy = require __DIR__ . '/academy.php';
$ids     = [ 'users' => [ 'admin' => 1 ] ];

/** @return int A new post; `meta` goes with it. */
$publish = static function ( string $type, string $title, int $author, array $meta = [], string $content = '', int $order = 0 ): int {
	$post_id = wp_insert_post( [
		'post_type'    => $type,
		'post_status'  => 'publish',
		'post_title'   => $title,
		'post_author'  => $author,
		'post_content' => $content,
		'menu_order'   => $order,
		'meta_input'   => $meta,
	], true );
	return is_wp_error( $post_id ) ? throw new RuntimeException( $post_id->get_error_message() ) : $post_id;
};

/** Notes the path of a page under its name. */
$note = static function ( string $kind, string $name, int $post_id ) use ( &$ids ): void {
	$ids['paths'][ $kind ][ $name ] = wp_make_link_relative( get_permalink( $post_id ) );
};

/** A user's password is the user name. */
$enrol = static fn( string $name, array $person, string $role ): int => wp_insert_user( [
	'user_login'   => $name,
	'user_pass'    => $name,
	'user_email'   => "$name@academy.example",
	'display_name' => $person['name'],
	'role'         => $role,
] );

foreach ( $academy['collaborators'] as $name => $person ) {
	$ids['users'][ $name ] = $enrol( $name, $person, 'author' );
}
foreach ( $academy['students'] as $name => $person ) {
	$ids['users'][ $name ] = $enrol( $name, $person, 'subscriber' );
}

foreach ( $academy['courses'] as $key => $course ) {
	$course_id = $publish( 'course', $course['title'], $ids['users'][ $course['author'] ], [ '_llms_regular_price' => $course['price'] ] );
	( new LLMS_Course( $course_id ) )->instructors()->set_instructors( array_map( fn( string $name ): int => $ids['users'][ $name ], $course['instructors'] ) );
	$note( 'courses', $key, $course_id );
	for ( $number = 1; $number <= $course['lessons']; $number++ ) {
		$lesson_id = $publish( 'lesson', "{$course['title']}, lesson $number", 1, [ '_llms_parent_course' => (string) $course_id ], '', $number );
		$note( 'lessons', "$key $number", $lesson_id );
	}
}

foreach ( $academy['products'] as $key => $product ) {
	$ids['products'][ $key ] = $publish( 'product', $product['title'], $ids['users'][ $product['owner'] ], [
		'_sku'         => $key,
		'_price'       => $product['price'],
		'_tax_percent' => (string) ( $product['tax_percent'] ?? '' ),
		'_shipping'    => $product['shipping'] ?? '',
	] );
	$note( 'products', $key, $ids['products'][ $key ] );
}

foreach ( array_filter( array_column( $academy['collaborators'], 'coupon' ) ) as $code ) {
	$publish( 'shop_coupon', strtolower( $code ), 1, [ 'coupon_amount' => (string) $academy['coupon_percent'] ] );
	$publish( 'llms_coupon', $code, 1, [ '_llms_coupon_amount' => (string) $academy['coupon_percent'] ] );
}

foreach ( $academy['posts'] as $key => $post ) {
	$note( 'posts', $key, $publish( 'post', $post['title'], $ids['users'][ $post['author'] ], [], "<p>{$post['title']}, at length.</p>" ) );
}

siren_open( Siren\Distributors\Store::dsn(), [ 'timezone' => 'America/New_York', 'currency' => 'USD' ] );
foreach ( $academy['collaborators'] as $name => $person ) {
	$aliases = [];
	foreach ( [ 'coupon', 'link' ] as $type ) {
		if ( isset( $person[ $type ] ) ) {
			$aliases[] = [ 'type' => $type, 'code' => $person[ $type ] ];
		}
	}
	$ids['collaborators'][ $name ] = siren_save_collaborator( [
		'name'       => $person['name'],
		'email'      => "$name@academy.example",
		'wp_user_id' => $ids['users'][ $name ],
		'status'     => 'active',
		'aliases'    => $aliases,
		'now'        => siren_test_now(),
	] )['id'];
}
foreach ( $academy['distributors'] as $key => $distributor ) {
	$ids['distributors'][ $key ] = siren_save_distributor( $distributor + [ 'now' => siren_test_now() ] )['id'];
}

file_put_contents( "$site/academy.json", json_encode( $ids, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR ) );
