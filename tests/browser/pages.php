<?php
/**
 * Puts the collaborators' dashboard on two pages, as a block and as a shortcode. Command line only: pages.php WEB_DIR
 */

declare(strict_types=1);

$_SERVER['HTTP_HOST'] = '127.0.0.1';
require $argv[1] . '/wp-load.php';

foreach ( [ 'my-earnings' => '<!-- wp:siren-distributors/dashboard /-->', 'my-shares' => '[siren_dashboard]' ] as $name => $content ) {
	wp_insert_post( [ 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => ucfirst( str_replace( '-', ' ', $name ) ), 'post_name' => $name, 'post_content' => $content ] );
}
