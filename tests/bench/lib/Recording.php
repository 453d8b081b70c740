<?php
/** Ways to store a visit. Each returns a function that records the n-th visit; everything else is prepared before. */

declare(strict_types=1);

namespace Siren\Bench;

use PDO;
use wpdb;

final class Recording {

	public const NAMES = [
		'siren'      => '`siren_record_event`',
		'bare_write' => 'a bare `O_APPEND` write of the same bytes',
		'synced'     => 'the same write and `fdatasync`: what this disk asks for a durable commit',
		'pdo_sqlite' => 'PDO, SQLite: event and metric in one prepared transaction',
		'wpdb'       => '`$wpdb->insert`',
	];

	private const TABLE = 'recorded_visits';

	private readonly Store $store;

	public function __construct( private readonly wpdb $wpdb ) {
		$this->store = Store::fresh( 'recording' );
		// Visits through an unknown link are only counted, not stored.
		$this->store->add_people( 1000 );
		WordPress::make_visits_table( $wpdb, self::TABLE );
		$pdo = $this->connect();
		$pdo->exec( 'PRAGMA journal_mode = WAL' );
		$pdo->exec(
			'CREATE TABLE events (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type TEXT NOT NULL, collaborator INTEGER NOT NULL,
				subject TEXT NOT NULL, quantity INTEGER NOT NULL, occurred_at TEXT NOT NULL);
			CREATE TABLE metrics (collaborator INTEGER NOT NULL, type TEXT NOT NULL, points INTEGER NOT NULL,
				PRIMARY KEY (collaborator, type)) WITHOUT ROWID'
		);
	}

	/** @return callable(int): mixed */
	public function siren( Visits $visits, int $from, int $count ): callable {
		$this->store->open();
		$events = self::facts( $visits->event( ... ), $from, $count );
		return static fn( int $number ) => siren_record_event( 'site_visited', $events[ $number ] );
	}

	/** @return callable(int): mixed */
	public function bare_write( Visits $visits, int $from, int $count ): callable {
		$lines = self::facts( self::line( ... ), $from, $count, $visits );
		$file  = fopen( $this->store->directory . '/bare.log', 'ab' );
		return static fn( int $number ) => fwrite( $file, $lines[ $number ] );
	}

	/** @return callable(int): mixed */
	public function synced( Visits $visits, int $from, int $count ): callable {
		$lines = self::facts( self::line( ... ), $from, $count, $visits );
		$file  = fopen( $this->store->directory . '/synced.log', 'ab' );
		return static fn( int $number ) => fwrite( $file, $lines[ $number ] ) && fdatasync( $file );
	}

	/** @return callable(int): mixed */
	public function pdo_sqlite( Visits $visits, int $from, int $count ): callable {
		$rows   = self::facts( $visits->row( ... ), $from, $count );
		$pdo    = $this->connect();
		$event  = $pdo->prepare( 'INSERT INTO events (key, type, collaborator, subject, quantity, occurred_at) VALUES (?, ?, ?, ?, ?, ?)' );
		$metric = $pdo->prepare( 'INSERT INTO metrics VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET points = points + excluded.points' );
		return static function ( int $number ) use ( $rows, $pdo, $event, $metric ): void {
			$row = $rows[ $number ];
			// Not beginTransaction(): a transaction that starts with a read fails if another one has written in the meantime.
			$pdo->exec( 'BEGIN IMMEDIATE' );
			$event->execute( $row );
			$metric->execute( [ $row[2], $row[1], $row[4] ] );
			$pdo->exec( 'COMMIT' );
		};
	}

	/** @return callable(int): mixed */
	public function wpdb( Visits $visits, int $from, int $count ): callable {
		$rows = self::facts( static fn( int $number ): array => WordPress::visit( $visits, $number ), $from, $count );
		return fn( int $number ) => $this->wpdb->insert( self::TABLE, $rows[ $number ] );
	}

	/**
	 * The number of each.
	 *
	 * @return array<string,int>
	 */
	public function kept(): array {
		$this->store->open();
		siren_run_due( Visits::FROM );
		return [
			'siren'      => siren_find( 'events', [ 'per_page' => 1 ] )['total'],
			'bare_write' => count( file( $this->store->directory . '/bare.log' ) ),
			'pdo_sqlite' => (int) $this->connect()->query( 'SELECT COUNT(*) FROM events' )->fetchColumn(),
			'wpdb'       => (int) $this->wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::TABLE ),
		];
	}

	/**
	 * The duration of each call in seconds.
	 *
	 * @param callable(int): mixed $record
	 * @return list<float>
	 */
	public static function latencies( callable $record, int $count ): array {
		$latencies = [];
		for ( $number = 0; $number < $count; $number++ ) {
			$began = hrtime( true );
			$record( $number );
			$latencies[] = ( hrtime( true ) - $began ) / 1e9;
		}
		return $latencies;
	}

	/** The line that Siren writes, for the bare write. */
	private static function line( int $number, Visits $visits ): string {
		$event = $visits->event( $number );
		$json  = json_encode( [
			'event' => [
				'key'      => $event['key'],
				'type'     => 'site_visited',
				'at'       => $visits->time( $number ) * 1_000_000,
				'owners'   => [ [ 'alias' => array_values( $event['alias'] ) ] ],
				'subject'  => $event['subject'],
				'quantity' => $event['quantity'],
			],
			'now'   => (int) ( microtime( true ) * 1e6 ),
		], JSON_THROW_ON_ERROR );
		return "\x1e" . hash( 'crc32b', $json ) . " $json\n";
	}

	/** In the fast mode that most would choose: a commit syncs nothing. */
	private function connect(): PDO {
		$pdo = new PDO( "sqlite:{$this->store->directory}/rival.sqlite3", options: [ PDO::ATTR_TIMEOUT => 600 ] );
		$pdo->exec( 'PRAGMA synchronous = NORMAL' );
		return $pdo;
	}

	private static function facts( callable $fact, int $from, int $count, mixed ...$with ): array {
		$facts = [];
		for ( $number = $from; $number < $from + $count; $number++ ) {
			$facts[] = $fact( $number, ...$with );
		}
		return $facts;
	}
}
