<?php
/**
 * Tests that the editor follows the engine's schema of a distributor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Form;

use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Admin\Form\DistributorSchema;
use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Choices, defaults and limits of the form come from the engine.
 */
final class DistributorSchemaTest extends ScreenTestCase {

	/** Properties without a control: the distributor's id and the time of saving. */
	private const UNTOUCHED = [ 'id', 'now' ];

	protected function tearDown(): void {
		( new \ReflectionProperty( DistributorSchema::class, 'current' ) )->setValue( null, null );
		parent::tearDown();
	}

	public function test_every_property_has_a_control(): void {
		self::collaborator( 'Ada' ); // For the list of collaborators.
		$printed = [ ...self::named( $this->blank() ), ...self::named( $this->stored() ) ];
		foreach ( \array_diff_key( self::controls(), \array_flip( self::UNTOUCHED ) ) as $path => $control ) {
			self::assertNotNull( $control, "$path is of no control" );
			self::assertArrayHasKey( $control, $printed, "$path has no control" );
		}
	}

	public function test_each_default_is_the_engines(): void {
		$sent     = self::sent_by( $this->blank() ) + self::sent_by( $this->stored() );
		$controls = self::controls();
		$compared = 0;
		foreach ( self::properties( self::schema() ) as $path => $schema ) {
			if ( ! \array_key_exists( 'default', $schema ) ) {
				continue;
			}
			$held = $sent[ $controls[ $path ] ] ?? '';
			if ( \is_array( $held ) ) { // One for each event.
				self::assertCount( 1, \array_unique( $held ), $path );
				$held = \reset( $held );
			}
			$expected = match ( true ) {
				true === $schema['default']      => [ '1', 'yes' ],
				false === $schema['default']     => [ '', 'no' ],
				\is_array( $schema['default'] ) => [ \implode( ', ', $schema['default'] ) ],
				default                         => [ (string) $schema['default'] ],
			};
			self::assertContains( $held, $expected, $path );
			++$compared;
		}
		self::assertGreaterThan( 20, $compared );
	}

	/**
	 * @dataProvider structures
	 *
	 * @param array<string,mixed> $structure As the engine takes it, without properties that have defaults.
	 */
	public function test_an_untouched_form_saves_the_engines_defaults( array $structure ): void {
		$plain = \siren_save_distributor(
			[
				'name'      => 'Plain',
				'units'     => 'USD',
				'schedule'  => [ 'every' => 'month' ],
				'metrics'   => [
					[
						'event'  => 'course_completed',
						'points' => 1,
					],
					[
						'event'  => 'product_sold',
						'points' => 2,
					],
				],
				'pool'      => [
					'sources' => [
						[
							'kind'    => 'revenue_share',
							'percent' => '10',
							'include' => [ 'line_items', 'discounts' ],
						],
					],
				],
				'structure' => $structure,
				'now'       => self::NOW,
			]
		);
		$fields = \array_replace_recursive(
			self::sent_by( $this->blank() ),
			[
				'name'      => 'Plain',
				'structure' => $structure['kind'],
				'share'     => '1',
				'percent'   => '10',
				'points'    => [
					'course_completed' => '1',
					'product_sold'     => '2',
				],
			]
		);
		$this->done( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', $fields, 'distributor_saved' );
		[ $typed ] = \siren_find( 'distributors' )['items'];
		$own       = \array_flip( [ 'id', 'distribution' ] );
		self::assertSame( \array_diff_key( $plain, $own ), \array_diff_key( $typed, $own ) );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function structures(): array {
		return [
			'by points' => [ [ 'kind' => 'performance_weighted_pool' ] ],
			'to one'    => [ [ 'kind' => 'top_score_wins' ] ],
			'in prizes' => [
				[
					'kind'   => 'ladder',
					'prizes' => [ '50', '30', '20' ],
				],
			],
		];
	}

	public function test_an_unknown_value_is_offered_with_the_engines_description(): void {
		$schema = self::schema();
		self::extend( $schema );
		( new \ReflectionProperty( DistributorSchema::class, 'current' ) )->setValue( null, new DistributorSchema( $schema ) );

		$offered = [];
		foreach ( self::controls_in( $this->blank() ) as $control ) {
			$texts = \array_map( static fn( \DOMElement $option ): array => [ $option->getAttribute( 'value' ), $option->textContent ], \iterator_to_array( $control->getElementsByTagName( 'option' ) ) );
			if ( 'input' === $control->nodeName ) {
				$texts = [ [ $control->getAttribute( 'value' ), $control->parentNode->textContent ] ];
			}
			foreach ( $texts as [ $value, $text ] ) {
				if ( 'made_up' === $value && \str_contains( $text, 'Something new' ) ) {
					$offered[ self::base( $control->getAttribute( 'name' ) ) ] = true;
				}
			}
		}
		$controls = self::controls();
		$chosen   = 0;
		foreach ( self::properties( $schema ) as $path => $property ) {
			if ( \str_contains( (string) \wp_json_encode( $property ), 'made_up' ) ) {
				// The day on which a week starts is a different control from that of a month.
				$control = 'schedule.on' === $path ? 'weekday' : $controls[ $path ];
				self::assertArrayHasKey( $control, $offered, $path );
				++$chosen;
			}
		}
		self::assertGreaterThan( 15, $chosen );

		$fields = [
			'name'     => 'Something new',
			'on_empty' => 'made_up',
		] + self::sent_by( $this->blank() );
		$this->sent( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', $fields );
		self::assertMatchesRegularExpression( '~<option value="made_up" selected=.selected.>Something new<~', $this->show( DistributorsScreen::class, [ 'edit' => 'new' ] ) );
	}

	public function test_choices_come_in_the_engines_order(): void {
		$markup = $this->blank();
		foreach ( [ 'on_empty', 'on_refund_after_close', 'tie', 'weekday' ] as $name ) {
			$control = self::named( $markup )[ $name ];
			$words   = \array_map( static fn( \DOMElement $option ): string => $option->getAttribute( 'value' ), \iterator_to_array( $control->getElementsByTagName( 'option' ) ) );
			$path    = [
				'tie'     => 'structure.tie',
				'weekday' => 'schedule.on',
			][ $name ] ?? $name;
			self::assertSame( \array_keys( DistributorSchema::current()->choices( $path, [] ) ), $words, $name );
		}
		\preg_match_all( '~name="structure" value="(\w+)"~', $markup, $kinds );
		self::assertSame( \array_column( self::schema()['properties']['structure']['oneOf'], 'title' ), [ ...\array_slice( $kinds[1], 0, 4 ), 'top_n', ...\array_slice( $kinds[1], 4 ) ], 'another name of the ladder is not offered' );
	}

	public function test_limits_are_the_engines(): void {
		$printed  = self::named( $this->blank() );
		$controls = self::controls();
		$compared = [];
		foreach ( self::properties( self::schema() ) as $path => $property ) {
			$control = $printed[ $controls[ $path ] ?? '' ] ?? null;
			foreach ( [ $property, ...( $property['anyOf'] ?? [] ) ] as $schema ) {
				$limits = match ( ( $schema['type'] ?? '' ) . ' ' . ( $control?->getAttribute( 'type' ) ) ) {
					'integer number' => [
						'min' => $schema['minimum'],
						'max' => $schema['maximum'],
					],
					'string text'    => \array_filter( [ 'maxlength' => $schema['maxLength'] ?? null ] ),
					default          => [],
				};
				foreach ( $limits as $attribute => $limit ) {
					self::assertSame( (string) $limit, $control->getAttribute( $attribute ), "$path $attribute" );
					$compared[] = $path;
				}
			}
		}
		self::assertEqualsCanonicalizing(
			[ 'name', 'units', 'metrics[0].currency', ...\array_merge( ...\array_fill( 0, 2, [ 'schedule.every.days', 'schedule.on', 'metrics[0].points', 'structure.score', 'minimum_score', 'hold_days', 'grace_minutes' ] ) ) ],
			$compared
		);
		self::assertSame( '5', $printed['year_day']->getAttribute( 'maxlength' ) );
	}

	/** The form of a new distributor. */
	private function blank(): string {
		return $this->show(
			DistributorsScreen::class,
			[
				'edit'   => 'new',
				'recipe' => 'blank',
			]
		);
	}

	/** The form of a stored distributor. */
	private function stored(): string {
		return $this->show( DistributorsScreen::class, [ 'edit' => (string) self::distributor( [ 'course_completed' => 1 ] ) ] );
	}

	/** @return array<string,mixed> The engine's. */
	private static function schema(): array {
		return \siren_describe( 'save_distributor' )[0]['input'];
	}

	/**
	 * The control of each property.
	 *
	 * @return array<string,?string> Name without an event; null for none.
	 */
	private static function controls(): array {
		$schema   = self::schema();
		$controls = DistributorForm::controls(
			[
				'schedule' => [ 'every' => 'month' ],
				'metrics'  => [ [ 'event' => 'product_sold' ] ],
				'pool'     => [ 'sources' => \array_map( static fn( array $kind ): array => [ 'kind' => $kind['title'] ], $schema['properties']['pool']['properties']['sources']['items']['oneOf'] ) ],
			]
		);
		return \array_map( static fn( string $path ): ?string => isset( $controls[ $path ] ) ? self::base( $controls[ $path ] ) : null, \array_combine( $paths = \array_keys( self::properties( $schema ) ), $paths ) );
	}

	/**
	 * Every property that is not an object, by its path as in a problem. Of a list, the first item; of a list of
	 * several kinds, one of each.
	 *
	 * @param array<string,mixed> $schema Schema.
	 * @param string              $path   Path of the schema.
	 * @return array<string,array<string,mixed>> Schemas.
	 */
	private static function properties( array $schema, string $path = '' ): array {
		$found = [];
		foreach ( $schema['properties'] ?? [] as $name => $property ) {
			$found += self::properties( $property, \ltrim( $path . '.' . $name, '.' ) );
		}
		foreach ( [ ...( $schema['oneOf'] ?? [] ), ...( $schema['anyOf'] ?? [] ) ] as $kind ) {
			$found += \array_diff_key( self::properties( $kind, $path ), [ $path => '' ] );
		}
		foreach ( $schema['items']['oneOf'] ?? [ $schema['items'] ?? [] ] as $number => $item ) {
			$found += isset( $item['properties'] ) ? self::properties( $item, $path . '[' . $number . ']' ) : [];
		}
		return [] === $found || isset( $schema['anyOf'] ) ? $found + [ $path => $schema ] : $found;
	}

	/**
	 * Adds a value to every enumeration and a kind to every object with kinds. Sources of the pool are not extended,
	 * because each has its own part of the form.
	 *
	 * @param array<mixed> $schema Schema.
	 */
	private static function extend( array &$schema ): void {
		foreach ( $schema as $name => &$part ) {
			if ( \is_array( $part ) && 'sources' !== $name ) {
				self::extend( $part );
			}
		}
		unset( $part );
		if ( isset( $schema['properties']['sources'] ) ) {
			self::extend( $schema['properties']['sources']['items']['oneOf'][0]['properties']['include'] );
		}
		if ( isset( $schema['enum'] ) ) {
			$schema['enumDescriptions'][ \count( $schema['enum'] ) ] = 'Something new.';

			$schema['enum'][] = 'made_up';
		}
		if ( isset( $schema['oneOf'] ) ) {
			$schema['oneOf'][] = [
				'title'       => 'made_up',
				'description' => 'Something new',
				'type'        => 'object',
				'properties'  => [
					'kind' => [
						'type' => 'string',
						'enum' => [ 'made_up' ],
					],
				],
			];
		}
	}

	/**
	 * The controls of the form, by name without an event.
	 *
	 * @param string $markup Output of the screen.
	 * @return array<string,\DOMElement>
	 */
	private static function named( string $markup ): array {
		$named = [];
		foreach ( self::controls_in( $markup ) as $control ) {
			$named[ self::base( $control->getAttribute( 'name' ) ) ] ??= $control;
		}
		return $named;
	}

	/**
	 * The name of a control without an event.
	 *
	 * @param string $name Name.
	 */
	private static function base( string $name ): string {
		return (string) \strstr( $name . '[', '[', true );
	}
}
