<?php
/**
 * The list of collaborators.
 *
 * @var array $view `table` (CollaboratorsTable), `status`, `statuses` (string[]), `search`, `can_manage`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\CollaboratorsScreen;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1 class="wp-heading-inline"><?php esc_html_e( 'Collaborators', 'siren-distributors' ); ?></h1>
	<?php if ( $view['can_manage'] ) : ?>
		<a class="page-title-action" href="<?php echo esc_url( Page::url( Page::COLLABORATORS, [ 'edit' => 'new' ] ) ); ?>"><?php esc_html_e( 'Add collaborator', 'siren-distributors' ); ?></a>
		<a class="page-title-action" href="<?php echo esc_url( Page::url( Page::COLLABORATORS, [ 'edit' => 'import' ] ) ); ?>"><?php esc_html_e( 'Import', 'siren-distributors' ); ?></a>
	<?php endif; ?>
	<hr class="wp-header-end">
	<?php
	Notice::done( CollaboratorsScreen::notices() );
	if ( '' === $view['status'] . $view['search'] && ! $view['table']->has_items() ) {
		View::show(
			'shared/empty',
			[
				'heading' => __( 'No collaborators yet', 'siren-distributors' ),
				'text'    => __( 'A collaborator is anyone who can earn: an instructor, author, affiliate or vendor. Add your first collaborator, or import a list.', 'siren-distributors' ),
				'links'   => $view['can_manage'] ? [
					Page::url( Page::COLLABORATORS, [ 'edit' => 'new' ] )    => __( 'Add a collaborator', 'siren-distributors' ),
					Page::url( Page::COLLABORATORS, [ 'edit' => 'import' ] ) => __( 'Import a list', 'siren-distributors' ),
				] : [],
			]
		);
		echo '</div>';
		return;
	}
	View::show(
		'shared/status-links',
		[
			'page'     => Page::COLLABORATORS,
			'status'   => $view['status'],
			'statuses' => $view['statuses'],
		]
	);
	?>
	<form method="get" action="<?php echo esc_url( admin_url( 'admin.php' ) ); ?>">
		<input type="hidden" name="page" value="<?php echo esc_attr( Page::COLLABORATORS ); ?>">
		<input type="hidden" name="status" value="<?php echo esc_attr( $view['status'] ); ?>">
		<?php $view['table']->search_box( __( 'Search collaborators', 'siren-distributors' ), 'siren-collaborator' ); ?>
	</form>
	<?php $view['table']->display(); ?>
</div>
