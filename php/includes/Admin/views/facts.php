<?php
/**
 * Labelled facts.
 *
 * @var array{facts:array<string,string>} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<table class="widefat striped siren-facts">
	<tbody>
		<?php foreach ( $view['facts'] as $label => $value ) : ?>
			<tr>
				<th scope="row"><?php echo esc_html( (string) $label ); ?></th>
				<td><?php echo esc_html( $value ); ?></td>
			</tr>
		<?php endforeach; ?>
	</tbody>
</table>
