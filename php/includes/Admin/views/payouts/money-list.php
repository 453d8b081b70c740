<?php
/**
 * All obligations, or all payouts.
 *
 * @var array $view `what` (`obligations`, `payouts`), `part` (of the screen), `filters`, `statuses` (string[]), `table`
 *                  (EngineTable), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\CsvExport;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

$filters = $view['filters'];
$kept    = [ 'part' => $view['part'] ] + array_diff_key( $filters, [ 'status' => '' ] );
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Payouts', 'siren-distributors' ); ?></h1>
	<?php
	Notice::done( PayoutsScreen::notices() );
	View::show( 'payouts/money-tabs', [ 'part' => $view['part'] ] );
	View::show(
		'shared/status-links',
		[
			'page'     => Page::PAYOUTS,
			'status'   => $filters['status'] ?? '',
			'statuses' => $view['statuses'],
			'kept'     => $kept,
		]
	);
	?>
	<div class="siren-list-tools">
		<?php if ( isset( $filters['collaborator'] ) ) : ?>
			<span class="siren-filter">
				<?php echo esc_html( $view['names']->of( 'collaborators', $filters['collaborator'] ) ); ?>
				<a href="<?php echo esc_url( Page::url( Page::PAYOUTS, array_diff_key( $kept, [ 'collaborator' => 0 ] ) ) ); ?>"><?php esc_html_e( 'Show all collaborators', 'siren-distributors' ); ?></a>
			</span>
		<?php endif; ?>
		<form method="get" action="<?php echo esc_url( admin_url( 'admin.php' ) ); ?>">
			<input type="hidden" name="page" value="<?php echo esc_attr( Page::PAYOUTS ); ?>">
			<?php foreach ( array_diff_key( [ 'part' => $view['part'] ] + $filters, [ 'currency' => '' ] ) as $name => $value ) : ?>
				<input type="hidden" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( (string) $value ); ?>">
			<?php endforeach; ?>
			<label for="siren-filter-currency"><?php esc_html_e( 'Currency', 'siren-distributors' ); ?></label>
			<input type="text" id="siren-filter-currency" name="currency" size="6" maxlength="6" class="code" value="<?php echo esc_attr( $filters['currency'] ?? '' ); ?>">
			<button type="submit" class="button"><?php esc_html_e( 'Filter', 'siren-distributors' ); ?></button>
			<?php if ( current_user_can( Lifecycle::EXPORT ) ) : ?>
				<a class="button" href="<?php echo esc_url( CsvExport::url( $view['what'], $filters ) ); ?>"><?php esc_html_e( 'Export CSV', 'siren-distributors' ); ?></a>
			<?php endif; ?>
		</form>
	</div>
	<?php $view['table']->display(); ?>
</div>
