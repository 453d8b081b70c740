<?php
/**
 * The database drop-in of every test site: WordPress's data in SQLite, through the drop-in beside it, with one difference.
 *
 * The original starts every query with BEGIN, which takes SQLite's write lock only once the query writes. Two requests
 * that have both read by then would deadlock, so SQLite refuses one of them at once ("database is locked"), and WordPress
 * loses a write to its options. With BEGIN IMMEDIATE the second request waits for the first, as on MariaDB.
 */

declare(strict_types=1);

define( 'DB_ENGINE', 'sqlite' );

$GLOBALS['@pdo'] = new class( 'sqlite:' . DB_DIR . '/' . DB_FILE, null, null, [
	PDO::ATTR_ERRMODE           => PDO::ERRMODE_EXCEPTION,
	PDO::ATTR_STRINGIFY_FETCHES => true,
	// Seconds that a request waits for the write lock. Long, because the machine may be busy.
	PDO::ATTR_TIMEOUT           => 60,
] ) extends PDO {

	public function prepare( string $query, array $options = [] ): PDOStatement|false {
		return parent::prepare( 'BEGIN' === $query ? 'BEGIN IMMEDIATE' : $query, $options );
	}
};

require_once __DIR__ . '/sqlite-database-integration/wp-includes/sqlite/db.php';
