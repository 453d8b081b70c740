<?php
/**
 * Labelled facts.
 *
 * @var array{facts:array<array{string,string}>} $view `label` and `value` each.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Format;

\defined( 'ABSPATH' ) || exit;
?>
<table class="widefat striped siren-facts">
	<tbody>
		<?php foreach ( $view['facts'] as [ $label, $value ] ) : ?>
			<tr>
				<th scope="row"><?php echo esc_html( $label ); ?></th>
				<td><?php echo '' === $value ? Format::none() : esc_html( $value ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
			</tr>
		<?php endforeach; ?>
	</tbody>
</table>
