<?php
/**
 * The way back from a screen to the list it belongs to.
 *
 * @var array $view `url`, `text`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

\defined( 'ABSPATH' ) || exit;
?>
<p class="siren-back"><a href="<?php echo esc_url( $view['url'] ); ?>"><span aria-hidden="true"><?php echo is_rtl() ? '→' : '←'; ?></span> <?php echo esc_html( $view['text'] ); ?></a></p>
