<?php
/**
 * What a distributor would pay: now, and over the periods before.
 *
 * @var array $view `trial` as Trial::of() gives it, `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;
use Siren\Distributors\Admin\Label;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;

$now    = $view['trial']['now'];
$before = $view['trial']['before'];
?>
<?php if ( null !== $now ) : ?>
	<section class="siren-panel">
		<h2><?php esc_html_e( 'If the period ended now', 'siren-distributors' ); ?></h2>
		<p class="siren-figure-large"><?php echo Format::amount( $now['pool']['amount'], $now['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
		<p class="description"><?php echo Format::period( $now['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></p>
		<?php
		View::show(
			'trial-shares',
			[
				'period' => $now,
				'names'  => $view['names'],
				'most'   => 8,
			]
		);
		?>
	</section>
<?php endif; ?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'It would have paid', 'siren-distributors' ); ?></h2>
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
				'sources',
				[
					'sources'  => $period['pool']['sources'],
					'currency' => $period['pool']['currency'],
				]
			);
			View::show(
				'trial-shares',
				[
					'period' => $period,
					'names'  => $view['names'],
					'most'   => 20,
				]
			);
			?>
		</details>
	<?php endforeach; ?>
	<p class="description"><?php esc_html_e( 'Tried on what was recorded; nothing is saved or paid by it. What was given by hand is left out.', 'siren-distributors' ); ?></p>
</section>
