<?php
/**
 * A search for what was missed: what it is, how far it came, and the button.
 *
 * @var array{title:string,text:string,button:string,action:string,progress:?array,running:bool,can_manage:bool} $view
 *      `progress` as the Runner gives it, null before the first search.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;

$progress = $view['progress'];
?>
<h2 id="siren-backfill"><?php echo esc_html( $view['title'] ); ?></h2>
<section class="siren-panel">
	<p><?php echo esc_html( $view['text'] ); ?></p>
	<?php if ( null !== $progress ) : ?>
		<dl class="siren-cards">
			<div>
				<dt><?php esc_html_e( 'Last import', 'siren-distributors' ); ?></dt>
				<dd><?php echo Format::instant( $progress['begun_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd>
			</div>
			<div>
				<dt><?php echo esc_html( $view['running'] ? __( 'Checked so far', 'siren-distributors' ) : __( 'Checked', 'siren-distributors' ) ); ?></dt>
				<dd>
					<?php
					echo esc_html(
						$view['running']
							/* translators: 1: how many rows so far, 2: how many there are. */
							? sprintf( __( '%1$s of %2$s', 'siren-distributors' ), number_format_i18n( $progress['looked'] ), number_format_i18n( max( $progress['total'], $progress['looked'] ) ) )
							: number_format_i18n( $progress['looked'] )
					);
					?>
				</dd>
			</div>
			<div><dt><?php esc_html_e( 'Recorded', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $progress['recorded'] ) ); ?></dd></div>
			<div><dt><?php esc_html_e( 'Of which from before the plugin was installed', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $progress['history'] ) ); ?></dd></div>
		</dl>
		<?php if ( $progress['failed'] > 0 ) : ?>
			<div class="notice notice-warning inline">
				<p>
					<?php
					/* translators: %s: number of completions or orders. */
					echo esc_html( sprintf( _n( '%s could not be recorded. The error log above says why. Try again once that is fixed.', '%s could not be recorded. The error log above says why. Try again once that is fixed.', $progress['failed'], 'siren-distributors' ), number_format_i18n( $progress['failed'] ) ) );
					?>
				</p>
			</div>
		<?php endif; ?>
	<?php endif; ?>
	<?php if ( $view['can_manage'] ) : ?>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( $view['action'] ); ?>
			<p><button type="submit" class="button"><?php echo esc_html( $view['running'] ? __( 'Continue now', 'siren-distributors' ) : $view['button'] ); ?></button></p>
		</form>
	<?php endif; ?>
</section>
