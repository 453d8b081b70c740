<?php
/**
 * Tests of the distributor editor, through the form that it prints.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\DistributorsScreen;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * A user opens a distributor, changes nothing or one field, and saves.
 */
final class DistributorEditorTest extends ScreenTestCase {

	/**
	 * @dataProvider definitions
	 *
	 * @param array<string,mixed> $definition As a case gives it to the engine.
	 */
	public function test_opening_and_saving_a_rule_changes_nothing( array $definition ): void {
		$row = self::saved( $definition );
		$this->submit( self::sent_by( $this->editor( $row['id'] ) ) );
		self::assertSame( $row, \siren_get( 'distributors', $row['id'] ) );
	}

	/**
	 * What a browser would send is not what is typed by hand: one field is changed, and nothing else.
	 *
	 * @dataProvider definitions
	 *
	 * @param array<string,mixed> $definition As a case gives it to the engine.
	 */
	public function test_changing_the_name_changes_nothing_else( array $definition ): void {
		$row    = self::saved( $definition );
		$fields = self::sent_by( $this->editor( $row['id'] ) );
		$this->submit( [ 'name' => 'Another name' ] + $fields );
		$after = \siren_get( 'distributors', $row['id'] );
		self::assertSame( 'Another name', $after['name'] );
		self::assertSame( [ 'name' => '', 'version' => 0 ] + $row, [ 'name' => '', 'version' => 0 ] + $after );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function definitions(): array {
		$definitions = [];
		foreach ( (array) \glob( \dirname( __DIR__, 3 ) . '/cases/*.json' ) as $file ) {
			$case = \json_decode( (string) \file_get_contents( (string) $file ), true, 512, JSON_THROW_ON_ERROR );
			foreach ( self::within( $case ) as $definition ) {
				$definitions[ \serialize( \array_diff_key( $definition, self::not_a_rule(), [ 'name' => '' ] ) ) ] ??= [ \basename( (string) $file, '.json' ), $definition ];
			}
		}
		$named = [];
		foreach ( \array_values( $definitions ) as $number => [ $case, $definition ] ) {
			$named[ $case . ' #' . $number ] = [ $definition ];
		}
		return $named + self::what_cases_lack();
	}

	/**
	 * Texts that a field shows in another way than they are stored.
	 *
	 * @return array<string,array{array<string,mixed>}>
	 */
	private static function what_cases_lack(): array {
		$rule = [
			'name'      => 'May',
			'units'     => 'USD',
			'schedule'  => [ 'every' => 'month' ],
			'metrics'   => [
				[
					'event'  => 'product_sold',
					'points' => 1,
				],
				[
					'event'    => 'webinar_attended',
					'points'   => 2,
					'split'    => 'by_weight',
					'per'      => 'currency_unit',
					'currency' => 'EUR',
				],
			],
			'pool'      => [
				'sources' => [
					[
						'kind'    => 'revenue_share',
						'percent' => '10',
						'include' => [ 'taxes', 'line_items' ],
						'filter'  => [
							'skus'       => [ 'A, B', 'C' ],
							'categories' => [ 'x,y' ],
							'types'      => [ ' ' . 'course' ],
							'referred'   => true,
						],
					],
					[
						'kind'    => 'revenue_share',
						'percent' => '5',
						'include' => [ 'fees' ],
					],
				],
			],
			'structure' => [
				'kind'   => 'top_n',
				'prizes' => [ '70', '30' ],
			],
			'audience'  => [
				'kind'   => 'group',
				'groups' => [ 'authors, guests', 'partners' ],
			],
		];
		return [
			'commas in names' => [ $rule ],
			'spaces in names' => [ [ 'name' => ' May,  or June ' ] + $rule ],
		];
	}

	public function test_shown_fields_can_be_changed_and_others_are_kept(): void {
		$row    = self::saved( self::what_cases_lack()['commas in names'][0] );
		$fields = self::sent_by( $this->editor( $row['id'] ) );

		$this->submit(
			[
				'percent'       => '12',
				'skus'          => 'D',
				'minimum_score' => '3',
			] + $fields
		);
		$after = \siren_get( 'distributors', $row['id'] );
		self::assertSame( [ '12', '5' ], \array_column( $after['pool']['sources'], 'percent' ) );
		$filter = $row['pool']['sources'][0]['filter'];
		self::assertSame( [ 'skus' => [ 'D' ] ] + $filter, [ 'skus' => $after['pool']['sources'][0]['filter']['skus'] ] + $after['pool']['sources'][0]['filter'] );
		self::assertSame( [ $row['metrics'], $row['structure'], $row['audience'], 3 ], [ $after['metrics'], $after['structure'], $after['audience'], $after['minimum_score'] ] );

		// Removing something also removes what belongs only to it.
		unset( $fields['share'] );
		$fields['points']['webinar_attended'] = '';
		$this->submit(
			[
				'structure' => 'shared_engagement_pool',
				'audience'  => 'all',
			] + $fields
		);
		$after = \siren_get( 'distributors', $row['id'] );
		self::assertSame( [ '5' ], \array_column( $after['pool']['sources'], 'percent' ), 'the second is not the form\'s' );
		self::assertSame( [ 'product_sold' ], \array_column( $after['metrics'], 'event' ) );
		self::assertSame( [ 'kind' => 'shared_engagement_pool' ], $after['structure'] );
		self::assertSame( [ 'kind' => 'all' ], $after['audience'] );
	}

	/**
	 * Every definition of a distributor in a case.
	 *
	 * @param mixed $part Of a case.
	 * @return array<array<string,mixed>>
	 */
	private static function within( mixed $part ): array {
		if ( ! \is_array( $part ) || isset( $part['refused'] ) || [] !== ( $part['expect']['problems'] ?? [] ) ) {
			return []; // A step that shows what the engine does not save.
		}
		$found = isset( $part['name'], $part['units'], $part['schedule'], $part['metrics'], $part['pool'], $part['structure'] ) ? [ $part ] : [];
		return \array_merge( $found, ...\array_map( [ self::class, 'within' ], \array_values( $part ) ) );
	}

	/** @return array<string,int> What says when and how it is saved. */
	private static function not_a_rule(): array {
		return \array_flip( [ 'id', 'status', 'now', 'apply_now', 'starts_at' ] );
	}

	/**
	 * A distributor in force.
	 *
	 * @param array<string,mixed> $definition Its rules.
	 * @return array<string,mixed> The row.
	 */
	private static function saved( array $definition ): array {
		foreach ( [ 'Ada', 'Ben', 'Cy' ] as $name ) {
			self::collaborator( $name ); // For lists of them.
		}
		$rules = \array_diff_key( $definition, self::not_a_rule() );
		$saved = \siren_save_distributor(
			$rules + [
				'starts_at' => '2026-05-01T00:00:00Z',
				'now'       => '2026-05-01T00:00:00Z',
			]
		);
		return \siren_get( 'distributors', $saved['id'] );
	}

	/**
	 * What the editor prints.
	 *
	 * @param int $id Distributor.
	 */
	private function editor( int $id ): string {
		return $this->show( DistributorsScreen::class, [ 'edit' => (string) $id ] );
	}

	/**
	 * Saves what a browser sent.
	 *
	 * @param array<string,mixed> $fields As {@see self::sent_by()} gave them.
	 */
	private function submit( array $fields ): void {
		$this->done( [ DistributorsScreen::class, 'save' ], 'siren_save_distributor', $fields, 'distributor_saved' );
	}
}
