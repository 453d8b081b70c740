<?php
/**
 * The list of distributions.
 *
 * @var array{table:\Siren\Distributors\Admin\Tables\DistributionsTable,status:string,statuses:string[],kept:array<string,int>,distributor:string} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1>
		<?php
		if ( '' === $view['distributor'] ) {
			esc_html_e( 'Distributions', 'siren-distributors' );
		} else {
			/* translators: %s: name of a distributor. */
			echo esc_html( sprintf( __( 'Distributions of %s', 'siren-distributors' ), $view['distributor'] ) );
		}
		?>
	</h1>
	<hr class="wp-header-end">
	<?php
	if ( '' === $view['status'] . $view['distributor'] && ! $view['table']->has_items() ) {
		View::show(
			'shared/empty',
			[
				'heading' => __( 'No distributions yet', 'siren-distributors' ),
				'text'    => __( 'A distribution is one run of a distributor, for one period. The first one opens when you activate a distributor.', 'siren-distributors' ),
				'links'   => [ Page::url( Page::DISTRIBUTORS ) => __( 'View distributors', 'siren-distributors' ) ],
			]
		);
		echo '</div>';
		return;
	}
	View::show(
		'shared/status-links',
		[
			'page'     => Page::DISTRIBUTIONS,
			'status'   => $view['status'],
			'statuses' => $view['statuses'],
			'kept'     => $view['kept'],
		]
	);
	$view['table']->display();
	?>
</div>
