<?php
/**
 * One distribution.
 *
 * @var array $view `row`; while its period is open `standings`, afterwards `part` (`allocations`, `obligations`) and its
 *                  `table`; `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;
use Siren\Distributors\Admin\Label;
use Siren\Distributors\Admin\Page;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;

$row   = $view['row'];
$parts = [
	'allocations' => __( 'Allocations', 'siren-distributors' ),
	'obligations' => __( 'Obligations', 'siren-distributors' ),
];
?>
<div class="wrap siren">
	<h1>
		<?php echo esc_html( $view['names']->of( 'distributors', $row['distributor'] ) ); ?>
		<?php echo Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
	</h1>
	<p>
		<a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'distributor' => $row['distributor'] ] ) ); ?>"><?php esc_html_e( 'All distributions of this distributor', 'siren-distributors' ); ?></a>
	</p>

	<?php if ( null !== $view['standings'] ) : ?>
		<?php
		View::show(
			'standings',
			[
				'standings' => $view['standings'],
				'names'     => $view['names'],
			]
		);
		?>
	<?php else : ?>
		<section class="siren-panel">
			<dl class="siren-cards">
				<div><dt><?php esc_html_e( 'Period', 'siren-distributors' ); ?></dt><dd><?php echo Format::period( $row['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $row['amount'], $row['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Obligations', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $row['obligations'] ) ); ?></dd></div>
				<div><dt><?php esc_html_e( 'Closed', 'siren-distributors' ); ?></dt><dd><?php echo Format::instant( $row['closed_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Version of the rule', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $row['version'] ) ); ?></dd></div>
			</dl>
			<?php if ( null !== $row['reason'] ) : ?>
				<p><?php echo esc_html( Label::reason( $row['reason'] ) ); ?></p>
			<?php endif; ?>
			<?php
			View::show(
				'sources',
				[
					'sources'  => $row['sources'],
					'currency' => $row['currency'],
				]
			);
			?>
		</section>
		<nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e( 'Parts of this distribution', 'siren-distributors' ); ?>">
			<?php foreach ( $parts as $part => $label ) : ?>
				<a class="nav-tab<?php echo $part === $view['part'] ? ' nav-tab-active' : ''; ?>"<?php echo $part === $view['part'] ? ' aria-current="page"' : ''; ?> href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['id'], 'part' => $part ] ) ); // phpcs:ignore WordPress.Arrays -- one address. ?>"><?php echo esc_html( $label ); ?></a>
			<?php endforeach; ?>
		</nav>
		<?php $view['table']->display(); ?>
	<?php endif; ?>
</div>
