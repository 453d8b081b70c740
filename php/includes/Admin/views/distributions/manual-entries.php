<?php
/**
 * The forms that give something by hand in an open period.
 *
 * @var array $view `id` (of the distribution), `currency`, `typed` (what was refused), `collaborators` (names by id),
 *                  `can_manage`, `can_approve`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\ManualEntries;

\defined( 'ABSPATH' ) || exit;

$typed = $view['typed'];
?>
<?php if ( $view['can_manage'] && [] !== $view['collaborators'] ) : ?>
	<details class="siren-panel siren-fold"<?php echo isset( $typed['points'] ) ? ' open' : ''; ?>>
		<summary><h2><?php esc_html_e( 'Add points manually', 'siren-distributors' ); ?></h2></summary>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_credit' ); ?>
			<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
			<input type="hidden" name="key" value="<?php echo esc_attr( ManualEntries::key() ); ?>">
			<table class="form-table" role="presentation">
				<?php
				Field::select( 'collaborator', __( 'Collaborator', 'siren-distributors' ), $typed['collaborator'] ?? '', $view['collaborators'] );
				Field::text(
					'points',
					__( 'Points', 'siren-distributors' ),
					$typed['points'] ?? '',
					[
						'help'       => __( 'Use a minus sign to subtract points.', 'siren-distributors' ),
						'attributes' => [
							'class'     => 'small-text',
							'inputmode' => 'numeric',
							'required'  => true,
						],
					]
				);
				Field::text( 'reason', __( 'Reason', 'siren-distributors' ), $typed['reason'] ?? '', [ 'attributes' => [ 'required' => true ] ] );
				?>
			</table>
			<p><button type="submit" class="button"><?php esc_html_e( 'Add points', 'siren-distributors' ); ?></button></p>
		</form>
	</details>
<?php endif; ?>
<?php if ( $view['can_approve'] ) : ?>
	<details class="siren-panel siren-fold"<?php echo isset( $typed['amount'] ) ? ' open' : ''; ?>>
		<summary><h2><?php esc_html_e( 'Add to the pool manually', 'siren-distributors' ); ?></h2></summary>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_top_up' ); ?>
			<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
			<input type="hidden" name="key" value="<?php echo esc_attr( ManualEntries::key() ); ?>">
			<table class="form-table" role="presentation">
				<?php
				Field::text(
					'amount',
					__( 'Amount', 'siren-distributors' ),
					$typed['amount'] ?? '',
					[
						'after'      => $view['currency'],
						'attributes' => [
							'class'     => '',
							'size'      => 12,
							'inputmode' => 'decimal',
							'required'  => true,
						],
					]
				);
				Field::text( 'why', __( 'Reason', 'siren-distributors' ), $typed['why'] ?? '', [ 'attributes' => [ 'required' => true ] ] );
				?>
			</table>
			<p><button type="submit" class="button"><?php esc_html_e( 'Add amount', 'siren-distributors' ); ?></button></p>
		</form>
	</details>
<?php endif;
