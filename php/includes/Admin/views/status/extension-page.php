<?php
/**
 * The whole of the plugin's screens while a requirement is unmet.
 *
 * @var array{records:bool,missing:string,checks:array[],facts:array<array{string,string}>,commands:string[]} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Siren Distributors is not ready yet', 'siren-distributors' ); ?></h1>
	<p class="siren-lead"><?php esc_html_e( 'Nothing is counted or distributed until all the requirements below are met.', 'siren-distributors' ); ?></p>

	<?php if ( $view['records'] ) : ?>
		<p><?php esc_html_e( 'Activity on the site is stored in the meantime: sales, refunds, completions and visits count once the extension is loaded, with their original dates.', 'siren-distributors' ); ?></p>
	<?php endif; ?>

	<?php if ( '' !== $view['missing'] ) : ?>
		<div class="notice inline notice-error">
			<p><strong>
				<?php
				/* translators: %s: path of a directory. */
				echo esc_html( sprintf( __( 'The ledger is also missing: it is not in %s.', 'siren-distributors' ), $view['missing'] ) );
				?>
			</strong><br><?php esc_html_e( 'Restore it. Activity on the site is kept in the WordPress database in the meantime.', 'siren-distributors' ); ?></p>
		</div>
	<?php endif; ?>

	<h2><?php esc_html_e( 'Requirements', 'siren-distributors' ); ?></h2>
	<?php View::show( 'status/requirements', [ 'checks' => $view['checks'] ] ); ?>

	<h2><?php esc_html_e( 'Install the extension', 'siren-distributors' ); ?></h2>
	<p><?php esc_html_e( 'On the server, run these commands in the source directory:', 'siren-distributors' ); ?></p>
	<pre class="siren-commands" tabindex="0"><?php echo esc_html( implode( "\n", $view['commands'] ) ); ?></pre>
	<p class="description"><?php esc_html_e( 'If the server keeps PHP running between requests (such as PHP-FPM), restart it afterwards. The extension must be built for exactly this version of PHP:', 'siren-distributors' ); ?></p>
	<?php View::show( 'shared/facts', [ 'facts' => $view['facts'] ] ); ?>
</div>
