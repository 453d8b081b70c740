<?php
/**
 * Why something was refused.
 *
 * @var array{text:string,details:string[]} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<div class="notice notice-error" role="alert">
	<p><strong><?php echo esc_html( $view['text'] ); ?></strong></p>
	<?php if ( [] !== $view['details'] ) : ?>
		<ul class="siren-details">
			<?php foreach ( $view['details'] as $detail ) : ?>
				<li><?php echo esc_html( $detail ); ?></li>
			<?php endforeach; ?>
		</ul>
	<?php endif; ?>
</div>
