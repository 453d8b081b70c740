<?php
/**
 * What a new distributor can start from.
 *
 * @var array $view `refused` (?array): what an imported file was refused with.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::DISTRIBUTORS ), 'text' => __( 'All distributors', 'siren-distributors' ) ] ); ?>
	<h1><?php esc_html_e( 'Add distributor', 'siren-distributors' ); ?></h1>
	<p class="siren-lead"><?php esc_html_e( 'Start from the recipe closest to what you want. You can change everything, and nothing is saved until you save it.', 'siren-distributors' ); ?></p>
	<?php
	Notice::refused( $view['refused'] );
	View::show( 'distributors/recipes', [] );
	?>
	<p><a class="button" href="<?php echo esc_url( Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new', 'recipe' => 'blank' ] ) ); // phpcs:ignore WordPress.Arrays -- one address. ?>"><?php esc_html_e( 'Start from scratch', 'siren-distributors' ); ?></a></p>

	<details class="siren-panel siren-fold">
		<summary><h2><?php esc_html_e( 'Import a distributor', 'siren-distributors' ); ?></h2></summary>
		<p><?php esc_html_e( 'Choose a file exported from this site or another one. It is imported as a draft, so you can review it before it counts anything.', 'siren-distributors' ); ?></p>
		<form method="post" enctype="multipart/form-data" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
			<?php Field::action( 'siren_import_distributor' ); ?>
			<p>
				<label for="siren-file"><?php esc_html_e( 'File', 'siren-distributors' ); ?></label><br>
				<input type="file" id="siren-file" name="file" accept=".json,application/json">
			</p>
			<p>
				<label for="siren-json"><?php esc_html_e( 'Or paste its contents', 'siren-distributors' ); ?></label><br>
				<textarea id="siren-json" name="json" rows="5" class="large-text code"></textarea>
			</p>
			<p><button type="submit" class="button"><?php esc_html_e( 'Import as draft', 'siren-distributors' ); ?></button></p>
		</form>
	</details>
</div>
