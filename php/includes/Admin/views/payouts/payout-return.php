<?php
/**
 * Marks a paid payout whose money came back.
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
<details>
	<summary><?php esc_html_e( 'Payment returned', 'siren-distributors' ); ?></summary>
	<form class="siren-payout" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_set_payout' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $payout['id'] ); ?>">
		<input type="hidden" name="fulfillment" value="<?php echo esc_attr( (string) $payout['fulfillment'] ); ?>">
		<label class="screen-reader-text" for="siren-return-<?php echo esc_attr( (string) $payout['id'] ); ?>">
			<?php
			/* translators: %s: name of a collaborator. */
			echo esc_html( sprintf( __( 'Why the payment to %s was returned', 'siren-distributors' ), $view['name'] ) );
			?>
		</label>
		<input type="text" id="siren-return-<?php echo esc_attr( (string) $payout['id'] ); ?>" name="note" placeholder="<?php esc_attr_e( 'Reason', 'siren-distributors' ); ?>">
		<button type="submit" class="button" name="status" value="returned"><?php esc_html_e( 'Mark as returned', 'siren-distributors' ); ?></button>
		<p class="description"><?php esc_html_e( 'The amount is owed again and included in the next fulfillment.', 'siren-distributors' ); ?></p>
	</form>
</details>
