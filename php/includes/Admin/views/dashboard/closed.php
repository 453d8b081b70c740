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
	'unknown'    => __( 'Your account is not linked to a collaborator. If you think it should be, contact the site owner.', 'siren-distributors' ),
	'inactive'   => __( 'Your collaborator account is not active. Contact the site owner.', 'siren-distributors' ),
	'failure'    => __( 'This is not available right now. Please try again later.', 'siren-distributors' ),
];
?>
<div class="siren-dashboard">
	<p><?php echo esc_html( $texts[ $view['reason'] ] ); ?></p>
	<?php if ( 'logged_out' === $view['reason'] ) : ?>
		<p><a href="<?php echo esc_url( wp_login_url( (string) get_permalink() ) ); ?>"><?php esc_html_e( 'Log in', 'siren-distributors' ); ?></a></p>
	<?php endif; ?>
</div>
