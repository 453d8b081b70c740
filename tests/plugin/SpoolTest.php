<?php
/**
 * Tests of Spool.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Spool;
use Siren\Distributors\Store;

/**
 * Spooled records count like those that the extension writes.
 */
final class SpoolTest extends SirenTestCase {

	private string $journal;

	private Spool $spool;

	protected function setUp(): void {
		parent::setUp();
		$this->spool   = new Spool( Store::directory() );
		$this->journal = Store::directory() . '/journal.log';
	}

	/**
	 * @dataProvider facts
	 *
	 * @param string       $verb  Method, and function of the extension.
	 * @param array<mixed> $given Its arguments.
	 */
	public function test_a_spooled_record_equals_the_extensions_own( string $verb, array $given ): void {
		// A visit with an unknown code is only counted and not stored, so a duplicate could not be detected.
		\siren_save_collaborator(
			[
				'name'    => 'Ada',
				'aliases' => [
					[
						'type' => 'coupon',
						'code' => 'SAVE“10”',
					],
				],
			]
		);
		$answer = \call_user_func_array( 'siren_record_' . $verb, $given );
		self::assertSame( $answer, $this->spool->$verb( ...$given ) );

		$lines = (array) \file( $this->journal, FILE_IGNORE_NEW_LINES );
		$ours  = self::read( (string) \end( $lines ) );
		self::assertLessThan( 60_000_000, \abs( $ours['now'] - (int) ( \microtime( true ) * 1_000_000 ) ), 'microseconds' );
		$folded = \siren_run_due( self::NOW )['folded'];
		self::assertSame( [ 1, 0 ], [ $folded['duplicates'], $folded['faults'] ], 'the engine takes both for the same fact' );
	}

	/** @return array<string,array{string,array<mixed>}> */
	public static function facts(): array {
		$event = [
			'key'         => 'k',
			'occurred_at' => '2026-05-05T12:00:00+02:00',
		];
		$sale  = [
			'source'      => 'shop',
			'external_id' => '7',
			'occurred_at' => '2026-05-05T10:00:00.1234567Z',
		];
		$alias = static fn( string $type, string $code ): array => [
			'type' => $type,
			'code' => $code,
		];
		$line  = static fn( string $amount ): array => [
			'kind'   => 'line_item',
			'amount' => $amount,
		];
		return [
			'a collaborator'                    => [ 'event', [ 'course_completed', $event + [ 'collaborator' => 3 ] ] ],
			'an alias'                          => [ 'event', [ 'coupon_used', $event + [ 'alias' => $alias( 'coupon', 'SAVE“10”' ) ] ] ],
			'several, with weights'             => [
				'event',
				[
					'lesson_completed',
					$event + [
						'collaborators' => [
							3,
							[
								'id'     => 4,
								'weight' => 2,
							],
							$alias( 'wp_user', '9' ) + [ 'weight' => 1 ],
						],
					],
				],
			],
			'all an event can have'             => [
				'event',
				[
					'lesson_completed',
					$event + [
						'collaborator' => 3,
						'subject'      => 'user:12',
						'object'       => 'course:5/été',
						'quantity'     => 3,
						'value'        => '12.34',
						'data'         => [
							'title' => "A \"b\" \\ / \u{2028} \n",
							'list'  => [ 1, true, null ],
							'map'   => [ 'a' => 'b' ],
						],
					],
				],
			],
			'by all names, in a currency, not to count' => [
				'event',
				[
					'site_visited',
					$event + [
						'collaborator' => 3,
						'subject'      => [ 'user:12', 'email:a@example.org' ],
						'value'        => '5',
						'currency'     => 'JPY',
						'ignored'      => 'own_visit',
						'history'      => true,
					],
				],
			],
			'from a network'                    => [
				'event',
				[
					'post_visited',
					$event + [
						'collaborator'  => 3,
						'network'       => '0123456789abcdef',
						'network_limit' => 7,
					],
				],
			],
			'from a network of which as many count as usual' => [
				'event',
				[
					'post_visited',
					$event + [
						'collaborator' => 3,
						'network'      => '0123456789abcdef',
					],
				],
			],
			'referred by one'                   => [
				'transaction',
				[
					$sale + [
						'currency' => 'USD',
						'referrer' => $alias( 'link', 'ada' ),
						'details'  => [ $line( '50.00' ) ],
					],
				],
			],
			'referred by several'               => [
				'transaction',
				[
					$sale + [
						'currency' => 'USD',
						'customer' => [ 'user:12', 'email:a@example.org', 'email:b@example.org' ],
						'referrer' => [ $alias( 'coupon', 'SAVE10' ), $alias( 'link', 'ada' ), 4 ],
						'details'  => [ $line( '50.00' ) ],
					],
				],
			],
			'a sale of one line'                => [ 'transaction', [ $sale + [ 'currency' => 'USD', 'details' => [ $line( '50.00' ) ] ] ] ],
			'amounts shorter than the currency' => [ 'transaction', [ $sale + [ 'currency' => 'KWD', 'details' => [ $line( '0.5' ), $line( '7' ) ] ] ] ],
			'a currency without decimals'       => [ 'transaction', [ $sale + [ 'currency' => 'JPY', 'details' => [ $line( '1200' ) ] ] ] ],
			'points'                            => [ 'transaction', [ $sale + [ 'currency' => 'points', 'details' => [ $line( '12' ) ] ] ] ],
			'all a sale can have'               => [
				'transaction',
				[
					$sale + [
						'currency' => 'EUR',
						'customer' => 'email:a@example.org',
						'renewal'  => true,
						'revision' => 1790000000,
						'history'  => true,
						'coupons'  => [ 'save10', 'ÉTÉ' ],
						'details'  => [
							[
								'kind'        => 'line_item',
								'external_id' => 11,
								'amount'      => '108.50',
								'quantity'    => '2.5',
								'name'        => \str_repeat( 'é', 300 ),
								'type'        => 'simple',
								'sku'         => 'A-1',
								'categories'  => [ 'books', 'new' ],
								'owners'      => [ $alias( 'wp_user', '9' ), 4 ],
							],
							[
								'kind'        => 'discount',
								'external_id' => '12',
								'amount'      => '-0.05',
								'line'        => 11,
							],
							[
								'kind'        => 'shipping',
								'external_id' => '13',
								'amount'      => '0.00',
								'sku'         => '',
							],
						],
					],
				],
			],
			'a refund of the rest'              => [ 'refund', [ $sale + [ 'refund_id' => 9 ] ] ],
			'a refund of an amount'             => [ 'refund', [ $sale + [ 'refund_id' => '9', 'amount' => '3.5' ] ] ],
			'a refund by line'                  => [
				'refund',
				[
					$sale + [
						'refund_id' => '9',
						'lines'     => [
							[ 'external_id' => '11' ],
							[
								'external_id' => 12,
								'amount'      => '-1.00',
								'quantity'    => '0.5',
							],
						],
					],
				],
			],
			'a refund of history'               => [ 'refund', [ $sale + [ 'refund_id' => '9', 'history' => true ] ] ],
			'nothing of it true'                => [
				'transaction',
				[
					$sale + [
						'currency' => 'USD',
						'renewal'  => false,
						'history'  => false,
						'revision' => 0,
						'details'  => [ $line( '50.00' ) ],
					],
				],
			],
			'a cancellation, undone'            => [ 'refund', [ $sale + [ 'refund_id' => '9', 'cancelled' => true, 'undo' => true ] ] ],
		];
	}

	/**
	 * @dataProvider unsayable
	 *
	 * @param string       $verb  Method.
	 * @param array<mixed> $given Its arguments.
	 */
	public function test_records_without_a_key_or_with_invalid_utf8_are_rejected( string $verb, array $given ): void {
		try {
			$this->spool->$verb( ...$given );
			self::fail( 'It was taken.' );
		} catch ( \UnexpectedValueException | \JsonException ) {
			self::assertFileDoesNotExist( $this->journal );
		}
	}

	/** @return array<string,array{string,array<mixed>}> */
	public static function unsayable(): array {
		return [
			'no key'       => [ 'event', [ 'post_visited', [ 'collaborator' => 1 ] ] ],
			'an empty one' => [ 'event', [ 'post_visited', [ 'key' => '', 'collaborator' => 1 ] ] ],
			'no number'    => [ 'transaction', [ [ 'source' => 'shop' ] ] ],
			'no refund'    => [ 'refund', [ [ 'source' => 'shop', 'external_id' => 7 ] ] ],
			'no UTF-8'     => [ 'event', [ 'post_visited', [ 'key' => 'k', 'collaborator' => 1, 'object' => "post:\xff" ] ] ],
		];
	}

	/**
	 * @dataProvider impossible
	 *
	 * @param string       $verb  Method.
	 * @param array<mixed> $given Its arguments.
	 * @param string       $what  What is wrong with it.
	 */
	public function test_records_the_engine_rejects_are_set_aside_with_their_problem( string $verb, array $given, string $what ): void {
		$this->spool->$verb( ...$given );
		self::assertSame( 1, \siren_run_due( self::NOW )['folded']['faults'] );
		$kept = ( new \PDO( 'sqlite:' . Store::directory() . '/siren.sqlite3' ) )->query( 'SELECT reason, bytes FROM journal_faults' )->fetch();
		self::assertStringStartsWith( "is no record_$verb: ", $kept['reason'] );
		self::assertStringContainsString( $what, $kept['reason'] );
		self::assertStringStartsWith( '{"record":', $kept['bytes'] );
	}

	/** @return array<string,array{string,array<mixed>,string}> */
	public static function impossible(): array {
		$event = [ 'key' => 'k', 'collaborator' => 1 ];
		$sale  = [ 'source' => 'shop', 'external_id' => '7', 'currency' => 'USD' ];
		$line  = static fn( mixed $amount ): array => [ 'transaction', [ $sale + [ 'details' => [ [ 'kind' => 'line_item', 'amount' => $amount ] ] ] ], 'details[0].amount' ];
		return [
			'nobody'              => [ 'event', [ 'post_visited', [ 'key' => 'k' ] ], 'collaborator' ],
			'somebody twice'      => [ 'event', [ 'post_visited', $event + [ 'collaborators' => [ 2 ] ] ], 'collaborator' ],
			'an unknown key'      => [ 'event', [ 'post_visited', $event + [ 'colour' => 'red' ] ], 'colour' ],
			'no instant'          => [ 'event', [ 'post_visited', $event + [ 'occurred_at' => 'yesterday' ] ], 'occurred_at' ],
			'no quantity'         => [ 'event', [ 'post_visited', $event + [ 'quantity' => 0 ] ], 'quantity' ],
			'no type'             => [ 'event', [ 'Post Visited', $event ], 'type' ],
			'a float'             => $line( 1.5 ),
			'too many decimals'   => $line( '1.505' ),
			'no number'           => $line( '1e3' ),
			'more than there is'  => $line( \str_repeat( '9', 30 ) ),
			'lines and an amount' => [ 'refund', [ [ 'source' => 's', 'external_id' => '7', 'refund_id' => '1', 'amount' => '1', 'lines' => [] ] ], 'lines' ],
		];
	}

	public function test_a_record_the_engine_rejects_is_set_aside_without_affecting_others(): void {
		$ada         = self::collaborator( 'Ada' );
		$distributor = self::distributor( [ 'course_completed' => 10 ] );
		foreach ( [ 1, 0, -5, 1 ] as $number => $quantity ) {
			$this->spool->event(
				'course_completed',
				[
					'key'          => 'k' . $number,
					'collaborator' => $ada,
					'quantity'     => $quantity,
					'occurred_at'  => self::NOW,
				]
			);
		}
		self::assertSame( [ $ada => 20 ], self::scores( $distributor ) );
		self::assertSame( 2, \siren_status( self::NOW )['counts']['faults'] );
	}

	public function test_only_the_owner_may_read_it_whatever_the_umask(): void {
		$directory = SIREN_SITE_DIR . '/spool-' . \bin2hex( \random_bytes( 6 ) );
		$before    = \umask( 0 );
		( new Spool( $directory ) )->event( 'post_visited', [ 'key' => 'k', 'collaborator' => 1 ] );
		$after = \umask( $before );
		self::assertSame( [ '700', '600', 0 ], [ \decoct( (int) \fileperms( $directory ) & 0o777 ), \decoct( (int) \fileperms( $directory . '/journal.log' ) & 0o777 ), $after ] );
		\unlink( $directory . '/journal.log' );
		\rmdir( $directory );
	}

	/**
	 * @dataProvider places_where_nothing_can_be_written
	 *
	 * @param callable(string):void $prepare Turns a path into such a place.
	 */
	public function test_an_unwritable_directory_is_reported( callable $prepare ): void {
		$path = SIREN_SITE_DIR . '/spool-' . \bin2hex( \random_bytes( 6 ) );
		$prepare( $path );
		try {
			( new Spool( $path ) )->event( 'post_visited', [ 'key' => 'k', 'collaborator' => 1 ] );
			self::fail( 'It was taken.' );
		} catch ( \RuntimeException $failure ) {
			self::assertStringContainsString( 'the journal cannot be', $failure->getMessage() );
		} finally {
			\shell_exec( 'rm -rf ' . \escapeshellarg( $path ) );
		}
	}

	/** @return array<string,array{callable(string):void}> */
	public static function places_where_nothing_can_be_written(): array {
		return [
			'a file is there'             => [ static fn( string $path ) => \touch( $path ) ],
			'the journal is a link'       => [
				static function ( string $path ): void {
					\mkdir( $path );
					\symlink( '/dev/null', $path . '/journal.log' );
				},
			],
			'a directory is in its place' => [
				static function ( string $path ): void {
					\mkdir( $path );
					\mkdir( $path . '/journal.log' );
				},
			],
		];
	}

	public function test_concurrent_writers_tear_no_line(): void {
		$workers = \array_map( static fn( string $name ) => self::start_writing( $name, 300 ), [ 'a', 'b', 'c' ] );
		self::assertSame( [ 0, 0, 0 ], \array_map( 'proc_close', $workers ) );
		$keys = \array_map( static fn( string $line ): string => self::read( $line )['record']['input']['key'], (array) \file( $this->journal, FILE_IGNORE_NEW_LINES ) );
		self::assertCount( 900, \array_unique( $keys ) );
	}

	public function test_no_line_is_lost_during_rotation(): void {
		$enough = SIREN_SITE_DIR . '/enough-' . \bin2hex( \random_bytes( 6 ) );
		// Limited, because each round reads everything written before.
		$worker = self::start_writing( 'w', 20_000, $enough, $pipes );
		// Erasing anyone, even a stranger, rotates the journal.
		for ( $round = 0; $round < 10 || \siren_find( 'events' )['total'] < 500; $round++ ) {
			\siren_erase_person( [ 'user:4711' ] );
		}
		\touch( $enough );
		$written = (int) \stream_get_contents( $pipes[1] );
		self::assertSame( 0, \proc_close( $worker ) );
		\unlink( $enough );
		self::assertSame( $written, \siren_find( 'events' )['total'] );
		self::assertSame( 0, \siren_status( self::NOW )['counts']['faults'] );
	}

	/**
	 * Starts a process that writes events into the journal.
	 *
	 * @param string $name   Prefix of their keys.
	 * @param int    $times  Maximum number.
	 * @param string $enough A file that stops it; it then prints how many it wrote.
	 * @param ?array $pipes  The second one is its output.
	 * @return resource Process.
	 */
	private static function start_writing( string $name, int $times, string $enough = '', ?array &$pipes = null ) {
		$script = 'define("ABSPATH", "/"); foreach (["PrivateFile", "JournalFile", "Spool"] as $c) { require $argv[1] . "/$c.php"; }'
			. '$s = new Siren\Distributors\Spool($argv[2]);'
			. 'for ($i = 0; $i < (int) $argv[4] && !is_file($argv[5]); $i++, clearstatcache()) {'
			. ' $s->event("post_visited", ["key" => "$argv[3]:$i", "collaborator" => 1, "object" => str_repeat("x", 150)]); } "" === $argv[5] || print $i;';
		return \proc_open( [ PHP_BINARY, '-r', $script, \dirname( (string) \realpath( SIREN_DISTRIBUTORS_FILE ) ) . '/includes', Store::directory(), $name, (string) $times, $enough ], '' === $enough ? [] : [ 1 => [ 'pipe', 'w' ] ], $pipes );
	}

	/**
	 * The JSON of a line, after checking its form and checksum.
	 *
	 * @param string $line Without its line feed.
	 * @return array<string,mixed>
	 */
	private static function read( string $line ): array {
		self::assertSame( 1, \preg_match( '/^\x1e([0-9a-f]{8}) (\{.*\})$/Ds', $line, $part ), $line );
		self::assertSame( \hash( 'crc32b', $part[2] ), $part[1] );
		return \json_decode( $part[2], true, 16, JSON_THROW_ON_ERROR );
	}
}
