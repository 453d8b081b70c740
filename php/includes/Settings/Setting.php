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
 * Its default, how a value is made valid, and how the Settings screen shows it. The texts are in a closure: a page asks for
 * values long before WordPress knows the language, and must not translate what only the screen shows.
 */
final class Setting {

	public const CHOICE = 'choice';
	public const FLAG   = 'flag';
	public const NUMBER = 'number';
	public const TEXT   = 'text';

	/**
	 * Of a kind.
	 *
	 * @param string                   $kind       One of the constants.
	 * @param string                   $section    Of the Settings screen: a key of `SettingsScreen::sections()`.
	 * @param string|int|bool          $default    Where nothing valid was chosen.
	 * @param \Closure(mixed): mixed   $check      Makes a valid value of anything.
	 * @param \Closure(array): array   $texts      Of the screen, by the values of all settings: `label`, `help`, and `after`
	 *                                             (behind the control), `choices` (text by value), or `text` (beside the box).
	 * @param array<string,string|int> $attributes Of the control.
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
	 * One of several words.
	 *
	 * @param string   $section Of the screen.
	 * @param string[] $values  What can be chosen, in the order of the screen.
	 * @param string   $default Which of them, where none was chosen.
	 * @param \Closure $texts   With `choices`.
	 */
	public static function choice( string $section, array $values, string $default, \Closure $texts ): self {
		$check = static fn( mixed $value ): string => \in_array( self::string( $value ), $values, true ) ? self::string( $value ) : $default;
		return new self( self::CHOICE, $section, $default, $check, $texts );
	}

	/**
	 * A box to tick.
	 *
	 * @param string   $section Of the screen.
	 * @param bool     $default Whether it is ticked where nobody chose.
	 * @param \Closure $texts   With `text`.
	 */
	public static function flag( string $section, bool $default, \Closure $texts ): self {
		return new self( self::FLAG, $section, $default, static fn( mixed $value ): bool => (bool) $value, $texts );
	}

	/**
	 * A whole number within bounds. What is no number becomes the default and not the minimum: an empty field must not refuse
	 * nearly everybody.
	 *
	 * @param string   $section Of the screen.
	 * @param int      $default Where it is no number.
	 * @param int      $min     The least.
	 * @param int      $max     The most.
	 * @param \Closure $texts   With `after`, the unit.
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
	 * A line of text with a check of its own.
	 *
	 * @param string                   $section    Of the screen.
	 * @param string                   $default    Where it is not valid.
	 * @param \Closure(string):?string $valid      The valid text; null where there is none.
	 * @param array<string,string|int> $attributes Of the control.
	 * @param \Closure                 $texts      Of the screen.
	 */
	public static function text( string $section, string $default, \Closure $valid, array $attributes, \Closure $texts ): self {
		return new self( self::TEXT, $section, $default, static fn( mixed $value ): string => $valid( self::string( $value ) ) ?? $default, $texts, $attributes );
	}

	/**
	 * A valid value.
	 *
	 * @param mixed $value Untrusted.
	 */
	public function valid( mixed $value ): string|int|bool {
		return ( $this->check )( $value );
	}

	/**
	 * What the screen says of it.
	 *
	 * @param array<string,string|int|bool> $values Of all settings.
	 * @return array{label:string,help?:string,after?:string,choices?:array<string,string>,text?:string}
	 */
	public function texts( array $values ): array {
		return ( $this->texts )( $values );
	}

	/**
	 * Scalars as text, anything else as nothing.
	 *
	 * @param mixed $value Untrusted.
	 */
	private static function string( mixed $value ): string {
		return \is_scalar( $value ) ? (string) $value : '';
	}
}
