<?php
/**
 * How visits are noticed.
 *
 * @var array $view `facts` (list of label and value), `days` (array of reason and number by day), `can_manage`, `can_check`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$sums = [];
foreach ( $view['days'] as $reasons ) {
	foreach ( $reasons as $reason => $number ) {
		$sums[ $reason ] = ( $sums[ $reason ] ?? 0 ) + (int) $number;
	}
}
arsort( $sums );
$last = (string) array_key_first( $view['days'] );
?>
<h2><?php esc_html_e( 'Visits', 'siren-distributors' ); ?></h2>
<?php View::show( 'shared/facts', [ 'facts' => $view['facts'] ] ); ?>
<?php if ( $view['can_check'] && $view['can_manage'] ) : ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php Field::action( 'siren_check_beacon' ); ?>
		<p><button type="submit" class="button"><?php esc_html_e( 'Test the file again', 'siren-distributors' ); ?></button></p>
	</form>
<?php endif; ?>
<?php if ( [] !== $sums ) : ?>
	<table class="widefat striped">
		<caption class="screen-reader-text"><?php esc_html_e( 'Not counted as visits', 'siren-distributors' ); ?></caption>
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Not counted as visits', 'siren-distributors' ); ?></th>
				<th scope="col"><?php echo esc_html( $last ); ?></th>
				<th scope="col"><?php esc_html_e( 'Last 30 days', 'siren-distributors' ); ?></th>
			</tr>
		</thead>
		<tbody>
			<?php foreach ( $sums as $reason => $number ) : ?>
				<tr>
					<th scope="row"><?php echo esc_html( Label::noise( (string) $reason ) ); ?></th>
					<td><?php echo esc_html( number_format_i18n( (int) ( $view['days'][ $last ][ $reason ] ?? 0 ) ) ); ?></td>
					<td><?php echo esc_html( number_format_i18n( $number ) ); ?></td>
				</tr>
			<?php endforeach; ?>
		</tbody>
	</table>
	<?php
endif;
