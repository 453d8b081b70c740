<?php
/**
 * What a collaborator is owed and owns.
 *
 * @var array $view `balances` of `siren_balances()`, `owned` (of OwnedContent), `bound` (whether to a WordPress user), `gone` (?string: since
 *                  when the account they were bound to is gone).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;
?>
<section class="siren-panel">
	<?php if ( null !== $view['gone'] && ! $view['bound'] ) : ?>
		<div class="notice notice-warning inline"><p>
			<?php
			/* translators: %s: date and time. */
			echo esc_html( sprintf( __( 'The WordPress account of this collaborator was deleted on %s. No one else earns in their place, even if the user ID is reused. You can still pay what you owe them. If they have another account, link it below.', 'siren-distributors' ), Format::plain_instant( $view['gone'] ) ) );
			?>
		</p></div>
	<?php endif; ?>
	<?php if ( [] === $view['balances'] ) : ?>
		<p><?php esc_html_e( 'This collaborator has not earned anything yet.', 'siren-distributors' ); ?></p>
	<?php endif; ?>
	<?php foreach ( $view['balances'] as $balance ) : ?>
		<?php View::show( 'shared/balance', [ 'balance' => $balance ] ); ?>
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
		<p class="description"><?php echo esc_html( $view['bound'] ? __( 'This WordPress user has no courses, products or posts.', 'siren-distributors' ) : __( 'Link a WordPress user below so that what they teach, sell and write counts for this collaborator.', 'siren-distributors' ) ); ?></p>
	<?php endif; ?>
</section>
