<?php
/**
 * Status.
 *
 * @var array $view `status` (?array, `siren_status()`), `unconfirmed` (?array, of Health), `problems` (of Health), `heartbeat` (?array), `next` (int|false), `cron_is_off`,
 *                  `crontab`, `failures` (array), `verified` (?array), `rebuilding` (of Rebuilding), `directory`, `checks`, `facts`, `names` (Names), `to_look_at` (of AttentionList),
 *                  `refused` (?array), `can_manage`, `can_export`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\BackfillPanel;
use Siren\Distributors\Admin\Screens\Rebuilding;
use Siren\Distributors\Admin\Screens\StatusScreen;
use Siren\Distributors\Admin\Screens\VisitsPanel;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$status    = $view['status'];
$heartbeat = $view['heartbeat'];
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Status', 'siren-distributors' ); ?></h1>
	<?php
	Notice::done( StatusScreen::notices() );
	Rebuilding::notice();
	Notice::refused( $view['refused'] );
	View::show( 'shared/problems', [ 'problems' => $view['problems'] ] );
	?>

	<h2><?php esc_html_e( 'Heartbeat', 'siren-distributors' ); ?></h2>
	<section class="siren-panel">
		<dl class="siren-cards">
			<div><dt><?php esc_html_e( 'Last heartbeat', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $heartbeat['at'] ?? null ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<div><dt><?php esc_html_e( 'Next scheduled by WP-Cron', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( false === $view['next'] ? null : gmdate( 'c', $view['next'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<?php if ( null !== $status ) : ?>
				<div><dt><?php esc_html_e( 'Last distribution run', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $status['last_run'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Waiting to be counted', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( 0 === $status['waiting']['bytes'] ? __( 'nothing', 'siren-distributors' ) : (string) size_format( $status['waiting']['bytes'] ) ); ?></dd></div>
			<?php endif; ?>
		</dl>
		<?php if ( $view['cron_is_off'] ) : ?>
			<p><?php esc_html_e( 'WP-Cron is turned off on this site (DISABLE_WP_CRON), so the server must call wp-cron.php every few minutes. Add a line like this to the crontab:', 'siren-distributors' ); ?></p>
			<pre class="siren-commands" tabindex="0"><code><?php echo esc_html( $view['crontab'] ); ?></code></pre>
		<?php endif; ?>
		<?php if ( $view['can_manage'] && null !== $view['unconfirmed'] ) : ?>
			<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
				<?php Field::action( 'siren_confirm_time' ); ?>
				<input type="hidden" name="now" value="<?php echo esc_attr( $view['unconfirmed']['now'] ); ?>">
				<p><?php esc_html_e( 'When you confirm this time, every period that ends before it is closed. You cannot undo this. Confirm only if the clock is right, for example because the site was offline for months.', 'siren-distributors' ); ?></p>
				<p>
					<button type="submit" class="button button-primary">
						<?php
						/* translators: %s: a date and time. */
						echo esc_html( sprintf( __( 'Confirm %s and run the heartbeat', 'siren-distributors' ), Format::plain_instant( $view['unconfirmed']['now'] ) ) );
						?>
					</button>
				</p>
			</form>
		<?php elseif ( $view['can_manage'] ) : ?>
			<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
				<?php Field::action( 'siren_run_heartbeat' ); ?>
				<p><button type="submit" class="button"><?php esc_html_e( 'Run the heartbeat now', 'siren-distributors' ); ?></button></p>
			</form>
		<?php endif; ?>
	</section>

	<?php if ( [] !== $view['failures'] ) : ?>
		<h2><?php esc_html_e( 'Error log', 'siren-distributors' ); ?></h2>
		<table class="widefat striped">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'During', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'What', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'When', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $view['failures'] as $place => $failure ) : ?>
					<tr>
						<td><?php echo esc_html( $place ); ?></td>
						<td><?php echo esc_html( $failure['message'] ); ?> <code><?php echo esc_html( $failure['where'] ); ?></code></td>
						<td><?php echo Format::instant( gmdate( 'c', $failure['time'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
		</table>
		<?php if ( $view['can_manage'] ) : ?>
			<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
				<?php Field::action( 'siren_forget_failures' ); ?>
				<p><button type="submit" class="button"><?php esc_html_e( 'Clear error log', 'siren-distributors' ); ?></button></p>
			</form>
		<?php endif; ?>
	<?php endif; ?>

	<?php VisitsPanel::render(); ?>

	<?php BackfillPanel::render(); ?>

	<h2 id="siren-ledger"><?php esc_html_e( 'Ledger', 'siren-distributors' ); ?></h2>
	<?php
	$rebuilding = $view['rebuilding'] + [ 'can_manage' => $view['can_manage'] ];
	// Where it is needed it comes first.
	if ( 'well' !== $rebuilding['state'] ) {
		View::show( 'status/rebuilding', $rebuilding );
	}
	if ( 'missing' !== $rebuilding['state'] ) {
		View::show(
			'status/verification',
			[
				'verified'   => $view['verified'],
				'can_manage' => $view['can_manage'],
				'can_export' => $view['can_export'],
			]
		);
	}
	if ( 'well' === $rebuilding['state'] ) {
		View::show( 'status/rebuilding', $rebuilding );
	}
	?>
	<?php
	$facts = [ [ __( 'Data directory', 'siren-distributors' ), $view['directory'] ] ];
	if ( null !== $status ) {
		$facts[] = [ __( 'Type', 'siren-distributors' ), $status['store']['kind'] ];
		$facts[] = [ __( 'Schema version', 'siren-distributors' ), (string) $status['store']['schema'] ];
		$facts[] = [ __( 'Size', 'siren-distributors' ), (string) size_format( $status['store']['bytes'] ) ];
		$facts[] = [ __( 'Extension', 'siren-distributors' ), $status['version'] ];
		foreach ( $status['counts'] as $what => $count ) {
			$fact    = [ Label::count( $what ), number_format_i18n( $count ) ];
			$facts[] = isset( $view['to_look_at'][ $what ] ) ? [ ...$fact, AttentionList::url( $what ) ] : $fact;
		}
	}
	View::show( 'shared/facts', [ 'facts' => $facts ] );
	?>

	<?php if ( null !== $status && [] !== $status['unknown_codes'] ) : ?>
		<h2 id="siren-unknown-codes"><?php esc_html_e( 'Unknown codes', 'siren-distributors' ); ?></h2>
		<p><?php esc_html_e( 'These codes were used on this site but do not belong to a collaborator: store coupons, misspelled links or made-up codes. If a code should belong to a collaborator, add it under Siren → Collaborators. It counts from then on.', 'siren-distributors' ); ?></p>
		<table class="widefat striped siren-short">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'Code', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Type', 'siren-distributors' ); ?></th>
					<th scope="col" class="num"><?php esc_html_e( 'Times used', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Last used', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $status['unknown_codes'] as $code ) : ?>
					<tr>
						<td><?php echo esc_html( $code['code'] ?? __( 'others', 'siren-distributors' ) ); ?></td>
						<td><?php echo esc_html( 'coupon' === $code['type'] ? __( 'Coupon', 'siren-distributors' ) : __( 'Link', 'siren-distributors' ) ); ?></td>
						<td class="num"><?php echo esc_html( number_format_i18n( $code['uses'] ) ); ?></td>
						<td><?php echo Format::instant( $code['last_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
		</table>
	<?php endif; ?>

	<h2><?php esc_html_e( 'Requirements', 'siren-distributors' ); ?></h2>
	<?php
	View::show( 'status/requirements', [ 'checks' => $view['checks'] ] );
	View::show( 'shared/facts', [ 'facts' => $view['facts'] ] );
	?>
</div>
