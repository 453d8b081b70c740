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
	'on_empty'              => [ __( 'If no one has earned points, %1$s.', 'siren-distributors' ), __( 'If no one has earned points', 'siren-distributors' ), [ 'roll_over' => __( 'the pool goes on into the next period', 'siren-distributors' ), 'house' => __( 'the pool stays with the site', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_inactive'           => [ __( 'If a collaborator is inactive, %1$s.', 'siren-distributors' ), __( 'If a collaborator is inactive', 'siren-distributors' ), [ 'exclude' => __( 'the others share all of it', 'siren-distributors' ), 'hold' => __( 'their part is held back for them', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_negative'           => [ __( 'If refunds are more than sales, %1$s.', 'siren-distributors' ), __( 'If refunds are more than sales', 'siren-distributors' ), [ 'carry' => __( 'the next period pays for it', 'siren-distributors' ), 'write_off' => __( 'it is forgiven', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'on_refund_after_close' => [ __( 'A refund for a period that is over %1$s.', 'siren-distributors' ), __( 'A refund for a period that is over', 'siren-distributors' ), [ 'next_period' => __( 'makes the next pool smaller', 'siren-distributors' ), 'clawback' => __( 'is claimed back from those who were paid', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'clawback_from'         => [ __( 'When a sale is refunded after payment became final and is claimed back, %1$s.', 'siren-distributors' ), __( 'Who gives back when a sale is refunded after payment became final', 'siren-distributors' ), [ 'everyone' => __( 'everyone gives back in proportion', 'siren-distributors' ), 'credited' => __( 'those whose points were reversed give back', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'own_activity'          => [ __( 'What collaborators buy, read and complete themselves %1$s.', 'siren-distributors' ), __( 'What collaborators do themselves', 'siren-distributors' ), [ 'ignore' => __( 'does not count for them', 'siren-distributors' ), 'count' => __( 'counts like anybody’s', 'siren-distributors' ) ] ],
	/* translators: %1$s: a choice. */
	'renewals'              => [ __( 'Of a subscription, %1$s.', 'siren-distributors' ), __( 'Payments of a subscription', 'siren-distributors' ), [ 'count' => __( 'every payment is a sale', 'siren-distributors' ), 'first_payment_only' => __( 'only the first payment is a sale', 'siren-distributors' ) ] ],
];
$splits  = $schema->choices(
	'metrics.split',
	[
		'each'      => __( 'each gets all points', 'siren-distributors' ),
		'equally'   => __( 'they share the points equally', 'siren-distributors' ),
		'by_weight' => __( 'they share the points by weight', 'siren-distributors' ),
	]
);
$pers    = $schema->choices(
	'metrics.per',
	[
		'event'         => __( 'once', 'siren-distributors' ),
		'unit'          => __( 'for each piece', 'siren-distributors' ),
		'currency_unit' => __( 'for each unit of the currency', 'siren-distributors' ),
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
	<h3><?php esc_html_e( 'Before money goes out', 'siren-distributors' ); ?></h3>
	<?php
	$phrase->line( '%1$s', [ $phrase->tick( 'review', __( 'Somebody must approve each distribution before it can be paid', 'siren-distributors' ), $fields['review'] ) ] );
	/* translators: %1$s: field for a number of days. */
	$phrase->line( __( 'Hold each amount for %1$s days before it can be paid.', 'siren-distributors' ), [ $phrase->whole( 'hold_days', __( 'Days to hold', 'siren-distributors' ), $fields['hold_days'], $schema->limits( 'hold_days', 'integer' ) ) ] );
	/* translators: %1$s: field for a number of minutes. */
	$phrase->line( __( 'After the end of a period wait %1$s minutes for events that arrive late.', 'siren-distributors' ), [ $phrase->whole( 'grace_minutes', __( 'Minutes to wait', 'siren-distributors' ), $fields['grace_minutes'], $schema->limits( 'grace_minutes', 'integer' ) ) ] );
	?>
	<h3><?php esc_html_e( 'How points are counted', 'siren-distributors' ); ?></h3>
	<?php
	foreach ( $events as $event => $label ) {
		$split = $phrase->select( 'split[' . $event . ']', $label, $fields['split'][ $event ] ?? $schema->default( 'metrics.split' ), $splits );
		if ( in_array( $event, EventTypes::about( EventTypes::SALE ), true ) ) {
			$ways = 'product_sold' === $event ? $pers : array_diff_key( $pers, [ 'unit' => '' ] );
			/* translators: 1: an event, such as "Product sold", 2: a choice such as "once" or "for each unit of the currency", 3: field for another currency, 4: a choice such as "each gets all points". */
			$phrase->line( __( '%1$s: points %2$s %3$s; if it has several owners, %4$s.', 'siren-distributors' ), [ esc_html( $label ), $phrase->select( 'per[' . $event . ']', $label, $fields['per'][ $event ] ?? $schema->default( 'metrics.per' ), $ways ), $phrase->text( 'per_currency[' . $event . ']', __( 'Another currency', 'siren-distributors' ), $fields['per_currency'][ $event ] ?? '', [ 'class' => 'code', 'size' => 4 ] + $schema->limits( 'metrics.currency', 'string' ) ), $split ] );
		} else {
			/* translators: 1: an event, such as "Course completed", 2: a choice such as "each gets all points". */
			$phrase->line( __( '%1$s: if it has several owners, %2$s.', 'siren-distributors' ), [ esc_html( $label ), $split ] );
		}
	}
	?>
</details>
