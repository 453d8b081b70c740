<?php
/**
 * The stages of a distribution, from the first to the last.
 *
 * @var array{stages:array<array{name:string,state:string,text:string}>} $view As LifecycleTimeline::of() gives them.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;

$states = [
	'done'    => __( 'done', 'siren-distributors' ),
	'current' => __( 'now', 'siren-distributors' ),
	'ahead'   => __( 'upcoming', 'siren-distributors' ),
	'stopped' => __( 'ended here', 'siren-distributors' ),
];
?>
<ol class="siren-lifecycle" aria-label="<?php esc_attr_e( 'Stages', 'siren-distributors' ); ?>">
	<?php foreach ( $view['stages'] as $stage ) : ?>
		<li class="siren-lifecycle-stage siren-lifecycle-stage-<?php echo esc_attr( $stage['state'] ); ?>"<?php echo 'current' === $stage['state'] ? ' aria-current="step"' : ''; ?>>
			<strong><?php echo esc_html( $stage['name'] ); ?></strong>
			<span class="screen-reader-text"><?php echo esc_html( $states[ $stage['state'] ] ); ?></span>
			<span class="siren-lifecycle-stage-text"><?php echo $stage['text']; // phpcs:ignore WordPress.Security.EscapeOutput -- markup from Format. ?></span>
		</li>
	<?php endforeach; ?>
</ol>
