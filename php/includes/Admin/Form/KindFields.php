<?php
/**
 * Fields of structures and sources that the editor has no fields of its own for.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * A kind of structure, or of source of a pool, that is new in the engine needs no form: its options have fields by their schema,
 * labelled in the engine's English. A field is named by kind and option, `equal_split.winners`. An option that is a map has no
 * field; it keeps what is stored.
 */
final class KindFields {

	/**
	 * Kinds that the editor has fields for, by the path of the map they are kinds of; with their options' controls.
	 */
	public const OWN = [
		'structure'    => [
			'shared_engagement_pool'    => [],
			'performance_weighted_pool' => [],
			'top_score_wins'            => [ 'tie' => 'tie' ],
			'ladder'                    => [
				'prizes'  => 'prizes',
				'missing' => 'missing',
			],
			'target_bonus'              => [
				'score'  => 'target',
				'amount' => 'bonus',
			],
			'user_centric_pool'         => [],
		],
		'pool.sources' => [
			'revenue_share' => [
				'kind'                      => 'share',
				'percent'                   => 'percent',
				'include'                   => 'include',
				'filter.types'              => 'types',
				'filter.skus'               => 'skus',
				'filter.categories'         => 'categories',
				'filter.collaborator_owned' => 'owned',
				'filter.referred'           => 'referred',
			],
			'fixed'         => [
				'kind'   => 'fixed',
				'amount' => 'fixed_amount',
			],
			'per_event'     => [
				'kind'   => 'each',
				'event'  => 'each_event',
				'amount' => 'each_amount',
			],
		],
	];

	/** The group of fields for the options of the kinds of a map. */
	private const GROUPS = [
		'structure'    => 'structure_options',
		'pool.sources' => 'source_options',
	];

	/**
	 * The options with fields of the kinds that the editor has no fields of its own for.
	 *
	 * @param string $path `structure` or `pool.sources`.
	 * @return array<string,array<string,array>> Schemas by kind and option.
	 */
	public static function kinds( string $path ): array {
		$kinds = \array_diff_key( DistributorSchema::current()->kinds( $path ), self::OWN[ $path ], DistributorFields::OTHER_NAMES );
		return \array_map( static fn( array $options ): array => \array_filter( $options, static fn( array $option ): bool => 'object' !== ( $option['type'] ?? '' ) && ! isset( $option['oneOf'] ) && ! isset( $option['anyOf'] ) ), $kinds );
	}

	/**
	 * The texts of the fields of a stored structure or source.
	 *
	 * @param array $stored The engine's.
	 * @return array<string,string> By the field's name in its group.
	 */
	public static function stored( array $stored ): array {
		$fields = [];
		foreach ( \array_diff_key( $stored, [ 'kind' => '' ] ) as $option => $value ) {
			$text = match ( true ) {
				\is_bool( $value )                           => $value ? '1' : '',
				\is_array( $value ) && \array_is_list( $value ) => \implode( ', ', $value ),
				\is_scalar( $value )                         => (string) $value,
				default                                      => null,
			};
			if ( null !== $text ) {
				$fields[ $stored['kind'] . '.' . $option ] = $text;
			}
		}
		return $fields;
	}

	/**
	 * A structure or source as it was typed.
	 *
	 * @param string               $path   `structure` or `pool.sources`.
	 * @param string               $kind   Its kind.
	 * @param array<string,string> $fields Texts of the group.
	 */
	public static function typed( string $path, string $kind, array $fields ): array {
		$typed = [ 'kind' => $kind ];
		foreach ( self::kinds( $path )[ $kind ] ?? [] as $option => $schema ) {
			$text = $fields[ $kind . '.' . $option ] ?? '';
			if ( 'boolean' === $schema['type'] ) {
				$typed[ $option ] = '' !== $text;
			} elseif ( '' !== $text ) {
				$typed[ $option ] = match ( $schema['type'] ) {
					'integer' => DistributorForm::number( $text ),
					'array'   => 'integer' === ( $schema['items']['type'] ?? '' ) ? \array_map( [ DistributorForm::class, 'number' ], DistributorForm::items( $text ) ) : DistributorForm::items( $text ),
					default   => $text,
				};
			}
		}
		return $typed;
	}

	/**
	 * The controls of a kind's options, by option.
	 *
	 * @param string $path `structure` or `pool.sources`.
	 * @param string $kind The kind.
	 * @return array<string,string>
	 */
	public static function controls( string $path, string $kind ): array {
		$controls = self::OWN[ $path ][ $kind ] ?? [];
		foreach ( \array_keys( self::kinds( $path )[ $kind ] ?? [] ) as $option ) {
			$controls[ $option ] = self::GROUPS[ $path ] . '[' . $kind . '.' . $option . ']';
		}
		return $controls;
	}

	/**
	 * Prints the fields of a kind.
	 *
	 * @param Phrase $phrase Prints lines.
	 * @param string $path   `structure` or `pool.sources`.
	 * @param string $kind   The kind.
	 * @param array  $fields As {@see DistributorFields::typed()} gave them.
	 */
	public static function show( Phrase $phrase, string $path, string $kind, array $fields ): void {
		foreach ( self::kinds( $path )[ $kind ] ?? [] as $option => $schema ) {
			$label   = \ucfirst( $schema['description'] ?? \strtr( $option, '_', ' ' ) );
			$name    = self::GROUPS[ $path ] . '[' . $kind . '.' . $option . ']';
			$default = $schema['default'] ?? '';
			$text    = $fields[ self::GROUPS[ $path ] ][ $kind . '.' . $option ] ?? ( \is_array( $default ) ? \implode( ', ', $default ) : (string) $default );
			$control = self::control( $phrase, $name, $label, $schema, $text );
			$phrase->line( 'boolean' === $schema['type'] ? '%1$s' : '%2$s: %1$s', [ $control, \esc_html( $label ) ], 'siren-inset' );
		}
	}

	/**
	 * The control of an option.
	 *
	 * @param Phrase $phrase Makes controls.
	 * @param string $name   Name of the control.
	 * @param string $label  Its label.
	 * @param array  $schema Of the option.
	 * @param string $text   What it holds.
	 */
	private static function control( Phrase $phrase, string $name, string $label, array $schema, string $text ): string {
		if ( isset( $schema['enum'] ) ) {
			$meanings = \array_map( static fn( string $meaning ): string => \rtrim( $meaning, '.' ), $schema['enumDescriptions'] ?? $schema['enum'] );
			return $phrase->select( $name, $label, $text, \array_combine( $schema['enum'], $meanings ) );
		}
		$limits = \array_filter(
			[
				'min' => $schema['minimum'] ?? null,
				'max' => $schema['maximum'] ?? null,
			],
			'is_int'
		);
		return match ( true ) {
			'boolean' === $schema['type']             => $phrase->tick( $name, $label, '' !== $text ),
			'integer' === $schema['type']             => $phrase->whole( $name, $label, $text, $limits ),
			'amount' === ( $schema['format'] ?? '' ) => $phrase->number( $name, $label, $text, 9 ),
			default                                   => $phrase->text( $name, $label, $text, [ 'maxlength' => $schema['maxLength'] ?? false ] ),
		};
	}
}
