<?php
/**
 * Who earns from a product or a course.
 *
 * @var array{nonce:string,field:string,named:bool,rows:array<array{collaborator:int,weight:int}>,choices:array<int,string>} $view
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<input type="hidden" name="<?php echo esc_attr( $view['field'] ); ?>" value="<?php echo esc_attr( $view['nonce'] ); ?>">
<fieldset>
	<legend class="screen-reader-text"><?php esc_html_e( 'Who earns from this', 'siren-distributors' ); ?></legend>
	<p>
		<label>
			<input type="radio" name="siren_owners_are" value="plugin" <?php checked( ! $view['named'] ); ?>>
			<?php esc_html_e( 'The author and the instructors', 'siren-distributors' ); ?>
		</label>
	</p>
	<p>
		<label>
			<input type="radio" name="siren_owners_are" value="named" <?php checked( $view['named'] ); ?>>
			<?php esc_html_e( 'These collaborators (no one if the list is empty)', 'siren-distributors' ); ?>
		</label>
	</p>
</fieldset>
<table class="widefat striped">
	<thead>
		<tr>
			<th scope="col"><?php esc_html_e( 'Collaborator', 'siren-distributors' ); ?></th>
			<th scope="col"><?php esc_html_e( 'Weight', 'siren-distributors' ); ?></th>
		</tr>
	</thead>
	<tbody>
		<?php foreach ( $view['rows'] as $place => $row ) : ?>
			<tr>
				<td>
					<label class="screen-reader-text" for="siren-owner-<?php echo esc_attr( (string) $place ); ?>"><?php esc_html_e( 'Collaborator', 'siren-distributors' ); ?></label>
					<select id="siren-owner-<?php echo esc_attr( (string) $place ); ?>" name="siren_owners[<?php echo esc_attr( (string) $place ); ?>][collaborator]" style="max-width:100%">
						<option value="0">—</option>
						<?php foreach ( $view['choices'] as $collaborator => $name ) : ?>
							<option value="<?php echo esc_attr( (string) $collaborator ); ?>" <?php selected( $collaborator, $row['collaborator'] ); ?>><?php echo esc_html( $name ); ?></option>
						<?php endforeach; ?>
					</select>
				</td>
				<td>
					<label class="screen-reader-text" for="siren-weight-<?php echo esc_attr( (string) $place ); ?>"><?php esc_html_e( 'Weight', 'siren-distributors' ); ?></label>
					<input type="number" min="1" max="1000000" step="1" class="small-text" id="siren-weight-<?php echo esc_attr( (string) $place ); ?>" name="siren_owners[<?php echo esc_attr( (string) $place ); ?>][weight]" value="<?php echo esc_attr( (string) $row['weight'] ); ?>">
				</td>
			</tr>
		<?php endforeach; ?>
	</tbody>
</table>
<p class="description"><?php esc_html_e( 'Applies from the next sale or completion. Weights are used by distributors that split points by weight. Save to add more rows.', 'siren-distributors' ); ?></p>
