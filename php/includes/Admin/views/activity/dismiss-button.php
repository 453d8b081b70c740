<?php
/**
 * The button that says that somebody looked at a row.
 *
 * @var array{what:string,id:int,about:string} $view `what`: `conflict` or `refund`; `about`: what it is, for those who hear
 *                                                  the button alone.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;
?>
<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_looked_at' ); ?>
	<input type="hidden" name="what" value="<?php echo esc_attr( $view['what'] ); ?>">
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
	<button type="submit" class="button"><?php esc_html_e( 'Mark as reviewed', 'siren-distributors' ); ?><span class="screen-reader-text">: <?php echo esc_html( $view['about'] ); ?></span></button>
</form>
