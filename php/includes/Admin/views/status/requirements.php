<?php
/**
 * The requirements, each met or not.
 *
 * @var array{checks:array[]} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Requirements;

\defined( 'ABSPATH' ) || exit;
?>
<ul class="siren-checks">
	<?php foreach ( $view['checks'] as $check ) : ?>
		<li class="<?php echo $check['met'] ? 'siren-met' : 'siren-unmet'; ?>">
			<span class="dashicons <?php echo $check['met'] ? 'dashicons-yes-alt' : 'dashicons-dismiss'; ?>" aria-hidden="true"></span>
			<span class="screen-reader-text"><?php echo esc_html( $check['met'] ? __( 'Met:', 'siren-distributors' ) : __( 'Not met:', 'siren-distributors' ) ); ?></span>
			<?php echo esc_html( Requirements::message( $check ) ); ?>
		</li>
	<?php endforeach; ?>
</ul>
