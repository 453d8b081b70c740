<?php
/**
 * The engine's problems with a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Wording;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine identifies each problem by its path in the input, such as `pool.sources[0].percent`. Form fields have
 * other names, so the form maps paths to fields.
 */
final class Problems {

	/**
	 * Messages by field.
	 *
	 * @var array<string,string[]>
	 */
	private array $by_field = [];

	/**
	 * Assigns problems to fields.
	 *
	 * @param array[]              $problems Problems, as the engine or a form has them.
	 * @param array<string,string> $fields   Prefix of a field's name, by prefix of a path.
	 */
	public function __construct( array $problems, array $fields = [] ) {
		foreach ( $problems as $problem ) {
			$this->by_field[ self::field( $problem['path'], $fields ) ][] = Wording::problem( $problem );
		}
	}

	/**
	 * Whether there are none.
	 */
	public function is_empty(): bool {
		return [] === $this->by_field;
	}

	/**
	 * The messages for one field.
	 *
	 * @param string $field Field name.
	 * @return string[]
	 */
	public function at( string $field ): array {
		return $this->by_field[ $field ] ?? [];
	}

	/**
	 * The messages that belong to no field of the form, each with its path.
	 *
	 * @param string[] $fields All field names of the form.
	 * @return string[]
	 */
	public function beyond( array $fields ): array {
		$messages = [];
		foreach ( $this->by_field as $field => $texts ) {
			if ( ! \in_array( $field, $fields, true ) ) {
				foreach ( $texts as $text ) {
					$messages[] = '' === $field ? $text : $field . ': ' . $text;
				}
			}
		}
		return $messages;
	}

	/**
	 * The field for a path.
	 *
	 * @param string               $path   Path from the engine.
	 * @param array<string,string> $fields As in the constructor.
	 */
	private static function field( string $path, array $fields ): string {
		foreach ( $fields as $from => $to ) {
			if ( $path === $from || \str_starts_with( $path, $from . '.' ) || \str_starts_with( $path, $from . '[' ) ) {
				return $to . \substr( $path, \strlen( $from ) );
			}
		}
		return $path;
	}
}
