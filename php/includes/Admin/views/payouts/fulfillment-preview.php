<?php
/**
 * The payouts a fulfillment would have, and the button that makes it.
 *
 * @var array{fields:array<string,string>,preview:array,names:\Siren\Distributors\Admin\Support\Names} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;

\defined( 'ABSPATH' ) || exit;

$payouts = $view['preview']['payouts'];
?>
<h3><?php esc_html_e( 'Preview', 'siren-distributors' ); ?></h3>
<?php if ( [] === $payouts ) : ?>
	<p><?php esc_html_e( 'No one would be paid: no pending obligations match.', 'siren-distributors' ); ?></p>
<?php else : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_create_fulfillment' ); ?>
		<?php foreach ( $view['fields'] as $name => $value ) : ?>
			<input type="hidden" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( $value ); ?>">
		<?php endforeach; ?>
		<table class="widefat striped siren-short">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'Pay', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Collaborator', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $payouts as $number => $payout ) : ?>
					<tr>
						<td><input type="checkbox" name="chosen[<?php echo esc_attr( (string) $number ); ?>]" value="<?php echo esc_attr( PayoutsScreen::seen( $payout ) ); ?>" checked aria-label="<?php echo esc_attr( $view['names']->of( 'collaborators', $payout['collaborator'] ) ); ?>"></td>
						<td><?php echo $view['names']->collaborator( $payout['collaborator'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Names escapes. ?></td>
						<td class="siren-number"><?php echo Format::amount( $payout['amount'], $payout['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
			<tfoot>
				<?php foreach ( $view['preview']['totals'] as $total ) : ?>
					<tr>
						<th scope="row" colspan="2"><?php esc_html_e( 'Total', 'siren-distributors' ); ?></th>
						<td class="siren-number"><strong><?php echo Format::amount( $total['amount'], $total['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></strong></td>
					</tr>
				<?php endforeach; ?>
			</tfoot>
		</table>
		<p><button type="submit" class="button button-primary"><?php esc_html_e( 'Create fulfillment', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( [] !== $view['preview']['left_out'] ) : ?>
	<h4><?php esc_html_e( 'Left out of this fulfillment', 'siren-distributors' ); ?></h4>
	<ul class="siren-details">
		<?php foreach ( $view['preview']['left_out'] as $left_out ) : ?>
			<li>
				<?php echo $view['names']->collaborator( $left_out['collaborator'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Names escapes. ?>,
				<?php echo Format::amount( $left_out['amount'], $left_out['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>:
				<?php echo esc_html( Label::reason( $left_out['reason'] ) ); ?>
			</li>
		<?php endforeach; ?>
	</ul>
<?php endif;
