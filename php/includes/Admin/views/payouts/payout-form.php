<?php
/**
 * Marks one payout.
 *
 * @var array{payout:array,name:string} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;

$payout = $view['payout'];
?>
<form class="siren-payout" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_set_payout' ); ?>
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $payout['id'] ); ?>">
	<input type="hidden" name="fulfillment" value="<?php echo esc_attr( (string) $payout['fulfillment'] ); ?>">
	<label class="screen-reader-text" for="siren-reference-<?php echo esc_attr( (string) $payout['id'] ); ?>">
		<?php
		/* translators: %s: name of a collaborator. */
		echo esc_html( sprintf( __( 'Payment reference for %s', 'siren-distributors' ), $view['name'] ) );
		?>
	</label>
	<input type="text" id="siren-reference-<?php echo esc_attr( (string) $payout['id'] ); ?>" name="reference" placeholder="<?php esc_attr_e( 'Reference', 'siren-distributors' ); ?>">
	<button type="submit" class="button button-primary" name="status" value="paid"><?php esc_html_e( 'Mark as paid', 'siren-distributors' ); ?></button>
	<button type="submit" class="button" name="status" value="failed"><?php esc_html_e( 'Mark as failed', 'siren-distributors' ); ?></button>
</form>
