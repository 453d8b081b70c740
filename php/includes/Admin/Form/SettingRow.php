<?php
/**
 * A setting in the form of the Settings screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Settings;
use Siren\Distributors\Settings\Setting;

\defined( 'ABSPATH' ) || exit;

/**
 * One row, by the kind of the setting.
 */
final class SettingRow {

	/**
	 * Prints it.
	 *
	 * @param string                        $name    Of the setting.
	 * @param Setting                       $setting It.
	 * @param array<string,string|int|bool> $values  Of all settings.
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
	 * Prints a box to tick. A browser sends nothing for a box that is not ticked; the hidden field says that it was there.
	 *
	 * @param string                                      $control Name of the control.
	 * @param array{label:string,text:string,help:string} $texts   As the setting gives them.
	 * @param bool                                        $ticked  Whether it is ticked.
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
