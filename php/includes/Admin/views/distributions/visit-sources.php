<?php
/**
 * Where the visits of a distribution came from.
 *
 * @var array $view `visits` (as `siren_visits()` gives them), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\VisitSources;

\defined( 'ABSPATH' ) || exit;

$visits = $view['visits'];
$days   = $visits['collaborators'][0]['days'] ?? null;
$rows   = [];
foreach ( $days ?? $visits['collaborators'] as $row ) {
	$rows[] = [ null === $days ? $view['names']->of( 'collaborators', $row['collaborator'] ) : $row['day'], $row ];
}
?>
<section class="siren-panel<?php echo VisitSources::is_doubtful( $visits ) ? ' siren-attention' : ''; ?>" id="siren-visit-sources">
	<h2><?php esc_html_e( 'Visit sources', 'siren-distributors' ); ?></h2>
	<?php foreach ( VisitSources::sentences( $visits ) as $sentence ) : ?>
		<p><?php echo esc_html( $sentence ); ?></p>
	<?php endforeach; ?>
	<div class="siren-wide">
		<table class="widefat striped siren-short">
			<thead>
				<tr>
					<th scope="col"><?php echo esc_html( null === $days ? __( 'Collaborator', 'siren-distributors' ) : __( 'Day (UTC)', 'siren-distributors' ) ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Visits', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Networks', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'From busy networks', 'siren-distributors' ); ?></th>
					<th scope="col" class="siren-number"><?php esc_html_e( 'Not counted', 'siren-distributors' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( $rows as [ $label, $row ] ) : ?>
					<tr>
						<th scope="row"><?php echo esc_html( $label ); ?></th>
						<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['visits'] ) ); ?></td>
						<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['networks'] ) ); ?></td>
						<td class="siren-number">
							<?php
							/* translators: 1: number of visits, 2: percentage without its sign. */
							echo esc_html( 0 === $row['busy_visits'] ? '0' : sprintf( __( '%1$s (%2$s %%)', 'siren-distributors' ), number_format_i18n( $row['busy_visits'] ), number_format_i18n( VisitSources::percent( $row ) ) ) );
							?>
						</td>
						<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['crowd'] ) ); ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
		</table>
	</div>
	<p class="description"><?php esc_html_e( 'A network is busy when it sends five or more visits to one collaborator on one day. IP addresses are not stored, so the same network is counted again the next day.', 'siren-distributors' ); ?></p>
</section>
