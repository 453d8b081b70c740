<?php
/**
 * What the ledger's proof found, and the buttons to prove it and to take it along.
 *
 * @var array{verified:?array,can_manage:bool,can_export:bool} $view `verified` as Verification::last() gives it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;

$verified = $view['verified'];
?>
<section class="siren-panel">
	<?php if ( null === $verified ) : ?>
		<p><?php esc_html_e( 'The ledger has not been verified yet. Verification recalculates every distribution from the start and compares every amount. It changes nothing.', 'siren-distributors' ); ?></p>
	<?php else : ?>
		<p>
			<?php echo Format::status( $verified['ok'] ? 'complete' : 'failed', $verified['ok'] ? __( 'Verified', 'siren-distributors' ) : __( 'Damaged', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
			<?php echo Format::instant( $verified['at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>,
			<?php
			/* translators: %s: number of lines. */
			echo esc_html( sprintf( _n( '%s line', '%s lines', $verified['lines'], 'siren-distributors' ), number_format_i18n( $verified['lines'] ) ) );
			?>
		</p>
		<p class="description">
			<?php esc_html_e( 'Keep a copy of this fingerprint elsewhere. It distinguishes this ledger from any other, including one forged later.', 'siren-distributors' ); ?>
			<br><code class="siren-hash"><?php echo esc_html( $verified['head'] ); ?></code>
		</p>
		<?php if ( [] !== $verified['problems'] ) : ?>
			<ul class="siren-details">
				<?php foreach ( $verified['problems'] as $problem ) : ?>
					<li><code><?php echo esc_html( $problem['table'] . ' ' . $problem['id'] . ' ' . $problem['column'] ); ?></code> <?php echo esc_html( $problem['message'] ); ?></li>
				<?php endforeach; ?>
			</ul>
		<?php endif; ?>
	<?php endif; ?>
	<div class="siren-actions">
		<?php if ( $view['can_manage'] ) : ?>
			<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
				<?php Field::action( 'siren_verify' ); ?>
				<button type="submit" class="button"><?php esc_html_e( 'Verify the ledger', 'siren-distributors' ); ?></button>
			</form>
		<?php endif; ?>
		<?php if ( $view['can_export'] ) : ?>
			<a class="button" href="<?php echo esc_url( wp_nonce_url( admin_url( 'admin-post.php?action=siren_download_ledger' ), 'siren_download_ledger' ) ); ?>"><?php esc_html_e( 'Download the ledger', 'siren-distributors' ); ?></a>
		<?php endif; ?>
	</div>
</section>
