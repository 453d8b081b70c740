<?php
/** Siren's data in a directory of the benchmark. */

declare(strict_types=1);

namespace Siren\Bench;

use PDO;

final class Store {

	private function __construct( public readonly string $directory ) {}

	/** An empty store, which replaces an earlier one. */
	public static function fresh( string $name ): self {
		$store = new self( self::path( $name ) );
		$store->remove();
		mkdir( $store->directory, 0700, true );
		$store->open();
		return $store;
	}

	/**
	 * A store that is reused as long as the schema and its builder are unchanged.
	 *
	 * @param callable(self): void $build Fills an empty store.
	 */
	public static function kept( string $name, callable $build ): self {
		$made_from = array_map( md5_file( ... ), [ ...glob( ROOT . '/src/store/migrations/*.sql' ), __FILE__, __DIR__ . '/Visits.php', __DIR__ . '/Stores.php' ] );
		$kept      = new self( self::path( "$name-" . substr( md5( implode( $made_from ) ), 0, 8 ) ) );
		if ( ! is_dir( $kept->directory ) ) {
			array_map( static fn( string $old ) => ( new self( $old ) )->remove(), glob( self::path( "$name-*" ) ) );
			Progress::say( "building the store $name" );
			$fresh = self::fresh( 'unfinished' );
			$build( $fresh );
			$fresh->check_point();
			rename( $fresh->directory, $kept->directory );
		}
		return $kept;
	}

	/** A copy that may be changed. It is synced at once, so that nothing is written while something is measured. */
	public function copy( string $name ): self {
		$copy = new self( self::path( $name ) );
		$copy->remove();
		Shell::run( 'cp', '-a', $this->directory, $copy->directory );
		Shell::run( 'sync' );
		$copy->open();
		return $copy;
	}

	public function open(): void {
		siren_open( 'sqlite:' . $this->directory, [ 'timezone' => 'UTC', 'currency' => 'USD' ] );
	}

	public function remove(): void {
		Shell::run( 'rm', '-rf', $this->directory );
	}

	/** A direct connection to the same file. */
	public function pdo(): PDO {
		return new PDO( "sqlite:{$this->directory}/siren.sqlite3" );
	}

	/** Adds collaborators with an affiliate link each: p1, p2, p3… Saving each one separately would take an hour. */
	public function add_people( int $count ): void {
		siren_save_collaborator( [ 'name' => 'Person 1', 'aliases' => [ [ 'type' => 'link', 'code' => 'p1' ] ], 'now' => Visits::FROM ] );
		$pdo = $this->pdo();
		$pdo->beginTransaction();
		$person = $pdo->prepare( "INSERT INTO collaborators (id, status, created_at, name, groups) SELECT :id, status, created_at, 'Person ' || :id, groups FROM collaborators WHERE id = 1" );
		$alias  = $pdo->prepare( "INSERT INTO aliases (kind, folded, code, collaborator_id) VALUES ('link', :code, :code, :id)" );
		for ( $id = 2; $id <= $count; $id++ ) {
			$person->execute( [ 'id' => $id ] );
			$alias->execute( [ 'id' => $id, 'code' => "p$id" ] );
		}
		$pdo->commit();
	}

	/** Adds payouts of zero to one fulfillment, for the benchmark of lists. */
	public function add_payouts( int $count ): void {
		$pdo = $this->pdo();
		$pdo->exec( "INSERT INTO fulfillments (id, status, created_at) VALUES (1, 'pending', 1767225600000000)" );
		$pdo->exec( "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count) INSERT INTO payouts (status, created_at, fulfillment_id, collaborator_id, amount, currency) SELECT iif(i % 10, 'paid', 'unpaid'), 1767225600000000, 1, i, 100 + i % 997, 'USD' FROM n" );
	}

	/** Adds sales without anything in them. */
	public function add_sales( int $count ): void {
		$this->pdo()->exec( "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count) INSERT INTO transactions (source, external_id, status, created_at, occurred_at, currency, customer, amount, refunded, renewal, coupons, referrer_id, self_referred, referrers, fingerprint) SELECT 'shop', i, iif(i % 20, 'complete', 'refunded'), 1767225600000000, 1735689600000000 + 31000000 * i, 'USD', 'user:' || i % 50000, 1000 + i % 997, 0, 0, '[]', 1 + i % 1000, 0, '[]', i FROM n" );
	}

	/** Moves what the write-ahead log holds into the database, so that a copy is one file. */
	private function check_point(): void {
		$this->pdo()->exec( 'PRAGMA wal_checkpoint(TRUNCATE)' );
	}

	private static function path( string $name ): string {
		return realpath( ROOT ) . '/target/bench/stores/' . $name;
	}
}
