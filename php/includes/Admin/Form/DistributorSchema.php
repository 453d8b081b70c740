<?php
/**
 * What the engine says of a distributor's rules.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * The choices, defaults and limits of a distributor, from the JSON Schema that the engine gives of it. A path names a property
 * as the engine's problems do, without the numbers in lists: `pool.sources.percent`. Where a map has one of several kinds, the
 * path leads into whichever kind has the property.
 */
final class DistributorSchema {

	/**
	 * The engine's, read once a request.
	 *
	 * @var ?self
	 */
	private static ?self $current = null;

	/**
	 * Takes a schema.
	 *
	 * @param array<string,mixed> $input JSON Schema of a distributor.
	 */
	public function __construct( private readonly array $input ) {}

	/**
	 * The engine's. The ledger must be open.
	 */
	public static function current(): self {
		self::$current ??= new self( \siren_describe( 'save_distributor' )[0]['input'] );
		return self::$current;
	}

	/**
	 * What stands for a property that is not given; null where the engine has nothing for it.
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
	 * The words that can be chosen for a property, in the engine's order, each with what a form says. A word without a label
	 * is new in the engine: it is offered with the engine's own English.
	 *
	 * @param string               $path   Property: a word, a list of words, or a map that is of one of several kinds.
	 * @param array<string,string> $labels What a form says, by word.
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
	 * The kinds of a map that is of one of several, with the schemas of their options.
	 *
	 * @param string $path Property: such a map, or a list of them.
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
	 * The limits of a property, as attributes of its control: of a whole number `min` and `max`, of a text `maxlength`.
	 *
	 * @param string $path Property.
	 * @param string $type `integer` or `string`; where a property can be of both, the limits of one.
	 * @return array<string,int> Empty where there are none.
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
	 * The schemas of a property: several, where more than one kind of a map has it.
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
	 * The schemas of what a property can be.
	 *
	 * @param string $path Property.
	 * @return array[]
	 */
	private function alternatives_at( string $path ): array {
		return \array_merge( ...\array_map( [ self::class, 'alternatives' ], $this->at( $path ) ) );
	}

	/**
	 * What a value can be: one of several, and of a list what is in it.
	 *
	 * @param array<string,mixed> $schema Of the value.
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
