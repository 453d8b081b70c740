<?php
/**
 * Tests of names for ids.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Tables\AllocationsTable;
use Siren\Distributors\Admin\Tables\BalancesTable;
use Siren\Distributors\Admin\Tables\CollaboratorsTable;
use Siren\Distributors\Admin\Tables\DisputesTable;
use Siren\Distributors\Admin\Tables\DistributionsTable;
use Siren\Distributors\Admin\Tables\EngineTable;
use Siren\Distributors\Admin\Tables\EventsTable;
use Siren\Distributors\Admin\Tables\ObligationsTable;
use Siren\Distributors\Admin\Tables\PayoutsTable;
use Siren\Distributors\Admin\Tables\SalesTable;
use Siren\Distributors\Admin\Tables\StandingsTable;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * A table has all its names before it shows its first row.
 */
final class NamesTest extends ScreenTestCase {

	/**
	 * @dataProvider tables
	 *
	 * @param callable(array<string,int>):EngineTable $made   Makes the table.
	 * @param string[]                                $shown  What it shows.
	 */
	public function test_a_table_loads_all_names_at_once( callable $made, array $shown ): void {
		$ids = self::may_is_over();
		self::rename( $ids, 'Before' );
		Recorder::event(
			'course_completed',
			[
				'key'          => 'course-june',
				'collaborator' => $ids['second'],
			]
		);
		\siren_record_transaction(
			[
				'source'      => 'shop',
				'external_id' => '1',
				'currency'    => 'USD',
				'occurred_at' => self::clock(),
				'referrer'    => $ids['first'],
				'details'     => [
					[
						'kind'        => 'line_item',
						'external_id' => '1',
						'amount'      => '10.00',
					],
				],
			]
		);
		$closed = \siren_find( 'distributions', [ 'status' => 'complete' ] )['items'][0]['id'];
		\siren_dispute(
			[
				'collaborator' => $ids['first'],
				'about'        => [
					'distribution' => $closed,
					'reason'       => 'self',
				],
				'text'         => 'All of it counts.',
				'now'          => self::clock(),
			]
		);
		\siren_run_due( self::clock() );
		$table = $made( $ids + [ 'closed' => $closed ] );

		self::rename( $ids, 'After' );
		$markup = self::printed( [ $table, 'display' ] );
		self::assertStringNotContainsString( 'After', $markup );
		foreach ( $shown as $name ) {
			self::assertStringContainsString( 'Before the ' . $name, $markup );
		}
	}

	/** @return array<string,array{callable(array<string,int>):EngineTable,string[]}> */
	public static function tables(): array {
		$both = [ 'first', 'second' ];
		return [
			'allocations'   => [ static fn( array $ids ): EngineTable => new AllocationsTable( $ids['closed'] ), $both ],
			'balances'      => [
				static fn(): EngineTable => new BalancesTable(
					\siren_create_fulfillment(
						[
							'dry_run' => true,
							'now'     => self::clock(),
						]
					)
				),
				$both,
			],
			'collaborators' => [ static fn(): EngineTable => new CollaboratorsTable( '', '' ), $both ],
			'disputes'      => [ static fn(): EngineTable => new DisputesTable( [], [] ), [ 'first' ] ],
			'distributions' => [ static fn(): EngineTable => new DistributionsTable( 'distributions' ), [ 'distributor' ] ],
			'events'        => [ static fn(): EngineTable => new EventsTable( 'events' ), $both ],
			'obligations'   => [ static fn(): EngineTable => new ObligationsTable( [] ), [ 'distributor', ...$both ] ],
			'payouts'       => [
				static function (): EngineTable {
					\siren_create_fulfillment( [ 'now' => self::clock() ] );
					return new PayoutsTable( [], false );
				},
				$both,
			],
			'sales'         => [ static fn(): EngineTable => new SalesTable( 'transactions' ), [ 'first' ] ],
			'standings'     => [ static fn( array $ids ): EngineTable => new StandingsTable( $ids['distributor'], self::clock() ), [ 'second' ] ],
		];
	}

	public function test_more_than_a_hundred_names_are_loaded_at_once(): void {
		$ids = [];
		for ( $number = 1; $number <= 101; $number++ ) {
			$ids[] = self::collaborator( 'Before ' . $number );
		}
		$names = ( new Names() )->ask( 'collaborators', [ ...$ids, 999 ] );
		foreach ( [ $ids[0], $ids[100] ] as $id ) {
			\siren_save_collaborator(
				[
					'id'   => $id,
					'name' => 'After',
				]
			);
		}
		self::assertSame( [ 'Before 1', 'Before 101', '#999' ], [ $names->of( 'collaborators', $ids[0] ), $names->of( 'collaborators', $ids[100] ), $names->of( 'collaborators', 999 ) ] );
		self::assertSame( 'After', ( new Names() )->of( 'collaborators', $ids[0] ) );
	}

	/**
	 * Gives all of them other names.
	 *
	 * @param array<string,int> $ids   Ids.
	 * @param string            $begin How the names begin.
	 */
	private static function rename( array $ids, string $begin ): void {
		foreach ( [ 'first', 'second' ] as $who ) {
			\siren_save_collaborator(
				[
					'id'   => $ids[ $who ],
					'name' => $begin . ' the ' . $who,
				]
			);
		}
		\siren_save_distributor(
			[
				'id'   => $ids['distributor'],
				'name' => $begin . ' the distributor',
				'now'  => self::clock(),
			]
		);
	}
}
