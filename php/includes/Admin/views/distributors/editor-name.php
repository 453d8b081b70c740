<?php
/**
 * The editor: name and currency.
 *
 * @var array $view As distributor-editor.php gives it to its parts: `fields`, `schema` (DistributorSchema), `problems` (Problems),
 *                  `phrase` (Phrase), `is_new`, `collaborators`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;

$fields = $view['fields'];
$phrase = $view['phrase'];
$schema = $view['schema'];
?>
<section class="siren-panel">
	<h2><?php esc_html_e( 'Name and currency', 'siren-distributors' ); ?></h2>
	<?php
	$phrase->line(
		'%1$s',
		[ $phrase->text( 'name', __( 'Name', 'siren-distributors' ), $fields['name'], [ 'class' => 'large-text', 'required' => true ] + $schema->limits( 'name', 'string' ) ) ]
	);
	$currency = $phrase->text( 'units', __( 'Currency', 'siren-distributors' ), $fields['units'], [ 'class' => 'code', 'size' => 6, 'required' => true, 'readonly' => ! $view['is_new'] ] + $schema->limits( 'units', 'string' ) );
	if ( $view['is_new'] ) {
		$statuses = $schema->choices(
			'status',
			[
				'draft'  => __( 'starts as a draft', 'siren-distributors' ),
				'active' => __( 'becomes active when you save it', 'siren-distributors' ),
			]
		);
		unset( $statuses['paused'], $statuses['archived'] ); // Nothing begins by stopping.
		/* translators: 1: field for a currency such as USD, 2: choice between "becomes active when you save it" and "starts as a draft". */
		$phrase->line( __( 'Currency: %1$s. This distributor %2$s.', 'siren-distributors' ), [ $currency, $phrase->select( 'status', __( 'Status', 'siren-distributors' ), $fields['status'], $statuses ) ] );
	} else {
		/* translators: %1$s: field for a currency such as USD, which cannot be changed. */
		$phrase->line( __( 'Currency: %1$s', 'siren-distributors' ), [ $currency ] );
	}
	?>
</section>
