<?php
/**
 * A button that changes what a distributor is doing.
 *
 * @var array $view `id`, `status` (it shall have), `text`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;
?>
<form class="siren-inline" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_set_distributor_status' ); ?>
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
	<button type="submit" class="button" name="status" value="<?php echo esc_attr( $view['status'] ); ?>"><?php echo esc_html( $view['text'] ); ?></button>
</form>
