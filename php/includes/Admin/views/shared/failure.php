<?php
/**
 * A screen the engine could not fill.
 *
 * @var array{message:string,status_url:string} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Siren', 'siren-distributors' ); ?></h1>
	<div class="notice notice-error">
		<p><strong><?php esc_html_e( 'This is not available right now.', 'siren-distributors' ); ?></strong></p>
		<p><?php echo esc_html( $view['message'] ); ?></p>
		<p><a href="<?php echo esc_url( $view['status_url'] ); ?>"><?php esc_html_e( 'View status', 'siren-distributors' ); ?></a></p>
	</div>
</div>
