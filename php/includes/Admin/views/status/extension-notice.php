<?php
/**
 * Notice on the Plugins page while a requirement is unmet.
 *
 * @var array{messages:string[]} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<div class="notice notice-error">
	<p><strong><?php esc_html_e( 'Siren Distributors is active but not ready yet.', 'siren-distributors' ); ?></strong></p>
	<?php foreach ( $view['messages'] as $message ) : ?>
		<p><?php echo esc_html( $message ); ?></p>
	<?php endforeach; ?>
	<p><a href="<?php echo esc_url( admin_url( 'admin.php?page=siren-status' ) ); ?>"><?php esc_html_e( 'View requirements', 'siren-distributors' ); ?></a></p>
</div>
