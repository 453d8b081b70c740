<?php
/**
 * What is not as it should be, and what to do.
 *
 * @var array{problems:array<array{code:string,level:string,message:string,action:string,link:string}>} $view As Health gives them.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;
?>
<?php foreach ( $view['problems'] as $problem ) : ?>
	<div class="notice inline <?php echo Health::CRITICAL === $problem['level'] ? 'notice-error' : 'notice-warning'; ?>">
		<p><strong><?php echo esc_html( $problem['message'] ); ?></strong><br><?php echo esc_html( $problem['action'] ); ?>
			<?php if ( '' !== $problem['link'] ) : ?>
				<a href="<?php echo esc_url( $problem['link'] ); ?>"><?php echo esc_html( str_starts_with( $problem['link'], Page::url( Page::STATUS ) ) ? __( 'Go to Status', 'siren-distributors' ) : __( 'View list', 'siren-distributors' ) ); ?></a>
			<?php endif; ?>
		</p>
	</div>
<?php endforeach;
