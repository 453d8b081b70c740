<?php
/**
 * The form that imports collaborators, and what the last list came to.
 *
 * @var array $view `refused` (?array), `text` (of the list), `tried` (whether it was only tried), `lines` (of
 *                  CollaboratorImport), `columns` (string[]).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Field;
use Siren\Distributors\Admin\Format;
use Siren\Distributors\Admin\Notice;
use Siren\Distributors\Admin\Page;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;

$lines = $view['lines'];
$texts = [
	'new'   => $view['tried'] ? __( 'would be added', 'siren-distributors' ) : __( 'is added', 'siren-distributors' ),
	'known' => __( 'stays as it is', 'siren-distributors' ),
	'wrong' => __( 'is left out', 'siren-distributors' ),
];
$marks = [
	'new'   => 'active',
	'known' => 'pending',
	'wrong' => 'failed',
];
?>
<div class="wrap siren">
	<?php View::show( 'back', [ 'url' => Page::url( Page::COLLABORATORS ), 'text' => __( 'All collaborators', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address. ?>
	<h1><?php esc_html_e( 'Import collaborators', 'siren-distributors' ); ?></h1>
	<?php
	if ( [] === $lines ) {
		Notice::refused( $view['refused'] );
	}
	?>
	<?php if ( [] !== $lines ) : ?>
		<section class="siren-panel" role="status">
			<h2><?php echo esc_html( $view['tried'] ? __( 'This is what would happen', 'siren-distributors' ) : __( 'This is what was done', 'siren-distributors' ) ); ?></h2>
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
							<td><?php echo esc_html( number_format_i18n( $number + 2 ) ); ?></td>
							<td><?php echo esc_html( $line['name'] ); ?></td>
							<td><?php echo Format::status( $marks[ $line['status'] ], $texts[ $line['status'] ] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?> <?php echo esc_html( $line['text'] ); ?></td>
						</tr>
					<?php endforeach; ?>
				</tbody>
			</table>
		</section>
	<?php endif; ?>
	<section class="siren-panel">
		<form method="post" enctype="multipart/form-data" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_import_collaborators' ); ?>
			<p>
				<?php
				/* translators: %s: names of columns. */
				echo esc_html( sprintf( __( 'A CSV file whose first line names its columns. Only name is needed: %s. Several codes in one cell are separated by spaces.', 'siren-distributors' ), implode( ', ', $view['columns'] ) ) );
				?>
			</p>
			<p>
				<label for="siren-file"><?php esc_html_e( 'File', 'siren-distributors' ); ?></label><br>
				<input type="file" id="siren-file" name="file" accept=".csv,text/csv">
			</p>
			<p>
				<label for="siren-text"><?php esc_html_e( 'Or its text', 'siren-distributors' ); ?></label><br>
				<textarea id="siren-text" name="text" rows="8" class="large-text code" placeholder="name,email,coupons"><?php echo esc_textarea( $view['text'] ); ?></textarea>
			</p>
			<p class="siren-actions">
				<button type="submit" class="button<?php echo $view['tried'] && [] !== $lines ? '' : ' button-primary'; ?>"><?php esc_html_e( 'Try it', 'siren-distributors' ); ?></button>
				<?php if ( $view['tried'] && [] !== $lines ) : ?>
					<button type="submit" class="button button-primary" name="import" value="1"><?php esc_html_e( 'Import these', 'siren-distributors' ); ?></button>
				<?php endif; ?>
			</p>
		</form>
	</section>
</div>
