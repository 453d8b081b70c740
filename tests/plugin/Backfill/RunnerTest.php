<?php
/**
 * Tests of Runner.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Backfill;

use Siren\Distributors\Backfill\PastRecord;
use Siren\Distributors\Backfill\Page;
use Siren\Distributors\Backfill\Runner;
use Siren\Distributors\Backfill\Source;
use Siren\Distributors\Failures;
use Siren\Distributors\PastMoment;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * However a request ends, the next one continues where it stopped.
 */
final class RunnerTest extends SirenTestCase {

	private const OPTION = 'siren_test_run';

	/**
	 * What was recorded.
	 *
	 * @var array<array{string,string,bool}> Source and place, instant, whether it is history.
	 */
	private array $recorded = [];

	protected function setUp(): void {
		parent::setUp();
		\delete_option( self::OPTION );
		\update_option( 'siren_since', '1970-01-01T00:00:00Z', false );
	}

	public function test_nothing_runs_before_it_is_started(): void {
		$run = $this->runner( 5 );
		self::assertTrue( $run->has_sources() );
		self::assertNull( $run->progress() );
		$run->go_on( 1000 );
		self::assertSame( [], $this->recorded );
		self::assertFalse( $run->is_running() );
	}

	public function test_a_run_can_finish_in_one_request(): void {
		$run = $this->runner( 5, 0, 3 );
		$run->begin();
		self::assertTrue( $run->is_running() );
		$run->go_on( 60_000 );
		self::assertFalse( $run->is_running() );
		self::assertSame( [ '0-1', '0-2', '0-3', '0-4', '0-5', '2-1', '2-2', '2-3' ], \array_column( $this->recorded, 0 ) );
		self::assertSame(
			[
				'begun_at' => self::NOW,
				'ended_at' => self::NOW,
				'total'    => 8,
				'looked'   => 8,
				'recorded' => 8,
				'history'  => 0,
				'failed'   => 0,
			],
			$run->progress()
		);
	}

	public function test_a_run_can_take_one_page_per_request(): void {
		$this->runner( 5, 3 )->begin();
		$requests = 0;
		while ( $this->runner( 5, 3 )->is_running() ) {
			$this->runner( 5, 3 )->go_on( 0 );
			self::assertLessThan( 20, ++$requests );
		}
		self::assertGreaterThan( 5, $requests );
		self::assertSame( [ '0-1', '0-2', '0-3', '0-4', '0-5', '1-1', '1-2', '1-3' ], \array_column( $this->recorded, 0 ) );
		self::assertFalse( \array_key_exists( self::OPTION, \wp_load_alloptions( true ) ), 'no page carries it' );
	}

	public function test_records_older_than_the_plugin_are_history(): void {
		$run = $this->runner( 3 );
		$run->begin();
		\update_option( 'siren_since', '1970-01-01T00:00:02Z', false );
		$run->go_on( 60_000 );
		self::assertSame( [ [ '0-1', '1970-01-01T00:00:01Z', true ], [ '0-2', '1970-01-01T00:00:02Z', false ], [ '0-3', '1970-01-01T00:00:03Z', false ] ], $this->recorded );
		self::assertSame( 1, $run->progress()['history'] );
	}

	public function test_a_failing_record_stops_no_other(): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		$run       = new Runner( self::OPTION, [ $this->source( '0', 4, [ 2 ] ) ] );
		$run->begin();
		$run->go_on( 60_000 );
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ '0-1', '0-3', '0-4' ], \array_column( $this->recorded, 0 ) );
		self::assertSame( [ 3, 1 ], [ $run->progress()['recorded'], $run->progress()['failed'] ] );
		self::assertSame( [ 'recording' ], \array_keys( Failures::latest() ) );
	}

	public function test_a_source_that_disappears_is_skipped(): void {
		$run = $this->runner( 3, 3 );
		$run->begin();
		$run->go_on( 0 );
		$rest = new Runner( self::OPTION, [ $this->source( '1', 3 ) ] );
		$rest->go_on( 60_000 );
		self::assertFalse( $rest->is_running() );
		self::assertSame( [ '0-1', '0-2', '1-1', '1-2', '1-3' ], \array_column( $this->recorded, 0 ) );
	}

	public function test_a_new_run_reads_everything_again(): void {
		foreach ( [ 3, 6 ] as $so_far ) {
			$run = $this->runner( 3 );
			$run->begin();
			$run->go_on( 60_000 );
			self::assertCount( $so_far, $this->recorded );
			self::assertSame( 3, $run->progress()['looked'] );
		}
	}

	/**
	 * A runner of sources with so many rows; one with none is not there.
	 *
	 * @param int ...$rows Each.
	 */
	private function runner( int ...$rows ): Runner {
		$sources = [];
		foreach ( $rows as $number => $count ) {
			$sources[] = $this->source( (string) $number, $count );
		}
		return new Runner( self::OPTION, $sources );
	}

	/**
	 * A source of rows 1, 2, 3…, two a page, each a second after the one before.
	 *
	 * @param string $name   Its name.
	 * @param int    $rows   How many.
	 * @param int[]  $broken Rows that cannot be recorded.
	 */
	private function source( string $name, int $rows, array $broken = [] ): Source {
		$record = function ( int $row, PastMoment $missed ) use ( $name, $broken ): bool {
			if ( \in_array( $row, $broken, true ) ) {
				throw new \RuntimeException( 'the disk is full' );
			}
			$this->recorded[] = [ "$name-$row", $missed->facts()['occurred_at'], $missed->history ];
			return true;
		};
		return new class( $name, $rows, $record ) implements Source {

			public function __construct( private string $name, private int $rows, private \Closure $record ) {}

			public function name(): string {
				return $this->name;
			}

			public function is_here(): bool {
				return $this->rows > 0;
			}

			public function count(): int {
				return $this->rows;
			}

			public function page( string $after ): Page {
				$numbers = \array_slice( \range( 1, $this->rows ), (int) $after, 2 );
				$record  = $this->record;
				$records = \array_map( static fn( int $row ): PastRecord => new PastRecord( $row, static fn( PastMoment $missed ): bool => $record( $row, $missed ) ), $numbers );
				return new Page( \count( $numbers ), $records, (string) ( (int) $after + \count( $numbers ) ) );
			}
		};
	}
}
