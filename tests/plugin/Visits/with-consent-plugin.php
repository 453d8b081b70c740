<?php
/**
 * A page of a site with a consent plugin, whose visitor agreed to anonymous statistics and to nothing else:
 * `php with-consent-plugin.php WEB_DIR`. Prints JSON.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

$told = [];

// What a plugin that speaks the WP Consent API brings along.
function wp_has_consent( string $category ): bool {
	return 'statistics-anonymous' === $category;
}
function wp_add_cookie_info( string $name, string $service, string $category ): void {
	$GLOBALS['told'][ $name ] = $category;
}

$_SERVER += [
	'HTTP_HOST'       => 'academy.test',
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/?ref=ada',
	'REMOTE_ADDR'     => '203.0.113.77',
	'HTTP_USER_AGENT' => 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
];
require $argv[1] . '/wp-load.php';

use Siren\Distributors\Attribution;
use Siren\Distributors\Integrations\AffiliateLinks;
use Siren\Distributors\Visits\Consent;
use Siren\Distributors\Visits\Page;

query_posts( [ 'post_type' => 'post' ] );
Page::enqueue();
ob_start();
wp_scripts()->do_items( [ Page::HANDLE ], 1 );
$script = ob_get_clean();

$_GET['ref'] = 'ada';
add_filter( 'pre_option_siren_settings', fn() => [ 'visits' => 'server' ] );
AffiliateLinks::remember();
AffiliateLinks::record();

echo json_encode(
	[
		'registered' => apply_filters( 'wp_consent_api_registered_siren-distributors/siren-distributors.php', false ),
		'cookies'    => $told,
		'count'      => Consent::is_given( Consent::COUNT ),
		'remember'   => Consent::is_given( Consent::REMEMBER ),
		'script'     => $script,
		'remembered' => Attribution::remembered(),
	]
);
