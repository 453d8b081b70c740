<?php
/**
 * Did this site move, or is it a copy?
 *
 * @var array{before:string,here:string,directory:string,can_answer:bool} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;

$answers = [
	'siren_site_moved'  => [
		__( 'This site moved here', 'siren-distributors' ),
		/* translators: %s: path of a directory. */
		sprintf( __( 'This site continues to use the ledger in %s. The site at the old address must be shut down.', 'siren-distributors' ), $view['directory'] ),
	],
	'siren_site_copied' => [
		__( 'This is a copy', 'siren-distributors' ),
		__( 'The copy starts its own empty ledger. The original’s ledger is unchanged. You cannot undo this.', 'siren-distributors' ),
	],
];
?>
<div class="notice notice-error" role="alert">
	<p><strong>
		<?php
		/* translators: 1: address of a site, 2: another one. */
		echo esc_html( sprintf( __( 'The ledger belongs to the site at %1$s, and this site is at %2$s. Did the site move, or is this a copy of it?', 'siren-distributors' ), $view['before'], $view['here'] ) );
		?>
	</strong></p>
	<p><?php esc_html_e( 'Until you answer, the ledger is read-only: nothing is paid or changed. Activity on this site is kept, and none of it is lost.', 'siren-distributors' ); ?></p>
	<?php if ( ! $view['can_answer'] ) : ?>
		<p><?php esc_html_e( 'Ask an administrator to answer this question.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
	<?php foreach ( $view['can_answer'] ? $answers : [] as $action => [ $label, $consequence ] ) : ?>
		<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( $action ); ?>
			<input type="hidden" name="here" value="<?php echo esc_attr( $view['here'] ); ?>">
			<p><button type="submit" class="button"><?php echo esc_html( $label ); ?></button> <?php echo esc_html( $consequence ); ?></p>
		</form>
	<?php endforeach; ?>
</div>
