<?php
/**
 * Part of a site's life in a PHP that has lost the extension: `php without-extension.php WEB_DIR STORY`, the story in
 * JSON: orders by id with the status each reaches, refunds (order, amount), completions (student, course), readers of
 * posts (post). Prints JSON: whether the extension is there, the failures that were noted,
 * and what an eraser of personal data says.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

[ , $web, $story ] = $argv;
$story             = json_decode( $story, true, 8, JSON_THROW_ON_ERROR );
$_SERVER          += [
	'HTTP_HOST'       => 'academy.test',
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'REMOTE_ADDR'     => '203.0.113.77',
	'HTTP_USER_AGENT' => 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
];
require $web . '/wp-load.php';

foreach ( $story['orders'] as [ $order, $status ] ) {
	wc_get_order( $order )->update_status( $status );
}
foreach ( $story['refunds'] as [ $order, $amount ] ) {
	wc_create_refund(
		[
			'order_id'   => $order,
			'amount'     => $amount,
			'line_items' => [],
			'reference'  => wp_generate_uuid4(),
		]
	);
}
foreach ( $story['completions'] as [ $student, $course ] ) {
	do_action( 'lifterlms_course_completed', $student, $course );
}
foreach ( $story['readers'] as $post ) {
	query_posts( [ 'p' => $post ] );
	Siren\Distributors\Integrations\BlogPosts::record();
}
do_action( 'siren_heartbeat' );
Siren\Distributors\Sales\ChangedOrders::settle(); // As the end of the request does, but before it is looked at.

echo json_encode(
	[
		'extension' => extension_loaded( 'siren' ),
		'failures'  => Siren\Distributors\Failures::latest(),
		'privacy'   => Siren\Distributors\Privacy::erase( 'ada@academy.test' )->get_error_code(),
	]
);
