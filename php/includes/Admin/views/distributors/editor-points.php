<?php
/**
 * The editor: what is measured.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

$fields   = $view['fields'];
$phrase   = $view['phrase'];
$schema   = $view['schema'];
$events   = EventTypes::measurable() + array_combine( array_keys( $fields['points'] ), array_keys( $fields['points'] ) );
$is_free  = $schema->default( 'metrics.count_free' ) ? 'yes' : 'no';
$frees    = [
	'no'  => __( 'do not count', 'siren-distributors' ),
	'yes' => __( 'count too', 'siren-distributors' ),
];
$onces    = [ '' => __( 'every sale', 'siren-distributors' ) ] + $schema->choices( 'metrics.once_per', [ 'customer' => __( 'each customer’s first sale in a period', 'siren-distributors' ) ] );
$students = $schema->choices(
	'metrics.students',
	[
		'all'  => __( 'all students', 'siren-distributors' ),
		'paid' => __( 'only students who paid or were enrolled by your staff', 'siren-distributors' ),
	]
);
$points   = $schema->limits( 'metrics.points', 'integer' );
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'What earns points', 'siren-distributors' ); ?></h2>
	<p class="description"><?php esc_html_e( 'Leave a field empty to ignore that activity.', 'siren-distributors' ); ?></p>
	<?php echo $phrase->wrong( 'metrics', __( 'The list', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes. ?>
	<div class="siren-points">
		<?php
		foreach ( $events as $event => $label ) {
			/* translators: 1: field for a number of points, 2: what they are given for, such as "Course completed". */
			$phrase->line( __( '%1$s points · %2$s', 'siren-distributors' ), [ $phrase->whole( 'points[' . $event . ']', $label, $fields['points'][ $event ] ?? '', $points ), esc_html( $label ) ] );
			if ( in_array( $event, EventTypes::about( EventTypes::COMPLETION ), true ) ) {
				/* translators: %s: a choice such as "all students". */
				$phrase->line( __( 'Count completions by %s.', 'siren-distributors' ), [ $phrase->select( 'students[' . $event . ']', __( 'Students who count', 'siren-distributors' ), $fields['students'][ $event ] ?? $schema->default( 'metrics.students' ), $students ) ], 'description' );
			}
			if ( in_array( $event, EventTypes::about( EventTypes::SALE ), true ) ) {
				$minimum = $phrase->number( 'minimum_amount[' . $event . ']', __( 'Minimum sale amount', 'siren-distributors' ), $fields['minimum_amount'][ $event ] ?? '', 8 );
				$free    = $phrase->select( 'count_free[' . $event . ']', __( 'Free purchases', 'siren-distributors' ), $fields['count_free'][ $event ] ?? $is_free, $frees );
				/* translators: 1: a choice such as "do not count", 2: field for an amount, 3: code of a currency. */
				$phrase->line( __( 'Free purchases %1$s. Count only sales of at least %2$s %3$s. Leave empty for no minimum.', 'siren-distributors' ), [ $free, $minimum, esc_html( $fields['units'] ) ], 'description' );
				/* translators: %s: a choice such as "every sale". */
				$phrase->line( __( 'Award points for %s.', 'siren-distributors' ), [ $phrase->select( 'once_per[' . $event . ']', __( 'Which sales of a customer count', 'siren-distributors' ), $fields['once_per'][ $event ] ?? '', $onces ) ], 'description' );
			}
		}
		/* translators: 1: field for a number of points, 2: field for the name of an event of another plugin. */
		$phrase->line( __( '%1$s points · event from another plugin: %2$s', 'siren-distributors' ), [ $phrase->whole( 'other_points', __( 'Points for another event', 'siren-distributors' ), '', $points ), $phrase->text( 'other_event', __( 'Name of another event', 'siren-distributors' ), '', [ 'class' => 'code', 'size' => 18, 'placeholder' => 'webinar_attended' ] + $schema->limits( 'metrics.event', 'string' ) ) ] );
		?>
	</div>
</section>
