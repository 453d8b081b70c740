<?php
/**
 * What is not as it should be, and what to do.
 *
 * @var array{problems:array<array{code:string,level:string,message:string,action:string}>} $view As Health gives them.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Health;

\defined( 'ABSPATH' ) || exit;
?>
<?php foreach ( $view['problems'] as $problem ) : ?>
	<div class="notice inline <?php echo Health::CRITICAL === $problem['level'] ? 'notice-error' : 'notice-warning'; ?>">
		<p><strong><?php echo esc_html( $problem['message'] ); ?></strong><br><?php echo esc_html( $problem['action'] ); ?></p>
	</div>
<?php endforeach;
