<?php
/**
 * One fulfillment with its payouts.
 *
 * @var array $view `row`, `table` (PayoutsTable), `refused` (?array), `can_mark`, `needs_another` (another person must mark).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\CsvExport;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

$row = $view['row'];
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::PAYOUTS, [ 'part' => 'fulfillments' ] ), 'text' => __( 'All fulfillments', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address. ?>
	<h1>
		<?php
		/* translators: %s: number of a fulfillment. */
		echo esc_html( sprintf( __( 'Fulfillment no. %s', 'siren-distributors' ), number_format_i18n( $row['id'] ) ) );
		echo ' ' . Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
		?>
	</h1>
	<?php
	Notice::done( PayoutsScreen::notices() );
	Notice::refused( $view['refused'] );
	?>
	<section class="siren-panel">
		<dl class="siren-cards">
			<div><dt><?php esc_html_e( 'Created', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $row['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<?php if ( null !== $row['by'] ) : ?>
				<div><dt><?php esc_html_e( 'Created by', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( StaffIdentity::named( $row['by'] ) ); ?></dd></div>
			<?php endif; ?>
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
	<?php if ( $view['needs_another'] ) : ?>
		<div class="notice notice-info inline"><p><?php esc_html_e( 'You created this fulfillment, so someone else must mark its payouts: the settings require two people.', 'siren-distributors' ); ?></p></div>
	<?php endif; ?>
	<?php if ( $view['can_mark'] ) : ?>
		<form id="siren-bulk" class="siren-bulk siren-panel" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_set_payout' ); ?>
			<input type="hidden" name="fulfillment" value="<?php echo esc_attr( (string) $row['id'] ); ?>">
			<strong><?php esc_html_e( 'Selected payouts:', 'siren-distributors' ); ?></strong>
			<label for="siren-bulk-reference"><?php esc_html_e( 'Reference', 'siren-distributors' ); ?></label>
			<input type="text" id="siren-bulk-reference" name="reference">
			<button type="submit" class="button" name="status" value="processing"><?php esc_html_e( 'Mark as processing', 'siren-distributors' ); ?></button>
			<button type="submit" class="button button-primary" name="status" value="paid"><?php esc_html_e( 'Mark as paid', 'siren-distributors' ); ?></button>
			<button type="submit" class="button" name="status" value="failed"><?php esc_html_e( 'Mark as failed', 'siren-distributors' ); ?></button>
			<p class="description"><?php esc_html_e( 'After processing, mark a payout as paid or failed. A failed payout is owed again and included in the next fulfillment. If a paid payout comes back, mark it as returned, and it is owed again too.', 'siren-distributors' ); ?></p>
		</form>
	<?php endif; ?>
	<?php if ( current_user_can( Lifecycle::EXPORT ) ) : ?>
		<p><a class="button" href="<?php echo esc_url( CsvExport::url( 'payouts', [ 'fulfillment' => $row['id'] ] ) ); ?>"><?php esc_html_e( 'Export CSV', 'siren-distributors' ); ?></a></p>
	<?php endif; ?>
	<?php $view['table']->display(); ?>
</div>
