<?php
/**
 * The collaborator's dashboard.
 *
 * @var array $view `collaborator`, `open` (periods with `standings` and `own`), `others` (`nothing`, `ranks`, `scores`),
 *                  `balances`, `shares` (allocations with `period` and `is_approved`), `payouts`, `not_counted`, `disputes`, `refused`,
 *                  `sent` (as the template `dashboard-not-counted` takes them), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Dashboard\Statement;
use Siren\Distributors\Money;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

$aliases = $view['collaborator']['aliases'];
?>
<div class="siren-dashboard">
	<h2><?php esc_html_e( 'Current period', 'siren-distributors' ); ?></h2>
	<?php if ( [] === $view['open'] ) : ?>
		<p><?php esc_html_e( 'There are no open periods right now.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
	<div class="siren-dashboard-open">
		<?php foreach ( $view['open'] as $period ) : ?>
			<?php
			View::show(
				'dashboard/period',
				[
					'period' => $period,
					'me'     => $view['collaborator']['id'],
					'others' => $view['others'],
					'names'  => $view['names'],
				]
			);
			?>
		<?php endforeach; ?>
	</div>

	<?php if ( [] !== $view['balances'] ) : ?>
		<h2><?php esc_html_e( 'Your account', 'siren-distributors' ); ?></h2>
		<?php foreach ( $view['balances'] as $balance ) : ?>
			<dl class="siren-dashboard-figures siren-dashboard-card">
				<div><dt><?php esc_html_e( 'Due to you', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['payable'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<?php if ( ! Money::is_zero( $balance['waiting'] ) ) : ?>
					<div><dt><?php esc_html_e( 'Owed once your account is active', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['waiting'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<?php endif; ?>
				<div><dt><?php esc_html_e( 'Held', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['held'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Paid so far', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['paid'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			</dl>
			<?php if ( [] !== $balance['holds'] ) : ?>
				<ul class="siren-dashboard-note">
					<?php foreach ( $balance['holds'] as $held ) : ?>
						<li>
							<?php
							/* translators: 1: amount of money, 2: why it is held. */
							echo wp_kses_post( sprintf( __( '%1$s is held: %2$s', 'siren-distributors' ), Format::amount( $held['amount'], $held['currency'] ), esc_html( $held['reason'] ) ) );
							View::show(
								'dashboard/dispute',
								[
									'about'    => [ 'obligation' => $held['obligation'] ],
									'disputes' => $view['disputes'],
									'refused'  => $view['refused'],
								]
							);
							?>
						</li>
					<?php endforeach; ?>
				</ul>
			<?php endif; ?>
		<?php endforeach; ?>
	<?php endif; ?>

	<?php if ( [] !== $view['shares'] ) : ?>
		<h2><?php esc_html_e( 'Your earnings', 'siren-distributors' ); ?></h2>
		<div class="siren-dashboard-wide" tabindex="0" role="region" aria-label="<?php esc_attr_e( 'Your earnings', 'siren-distributors' ); ?>">
			<table>
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'Period', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'For', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Points', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Rank', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $view['shares'] as $share ) : ?>
						<tr>
							<td><?php echo Format::period( $share['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td><?php echo esc_html( $view['names']->of( 'distributors', $share['distributor'] ) ); ?></td>
							<td class="siren-number"><?php echo Format::score( $share['score'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td class="siren-number"><?php echo esc_html( number_format_i18n( $share['rank'] ) ); ?></td>
							<td class="siren-number">
								<?php
								if ( $share['is_approved'] ) {
									echo Format::amount( $share['amount'], $share['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
								} else {
									echo esc_html( Label::status( 'review' ) );
								}
								?>
								<?php if ( null !== $share['reason'] ) : ?>
									<br><small><?php echo esc_html( Label::reason( $share['reason'] ) ); ?></small>
								<?php endif; ?>
							</td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</div>
	<?php endif; ?>

	<?php View::show( 'dashboard/not-counted', $view ); ?>

	<?php if ( [] !== $view['payouts'] ) : ?>
		<h2><?php esc_html_e( 'Payouts', 'siren-distributors' ); ?></h2>
		<div class="siren-dashboard-wide" tabindex="0" role="region" aria-label="<?php esc_attr_e( 'Payouts', 'siren-distributors' ); ?>">
			<table>
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'Created', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Status', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Statement', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $view['payouts'] as $payout ) : ?>
						<tr>
							<td><?php echo Format::instant( $payout['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td>
								<?php echo esc_html( Label::status( $payout['status'] ) ); ?>
								<?php if ( in_array( $payout['status'], [ 'failed', 'returned' ], true ) ) : ?>
									<br><small><?php esc_html_e( 'You are owed this again.', 'siren-distributors' ); ?></small>
								<?php endif; ?>
							</td>
							<td class="siren-number"><?php echo Format::amount( $payout['amount'], $payout['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td>
								<a href="<?php echo esc_url( Statement::url( $payout['id'] ) ); ?>">
									<?php
									/* translators: %s: number of a payout. */
									echo esc_html( sprintf( __( 'No. %s (printable)', 'siren-distributors' ), number_format_i18n( $payout['id'] ) ) );
									?>
								</a>
							</td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</div>
	<?php endif; ?>

	<?php if ( [] !== $aliases ) : ?>
		<h2><?php esc_html_e( 'Your links and coupons', 'siren-distributors' ); ?></h2>
		<ul>
			<?php foreach ( $aliases as $alias ) : ?>
				<?php if ( 'link' === $alias['type'] ) : ?>
					<li><?php esc_html_e( 'Link:', 'siren-distributors' ); ?> <code><?php echo esc_html( add_query_arg( Settings::all()['link_parameter'], rawurlencode( $alias['code'] ), home_url( '/' ) ) ); ?></code></li>
				<?php elseif ( 'coupon' === $alias['type'] ) : ?>
					<li><?php esc_html_e( 'Coupon:', 'siren-distributors' ); ?> <code><?php echo esc_html( $alias['code'] ); ?></code></li>
				<?php endif; ?>
			<?php endforeach; ?>
		</ul>
		<p class="siren-dashboard-note"><?php esc_html_e( 'You can add the parameter and code from your link to the URL of any page on this site.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
</div>
