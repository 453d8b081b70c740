<?php
/**
 * A site whose server names no data directory, as far as Store and Lifecycle see one. The test site has the constant
 * SIREN_DATA_DIR, which cannot be undefined, so this runs in a separate PHP.
 *
 * Arguments: autoload.php, ABSPATH, WP_CONTENT_DIR, document root, address of the site, address of its network or '', other
 * document roots as JSON. Prints JSON.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

[ , $autoload, $wordpress, $content, $document_root, $address, $network, $roots ] = $argv;

define( 'ABSPATH', $wordpress );
define( 'WP_CONTENT_DIR', $content );
$_SERVER['DOCUMENT_ROOT'] = $document_root;
$options                  = [
	'siteurl' => $address,
	'home'    => $address,
];

function get_option( string $name, mixed $otherwise = false ): mixed {
	return $GLOBALS['options'][ $name ] ?? $otherwise;
}
function update_option( string $name, mixed $value ): bool {
	$GLOBALS['options'][ $name ] = $value;
	return true;
}
function delete_option( string $name ): bool {
	unset( $GLOBALS['options'][ $name ] );
	return true;
}
function is_multisite(): bool {
	return '' !== $GLOBALS['network'];
}
function network_site_url(): string {
	return $GLOBALS['network'];
}
function apply_filters( string $hook, mixed $value ): mixed {
	return 'siren_document_roots' === $hook ? [ ...$value, ...json_decode( $GLOBALS['roots'], true ) ] : $value;
}
function get_current_blog_id(): int {
	return 1;
}
function wp_salt(): string {
	return 'salt';
}
function wp_roles(): object {
	return (object) [ 'roles' => [] ];
}
function wp_parse_url( string $url, int $part = -1 ): mixed {
	return parse_url( $url, $part );
}
function untrailingslashit( string $path ): string {
	return rtrim( $path, '/' );
}
function wp_normalize_path( string $path ): string {
	return $path;
}
function wp_mkdir_p( string $directory ): bool {
	return is_dir( $directory ) || @mkdir( $directory, 0755, true );
}
function delete_post_meta_by_key( string $key ): bool {
	return true;
}
function delete_metadata( string $of, int $id, string $key, mixed $value, bool $all ): bool {
	return true;
}
function current_user_can(): bool {
	return false;
}
function sanitize_key( string $key ): string {
	return $key;
}

$GLOBALS['wpdb'] = new class() {
	public string $options = 'wp_options';

	public function esc_like( string $text ): string {
		return $text;
	}

	public function prepare( string $query ): string {
		return $query;
	}

	public function get_col(): array {
		return [];
	}

	public function get_blog_prefix(): string {
		return 'wp_';
	}
};

require $autoload;

use Siren\Distributors\Lifecycle;
use Siren\Distributors\Placement;
use Siren\Distributors\Secrets;
use Siren\Distributors\Store;

$directory = Store::directory();
$answer    = [
	'directory'   => $directory,
	'again'       => Store::directory(),
	'in_web_root' => Store::is_in_web_root(),
	'shown'       => Secrets::without_place( $directory ),
	'mode'        => is_dir( $directory ) ? decoct( fileperms( $directory ) & 0o7777 ) : '',
	'htaccess'    => is_file( $directory . '/.htaccess' ) ? file_get_contents( $directory . '/.htaccess' ) : '',
];

// Whatever becomes of the option that keeps the decision, it means the same place.
$kept              = get_option( Placement::OPTION );
$answer['damaged'] = [];
foreach ( [ 'x', null, [], [ 'place' => 'moon', 'token' => 'x' ], [ 'place' => [], 'token' => [] ], [ 'token' => '../..' ] + (array) $kept ] as $damaged ) {
	update_option( Placement::OPTION, $damaged );
	$answer['damaged'][] = Store::directory();
}

if ( is_dir( $directory ) ) {
	file_put_contents( $directory . '/siren.sqlite3', 'the ledger' );
	file_put_contents( dirname( $directory ) . '/not-ours', 'another file' );
	symlink( dirname( $directory ) . '/not-ours', $directory . '/link' );

	Lifecycle::uninstall();
	$answer['kept'] = is_file( $directory . '/siren.sqlite3' );

	update_option( 'siren_settings', [ 'delete_on_uninstall' => true ] );
	Lifecycle::uninstall();
	$answer['deleted']  = ! file_exists( $directory );
	$answer['not_ours'] = is_file( dirname( $directory ) . '/not-ours' );
}
echo json_encode( $answer );
