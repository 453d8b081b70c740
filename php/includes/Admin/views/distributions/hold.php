<?php
/**
 * The form that holds an amount, or releases it.
 *
 * @var array{obligation:array,typed:array} $view `typed`: what was refused, or is proposed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;

$obligation = $view['obligation'];
$is_held    = 'hold' === $obligation['kind'] && 'held' === $obligation['status'];
if ( ! $is_held && 'pending' !== $obligation['status'] ) {
	return;
}
?>
<section class="siren-panel" id="siren-hold">
	<?php if ( $is_held ) : ?>
		<h2><?php esc_html_e( 'This amount is held', 'siren-distributors' ); ?></h2>
		<p><?php esc_html_e( 'It is left out of every fulfillment until you release it.', 'siren-distributors' ); ?></p>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_release_obligation' ); ?>
			<input type="hidden" name="id" value="<?php echo esc_attr( (string) $obligation['id'] ); ?>">
			<p><button type="submit" class="button button-primary"><?php esc_html_e( 'Release amount', 'siren-distributors' ); ?></button></p>
		</form>
	<?php else : ?>
		<h2><?php esc_html_e( 'Hold this amount', 'siren-distributors' ); ?></h2>
		<p><?php esc_html_e( 'Everything else can still be paid. The collaborator sees that the amount is held, and the reason.', 'siren-distributors' ); ?></p>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_hold_obligation' ); ?>
			<input type="hidden" name="id" value="<?php echo esc_attr( (string) $obligation['id'] ); ?>">
			<table class="form-table" role="presentation">
				<?php Field::text( 'hold_reason', __( 'Reason', 'siren-distributors' ), $view['typed']['hold_reason'] ?? '', [ 'attributes' => [ 'required' => true ] ] ); ?>
			</table>
			<p><button type="submit" class="button"><?php esc_html_e( 'Hold amount', 'siren-distributors' ); ?></button></p>
		</form>
	<?php endif; ?>
</section>
