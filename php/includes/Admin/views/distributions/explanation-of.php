<?php
/**
 * The explanation of one obligation, without that of the one it corrects.
 *
 * @var array $view `explanation` as `siren_explain()` gives it, `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\EventTypes;
use Siren\Distributors\Wording;

\defined( 'ABSPATH' ) || exit;

$explanation = $view['explanation'];
$obligation  = $explanation['obligation'];
$events      = $explanation['events'];
?>
<section class="siren-panel">
	<p class="siren-figure-large"><?php echo Format::amount( $obligation['amount'], $obligation['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
	<p class="siren-sentence"><?php echo esc_html( Wording::of( $explanation['sentence_message'], $explanation['sentence'] ) ); ?></p>
	<?php if ( null !== $explanation['hold'] ) : ?>
		<ul class="siren-details">
			<?php if ( null !== $explanation['hold']['by'] ) : ?>
				<li>
					<?php
					/* translators: %s: a person. */
					echo esc_html( sprintf( __( 'Held by %s.', 'siren-distributors' ), StaffIdentity::named( $explanation['hold']['by'] ) ) );
					?>
				</li>
			<?php endif; ?>
			<?php if ( null !== $explanation['hold']['ended_by'] ) : ?>
				<li>
					<?php
					/* translators: %s: a person. */
					echo esc_html( sprintf( __( 'Released by %s.', 'siren-distributors' ), StaffIdentity::named( $explanation['hold']['ended_by'] ) ) );
					?>
				</li>
			<?php endif; ?>
		</ul>
	<?php endif; ?>
	<?php if ( [] !== $explanation['arithmetic'] ) : ?>
		<h2><?php esc_html_e( 'Calculation', 'siren-distributors' ); ?></h2>
		<ol class="siren-arithmetic">
			<?php foreach ( Wording::arithmetic( $explanation ) as $line ) : ?>
				<li><bdi><?php echo esc_html( $line ); ?></bdi></li>
			<?php endforeach; ?>
		</ol>
	<?php endif; ?>
	<?php if ( null !== $explanation['rule'] ) : ?>
		<h2>
			<?php
			/* translators: %s: number of the version of a rule. */
			echo esc_html( sprintf( __( 'Rule (version %s)', 'siren-distributors' ), number_format_i18n( $explanation['rule']['version'] ) ) );
			?>
		</h2>
		<p><?php echo esc_html( Wording::of( $explanation['rule']['sentence_message'], $explanation['rule']['sentence'] ) ); ?></p>
	<?php endif; ?>
	<?php if ( null !== $explanation['pool'] ) : ?>
		<h2><?php esc_html_e( 'The pool', 'siren-distributors' ); ?></h2>
		<?php
		View::show(
			'shared/sources',
			[
				'sources'  => $explanation['pool']['sources'],
				'currency' => $explanation['pool']['currency'],
			]
		);
		?>
	<?php endif; ?>
	<?php if ( [] !== $explanation['points'] ) : ?>
		<h2><?php esc_html_e( 'Points', 'siren-distributors' ); ?></h2>
		<table class="widefat striped siren-short">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'For', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Events', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Reversed', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Points per event', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Points', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $explanation['points'] as $row ) : ?>
					<tr>
						<td><?php echo esc_html( EventTypes::label( $row['type'] ) ); ?></td>
						<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['events'] ) ); ?></td>
						<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['taken_back'] ) ); ?></td>
						<td class="siren-number"><?php echo null === $row['each'] ? Format::none() : Format::score( $row['each'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
						<td class="siren-number"><?php echo Format::score( $row['total'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
		</table>
	<?php endif; ?>
	<?php if ( $events['total'] > 0 ) : ?>
		<details class="siren-fold">
			<summary>
				<?php
				/* translators: %s: number of events. */
				echo esc_html( sprintf( _n( 'Based on %s event', 'Based on %s events', $events['total'], 'siren-distributors' ), number_format_i18n( $events['total'] ) ) );
				?>
			</summary>
			<table class="widefat striped siren-short">
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'When', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'What', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Object', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Points', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Status', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $events['items'] as $event ) : ?>
						<tr>
							<td><?php echo Format::instant( $event['occurred_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td><?php echo esc_html( EventTypes::label( $event['type'] ) ); ?></td>
							<td><?php echo null === $event['object'] ? Format::none() : esc_html( $view['names']->thing( $event['object'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td class="siren-number"><?php echo Format::score( $event['points'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td><?php echo Format::status( $event['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
			<?php if ( $events['total'] > count( $events['items'] ) ) : ?>
				<p class="description"><?php esc_html_e( 'Only the most recent are shown.', 'siren-distributors' ); ?></p>
			<?php endif; ?>
		</details>
	<?php endif; ?>
	<?php if ( [] !== $explanation['refunds'] ) : ?>
		<h2><?php esc_html_e( 'Refunds behind this clawback', 'siren-distributors' ); ?></h2>
		<ul class="siren-details">
			<?php foreach ( $explanation['refunds'] as $refund ) : ?>
				<li>
					<?php echo Format::instant( $refund['occurred_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>,
					<?php echo esc_html( $refund['source'] . ' ' . $refund['external_id'] . ' / ' . $refund['refund_id'] ); ?>:
					<?php echo Format::amount( $refund['amount'], $obligation['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				</li>
			<?php endforeach; ?>
		</ul>
	<?php endif; ?>
	<?php if ( null !== ( $explanation['distribution']['hash'] ?? null ) ) : ?>
		<p class="description">
			<?php esc_html_e( 'Ledger proof:', 'siren-distributors' ); ?>
			<code class="siren-hash"><?php echo esc_html( $explanation['distribution']['hash'] ); ?></code>
		</p>
	<?php endif; ?>
</section>
