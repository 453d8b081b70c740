<?php
/**
 * What a distributor would pay: now, and over the periods before.
 *
 * @var array $view `open` (?array) and `before` (periods, newest first) as `siren_try_distributor()` gives them, `names` (Names),
 *                  `most` (int): shares of a period that are shown.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$now    = $view['open'];
$before = $view['before'];
?>
<?php if ( null !== $now ) : ?>
	<section class="siren-panel">
		<h2><?php esc_html_e( 'If the period ended now', 'siren-distributors' ); ?></h2>
		<p class="siren-figure-large"><?php echo Format::amount( $now['pool']['amount'], $now['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
		<p class="description"><?php echo Format::period( $now['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
		<?php
		View::show(
			'distributors/trial-shares',
			[
				'shares'   => array_slice( $now['allocations'], 0, 8 ),
				'total'    => count( $now['allocations'] ),
				'currency' => $now['pool']['currency'],
				'names'    => $view['names'],
			]
		);
		?>
	</section>
<?php endif; ?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'Past periods', 'siren-distributors' ); ?></h2>
	<?php if ( [] === $before ) : ?>
		<p><?php esc_html_e( 'Nothing was recorded before this period.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
	<?php foreach ( $before as $period ) : ?>
		<details class="siren-tried">
			<summary>
				<?php echo Format::period( $period['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				<strong>
					<?php
					if ( 'skipped' === $period['status'] ) {
						echo esc_html( Label::reason( $period['reason'] ) );
					} else {
						echo Format::amount( $period['pool']['amount'], $period['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
					}
					?>
				</strong>
			</summary>
			<?php
			View::show(
				'shared/sources',
				[
					'sources'  => $period['pool']['sources'],
					'currency' => $period['pool']['currency'],
				]
			);
			View::show(
				'distributors/trial-shares',
				[
					'shares'   => array_slice( $period['allocations'], 0, $view['most'] ),
					'total'    => count( $period['allocations'] ),
					'currency' => $period['pool']['currency'],
					'names'    => $view['names'],
				]
			);
			?>
		</details>
	<?php endforeach; ?>
	<p class="description"><?php esc_html_e( 'Based on recorded activity. The preview saves and pays nothing. Points and amounts added manually are not included.', 'siren-distributors' ); ?></p>
</section>
