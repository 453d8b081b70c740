<?php
/**
 * The editor of a distributor.
 *
 * @var array $view `row` (?array), `fields`, `schema` (DistributorSchema), `problems` (Problems), `beyond` (string[]), `message`,
 *                  `sentence`, `trial` (markup), `collaborators` (names by id), `precautions` (string[]), `nonce` (of the preview).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Form\Phrase;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Tables\DistributorsTable;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

$fields   = $view['fields'];
$problems = $view['problems'];
$row      = $view['row'];
$is_new   = null === $row;
$parts    = [
	'fields'        => $fields,
	'schema'        => $view['schema'],
	'problems'      => $problems,
	'phrase'        => new Phrase( $problems ),
	'is_new'        => $is_new,
	'collaborators' => $view['collaborators'],
];
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::DISTRIBUTORS ), 'text' => __( 'All distributors', 'siren-distributors' ) ] ); ?>
	<h1>
		<?php echo esc_html( null === $row ? __( 'Add distributor', 'siren-distributors' ) : $row['name'] ); ?>
		<?php echo null === $row ? '' : Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
	</h1>
	<?php
	Notice::done( DistributorsScreen::notices() );
	if ( '' !== $view['message'] ) {
		Notice::refusal( $view['message'] );
	} elseif ( ! $problems->is_empty() ) {
		Notice::refusal( __( 'Your changes were not saved. Fix the problems below.', 'siren-distributors' ), $view['beyond'] );
	}
	?>
	<?php if ( null !== $row ) : ?>
		<div class="siren-actions">
			<?php if ( 'draft' === $row['status'] || 'paused' === $row['status'] ) : ?>
				<?php View::show( 'distributors/status-form', [ 'id' => $row['id'], 'status' => 'active', 'text' => 'draft' === $row['status'] ? __( 'Activate', 'siren-distributors' ) : __( 'Resume', 'siren-distributors' ) ] ); ?>
			<?php elseif ( 'active' === $row['status'] ) : ?>
				<?php View::show( 'distributors/status-form', [ 'id' => $row['id'], 'status' => 'paused', 'text' => __( 'Pause', 'siren-distributors' ) ] ); ?>
			<?php endif; ?>
			<?php if ( null !== $row['distribution'] ) : ?>
				<a class="button" href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['distribution'] ] ) ); ?>"><?php esc_html_e( 'View open period', 'siren-distributors' ); ?></a>
			<?php endif; ?>
			<?php if ( current_user_can( Lifecycle::EXPORT ) ) : ?>
				<a class="button" href="<?php echo esc_url( DistributorsTable::export_url( $row['id'] ) ); ?>"><?php esc_html_e( 'Export', 'siren-distributors' ); ?></a>
			<?php endif; ?>
		</div>
	<?php endif; ?>

	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" class="siren-editor" data-preview-url="<?php echo esc_url( admin_url( 'admin-ajax.php' ) ); ?>" data-preview-nonce="<?php echo esc_attr( $view['nonce'] ); ?>" data-failed="<?php esc_attr_e( 'The preview is unavailable. You can still save.', 'siren-distributors' ); ?>" novalidate>
		<?php Field::action( 'siren_save_distributor' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $fields['id'] ); ?>">

		<div class="siren-editor-form">
			<?php
			View::show( 'distributors/editor-name', $parts );
			View::show( 'distributors/editor-when', $parts );
			View::show( 'distributors/editor-pool', $parts );
			View::show( 'distributors/editor-division', $parts );
			View::show( 'distributors/editor-points', $parts );
			View::show( 'distributors/editor-rare', $parts );
			?>
			<div class="siren-save">
				<button type="submit" class="button button-primary button-hero"><?php echo esc_html( $is_new ? __( 'Add distributor', 'siren-distributors' ) : __( 'Save changes', 'siren-distributors' ) ); ?></button>
				<button type="submit" class="button button-hero siren-preview-button" name="preview" value="1"><?php esc_html_e( 'Preview', 'siren-distributors' ); ?></button>
				<?php if ( ! $is_new ) : ?>
					<?php echo $parts['phrase']->tick( 'apply_now', __( 'Also apply to the open period', 'siren-distributors' ), $fields['apply_now'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes. ?>
					<p class="description"><?php esc_html_e( 'Otherwise, changes take effect with the next period, and the open period keeps its current rule.', 'siren-distributors' ); ?></p>
				<?php endif; ?>
			</div>
		</div>

		<aside class="siren-editor-preview" tabindex="0" aria-label="<?php esc_attr_e( 'Preview', 'siren-distributors' ); ?>">
			<section class="siren-panel siren-rule-panel">
				<h2><?php esc_html_e( 'The rule', 'siren-distributors' ); ?></h2>
				<p class="siren-sentence" role="status"><?php echo esc_html( $view['sentence'] ); ?></p>
				<p class="siren-unfinished"<?php echo '' === $view['sentence'] ? '' : ' hidden'; ?>><?php esc_html_e( 'Some fields are missing or not valid.', 'siren-distributors' ); ?></p>
				<ul class="siren-details siren-beyond"></ul>
			</section>
			<?php if ( [] !== $view['precautions'] ) : ?>
				<section class="siren-panel">
					<h2><?php esc_html_e( 'Built-in safeguards', 'siren-distributors' ); ?></h2>
					<ul class="siren-details">
						<?php foreach ( $view['precautions'] as $precaution ) : ?>
							<li><?php echo esc_html( $precaution ); ?></li>
						<?php endforeach; ?>
					</ul>
					<p class="description"><?php esc_html_e( 'You can change each of them in this form.', 'siren-distributors' ); ?></p>
				</section>
			<?php endif; ?>
			<div class="siren-trial" aria-live="off"><?php echo $view['trial']; // phpcs:ignore WordPress.Security.EscapeOutput -- a template's markup. ?></div>
		</aside>
	</form>

	<?php if ( null !== $row && 'archived' !== $row['status'] ) : ?>
		<details class="siren-panel siren-fold">
			<summary><h2><?php esc_html_e( 'Archive distributor', 'siren-distributors' ); ?></h2></summary>
			<p><?php esc_html_e( 'Archiving is permanent: an archived distributor no longer counts or pays anything and cannot be reactivated. What it has paid stays in the ledger. To stop it temporarily, pause it instead.', 'siren-distributors' ); ?></p>
			<?php View::show( 'distributors/status-form', [ 'id' => $row['id'], 'status' => 'archived', 'text' => __( 'Archive permanently', 'siren-distributors' ) ] ); ?>
		</details>
	<?php endif; ?>
</div>
<?php
View::print_module( 'distributor-editor' );
