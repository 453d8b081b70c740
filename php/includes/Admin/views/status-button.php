<?php
/**
 * Activates, pauses or resumes a distributor.
 *
 * @var array{id:int,status:string,text:string} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Field;

\defined( 'ABSPATH' ) || exit;
?>
<form class="siren-inline" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_set_distributor_status' ); ?>
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $view['id'] ); ?>">
	<input type="hidden" name="status" value="<?php echo esc_attr( $view['status'] ); ?>">
	<button type="submit" class="button-link"><?php echo esc_html( $view['text'] ); ?></button>
</form>
