<?php
/**
 * Settings.
 *
 * @var array{values:array,sections:array[],unknown:string[]} $view `sections`: each `title`, `intro` (markup) and `settings`;
 *                                                                  `unknown`: what is wrong with the values, in sentences.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\SettingRow;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Settings', 'siren-distributors' ); ?></h1>
	<?php settings_errors(); ?>
	<?php foreach ( $view['unknown'] as $text ) : ?>
		<div class="notice notice-warning inline"><p><?php echo esc_html( $text ); ?></p></div>
	<?php endforeach; ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'options.php' ) ); ?>" class="siren-form">
		<?php settings_fields( Settings::GROUP ); ?>
		<?php foreach ( $view['sections'] as $section ) : ?>
			<section class="siren-panel">
				<h2><?php echo esc_html( $section['title'] ); ?></h2>
				<?php if ( '' !== $section['intro'] ) : ?>
					<p><?php echo wp_kses_data( $section['intro'] ); ?></p>
				<?php endif; ?>
				<table class="form-table" role="presentation">
					<?php
					foreach ( $section['settings'] as $name => $setting ) {
						SettingRow::show( $name, $setting, $view['values'] );
					}
					?>
				</table>
			</section>
		<?php endforeach; ?>
		<?php submit_button(); ?>
	</form>
</div>
