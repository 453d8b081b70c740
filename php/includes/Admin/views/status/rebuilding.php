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
	'missing' => __( 'This site had a ledger, and it is not there any more. Bring it back to where it was if you can; everything that was kept meanwhile is counted then.', 'siren-distributors' ),
	'lost'    => __( 'A part of the log is missing. Put the files back into the data directory if you can: nothing else needs to be done then.', 'siren-distributors' ),
	'damaged' => __( 'The database is damaged, or it was changed behind the ledger’s back.', 'siren-distributors' ),
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
	<p><?php esc_html_e( 'Ask an administrator to do it.', 'siren-distributors' ); ?></p>
<?php elseif ( 'missing' !== $state ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_rebuild' ); ?>
		<p>
			<?php esc_html_e( 'This makes a new database from the newest snapshot and the log, which holds everything that was recorded and decided. Nothing is lost by it, and the old database is put aside. It can take some minutes, in which nothing is paid or changed.', 'siren-distributors' ); ?>
			<?php if ( $view['without'] ) : ?>
				<?php esc_html_e( 'It needs the whole log: as long as a part is missing, it is refused.', 'siren-distributors' ); ?>
			<?php endif; ?>
		</p>
		<p><button type="submit" class="button<?php echo 'damaged' === $state ? ' button-primary' : ''; ?>"><?php esc_html_e( 'Rebuild the database', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( $view['can_manage'] && $view['without'] ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_rebuild' ); ?>
		<?php if ( 'missing' === $state ) : ?>
			<p><?php esc_html_e( 'There are snapshots in the data directory. The database can be made anew from the newest one, but without what was written into the log since.', 'siren-distributors' ); ?></p>
		<?php endif; ?>
		<p><label><input type="checkbox" name="without_log" value="1" required> <?php esc_html_e( 'Go on without the missing part: what it alone held is lost', 'siren-distributors' ); ?></label></p>
		<p><button type="submit" class="button"><?php esc_html_e( 'Rebuild without the missing part', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( $view['can_manage'] && 'missing' === $state ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_begin_ledger' ); ?>
		<p><?php esc_html_e( 'If it is lost for good, this site can begin an empty ledger. Collaborators, distributors and everything that was owed or paid are not in it. What was kept since then is recorded in it, and past orders and completions can be imported again.', 'siren-distributors' ); ?></p>
		<p><label><input type="checkbox" name="agreed" value="1" required>
			<?php
			/* translators: %s: path of a directory. */
			echo esc_html( sprintf( __( 'The ledger that was in %s is lost for good, and I have no backup of it', 'siren-distributors' ), $view['before'] ) );
			?>
		</label></p>
		<p><button type="submit" class="button"><?php esc_html_e( 'Begin an empty ledger here', 'siren-distributors' ); ?></button> <code><?php echo esc_html( $view['directory'] ); ?></code></p>
	</form>
<?php endif; ?>
<?php if ( [] !== $view['last'] && 'missing' !== $state ) : ?>
	<p class="description"><?php echo esc_html( implode( ' ', $view['last'] ) ); ?></p>
<?php endif; ?>
<?php echo 'well' === $state ? '</details>' : '</section>'; ?>

