<?php
/**
 * One open period on the collaborator's dashboard.
 *
 * @var array $view `period` (`name`, `standings`, `own`), `me` (id), `others` (`nothing`, `ranks`, `scores`), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;

$standings = $view['period']['standings'];
$own       = $view['period']['own'];
$currency  = $standings['pool']['currency'];
?>
<section class="siren-dashboard-card">
	<h3><?php echo esc_html( $view['period']['name'] ); ?></h3>
	<dl class="siren-dashboard-figures">
		<div><dt><?php esc_html_e( 'Your points', 'siren-distributors' ); ?></dt><dd><?php echo Format::score( $own['score'] ?? 0 ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<?php if ( null !== $own ) : ?>
			<div>
				<dt><?php esc_html_e( 'Your rank', 'siren-distributors' ); ?></dt>
				<dd>
					<?php
					/* translators: 1: somebody's place, 2: how many there are. */
					echo esc_html( sprintf( __( '%1$s of %2$s', 'siren-distributors' ), number_format_i18n( $own['rank'] ), number_format_i18n( $standings['total'] ) ) );
					?>
				</dd>
			</div>
			<div><dt><?php esc_html_e( 'If it ended now', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $own['amount'], $currency ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<?php endif; ?>
	</dl>
	<p class="siren-dashboard-note">
		<?php
		/* translators: %s: a point in time. */
		printf( esc_html__( 'Ends %s. Everything can change until then.', 'siren-distributors' ), Format::instant( $standings['period']['end'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
		?>
	</p>
	<?php if ( 'nothing' !== $view['others'] && [] !== $standings['standings'] ) : ?>
		<ol class="siren-dashboard-ranks">
			<?php foreach ( $standings['standings'] as $row ) : ?>
				<li value="<?php echo esc_attr( (string) $row['rank'] ); ?>"<?php echo $view['me'] === $row['collaborator'] ? ' class="siren-me"' : ''; ?>>
					<?php echo esc_html( $view['names']->of( 'collaborators', $row['collaborator'] ) ); ?>
					<?php if ( 'scores' === $view['others'] ) : ?>
						· <?php echo Format::points( $row['score'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
					<?php endif; ?>
				</li>
			<?php endforeach; ?>
		</ol>
	<?php endif; ?>
</section>
