<?php
/**
 * The list of distributors.
 *
 * @var array $view `table` (DistributorsTable), `status`, `statuses` (string[]), `can_manage`, `refused` (?array).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$is_empty = '' === $view['status'] && ! $view['table']->has_items();
?>
<div class="wrap siren">
	<h1 class="wp-heading-inline"><?php esc_html_e( 'Distributors', 'siren-distributors' ); ?></h1>
	<?php if ( $view['can_manage'] ) : ?>
		<a class="page-title-action" href="<?php echo esc_url( Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new' ] ) ); ?>"><?php esc_html_e( 'Add distributor', 'siren-distributors' ); ?></a>
	<?php endif; ?>
	<hr class="wp-header-end">
	<?php
	Notice::done( DistributorsScreen::notices() );
	Notice::refused( $view['refused'] );
	?>
	<?php if ( $is_empty ) : ?>
		<section class="siren-panel siren-empty">
			<h2><?php esc_html_e( 'No distributors yet', 'siren-distributors' ); ?></h2>
			<p class="siren-lead"><?php esc_html_e( 'A distributor defines what is measured, what fills the reward pool, how it is divided, and when.', 'siren-distributors' ); ?></p>
			<?php if ( $view['can_manage'] ) : ?>
				<p><?php esc_html_e( 'Choose a recipe to start. You see what it would pay before you save.', 'siren-distributors' ); ?></p>
				<?php View::show( 'distributors/recipes', [] ); ?>
			<?php endif; ?>
		</section>
	<?php else : ?>
		<?php
		View::show(
			'shared/status-links',
			[
				'page'     => Page::DISTRIBUTORS,
				'status'   => $view['status'],
				'statuses' => $view['statuses'],
			]
		);
		$view['table']->display();
		?>
	<?php endif; ?>
</div>
