<?php
/**
 * What would run if the heartbeat came now, and the button that lets it.
 *
 * @var array $view `due` as a rehearsed `siren_run_due()` gives it, `id` of the distribution this is shown on, `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

if ( null !== $view['due']['unconfirmed'] ) {
	View::show(
		'shared/refusal',
		[
			'text'    => __( 'The period seems to be over, but the server clock may be wrong.', 'siren-distributors' ),
			'details' => [ __( 'Nothing runs until you confirm the time under Siren → Status.', 'siren-distributors' ) ],
		]
	);
	return;
}

$lines = array_merge( $view['due']['ran'], $view['due']['skipped'], $view['due']['failed'] );
?>
<section class="siren-panel siren-attention">
	<h2><?php esc_html_e( 'The period is over', 'siren-distributors' ); ?></h2>
	<p><?php esc_html_e( 'The next heartbeat closes it automatically, or you can close it now. Everything that is due runs together, in this order:', 'siren-distributors' ); ?></p>
	<table class="widefat striped">
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Distributor', 'siren-distributors' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Period', 'siren-distributors' ); ?></th>
				<th scope="col" class="siren-number"><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></th>
				<th scope="col" class="siren-number"><?php esc_html_e( 'Obligations', 'siren-distributors' ); ?></th>
			</tr>
		</thead>
		<tbody>
			<?php foreach ( $lines as $line ) : ?>
				<tr>
					<td><?php echo $view['names']->distributor( $line['distributor'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Names escapes. ?></td>
					<td><?php echo Format::period( $line['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					<td class="siren-number"><?php echo Format::amount( $line['pool']['amount'], $line['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					<td class="siren-number"><?php echo esc_html( null === $line['reason'] ? number_format_i18n( $line['obligations'] ) : Label::reason( $line['reason'] ) ); ?></td>
				</tr>
			<?php endforeach; ?>
		</tbody>
	</table>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_trigger_distribution' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
		<p><label><input type="checkbox" name="agreed" value="1" required> <?php esc_html_e( 'I have reviewed the amounts. I understand that this cannot be undone, only corrected.', 'siren-distributors' ); ?></label></p>
		<p><button type="submit" class="button button-primary"><?php esc_html_e( 'Close period now', 'siren-distributors' ); ?></button></p>
	</form>
</section>
