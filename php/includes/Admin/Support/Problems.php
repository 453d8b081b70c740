<?php
/**
 * The engine's objections to a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine names each problem by its path in what it was given, `pool.sources[0].percent`. A form's fields have names
 * of their own, so the form says which of them a path means.
 */
final class Problems {

	/**
	 * Messages by field.
	 *
	 * @var array<string,string[]>
	 */
	private array $by_field = [];

	/**
	 * Sorts problems to fields.
	 *
	 * @param array<array{path:string,message:string}> $problems As the engine gave them.
	 * @param array<string,string>                     $fields   Beginning of a path => beginning of a field's name.
	 */
	public function __construct( array $problems, array $fields = [] ) {
		foreach ( $problems as $problem ) {
			$this->by_field[ self::field( $problem['path'], $fields ) ][] = $problem['message'];
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
	 * @param string $field Its name.
	 * @return string[]
	 */
	public function at( string $field ): array {
		return $this->by_field[ $field ] ?? [];
	}

	/**
	 * The messages no field of the form stands for, each with its path.
	 *
	 * @param string[] $fields All names of the form's fields.
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
	 * The field a path means.
	 *
	 * @param string               $path   The engine's.
	 * @param array<string,string> $fields As the constructor takes them.
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
