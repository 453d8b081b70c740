<?php
/**
 * One setting of the site.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Contains the default, the validation, and the texts for the Settings screen. The texts are in a closure, because
 * pages read settings long before WordPress has determined the language and must not translate texts that only the
 * screen shows.
 */
final class Setting {

	public const CHOICE = 'choice';
	public const FLAG   = 'flag';
	public const NUMBER = 'number';
	public const TEXT   = 'text';

	/**
	 * Creates a setting.
	 *
	 * @param string                   $kind       One of the constants.
	 * @param string                   $section    Section of the Settings screen: a key of
	 *                                             `SettingsScreen::sections()`.
	 * @param string|int|bool          $default    Used if the stored value is invalid.
	 * @param \Closure(mixed): mixed   $check      Converts any value to a valid one.
	 * @param \Closure(array): array   $texts      Texts for the screen, from the values of all settings: `label`,
	 *                                             `help`, and `after` (after the control), `choices` (label by value),
	 *                                             or `text` (beside the checkbox).
	 * @param array<string,string|int> $attributes Attributes of the control.
	 */
	private function __construct(
		public readonly string $kind,
		public readonly string $section,
		public readonly string|int|bool $default,
		private readonly \Closure $check,
		private readonly \Closure $texts,
		public readonly array $attributes = []
	) {}

	/**
	 * A choice.
	 *
	 * @param string   $section Section of the screen.
	 * @param string[] $values  Values, in display order.
	 * @param string   $default Default value.
	 * @param \Closure $texts   Includes `choices`.
	 */
	public static function choice( string $section, array $values, string $default, \Closure $texts ): self {
		$check = static fn( mixed $value ): string => \in_array( self::string( $value ), $values, true ) ? self::string( $value ) : $default;
		return new self( self::CHOICE, $section, $default, $check, $texts );
	}

	/**
	 * A checkbox.
	 *
	 * @param string   $section Section of the screen.
	 * @param bool     $default Whether it is checked by default.
	 * @param \Closure $texts   Includes `text`.
	 */
	public static function flag( string $section, bool $default, \Closure $texts ): self {
		return new self( self::FLAG, $section, $default, static fn( mixed $value ): bool => (bool) $value, $texts );
	}

	/**
	 * A whole number within limits. Anything that is not a number becomes the default rather than the minimum: an empty
	 * field must not reject almost every visit.
	 *
	 * @param string   $section Section of the screen.
	 * @param int      $default Used for anything that is not a number.
	 * @param int      $min     Minimum.
	 * @param int      $max     Maximum.
	 * @param \Closure $texts   Includes `after`, the unit.
	 */
	public static function number( string $section, int $default, int $min, int $max, \Closure $texts ): self {
		$check = static function ( mixed $value ) use ( $default, $min, $max ): int {
			$text = \trim( self::string( $value ) );
			return \is_numeric( $text ) ? \min( $max, \max( $min, (int) $text ) ) : $default;
		};
		$attributes = [
			'type'  => 'number',
			'min'   => $min,
			'max'   => $max,
			'class' => 'small-text',
		];
		return new self( self::NUMBER, $section, $default, $check, $texts, $attributes );
	}

	/**
	 * A single-line text with its own validation.
	 *
	 * @param string                   $section    Section of the screen.
	 * @param string                   $default    Used if the text is invalid.
	 * @param \Closure(string):?string $valid      Returns the valid text; null if there is none.
	 * @param array<string,string|int> $attributes Attributes of the control.
	 * @param \Closure                 $texts      Texts for the screen.
	 */
	public static function text( string $section, string $default, \Closure $valid, array $attributes, \Closure $texts ): self {
		return new self( self::TEXT, $section, $default, static fn( mixed $value ): string => $valid( self::string( $value ) ) ?? $default, $texts, $attributes );
	}

	/**
	 * Validates a value.
	 *
	 * @param mixed $value Untrusted.
	 */
	public function valid( mixed $value ): string|int|bool {
		return ( $this->check )( $value );
	}

	/**
	 * The texts for the screen.
	 *
	 * @param array<string,string|int|bool> $values Values of all settings.
	 * @return array{label:string,help?:string,after?:string,choices?:array<string,string>,text?:string}
	 */
	public function texts( array $values ): array {
		return ( $this->texts )( $values );
	}

	/**
	 * Converts scalars to text and anything else to ''.
	 *
	 * @param mixed $value Untrusted.
	 */
	private static function string( mixed $value ): string {
		return \is_scalar( $value ) ? (string) $value : '';
	}
}
