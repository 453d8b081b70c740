<?php
/**
 * Rebuild the database, go on without a part of the log, or begin an empty ledger: what can be done about a ledger that is
 * lost or damaged.
 *
 * @var array{state:string,directory:string,before:string,without:bool,last:string[],can_manage:bool} $view As Rebuilding::facts() gives it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;

$state   = $view['state'];
$reasons = [
	'missing' => __( 'This site’s ledger is missing. Restore it to its original location if you can; activity kept in the meantime is counted then.', 'siren-distributors' ),
	'lost'    => __( 'Part of the log is missing. Put the files back into the data directory if you can. You do not need to do anything else then.', 'siren-distributors' ),
	'damaged' => __( 'The database is damaged, or something other than Siren Distributors changed it.', 'siren-distributors' ),
];
if ( 'another' === $state || ( ! $view['can_manage'] && 'well' === $state ) ) {
	return;
}
?>
<?php if ( 'well' === $state ) : ?>
	<details class="siren-panel siren-fold">
		<summary><h2><?php esc_html_e( 'Rebuild the database', 'siren-distributors' ); ?></h2></summary>
<?php else : ?>
	<section class="siren-panel siren-attention">
		<h2><?php echo esc_html( 'missing' === $state ? __( 'The ledger is missing', 'siren-distributors' ) : __( 'Rebuild the database', 'siren-distributors' ) ); ?></h2>
		<p><?php echo esc_html( $reasons[ $state ] ); ?></p>
<?php endif; ?>
<?php if ( ! $view['can_manage'] ) : ?>
	<p><?php esc_html_e( 'Ask an administrator to do this.', 'siren-distributors' ); ?></p>
<?php elseif ( 'missing' !== $state ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_rebuild' ); ?>
		<p>
			<?php esc_html_e( 'This creates a new database from the newest snapshot and the log, which contains everything that was recorded and decided. Nothing is lost, and the old database is set aside. It can take several minutes, during which nothing is paid or changed.', 'siren-distributors' ); ?>
			<?php if ( $view['without'] ) : ?>
				<?php esc_html_e( 'This requires the complete log. You cannot rebuild while part of it is missing.', 'siren-distributors' ); ?>
			<?php endif; ?>
		</p>
		<p><button type="submit" class="button<?php echo 'damaged' === $state ? ' button-primary' : ''; ?>"><?php esc_html_e( 'Rebuild the database', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( $view['can_manage'] && $view['without'] ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_rebuild' ); ?>
		<?php if ( 'missing' === $state ) : ?>
			<p><?php esc_html_e( 'There are snapshots in the data directory. You can rebuild the database from the newest one, but without anything written to the log since then.', 'siren-distributors' ); ?></p>
		<?php endif; ?>
		<p><label><input type="checkbox" name="without_log" value="1" required> <?php esc_html_e( 'Continue without the missing part. I understand that anything recorded only there is lost.', 'siren-distributors' ); ?></label></p>
		<p><button type="submit" class="button"><?php esc_html_e( 'Rebuild without the missing part', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( $view['can_manage'] && 'missing' === $state ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_begin_ledger' ); ?>
		<p><?php esc_html_e( 'If the ledger is permanently lost, you can start an empty one. It does not contain your collaborators, your distributors, or anything that was owed or paid. Activity kept since then is added to it, and you can import past orders and completions again.', 'siren-distributors' ); ?></p>
		<p><label><input type="checkbox" name="agreed" value="1" required>
			<?php
			/* translators: %s: path of a directory. */
			echo esc_html( sprintf( __( 'The ledger in %s is permanently lost, and I have no backup of it', 'siren-distributors' ), $view['before'] ) );
			?>
		</label></p>
		<p><button type="submit" class="button"><?php esc_html_e( 'Start an empty ledger', 'siren-distributors' ); ?></button> <code><?php echo esc_html( $view['directory'] ); ?></code></p>
	</form>
<?php endif; ?>
<?php if ( [] !== $view['last'] && 'missing' !== $state ) : ?>
	<p class="description"><?php echo esc_html( implode( ' ', $view['last'] ) ); ?></p>
<?php endif; ?>
<?php echo 'well' === $state ? '</details>' : '</section>'; ?>

