<?php
/**
 * The editor: choices few need.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

$fields  = $view['fields'];
$phrase  = $view['phrase'];
$schema  = $view['schema'];
$choices = [
	/* translators: %1$s: a choice. */
	'on_empty'              => [ __( 'If no one has earned points, %1$s.', 'siren-distributors' ), __( 'If no one has earned points', 'siren-distributors' ), [ 'roll_over' => __( 'the pool carries over to the next period', 'siren-distributors' ), 'house' => __( 'the pool stays with the site', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_inactive'           => [ __( 'If a collaborator is inactive, %1$s.', 'siren-distributors' ), __( 'If a collaborator is inactive', 'siren-distributors' ), [ 'exclude' => __( 'the others share the whole pool', 'siren-distributors' ), 'hold' => __( 'their share is held for them', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_negative'           => [ __( 'If refunds exceed sales, %1$s.', 'siren-distributors' ), __( 'If refunds exceed sales', 'siren-distributors' ), [ 'carry' => __( 'the difference reduces the next pool', 'siren-distributors' ), 'write_off' => __( 'the difference is written off', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_refund_after_close' => [ __( 'A refund for a closed period %1$s.', 'siren-distributors' ), __( 'Refunds for a closed period', 'siren-distributors' ), [ 'next_period' => __( 'reduces the next pool', 'siren-distributors' ), 'clawback' => __( 'is clawed back from those who were paid', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'clawback_from'         => [ __( 'When a refund is clawed back after the amounts became final, %1$s.', 'siren-distributors' ), __( 'Who pays back when a refund is clawed back after the amounts became final', 'siren-distributors' ), [ 'everyone' => __( 'everyone pays back in proportion', 'siren-distributors' ), 'credited' => __( 'only those whose points were reversed pay back', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'own_activity'          => [ __( 'What collaborators buy, read and complete themselves %1$s.', 'siren-distributors' ), __( 'Collaborators’ own activity', 'siren-distributors' ), [ 'ignore' => __( 'does not count for them', 'siren-distributors' ), 'count' => __( 'counts like anyone else’s', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'renewals'              => [ __( 'For subscriptions, %1$s.', 'siren-distributors' ), __( 'Subscription payments', 'siren-distributors' ), [ 'count' => __( 'every payment counts as a sale', 'siren-distributors' ), 'first_payment_only' => __( 'only the first payment counts as a sale', 'siren-distributors' ) ] ],
];
$splits  = $schema->choices(
	'metrics.split',
	[
		'each'      => __( 'each owner gets all the points', 'siren-distributors' ),
		'equally'   => __( 'the owners split the points equally', 'siren-distributors' ),
		'by_weight' => __( 'the owners split the points by weight', 'siren-distributors' ),
	]
);
$pers    = $schema->choices(
	'metrics.per',
	[
		'event'         => __( 'per event', 'siren-distributors' ),
		'unit'          => __( 'per unit sold', 'siren-distributors' ),
		'currency_unit' => __( 'per unit of currency', 'siren-distributors' ),
	]
);
$events  = EventTypes::measurable() + array_combine( array_keys( $fields['points'] ), array_keys( $fields['points'] ) );
?>
<details class="siren-panel siren-fold siren-rare"<?php echo $view['problems']->is_empty() ? '' : ' open'; ?>>
	<summary><h2><?php esc_html_e( 'Advanced', 'siren-distributors' ); ?></h2></summary>
	<?php
	foreach ( $choices as $name => [ $text, $label, $labels ] ) {
		$phrase->line( $text, [ $phrase->select( $name, $label, $fields[ $name ], $schema->choices( $name, $labels ) ) ] );
	}
	?>
	<h3><?php esc_html_e( 'Before payouts', 'siren-distributors' ); ?></h3>
	<?php
	$phrase->line( '%1$s', [ $phrase->tick( 'review', __( 'Require approval before a distribution can be paid', 'siren-distributors' ), $fields['review'] ) ] );
	/* translators: %1$s: field for a number of days. */
	$phrase->line( __( 'Hold each amount for %1$s days before it can be paid.', 'siren-distributors' ), [ $phrase->whole( 'hold_days', __( 'Days to hold', 'siren-distributors' ), $fields['hold_days'], $schema->limits( 'hold_days', 'integer' ) ) ] );
	/* translators: %1$s: field for a number of minutes. */
	$phrase->line( __( 'After a period ends, wait %1$s minutes for late events.', 'siren-distributors' ), [ $phrase->whole( 'grace_minutes', __( 'Minutes to wait', 'siren-distributors' ), $fields['grace_minutes'], $schema->limits( 'grace_minutes', 'integer' ) ) ] );
	?>
	<h3><?php esc_html_e( 'How points are counted', 'siren-distributors' ); ?></h3>
	<?php
	foreach ( $events as $event => $label ) {
		$split = $phrase->select( 'split[' . $event . ']', $label, $fields['split'][ $event ] ?? $schema->default( 'metrics.split' ), $splits );
		if ( in_array( $event, EventTypes::about( EventTypes::SALE ), true ) ) {
			$ways = 'product_sold' === $event ? $pers : array_diff_key( $pers, [ 'unit' => '' ] );
			/* translators: 1: an event, such as "Product sold", 2: a choice such as "per event" or "per unit of currency", 3: field for another currency, 4: a choice such as "each owner gets all the points". */
			$phrase->line( __( '%1$s: points %2$s %3$s; with several owners, %4$s.', 'siren-distributors' ), [ esc_html( $label ), $phrase->select( 'per[' . $event . ']', $label, $fields['per'][ $event ] ?? $schema->default( 'metrics.per' ), $ways ), $phrase->text( 'per_currency[' . $event . ']', __( 'Another currency', 'siren-distributors' ), $fields['per_currency'][ $event ] ?? '', [ 'class' => 'code', 'size' => 4 ] + $schema->limits( 'metrics.currency', 'string' ) ), $split ] );
		} else {
			/* translators: 1: an event, such as "Course completed", 2: a choice such as "each owner gets all the points". */
			$phrase->line( __( '%1$s: with several owners, %2$s.', 'siren-distributors' ), [ esc_html( $label ), $split ] );
		}
	}
	?>
</details>
