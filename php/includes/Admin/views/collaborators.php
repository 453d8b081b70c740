<?php
/**
 * The list of collaborators.
 *
 * @var array{table:\Siren\Distributors\Admin\CollaboratorsTable,status:string,statuses:string[],new_url:string,can_manage:bool} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Notice;
use Siren\Distributors\Admin\Page;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1 class="wp-heading-inline"><?php esc_html_e( 'Collaborators', 'siren-distributors' ); ?></h1>
	<?php if ( $view['can_manage'] ) : ?>
		<a class="page-title-action" href="<?php echo esc_url( $view['new_url'] ); ?>"><?php esc_html_e( 'Add collaborator', 'siren-distributors' ); ?></a>
	<?php endif; ?>
	<hr class="wp-header-end">
	<?php
	Notice::done();
	View::show(
		'status-links',
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
