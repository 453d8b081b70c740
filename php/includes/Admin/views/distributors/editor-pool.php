<?php
/**
 * The editor: what fills the pool.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\KindFields;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

$fields  = $view['fields'];
$phrase  = $view['phrase'];
$schema  = $view['schema'];
$include = '';
foreach ( $schema->choices( 'pool.sources.include', Label::compilers() ) as $compiler => $label ) {
	$include .= sprintf( '<label class="siren-tick"><input type="checkbox" name="include[]" value="%s"%s> %s</label> ', esc_attr( $compiler ), checked( in_array( $compiler, $fields['include'], true ), true, false ), esc_html( $label ) );
}
?>
<section class="siren-panel siren-pool">
	<h2><?php esc_html_e( 'What fills the pool', 'siren-distributors' ); ?></h2>
	<?php echo $phrase->wrong( 'pool', __( 'The pool', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes. ?>
	<fieldset class="siren-source">
		<legend class="screen-reader-text"><?php esc_html_e( 'Share of sales', 'siren-distributors' ); ?></legend>
		<?php
		/* translators: 1: box to tick, "Share of sales:", 2: field for a percentage. */
		$phrase->line( __( '%1$s %2$s %% of the period’s sales, minus refunds', 'siren-distributors' ), [ $phrase->tick( 'share', __( 'Share of sales:', 'siren-distributors' ), $fields['share'] ), $phrase->number( 'percent', __( 'Percent', 'siren-distributors' ), $fields['percent'], 4 ) ] );
		/* translators: %1$s: boxes to tick for the parts of a sale. */
		$phrase->line( __( 'Count these parts of a sale: %1$s', 'siren-distributors' ), [ $include ], 'siren-inset' );
		echo $phrase->wrong( 'include', __( 'Parts of a sale that count', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes.
		?>
		<details class="siren-fold siren-inset"<?php echo '' !== $fields['types'] . $fields['skus'] . $fields['categories'] || $fields['owned'] || $fields['referred'] ? ' open' : ''; ?>>
			<summary><?php esc_html_e( 'Only some products or sales', 'siren-distributors' ); ?></summary>
			<?php
			/* translators: %1$s: field for names. */
			$phrase->line( __( 'of these types: %1$s', 'siren-distributors' ), [ $phrase->text( 'types', __( 'Product types, separated by commas', 'siren-distributors' ), $fields['types'], [ 'class' => 'regular-text', 'placeholder' => 'course, membership' ] ) ] );
			/* translators: %1$s: field for names. */
			$phrase->line( __( 'with these SKUs: %1$s', 'siren-distributors' ), [ $phrase->text( 'skus', __( 'SKUs, separated by commas', 'siren-distributors' ), $fields['skus'], [ 'class' => 'regular-text' ] ) ] );
			/* translators: %1$s: field for names. */
			$phrase->line( __( 'in these categories: %1$s', 'siren-distributors' ), [ $phrase->text( 'categories', __( 'Categories, separated by commas', 'siren-distributors' ), $fields['categories'], [ 'class' => 'regular-text' ] ) ] );
			$phrase->line( '%1$s', [ $phrase->tick( 'owned', __( 'owned by a collaborator', 'siren-distributors' ), $fields['owned'] ) ] );
			$phrase->line( '%1$s', [ $phrase->tick( 'referred', __( 'in sales referred by a collaborator’s link or coupon', 'siren-distributors' ), $fields['referred'] ) ] );
			?>
		</details>
	</fieldset>
	<fieldset class="siren-source">
		<legend class="screen-reader-text"><?php esc_html_e( 'Fixed amount', 'siren-distributors' ); ?></legend>
		<?php
		/* translators: 1: box to tick, "Fixed amount:", 2: field for an amount. */
		$phrase->line( __( '%1$s %2$s per period', 'siren-distributors' ), [ $phrase->tick( 'fixed', __( 'Fixed amount:', 'siren-distributors' ), $fields['fixed'] ), $phrase->number( 'fixed_amount', __( 'Fixed amount', 'siren-distributors' ), $fields['fixed_amount'], 9 ) ] );
		?>
	</fieldset>
	<fieldset class="siren-source">
		<legend class="screen-reader-text"><?php esc_html_e( 'Fixed amount per event', 'siren-distributors' ); ?></legend>
		<?php
		/* translators: 1: box to tick, "Fixed amount per event:", 2: field for an amount, 3: choice of an event. */
		$phrase->line( __( '%1$s %2$s for each %3$s', 'siren-distributors' ), [ $phrase->tick( 'each', __( 'Fixed amount per event:', 'siren-distributors' ), $fields['each'] ), $phrase->number( 'each_amount', __( 'Amount per event', 'siren-distributors' ), $fields['each_amount'], 9 ), $phrase->select( 'each_event', __( 'Event', 'siren-distributors' ), $fields['each_event'], EventTypes::measurable() ) ] );
		?>
	</fieldset>
	<?php foreach ( array_intersect_key( $schema->choices( 'pool.sources', [] ), KindFields::kinds( 'pool.sources' ) ) as $kind => $meaning ) : ?>
		<fieldset class="siren-source">
			<legend class="screen-reader-text"><?php echo esc_html( ucfirst( $meaning ) ); ?></legend>
			<?php
			$phrase->line( '%1$s', [ $phrase->tick( 'other_sources[' . $kind . ']', ucfirst( $meaning ), isset( $fields['other_sources'][ $kind ] ) ) ] );
			KindFields::show( $phrase, 'pool.sources', $kind, $fields );
			?>
		</fieldset>
	<?php endforeach; ?>
	<?php
	/* translators: 1: field for an amount, 2: field for an amount. */
	$phrase->line( __( 'The pool is at least %1$s and at most %2$s. Leave empty for no limit.', 'siren-distributors' ), [ $phrase->number( 'floor', __( 'The pool is at least', 'siren-distributors' ), $fields['floor'], 9 ), $phrase->number( 'cap', __( 'The pool is at most', 'siren-distributors' ), $fields['cap'], 9 ) ] );
	?>
	<p class="description"><?php esc_html_e( 'Without any of these, the pool contains only what you add manually.', 'siren-distributors' ); ?></p>
</section>
