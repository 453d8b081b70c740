<?php
/**
 * The recipes a distributor can start from.
 *
 * @var array $view Nothing.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Recipes;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;
?>
<ul class="siren-recipes">
	<?php foreach ( Recipes::all() as $name => $recipe ) : ?>
		<li>
			<a class="siren-recipe" href="<?php echo esc_url( Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new', 'recipe' => $name ] ) ); // phpcs:ignore WordPress.Arrays -- one address. ?>">
				<span class="dashicons dashicons-<?php echo esc_attr( $recipe['icon'] ); ?>" aria-hidden="true"></span>
				<strong><?php echo esc_html( $recipe['configuration']['name'] ); ?></strong>
				<span><?php echo esc_html( $recipe['text'] ); ?></span>
			</a>
		</li>
	<?php endforeach; ?>
</ul>
