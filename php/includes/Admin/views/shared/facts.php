<?php
/**
 * Labelled facts.
 *
 * @var array{facts:array<array{0:string,1:string,2?:string}>} $view Label and value each, and the address that the value
 *                                                                  leads to where there is one.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;

\defined( 'ABSPATH' ) || exit;
?>
<table class="widefat striped siren-facts">
	<tbody>
		<?php foreach ( $view['facts'] as $fact ) : ?>
			<tr>
				<th scope="row"><?php echo esc_html( $fact[0] ); ?></th>
				<td><?php echo '' === $fact[1] ? Format::none() : ( isset( $fact[2] ) ? Format::link( $fact[2], $fact[1] ) : esc_html( $fact[1] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
			</tr>
		<?php endforeach; ?>
	</tbody>
</table>
