<?php
/**
 * The form that corrects an amount.
 *
 * @var array{obligation:array,typed:array} $view `typed`: what was refused.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\ManualEntries;

\defined( 'ABSPATH' ) || exit;

$typed = $view['typed'];
?>
<details class="siren-panel siren-fold"<?php echo [] === $typed ? '' : ' open'; ?>>
	<summary><h2><?php esc_html_e( 'Correct this amount', 'siren-distributors' ); ?></h2></summary>
	<p><?php esc_html_e( 'The original amount stays unchanged. A correction is a separate obligation that refers to it and is included in the next fulfillment.', 'siren-distributors' ); ?></p>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_adjust' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['obligation']['id'] ); ?>">
		<input type="hidden" name="key" value="<?php echo esc_attr( ManualEntries::key() ); ?>">
		<table class="form-table" role="presentation">
			<?php
			Field::text(
				'amount',
				__( 'Difference (use a minus sign to reduce)', 'siren-distributors' ),
				$typed['amount'] ?? '',
				[
					'after'      => $view['obligation']['currency'],
					'attributes' => [
						'class'     => '',
						'size'      => 12,
						'inputmode' => 'decimal',
						'required'  => true,
					],
				]
			);
			Field::text( 'reason', __( 'Reason', 'siren-distributors' ), $typed['reason'] ?? '', [ 'attributes' => [ 'required' => true ] ] );
			?>
		</table>
		<p><button type="submit" class="button"><?php esc_html_e( 'Save correction', 'siren-distributors' ); ?></button></p>
	</form>
</details>
