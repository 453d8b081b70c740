<?php
/**
 * What is and was owed in one currency, to one collaborator or to all.
 *
 * @var array{balance:array} $view A row of `siren_balances()`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

$balance = $view['balance'];
$sums    = [
	'payable'   => __( 'Can be paid', 'siren-distributors' ),
	'waiting'   => __( 'Owed to inactive collaborators', 'siren-distributors' ),
	'held'      => __( 'Held back', 'siren-distributors' ),
	'draft'     => __( 'Waiting for approval', 'siren-distributors' ),
	'fulfilled' => __( 'In a payout', 'siren-distributors' ),
	'paid'      => __( 'Paid so far', 'siren-distributors' ),
];
if ( Money::is_zero( $balance['waiting'] ) ) {
	unset( $sums['waiting'] );
}
?>
<dl class="siren-cards">
	<?php foreach ( $sums as $sum => $label ) : ?>
		<div><dt><?php echo esc_html( $label ); ?></dt><dd><?php echo Format::amount( $balance[ $sum ], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
	<?php endforeach; ?>
</dl>
