<?php
/**
 * A statement: what one payout was for. A whole page, to be printed.
 *
 * @var array $view `payout`, `collaborator`, `lines` (each `obligation` and its `period`), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;

\defined( 'ABSPATH' ) || exit;

$payout = $view['payout'];
/* translators: %s: number of a payout. */
$heading = sprintf( __( 'Statement no. %s', 'siren-distributors' ), number_format_i18n( $payout['id'] ) );
?>
<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
	<meta charset="<?php bloginfo( 'charset' ); ?>">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="robots" content="noindex">
	<title><?php echo esc_html( $heading . ' – ' . get_bloginfo( 'name', 'display' ) ); ?></title>
	<style>
		body { color: #1d2327; font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 46em; padding: 0 1.5em; }
		table { border-collapse: collapse; margin-block: 1.5em; width: 100%; }
		th, td { border-bottom: 1px solid #c3c4c7; padding: 0.5em; text-align: start; }
		.siren-number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; }
		tfoot th, tfoot td { border-bottom: 3px double #1d2327; font-weight: 700; }
		dl { display: grid; gap: 0.2em 1.5em; grid-template-columns: max-content 1fr; }
		dt { color: #50575e; } dd { margin: 0; }
		@media print { body { margin: 0; } .siren-hint { display: none; } }
	</style>
</head>
<body>
	<main>
		<p><strong><?php bloginfo( 'name' ); ?></strong><br><?php echo esc_html( home_url() ); ?></p>
		<h1><?php echo esc_html( $heading ); ?></h1>
		<dl>
			<dt><?php esc_html_e( 'For', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( $view['collaborator']['name'] ); ?></dd>
			<dt><?php esc_html_e( 'Created', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $payout['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd>
			<dt><?php esc_html_e( 'Status', 'siren-distributors' ); ?></dt>
			<dd>
				<?php echo esc_html( Label::status( $payout['status'] ) ); ?>
				<?php if ( in_array( $payout['status'], [ 'failed', 'returned' ], true ) ) : ?>
					<br><small><?php esc_html_e( 'You are owed this again.', 'siren-distributors' ); ?></small>
				<?php endif; ?>
			</dd>
			<?php if ( null !== $payout['paid_at'] ) : ?>
				<dt><?php esc_html_e( 'Paid', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $payout['paid_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd>
			<?php endif; ?>
			<?php if ( '' !== (string) $payout['reference'] ) : ?>
				<dt><?php esc_html_e( 'Reference', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( $payout['reference'] ); ?></dd>
			<?php endif; ?>
		</dl>
		<table>
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'For', 'siren-distributors' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Period', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $view['lines'] as $line ) : ?>
					<tr>
						<td>
							<?php echo esc_html( null === $line['obligation']['distributor'] ? Label::obligation( $line['obligation']['kind'] ) : $view['names']->of( 'distributors', $line['obligation']['distributor'] ) ); ?>
							<?php if ( null !== $line['obligation']['reason'] ) : ?>
								<br><small><?php echo esc_html( Label::reason( $line['obligation']['reason'] ) ); ?></small>
							<?php endif; ?>
						</td>
						<td><?php echo Format::period( $line['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
						<td class="siren-number"><?php echo Format::amount( $line['obligation']['amount'], $line['obligation']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
			<tfoot>
				<tr>
					<th scope="row" colspan="2"><?php esc_html_e( 'Total paid', 'siren-distributors' ); ?></th>
					<td class="siren-number"><?php echo Format::amount( $payout['amount'], $payout['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
				</tr>
			</tfoot>
		</table>
		<p class="siren-hint"><?php esc_html_e( 'Use your browser to print this page or save it as a PDF.', 'siren-distributors' ); ?></p>
	</main>
</body>
</html>
