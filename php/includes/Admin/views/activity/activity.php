<?php
/**
 * What was recorded.
 *
 * @var array $view `part` (`events`, `sales` or `look`), `look` (how much there is to look at), `table` (EngineTable), `status`, `statuses` (string[]), `search`, `kept`
 *                  (what else the address says), `whose` (a collaborator's name, '' for everybody's). Of `look` what the
 *                  template `to-look-at` takes and `refused` (?array), and neither `status` nor `search`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\ActivityScreen;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$parts = [
	'events' => __( 'Events', 'siren-distributors' ),
	'sales'  => __( 'Sales', 'siren-distributors' ),
];
if ( $view['look'] > 0 || AttentionList::PART === $view['part'] ) {
	/* translators: %s: how many there are. */
	$parts[ AttentionList::PART ] = sprintf( __( 'Needs attention (%s)', 'siren-distributors' ), number_format_i18n( $view['look'] ) );
}
?>
<div class="wrap siren">
	<h1>
		<?php
		if ( '' === $view['whose'] ) {
			esc_html_e( 'Activity', 'siren-distributors' );
		} else {
			/* translators: %s: name of a collaborator. */
			echo esc_html( sprintf( __( 'Activity for %s', 'siren-distributors' ), $view['whose'] ) );
		}
		?>
	</h1>
	<hr class="wp-header-end">
	<nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e( 'Screen sections', 'siren-distributors' ); ?>">
		<?php foreach ( $parts as $part => $label ) : ?>
			<a class="nav-tab<?php echo $part === $view['part'] ? ' nav-tab-active' : ''; ?>"<?php echo $part === $view['part'] ? ' aria-current="page"' : ''; ?> href="<?php echo esc_url( Page::url( Page::ACTIVITY, [ 'part' => $part ] + $view['kept'] ) ); ?>"><?php echo esc_html( $label ); ?></a>
		<?php endforeach; ?>
	</nav>
	<?php
	if ( AttentionList::PART === $view['part'] ) {
		Notice::done( ActivityScreen::notices() );
		Notice::refused( $view['refused'] );
		View::show( 'activity/attention-list', $view );
		echo '</div>';
		return;
	}
	if ( '' === $view['status'] . $view['search'] . $view['whose'] && ! $view['table']->has_items() ) {
		View::show(
			'shared/empty',
			[
				'heading' => __( 'Nothing has been recorded yet.', 'siren-distributors' ),
				'text'    => __( 'Sales, completed courses and lessons, and visits appear here automatically. Activity that does not count is listed too, with the reason.', 'siren-distributors' ),
				'links'   => [ Page::url( Page::STATUS ) => __( 'View status', 'siren-distributors' ) ],
			]
		);
		echo '</div>';
		return;
	}
	View::show(
		'shared/status-links',
		[
			'page'     => Page::ACTIVITY,
			'status'   => $view['status'],
			'statuses' => $view['statuses'],
			'kept'     => [ 'part' => $view['part'] ] + $view['kept'],
		]
	);
	?>
	<form method="get" action="<?php echo esc_url( admin_url( 'admin.php' ) ); ?>">
		<input type="hidden" name="page" value="<?php echo esc_attr( Page::ACTIVITY ); ?>">
		<input type="hidden" name="status" value="<?php echo esc_attr( $view['status'] ); ?>">
		<?php foreach ( [ 'part' => $view['part'] ] + $view['kept'] as $name => $value ) : ?>
			<input type="hidden" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( (string) $value ); ?>">
		<?php endforeach; ?>
		<?php $view['table']->search_box( __( 'Search', 'siren-distributors' ), 'siren-activity' ); ?>
	</form>
	<?php $view['table']->display(); ?>
</div>
