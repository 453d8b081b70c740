<?php
/** Siren's data in a directory of the bench's own. */

declare(strict_types=1);

namespace Siren\Bench;

use PDO;

final class Store {

	private function __construct( public readonly string $directory ) {}

	/** An empty one, in place of the one of before. */
	public static function fresh( string $name ): self {
		$store = new self( self::path( $name ) );
		$store->remove();
		mkdir( $store->directory, 0700, true );
		$store->open();
		return $store;
	}

	/**
	 * One that is kept from run to run as long as the schema and what builds it stay the same.
	 *
	 * @param callable(self): void $build Fills an empty one.
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

	/** The same data once more, to be changed. Written to the disk at once, not while something is measured. */
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

	/** A connection of ours into the same file. */
	public function pdo(): PDO {
		return new PDO( "sqlite:{$this->directory}/siren.sqlite3" );
	}

	/** Adds collaborators with an affiliate link each: p1, p2, p3… One by one, each on the disk, would take an hour. */
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

	/** Moves what the write-ahead log holds into the database, so that a copy is one file. */
	private function check_point(): void {
		$this->pdo()->exec( 'PRAGMA wal_checkpoint(TRUNCATE)' );
	}

	private static function path( string $name ): string {
		return realpath( ROOT ) . '/target/bench/stores/' . $name;
	}
}
