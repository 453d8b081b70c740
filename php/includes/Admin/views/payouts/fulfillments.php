<?php
/**
 * The list of fulfillments.
 *
 * @var array{table:\Siren\Distributors\Admin\Tables\FulfillmentsTable} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Payouts', 'siren-distributors' ); ?></h1>
	<?php
	View::show( 'payouts/money-tabs', [ 'part' => 'fulfillments' ] );
	$view['table']->display();
	?>
</div>
