<?php
/**
 * The editor: who is paid, and how much.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\DistributorFields;
use Siren\Distributors\Admin\Form\KindFields;
use Siren\Distributors\Admin\Support\Label;

\defined( 'ABSPATH' ) || exit;

$fields = $view['fields'];
$phrase = $view['phrase'];
$schema = $view['schema'];
$labels = Label::structures();
?>
<section class="siren-panel siren-structure">
	<h2><?php esc_html_e( 'How the pool is divided', 'siren-distributors' ); ?></h2>
	<fieldset>
		<legend class="screen-reader-text"><?php esc_html_e( 'Incentive structure', 'siren-distributors' ); ?></legend>
		<div class="siren-options">
			<?php foreach ( array_diff_key( $schema->choices( 'structure', Label::structure_meanings() ), DistributorFields::OTHER_NAMES ) as $kind => $meaning ) : ?>
				<div class="siren-kind">
					<label class="siren-option">
						<input type="radio" name="structure" value="<?php echo esc_attr( $kind ); ?>" <?php checked( $kind, $fields['structure'] ); ?>>
						<span><strong><?php echo esc_html( $labels[ $kind ] ?? ucwords( strtr( $kind, '_', ' ' ) ) ); ?></strong><br><?php echo esc_html( $meaning ); ?></span>
					</label>
					<?php KindFields::show( $phrase, 'structure', $kind, $fields ); ?>
				</div>
			<?php endforeach; ?>
		</div>
	</fieldset>
	<?php
	echo $phrase->wrong( 'structure', __( 'Incentive structure', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes.
	$ties = [
		'first' => __( 'the first to reach it takes the whole pool', 'siren-distributors' ),
		'split' => __( 'they split the pool equally', 'siren-distributors' ),
	];
	/* translators: %1$s: choice between "the first to reach it takes the whole pool" and "they split the pool equally". */
	$phrase->line( __( 'If several collaborators tie for the top score, %1$s.', 'siren-distributors' ), [ $phrase->select( 'tie', __( 'If several collaborators tie for the top score', 'siren-distributors' ), $fields['tie'], $schema->choices( 'structure.tie', $ties ) ) ], 'siren-for-top' );
	$missing = [
		'rescale'   => __( 'the other prizes increase', 'siren-distributors' ),
		'roll_over' => __( 'they carry over to the next period', 'siren-distributors' ),
	];
	/* translators: 1: field for percentages such as "50, 30, 20", 2: choice between "the other prizes increase" and "they carry over to the next period". */
	$phrase->line( __( 'The top ranks get %1$s percent of the pool. If prizes are left over, %2$s.', 'siren-distributors' ), [ $phrase->text( 'prizes', __( 'Prizes in percent, separated by commas', 'siren-distributors' ), $fields['prizes'], [ 'size' => 16 ] ), $phrase->select( 'missing', __( 'If prizes are left over', 'siren-distributors' ), $fields['missing'], $schema->choices( 'structure.missing', $missing ) ) ], 'siren-for-ladder' );
	/* translators: 1: field for an amount, 2: field for a number of points. */
	$phrase->line( __( 'Pays %1$s to everyone who reaches %2$s points.', 'siren-distributors' ), [ $phrase->number( 'bonus', __( 'Bonus', 'siren-distributors' ), $fields['bonus'], 9 ), $phrase->whole( 'target', __( 'Target score', 'siren-distributors' ), $fields['target'], $schema->limits( 'structure.score', 'integer' ) ) ], 'siren-for-target' );
	$audiences = [
		'all'   => __( 'all collaborators', 'siren-distributors' ),
		'list'  => __( 'these collaborators:', 'siren-distributors' ),
		'group' => __( 'collaborators in these groups:', 'siren-distributors' ),
	];
	/* translators: %1$s: choice of an audience, such as "all collaborators". */
	$phrase->line( __( 'Open to %1$s', 'siren-distributors' ), [ $phrase->select( 'audience', __( 'Audience', 'siren-distributors' ), $fields['audience'], $schema->choices( 'audience', $audiences ) ) ] );
	?>
	<fieldset class="siren-people siren-for-list">
		<legend class="screen-reader-text"><?php esc_html_e( 'Collaborators in the audience', 'siren-distributors' ); ?></legend>
		<?php foreach ( $view['collaborators'] as $id => $name ) : ?>
			<label class="siren-tick"><input type="checkbox" name="audience_ids[]" value="<?php echo esc_attr( (string) $id ); ?>" <?php checked( in_array( (string) $id, $fields['audience_ids'], true ) ); ?>> <?php echo esc_html( $name ); ?></label>
		<?php endforeach; ?>
	</fieldset>
	<?php
	echo $phrase->wrong( 'audience_ids', __( 'The list', 'siren-distributors' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Phrase escapes.
	$phrase->line( '%1$s', [ $phrase->text( 'audience_groups', __( 'Groups, separated by commas', 'siren-distributors' ), $fields['audience_groups'], [ 'class' => 'regular-text', 'placeholder' => __( 'authors, partners', 'siren-distributors' ) ] ) ], 'siren-for-group' );
	/* translators: 1: field for a number of points, 2: field for a percentage. */
	$phrase->line( __( 'A collaborator needs at least %1$s points and gets at most %2$s %% of the pool.', 'siren-distributors' ), [ $phrase->whole( 'minimum_score', __( 'Minimum score', 'siren-distributors' ), $fields['minimum_score'], $schema->limits( 'minimum_score', 'integer' ) ), $phrase->number( 'cap_percent', __( 'Maximum share in percent', 'siren-distributors' ), $fields['cap_percent'], 4 ) ] );
	?>
</section>
