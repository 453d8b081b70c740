<?php
/**
 * The form that imports collaborators, and what the last list came to.
 *
 * @var array $view `refused` (?array), `import` (?array, of ImportJob), `columns` (string[]).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$import   = $view['import'];
$lines    = null === $import ? [] : $import['lines'];
$tried    = null !== $import && $import['tried'];
$can_take = $tried && $import['ended'] && $import['counts']['new'] > 0;
$texts    = [
	'new'   => $tried ? __( 'would be added', 'siren-distributors' ) : __( 'added', 'siren-distributors' ),
	'known' => __( 'unchanged', 'siren-distributors' ),
	'wrong' => __( 'skipped', 'siren-distributors' ),
];
$counted  = [
	'new'   => __( 'New', 'siren-distributors' ),
	'known' => __( 'Already exists', 'siren-distributors' ),
	'wrong' => __( 'Skipped', 'siren-distributors' ),
];
$marks    = [
	'new'   => 'active',
	'known' => 'pending',
	'wrong' => 'failed',
];
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::COLLABORATORS ), 'text' => __( 'All collaborators', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address. ?>
	<h1><?php esc_html_e( 'Import collaborators', 'siren-distributors' ); ?></h1>
	<?php
	Notice::refused( $view['refused'] );
	?>
	<?php if ( null !== $import ) : ?>
		<section class="siren-panel" role="status">
			<h2>
				<?php
				if ( ! $import['ended'] ) {
					/* translators: 1: how many lines so far, 2: how many there are. */
					echo esc_html( sprintf( __( '%1$s of %2$s lines', 'siren-distributors' ), number_format_i18n( $import['done'] ), number_format_i18n( $import['total'] ) ) );
				} else {
					echo esc_html( $tried ? __( 'Import preview', 'siren-distributors' ) : __( 'Import results', 'siren-distributors' ) );
				}
				?>
			</h2>
			<?php if ( ! $import['ended'] ) : ?>
				<p><progress max="<?php echo esc_attr( (string) $import['total'] ); ?>" value="<?php echo esc_attr( (string) $import['done'] ); ?>"></progress></p>
				<form method="post" data-siren-go-on action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
					<?php Field::action( 'siren_import_collaborators' ); ?>
					<input type="hidden" name="go_on" value="1">
					<p><button type="submit" class="button"><?php esc_html_e( 'Continue now', 'siren-distributors' ); ?></button> <?php echo esc_html( $tried ? '' : __( 'You can leave this page. The import continues in the background, more slowly.', 'siren-distributors' ) ); ?></p>
				</form>
				<?php View::print_module( 'import' ); ?>
			<?php endif; ?>
			<ul>
				<?php foreach ( $import['counts'] as $outcome => $count ) : ?>
					<li><?php echo esc_html( sprintf( '%s: %s', $counted[ $outcome ], number_format_i18n( $count ) ) ); ?></li>
				<?php endforeach; ?>
			</ul>
			<?php if ( [] !== $lines ) : ?>
			<table class="widefat striped siren-short">
				<thead>
					<tr>
						<th scope="col"><?php esc_html_e( 'Line', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Name', 'siren-distributors' ); ?></th>
						<th scope="col"><?php esc_html_e( 'Outcome', 'siren-distributors' ); ?></th>
					</tr>
				</thead>
				<tbody>
					<?php foreach ( $lines as $number => $line ) : ?>
						<tr>
							<td><?php echo esc_html( number_format_i18n( $number + 1 ) ); ?></td>
							<td><?php echo esc_html( $line['name'] ); ?></td>
							<td><?php echo Format::status( $marks[ $line['status'] ], $texts[ $line['status'] ] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?> <?php echo esc_html( $line['text'] ); ?></td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
			<?php endif; ?>
			<?php if ( $can_take ) : ?>
				<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
					<?php Field::action( 'siren_import_collaborators' ); ?>
					<p><button type="submit" class="button button-primary" name="import" value="1"><?php esc_html_e( 'Import collaborators', 'siren-distributors' ); ?></button></p>
				</form>
			<?php endif; ?>
		</section>
	<?php endif; ?>
	<section class="siren-panel">
		<form method="post" enctype="multipart/form-data" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_import_collaborators' ); ?>
			<p>
				<?php
				/* translators: %s: names of columns. */
				echo esc_html( sprintf( __( 'A CSV file with column names in the first line. Only “name” is required. Available columns: %s. Separate several codes in one cell with spaces.', 'siren-distributors' ), implode( ', ', $view['columns'] ) ) );
				?>
			</p>
			<p>
				<label for="siren-file"><?php esc_html_e( 'File', 'siren-distributors' ); ?></label><br>
				<input type="file" id="siren-file" name="file" accept=".csv,text/csv">
			</p>
			<p>
				<label for="siren-text"><?php esc_html_e( 'Or paste its contents', 'siren-distributors' ); ?></label><br>
				<textarea id="siren-text" name="text" rows="8" class="large-text code" placeholder="name,email,coupons"><?php echo esc_textarea( (string) ( $view['refused']['typed']['text'] ?? '' ) ); ?></textarea>
			</p>
			<p class="siren-actions">
				<button type="submit" class="button<?php echo $can_take ? '' : ' button-primary'; ?>"><?php esc_html_e( 'Preview import', 'siren-distributors' ); ?></button>
			</p>
		</form>
	</section>
</div>
