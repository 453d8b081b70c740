<?php
/**
 * What is and was owed in one currency, to one collaborator or to all.
 *
 * @var array{balance:array} $view A row of `siren_balances()`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

$balance = $view['balance'];
$sums    = [
	'payable'   => __( 'Ready to pay', 'siren-distributors' ),
	'waiting'   => __( 'Owed to inactive collaborators', 'siren-distributors' ),
	'held'      => __( 'Held', 'siren-distributors' ),
	'by_hand'   => __( 'Of which held manually', 'siren-distributors' ),
	'draft'     => __( 'Waiting for approval', 'siren-distributors' ),
	'fulfilled' => __( 'In a fulfillment', 'siren-distributors' ),
	'paid'      => __( 'Paid so far', 'siren-distributors' ),
];
if ( Money::is_zero( $balance['waiting'] ) ) {
	unset( $sums['waiting'] );
}
if ( Money::is_zero( $balance['by_hand'] ) ) {
	unset( $sums['by_hand'] );
}
?>
<dl class="siren-cards">
	<?php foreach ( $sums as $sum => $label ) : ?>
		<div><dt><?php echo esc_html( $label ); ?></dt><dd><?php echo Format::amount( $balance[ $sum ], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
	<?php endforeach; ?>
</dl>
<?php if ( [] !== $balance['holds'] ) : ?>
	<ul class="siren-details">
		<?php foreach ( $balance['holds'] as $held ) : ?>
			<li>
				<?php echo Format::why( Format::amount( $held['amount'], $held['currency'] ), $held['obligation'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				<?php
				/* translators: %s: why an amount is held. */
				echo esc_html( sprintf( __( 'is held: %s', 'siren-distributors' ), $held['reason'] ) );
				?>
			</li>
		<?php endforeach; ?>
	</ul>
<?php endif; ?>
