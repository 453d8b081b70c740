<?php
/**
 * Scores over the days of a period: a drawing, and the same as a table.
 *
 * @var array $view `points` of `siren_timeline()`, `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Chart;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

$points = $view['points'];
$chart  = Chart::of( $points );
$last   = [] === $points ? [] : $points[ count( $points ) - 1 ];
$people = array_column( $last['scores'] ?? [], 'score', 'collaborator' );
$number = 0;
if ( [] === $people ) {
	return;
}
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'Points over time', 'siren-distributors' ); ?></h2>
	<div class="siren-chart">
		<span class="siren-chart-top" aria-hidden="true"><?php echo Format::points( $chart['top'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></span>
		<svg viewBox="0 -4 <?php echo esc_attr( (string) Chart::WIDTH ); ?> <?php echo esc_attr( (string) ( Chart::HEIGHT + 8 ) ); ?>" preserveAspectRatio="none" role="img" aria-label="<?php esc_attr_e( 'One line for each leader, showing their points over time. The table below lists the numbers.', 'siren-distributors' ); ?>">
			<path class="siren-chart-grid" d="M0 0H<?php echo esc_attr( (string) Chart::WIDTH ); ?>M0 <?php echo esc_attr( (string) intdiv( Chart::HEIGHT, 2 ) ); ?>H<?php echo esc_attr( (string) Chart::WIDTH ); ?>M0 <?php echo esc_attr( (string) Chart::HEIGHT ); ?>H<?php echo esc_attr( (string) Chart::WIDTH ); ?>"/>
			<?php foreach ( $chart['lines'] as $line ) : ?>
				<polyline class="siren-line siren-line-<?php echo esc_attr( (string) ++$number ); ?>" points="<?php echo esc_attr( $line ); ?>"/>
			<?php endforeach; ?>
		</svg>
		<p class="siren-chart-ends" aria-hidden="true">
			<span><?php echo esc_html( (string) wp_date( get_option( 'date_format' ), Clock::timestamp( $points[0]['at'] ) - 1, Clock::zone() ) ); ?></span>
			<span><?php echo esc_html( (string) wp_date( get_option( 'date_format' ), Clock::timestamp( $last['at'] ) - 1, Clock::zone() ) ); ?></span>
		</p>
	</div>
	<ul class="siren-legend" aria-hidden="true">
		<?php
		$number = 0;
		foreach ( array_keys( $chart['lines'] ) as $collaborator ) :
			?>
			<li><svg width="28" height="8"><path class="siren-line siren-line-<?php echo esc_attr( (string) ++$number ); ?>" d="M0 4H28"/></svg> <?php echo esc_html( $view['names']->of( 'collaborators', $collaborator ) ); ?></li>
		<?php endforeach; ?>
	</ul>
	<details class="siren-fold">
		<summary><?php esc_html_e( 'View as table', 'siren-distributors' ); ?></summary>
		<div class="siren-wide" tabindex="0" role="region" aria-label="<?php esc_attr_e( 'Points per day', 'siren-distributors' ); ?>">
			<table class="widefat striped">
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'End of day', 'siren-distributors' ); ?></th>
						<?php foreach ( array_keys( $people ) as $collaborator ) : ?>
							<th scope="col" class="siren-number"><?php echo esc_html( $view['names']->of( 'collaborators', $collaborator ) ); ?></th>
						<?php endforeach; ?>
					</tr>
				</thead>
				<tbody>
					<?php
					foreach ( $points as $point ) :
						$scores = array_column( $point['scores'], 'score', 'collaborator' );
						?>
						<tr>
							<th scope="row"><?php echo esc_html( (string) wp_date( get_option( 'date_format' ), Clock::timestamp( $point['at'] ) - 1, Clock::zone() ) ); ?></th>
							<?php foreach ( array_keys( $people ) as $collaborator ) : ?>
								<td class="siren-number"><?php echo Format::score( $scores[ $collaborator ] ?? 0 ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
							<?php endforeach; ?>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</div>
	</details>
</section>
