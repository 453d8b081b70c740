<?php
/**
 * The editor: what is measured.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `problems` (Problems), `phrase` (Phrase), `is_new`,
 *                  `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Field;
use Siren\Distributors\Admin\Label;

\defined( 'ABSPATH' ) || exit;

$fields = $view['fields'];
$phrase = $view['phrase'];
$events = Label::events() + array_combine( array_keys( $fields['points'] ), array_keys( $fields['points'] ) );
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'What earns points', 'siren-distributors' ); ?></h2>
	<p class="description"><?php esc_html_e( 'What has no points here is not counted.', 'siren-distributors' ); ?></p>
	<?php Field::problems( 'metrics', $view['problems']->at( 'metrics' ) ); ?>
	<div class="siren-points">
		<?php
		foreach ( $events as $event => $label ) {
			/* translators: 1: field for a number of points, 2: what they are given for, such as "Course completed". */
			$phrase->line( __( '%1$s points · %2$s', 'siren-distributors' ), [ $phrase->number( 'points[' . $event . ']', $label, $fields['points'][ $event ] ?? '', 4 ), esc_html( $label ) ] );
		}
		/* translators: 1: field for a number of points, 2: field for the name of an event of another plugin. */
		$phrase->line( __( '%1$s points · of another plugin: %2$s', 'siren-distributors' ), [ $phrase->number( 'other_points', __( 'Points for another event', 'siren-distributors' ), '', 4 ), $phrase->text( 'other_event', __( 'Name of another event', 'siren-distributors' ), '', [ 'class' => 'code', 'size' => 18, 'placeholder' => 'webinar_attended' ] ) ] );
		?>
	</div>
</section>
