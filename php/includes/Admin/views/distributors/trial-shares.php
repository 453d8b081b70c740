<?php
/**
 * Who would get what in one period: the first, and how many more there are.
 *
 * @var array $view `shares` (those that are shown), `total` (int, how many there are), `currency`, `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;

$beyond = $view['total'] - count( $view['shares'] );
?>
<?php if ( [] === $view['shares'] ) : ?>
	<p><?php esc_html_e( 'No one has earned points yet.', 'siren-distributors' ); ?></p>
<?php else : ?>
	<ol class="siren-shares">
		<?php foreach ( $view['shares'] as $share ) : ?>
			<li>
				<span class="siren-who"><?php echo esc_html( $view['names']->of( 'collaborators', $share['collaborator'] ) ); ?></span>
				<?php echo Format::bar( $share['share'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				<span class="siren-number"><?php echo Format::amount( $share['amount'], $view['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></span>
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
