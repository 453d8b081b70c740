<?php
/**
 * What a pool is made of.
 *
 * @var array{sources:array[],currency:string} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;
?>
<?php if ( [] !== $view['sources'] ) : ?>
	<ul class="siren-source-list">
		<?php foreach ( $view['sources'] as $source ) : ?>
			<li>
				<?php echo esc_html( Label::source( $source['kind'] ) ); ?><?php if ( isset( $source['percent'], $source['base'] ) ) : ?>
					<span class="description">
						<?php
						/* translators: 1: a percentage without its sign, 2: the amount it is taken of. */
						echo esc_html( sprintf( __( '%1$s %% of %2$s', 'siren-distributors' ), $source['percent'], Money::display( $source['base'], $view['currency'] ) ) );
						?>
					</span>
				<?php endif; ?>
				<span class="siren-number"><?php echo Format::amount( $source['amount'], $view['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></span>
			</li>
		<?php endforeach; ?>
	</ul>
<?php endif;
