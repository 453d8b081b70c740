<?php
/**
 * Choices, defaults and limits from the engine's schema of a distributor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * Reads the engine's JSON Schema of a distributor. A path names a property as in the engine's problems, without list
 * indexes: `pool.sources.percent`. If an object can be one of several kinds, the path matches every kind that has the
 * property.
 */
final class DistributorSchema {

	/**
	 * The engine's schema, read once per request.
	 *
	 * @var ?self
	 */
	private static ?self $current = null;

	/**
	 * Wraps a schema.
	 *
	 * @param array<string,mixed> $input JSON Schema of a distributor.
	 */
	public function __construct( private readonly array $input ) {}

	/** The engine's schema. The ledger must be open. */
	public static function current(): self {
		self::$current ??= new self( \siren_describe( 'save_distributor' )[0]['input'] );
		return self::$current;
	}

	/**
	 * The default of a property; null if there is none.
	 *
	 * @param string $path Property.
	 */
	public function default( string $path ): mixed {
		foreach ( $this->at( $path ) as $schema ) {
			if ( isset( $schema['default'] ) ) {
				return $schema['default'];
			}
		}
		return null;
	}

	/**
	 * The values that can be chosen for a property, in the engine's order, with labels. A value without a label is new
	 * in the engine and gets the engine's English description.
	 *
	 * @param string               $path   Property: a string, a list of strings, or an object of one of several kinds.
	 * @param array<string,string> $labels Labels by value.
	 * @return array<string,string>
	 */
	public function choices( string $path, array $labels ): array {
		$choices = [];
		foreach ( $this->alternatives_at( $path ) as $schema ) {
			if ( isset( $schema['properties']['kind'] ) ) {
				$choices[ $schema['title'] ] = $labels[ $schema['title'] ] ?? $schema['description'];
				continue;
			}
			foreach ( $schema['enum'] ?? [] as $number => $word ) {
				$choices[ $word ] = $labels[ $word ] ?? \rtrim( $schema['enumDescriptions'][ $number ] ?? $word, '.' );
			}
		}
		return $choices;
	}

	/**
	 * The kinds of an object that can be one of several kinds, with the schemas of their options.
	 *
	 * @param string $path Property: such an object, or a list of them.
	 * @return array<string,array<string,array>> By kind and option.
	 */
	public function kinds( string $path ): array {
		$kinds = [];
		foreach ( $this->alternatives_at( $path ) as $schema ) {
			$kinds[ $schema['title'] ] = \array_diff_key( $schema['properties'], [ 'kind' => '' ] );
		}
		return $kinds;
	}

	/**
	 * The limits of a property as attributes of its control: `min` and `max` for a whole number, `maxlength` for a
	 * string.
	 *
	 * @param string $path Property.
	 * @param string $type `integer` or `string`; if the property allows both, selects one.
	 * @return array<string,int> Empty if there are none.
	 */
	public function limits( string $path, string $type ): array {
		$names = [
			'min'       => 'minimum',
			'max'       => 'maximum',
			'maxlength' => 'maxLength',
		];
		foreach ( $this->alternatives_at( $path ) as $schema ) {
			$limits = $type === $schema['type'] ? \array_filter( \array_map( static fn( string $name ): ?int => $schema[ $name ] ?? null, $names ), 'is_int' ) : [];
			if ( [] !== $limits ) {
				return $limits;
			}
		}
		return [];
	}

	/**
	 * The schemas of a property; several if more than one kind of object has it.
	 *
	 * @param string $path Property.
	 * @return array[]
	 */
	private function at( string $path ): array {
		$found = [ $this->input ];
		foreach ( \explode( '.', $path ) as $name ) {
			$found = \array_column( \array_column( \array_merge( ...\array_map( [ self::class, 'alternatives' ], $found ) ), 'properties' ), $name );
		}
		return $found;
	}

	/**
	 * The schemas of the values a property can have.
	 *
	 * @param string $path Property.
	 * @return array[]
	 */
	private function alternatives_at( string $path ): array {
		return \array_merge( ...\array_map( [ self::class, 'alternatives' ], $this->at( $path ) ) );
	}

	/**
	 * The alternatives of a schema: each of several, and the items of a list.
	 *
	 * @param array<string,mixed> $schema Schema of the value.
	 * @return array[] Schemas.
	 */
	private static function alternatives( array $schema ): array {
		if ( isset( $schema['items'] ) ) {
			return self::alternatives( $schema['items'] );
		}
		$several = $schema['oneOf'] ?? $schema['anyOf'] ?? null;
		return null === $several ? [ $schema ] : \array_merge( ...\array_map( [ self::class, 'alternatives' ], $several ) );
	}
}
