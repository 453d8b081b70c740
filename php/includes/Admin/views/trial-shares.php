<?php
/**
 * Who would get what in one period that was tried.
 *
 * @var array $view `period` as `siren_simulate()` gives it, `names` (Names), `most` (int): rows that are shown.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;

\defined( 'ABSPATH' ) || exit;

$allocations = $view['period']['allocations'];
$currency    = $view['period']['pool']['currency'];
$beyond      = count( $allocations ) - $view['most'];
?>
<?php if ( [] === $allocations ) : ?>
	<p><?php esc_html_e( 'No one has earned points yet.', 'siren-distributors' ); ?></p>
<?php else : ?>
	<ol class="siren-shares">
		<?php foreach ( array_slice( $allocations, 0, $view['most'] ) as $allocation ) : ?>
			<li>
				<span class="siren-who"><?php echo esc_html( $view['names']->of( 'collaborators', $allocation['collaborator'] ) ); ?></span>
				<?php echo Format::bar( $allocation['share'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				<span class="siren-number"><?php echo Format::amount( $allocation['amount'], $currency ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></span>
			</li>
		<?php endforeach; ?>
	</ol>
	<?php if ( $beyond > 0 ) : ?>
		<p class="description">
			<?php
			/* translators: %s: number of collaborators. */
			echo esc_html( sprintf( _n( 'and %s more', 'and %s more', $beyond, 'siren-distributors' ), number_format_i18n( $beyond ) ) );
			?>
		</p>
	<?php endif; ?>
<?php endif;
