<?php
/**
 * The parts of the payouts screen.
 *
 * @var array{part:string} $view `owed` or `fulfillments`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

$parts = [
	'owed'         => __( 'Owed', 'siren-distributors' ),
	'obligations'  => __( 'Obligations', 'siren-distributors' ),
	'fulfillments' => __( 'Fulfillments', 'siren-distributors' ),
	'payouts'      => __( 'Payouts', 'siren-distributors' ),
];
?>
<nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e( 'Screen sections', 'siren-distributors' ); ?>">
	<?php foreach ( $parts as $part => $label ) : ?>
		<a class="nav-tab<?php echo $part === $view['part'] ? ' nav-tab-active' : ''; ?>"<?php echo $part === $view['part'] ? ' aria-current="page"' : ''; ?> href="<?php echo esc_url( Page::url( Page::PAYOUTS, [ 'part' => $part ] ) ); ?>"><?php echo esc_html( $label ); ?></a>
	<?php endforeach; ?>
</nav>
