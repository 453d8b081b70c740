<?php
/**
 * One fulfillment with its payouts.
 *
 * @var array{row:array,table:\Siren\Distributors\Admin\PayoutsTable,refused:?array} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;
use Siren\Distributors\Admin\Notice;
use Siren\Distributors\Admin\Page;

\defined( 'ABSPATH' ) || exit;

$row = $view['row'];
?>
<div class="wrap siren">
	<h1>
		<?php
		/* translators: %s: number of a fulfillment. */
		echo esc_html( sprintf( __( 'Fulfillment no. %s', 'siren-distributors' ), number_format_i18n( $row['id'] ) ) );
		echo ' ' . Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
		?>
	</h1>
	<p><a href="<?php echo esc_url( Page::url( Page::PAYOUTS, [ 'part' => 'fulfillments' ] ) ); ?>"><?php esc_html_e( 'All fulfillments', 'siren-distributors' ); ?></a></p>
	<?php
	Notice::done();
	Notice::refused( $view['refused'] );
	?>
	<section class="siren-panel">
		<dl class="siren-cards">
			<div><dt><?php esc_html_e( 'Made', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $row['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<?php foreach ( $row['totals'] as $total ) : ?>
				<div>
					<dt>
						<?php
						/* translators: %s: number of payouts. */
						echo esc_html( sprintf( _n( '%s payout', '%s payouts', $total['payouts'], 'siren-distributors' ), number_format_i18n( $total['payouts'] ) ) );
						?>
					</dt>
					<dd><?php echo Format::amount( $total['amount'], $total['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd>
				</div>
			<?php endforeach; ?>
		</dl>
	</section>
	<?php $view['table']->display(); ?>
</div>
