<?php
/**
 * WordPress runs this file when the plugin is deleted, without loading the plugin.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/autoload.php';

if ( is_multisite() ) {
	$siren_sites = get_sites(
		[
			'fields' => 'ids',
			'number' => 0,
		]
	);
	foreach ( $siren_sites as $siren_site ) {
		switch_to_blog( (int) $siren_site );
		Siren\Distributors\Lifecycle::uninstall();
		restore_current_blog();
	}
} else {
	Siren\Distributors\Lifecycle::uninstall();
}
