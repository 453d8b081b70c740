<?php
/**
 * What a screen says while there is nothing to show, and what to do about it.
 *
 * @var array{heading:string,text:string,links?:array<string,string>} $view `links`: address => what it says; the first is what
 *                                                                          most will want.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;

$class = 'button button-primary';
$links = $view['links'] ?? [];
?>
<section class="siren-panel siren-empty">
	<h2><?php echo esc_html( $view['heading'] ); ?></h2>
	<p class="siren-lead"><?php echo esc_html( $view['text'] ); ?></p>
	<?php if ( [] !== $links ) : ?>
		<p class="siren-actions">
			<?php foreach ( $links as $url => $text ) : ?>
				<a class="<?php echo esc_attr( $class ); ?>" href="<?php echo esc_url( $url ); ?>"><?php echo esc_html( $text ); ?></a>
				<?php $class = 'button'; ?>
			<?php endforeach; ?>
		</p>
	<?php endif; ?>
</section>
