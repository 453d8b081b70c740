<?php
/**
 * The list of distributors.
 *
 * @var array{table:\Siren\Distributors\Admin\DistributorsTable,status:string,statuses:string[],new_url:string,can_manage:bool,refused:?array} $view
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
	<h1 class="wp-heading-inline"><?php esc_html_e( 'Distributors', 'siren-distributors' ); ?></h1>
	<?php if ( $view['can_manage'] ) : ?>
		<a class="page-title-action" href="<?php echo esc_url( $view['new_url'] ); ?>"><?php esc_html_e( 'Add distributor', 'siren-distributors' ); ?></a>
	<?php endif; ?>
	<hr class="wp-header-end">
	<?php
	Notice::done();
	Notice::refused( $view['refused'] );
	View::show(
		'status-links',
		[
			'page'     => Page::DISTRIBUTORS,
			'status'   => $view['status'],
			'statuses' => $view['statuses'],
		]
	);
	$view['table']->display();
	?>
</div>
