<?php
/**
 * The collaborator's dashboard for somebody who has none.
 *
 * @var array{reason:string} $view `logged_out`, `unknown`, `inactive`, `failure`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;

$texts = [
	'logged_out' => __( 'Log in to see what you have earned.', 'siren-distributors' ),
	'unknown'    => __( 'This account is not a collaborator’s. If it should be, ask the people who run this site.', 'siren-distributors' ),
	'inactive'   => __( 'Your account as a collaborator is not active. Ask the people who run this site.', 'siren-distributors' ),
	'failure'    => __( 'This cannot be shown now. Please try again later.', 'siren-distributors' ),
];
?>
<div class="siren-dashboard">
	<p><?php echo esc_html( $texts[ $view['reason'] ] ); ?></p>
	<?php if ( 'logged_out' === $view['reason'] ) : ?>
		<p><a href="<?php echo esc_url( wp_login_url( (string) get_permalink() ) ); ?>"><?php esc_html_e( 'Log in', 'siren-distributors' ); ?></a></p>
	<?php endif; ?>
</div>
