<?php
/**
 * What an open period would pay if it ended now.
 *
 * @var array{standings:array,names:\Siren\Distributors\Admin\Names} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;
use Siren\Distributors\Admin\Label;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;

$standings = $view['standings'];
$currency  = $standings['pool']['currency'];
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'If the period ended now', 'siren-distributors' ); ?></h2>
	<dl class="siren-cards">
		<div><dt><?php esc_html_e( 'Open period', 'siren-distributors' ); ?></dt><dd><?php echo Format::period( $standings['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<div><dt><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $standings['pool']['amount'], $currency ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<div><dt><?php esc_html_e( 'Collaborators with points', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( count( $standings['standings'] ) ) ); ?></dd></div>
	</dl>
	<?php
	View::show(
		'sources',
		[
			'sources'  => $standings['pool']['sources'],
			'currency' => $currency,
		]
	);
	?>
	<?php if ( [] === $standings['standings'] ) : ?>
		<p><?php esc_html_e( 'No one has earned points in this period yet.', 'siren-distributors' ); ?></p>
	<?php else : ?>
		<div class="siren-wide">
			<table class="widefat striped siren-standings">
				<thead>
					<tr>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Place', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Collaborator', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Score', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Share of the pool', 'siren-distributors' ); ?></th>
						<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $standings['standings'] as $row ) : ?>
						<tr>
							<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['rank'] ) ); ?></td>
							<td><?php echo $view['names']->collaborator( $row['collaborator'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Names escapes. ?></td>
							<td class="siren-number"><?php echo Format::score( $row['score'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td><?php echo Format::share( $row['share'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<td class="siren-number">
								<?php echo Format::amount( $row['amount'], $currency ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
								<?php if ( null !== $row['reason'] ) : ?>
									<br><span class="description"><?php echo esc_html( Label::reason( $row['reason'] ) ); ?></span>
								<?php endif; ?>
							</td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</div>
	<?php endif; ?>
</section>
