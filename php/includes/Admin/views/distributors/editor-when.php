<?php
/**
 * The editor: when it pays.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

$fields = $view['fields'];
$phrase = $view['phrase'];
$schema = $view['schema'];
$zones  = array_unique( array_merge( [ Settings::timezone() ], timezone_identifiers_list() ) ); // The site's own may be an offset.
$week   = $schema->choices(
	'schedule.on',
	[
		'monday'    => __( 'Monday', 'siren-distributors' ),
		'tuesday'   => __( 'Tuesday', 'siren-distributors' ),
		'wednesday' => __( 'Wednesday', 'siren-distributors' ),
		'thursday'  => __( 'Thursday', 'siren-distributors' ),
		'friday'    => __( 'Friday', 'siren-distributors' ),
		'saturday'  => __( 'Saturday', 'siren-distributors' ),
		'sunday'    => __( 'Sunday', 'siren-distributors' ),
	]
);
$every  = $schema->choices( 'schedule.every', Label::rhythms() ) + [ 'days' => __( 'Every few days', 'siren-distributors' ) ];
?>
<section class="siren-panel siren-schedule">
	<h2><?php esc_html_e( 'When', 'siren-distributors' ); ?></h2>
	<?php
	$phrase->line( '%1$s', [ $phrase->select( 'every', __( 'Schedule', 'siren-distributors' ), $fields['every'], $every ) ] );
	/* translators: %1$s: choice of a weekday. */
	$phrase->line( __( 'on %1$s', 'siren-distributors' ), [ $phrase->select( 'weekday', __( 'Weekday', 'siren-distributors' ), $fields['weekday'], $week ) ], 'siren-for-week' );
	/* translators: %1$s: field for a day of the month. */
	$phrase->line( __( 'on day %1$s (or the last day of a shorter month)', 'siren-distributors' ), [ $phrase->whole( 'month_day', __( 'Day of the month', 'siren-distributors' ), $fields['month_day'], $schema->limits( 'schedule.on', 'integer' ) ) ], 'siren-for-month' );
	/* translators: %1$s: field for a month and a day. */
	$phrase->line( __( 'on %1$s (month and day, such as 01-31)', 'siren-distributors' ), [ $phrase->text( 'year_day', __( 'Month and day', 'siren-distributors' ), $fields['year_day'], [ 'class' => 'code', 'size' => 6 ] + $schema->limits( 'schedule.on', 'string' ) ) ], 'siren-for-year' );
	/* translators: %1$s: field for a number of days. */
	$phrase->line( __( 'every %1$s days', 'siren-distributors' ), [ $phrase->whole( 'days', __( 'Days', 'siren-distributors' ), $fields['days'], $schema->limits( 'schedule.every.days', 'integer' ) ) ], 'siren-for-days' );
	/* translators: 1: field for a time of day, 2: choice of a time zone. */
	$phrase->line(
		__( 'at %1$s, %2$s time', 'siren-distributors' ),
		[
			$phrase->text( 'at', __( 'Time of day', 'siren-distributors' ), $fields['at'], [ 'type' => 'time' ] ),
			$phrase->select( 'timezone', __( 'Time zone', 'siren-distributors' ), $fields['timezone'], array_combine( $zones, $zones ) ),
		]
	);
	if ( $view['is_new'] ) {
		/* translators: %1$s: field for a date and a time. */
		$phrase->line( __( 'The first period begins on %1$s. Leave empty to begin when you save.', 'siren-distributors' ), [ $phrase->text( 'starts_at', __( 'First period begins', 'siren-distributors' ), $fields['starts_at'], [ 'type' => 'datetime-local' ] ) ] );
	}
	?>
</section>
