<?php
/**
 * A button that looks like a link and posts.
 *
 * @var array{action:string,fields:array<string,string>,text:string,about:string} $view `about`: whom or what it is about, for
 *                                                                                     those who hear the button alone.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;

\defined( 'ABSPATH' ) || exit;
?>
<form class="siren-inline" method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( $view['action'] ); ?>
	<?php foreach ( $view['fields'] as $name => $value ) : ?>
		<input type="hidden" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( $value ); ?>">
	<?php endforeach; ?>
	<button type="submit" class="button-link"><?php echo esc_html( $view['text'] ); ?><span class="screen-reader-text">: <?php echo esc_html( $view['about'] ); ?></span></button>
</form>
