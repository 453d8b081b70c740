<?php
/**
 * What an open period would pay if it ended now.
 *
 * @var array{standings:array,table:\Siren\Distributors\Admin\Tables\StandingsTable} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$standings = $view['standings'];
$currency  = $standings['pool']['currency'];
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'If the period ended now', 'siren-distributors' ); ?></h2>
	<dl class="siren-cards">
		<div><dt><?php esc_html_e( 'Open period', 'siren-distributors' ); ?></dt><dd><?php echo Format::period( $standings['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<div><dt><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $standings['pool']['amount'], $currency ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		<div><dt><?php esc_html_e( 'Collaborators with points', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $standings['total'] ) ); ?></dd></div>
	</dl>
	<?php
	View::show(
		'shared/sources',
		[
			'sources'  => $standings['pool']['sources'],
			'currency' => $currency,
		]
	);
	?>
</section>
<?php
$view['table']->display();
