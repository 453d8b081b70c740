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
			echo esc_html( sprintf( __( 'The WordPress account of this collaborator is gone since %s. Nobody else is taken for them, also if the account’s number is given to somebody else. What they are owed stays and can be paid. If they have another account, bind it below.', 'siren-distributors' ), Format::plain_instant( $view['gone'] ) ) );
			?>
		</p></div>
	<?php endif; ?>
	<?php if ( [] === $view['balances'] ) : ?>
		<p><?php esc_html_e( 'Has not earned anything yet.', 'siren-distributors' ); ?></p>
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
		<p class="description"><?php echo esc_html( $view['bound'] ? __( 'This WordPress user owns no course, product or post.', 'siren-distributors' ) : __( 'Bind a WordPress user below, and what this user teaches, sells and writes counts for them.', 'siren-distributors' ) ); ?></p>
	<?php endif; ?>
</section>
