<?php
/**
 * A row of the settings form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Settings;
use Siren\Distributors\Settings\Setting;

\defined( 'ABSPATH' ) || exit;

/**
 * Prints the control that fits the kind of setting.
 */
final class SettingRow {

	/**
	 * Prints the row.
	 *
	 * @param string                        $name    Name of the setting.
	 * @param Setting                       $setting Setting.
	 * @param array<string,string|int|bool> $values  Values of all settings.
	 */
	public static function show( string $name, Setting $setting, array $values ): void {
		$control = Settings::OPTION . '[' . $name . ']';
		$texts   = $setting->texts( $values );
		$more    = \array_intersect_key( $texts, \array_flip( [ 'help', 'after' ] ) ) + [ 'attributes' => $setting->attributes ];
		match ( $setting->kind ) {
			Setting::CHOICE => Field::select( $control, $texts['label'], (string) $values[ $name ], $texts['choices'], $more ),
			Setting::FLAG   => self::show_box( $control, $texts, (bool) $values[ $name ] ),
			default         => Field::text( $control, $texts['label'], (string) $values[ $name ], $more ),
		};
	}

	/**
	 * Prints a checkbox. A browser submits nothing for an unchecked box, so a hidden field tells that it was there.
	 *
	 * @param string                                      $control Name of the control.
	 * @param array{label:string,text:string,help:string} $texts   Texts from the setting.
	 * @param bool                                        $ticked  Whether it is checked.
	 */
	private static function show_box( string $control, array $texts, bool $ticked ): void {
		?>
		<tr>
			<th scope="row"><?php echo \esc_html( $texts['label'] ); ?></th>
			<td>
				<input type="hidden" name="<?php echo \esc_attr( $control ); ?>" value="0">
				<label>
					<input type="checkbox" name="<?php echo \esc_attr( $control ); ?>" value="1" <?php \checked( $ticked ); ?>>
					<?php echo \esc_html( $texts['text'] ); ?>
				</label>
				<p class="description"><?php echo \esc_html( $texts['help'] ); ?></p>
			</td>
		</tr>
		<?php
	}
}
