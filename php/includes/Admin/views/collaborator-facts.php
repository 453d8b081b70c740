<?php
/**
 * What a collaborator is owed and owns.
 *
 * @var array $view `balances` of `siren_balances()`, `owned` (of Owned), `bound` (whether to a WordPress user).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;

\defined( 'ABSPATH' ) || exit;
?>
<section class="siren-panel">
	<?php if ( [] === $view['balances'] ) : ?>
		<p><?php esc_html_e( 'Has not earned anything yet.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
	<?php foreach ( $view['balances'] as $balance ) : ?>
		<dl class="siren-cards">
			<div><dt><?php esc_html_e( 'Can be paid', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['pending'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<div><dt><?php esc_html_e( 'Held back', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['held'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<div><dt><?php esc_html_e( 'Waiting for approval', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['draft'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
			<div><dt><?php esc_html_e( 'Paid so far', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $balance['paid'], $balance['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
		</dl>
	<?php endforeach; ?>
	<?php foreach ( $view['owned'] as $kind => $owned ) : ?>
		<p>
			<strong><?php echo esc_html( sprintf( '%s (%s):', $kind, number_format_i18n( $owned['total'] ) ) ); ?></strong>
			<?php
			$links = [];
			foreach ( $owned['posts'] as $id => $title ) {
				$url     = get_edit_post_link( $id );
				$links[] = null === $url ? esc_html( $title ) : Format::link( $url, $title );
			}
			echo implode( ', ', $links ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
			echo $owned['total'] > count( $links ) ? ' …' : '';
			?>
		</p>
	<?php endforeach; ?>
	<?php if ( [] === $view['owned'] ) : ?>
		<p class="description"><?php echo esc_html( $view['bound'] ? __( 'This WordPress user owns no course, product or post.', 'siren-distributors' ) : __( 'Bind a WordPress user below, and what this user teaches, sells and writes counts for them.', 'siren-distributors' ) ); ?></p>
	<?php endif; ?>
</section>
