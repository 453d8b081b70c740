<?php
/**
 * Overview.
 *
 * @var array $view `problems` (of Health), `steps` (those of a new site), `open` (distributors with `standings`), `payable`
 *                  (totals by currency), `review` (int), `recent` (distributions), `names` (Names), `can_manage`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Overview', 'siren-distributors' ); ?></h1>
	<?php
	View::show( 'shared/problems', [ 'problems' => $view['problems'] ] );
	?>
	<?php if ( [] !== $view['steps'] ) : ?>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'First steps', 'siren-distributors' ); ?></h2>
			<ol class="siren-steps">
				<?php foreach ( $view['steps'] as $step ) : ?>
					<li<?php echo $step['done'] ? ' class="siren-step-done"' : ''; ?>>
						<?php if ( $step['done'] || ! $view['can_manage'] ) : ?>
							<?php echo esc_html( $step['text'] ); ?>
						<?php else : ?>
							<a href="<?php echo esc_url( $step['url'] ); ?>"><?php echo esc_html( $step['text'] ); ?></a>
						<?php endif; ?>
						<?php if ( $step['done'] ) : ?>
							<span class="siren-done"><?php esc_html_e( 'done', 'siren-distributors' ); ?></span>
						<?php endif; ?>
					</li>
				<?php endforeach; ?>
			</ol>
		</section>
	<?php endif; ?>

	<div class="siren-figures">
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Ready to pay', 'siren-distributors' ); ?></h2>
			<?php if ( [] === $view['payable'] ) : ?>
				<p><?php esc_html_e( 'Nothing is waiting to be paid.', 'siren-distributors' ); ?></p>
			<?php endif; ?>
			<?php foreach ( $view['payable'] as $total ) : ?>
				<p class="siren-figure-large"><?php echo Format::amount( $total['amount'], $total['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
				<p>
					<a href="<?php echo esc_url( Page::url( Page::PAYOUTS, [ 'preview' => 1, 'currency' => $total['currency'] ] ) ); // phpcs:ignore WordPress.Arrays -- one address. ?>">
						<?php
						/* translators: %s: number of collaborators. */
						echo esc_html( sprintf( _n( 'to %s collaborator', 'to %s collaborators', $total['payouts'], 'siren-distributors' ), number_format_i18n( $total['payouts'] ) ) );
						?>
					</a>
				</p>
			<?php endforeach; ?>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Waiting for approval', 'siren-distributors' ); ?></h2>
			<p class="siren-figure-large"><?php echo esc_html( number_format_i18n( $view['review'] ) ); ?></p>
			<p>
				<?php if ( $view['review'] > 0 ) : ?>
					<a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'status' => 'review' ] ) ); ?>"><?php esc_html_e( 'Review distributions', 'siren-distributors' ); ?></a>
				<?php else : ?>
					<?php esc_html_e( 'No distributions are waiting for approval.', 'siren-distributors' ); ?>
				<?php endif; ?>
			</p>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Health', 'siren-distributors' ); ?></h2>
			<p class="siren-figure-large">
				<?php
				$count = count( $view['problems'] );
				/* translators: %s: number of problems. */
				echo esc_html( 0 === $count ? __( 'No problems', 'siren-distributors' ) : sprintf( _n( '%s problem', '%s problems', $count, 'siren-distributors' ), number_format_i18n( $count ) ) );
				?>
			</p>
			<p><a href="<?php echo esc_url( Page::url( Page::STATUS ) ); ?>"><?php esc_html_e( 'View status', 'siren-distributors' ); ?></a></p>
		</section>
	</div>

	<?php if ( [] !== $view['open'] ) : ?>
		<h2><?php esc_html_e( 'Open periods', 'siren-distributors' ); ?></h2>
		<div class="siren-open">
			<?php foreach ( $view['open'] as $row ) : ?>
				<section class="siren-panel">
					<h3><a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['distribution'] ] ) ); ?>"><?php echo esc_html( $row['name'] ); ?></a></h3>
					<p class="siren-figure-large"><?php echo Format::amount( $row['standings']['pool']['amount'], $row['standings']['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
					<p class="description"><?php echo Format::due( $row['period']['end'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
					<?php
					View::show(
						'distributors/trial-shares',
						[
							'shares'   => $row['standings']['standings'],
							'total'    => $row['standings']['total'],
							'currency' => $row['standings']['pool']['currency'],
							'names'    => $view['names'],
						]
					);
					?>
				</section>
			<?php endforeach; ?>
		</div>
	<?php endif; ?>

	<?php if ( [] !== $view['recent'] ) : ?>
		<h2><?php esc_html_e( 'Recent distributions', 'siren-distributors' ); ?></h2>
		<div class="siren-wide" tabindex="0" role="region" aria-label="<?php esc_attr_e( 'Recent distributions', 'siren-distributors' ); ?>">
			<table class="widefat striped">
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'Distributor', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Period', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Status', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $view['recent'] as $row ) : ?>
						<tr>
							<td><a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['id'] ] ) ); ?>"><?php echo esc_html( $view['names']->of( 'distributors', $row['distributor'] ) ); ?></a></td>
							<td><?php echo Format::period( $row['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td class="siren-number"><?php echo Format::amount( $row['amount'], $row['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td>
								<?php echo Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
								<?php if ( null !== $row['reason'] ) : ?>
									<span class="description"><?php echo esc_html( Label::reason( $row['reason'] ) ); ?></span>
								<?php endif; ?>
							</td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</div>
	<?php endif; ?>
</div>
