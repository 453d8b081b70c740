<?php
/** The real WordPress on MariaDB, in which the rivals run. */

declare(strict_types=1);

namespace Siren\Bench;

use wpdb;

final class WordPress {

	/** Loads it, or that of another site of the benchmark, and returns its database. A process can load only one. */
	public static function load( string $site = 'site' ): wpdb {
		global $wpdb;
		$_SERVER['HTTP_HOST'] = '127.0.0.1';
		defined( 'WP_DISABLE_FATAL_ERROR_HANDLER' ) || define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true ); // Its error page is useless here.
		require_once ROOT . "/target/bench/$site/web/wp-load.php";
		$wpdb->suppress_errors( false );
		return $wpdb;
	}

	/**
	 * The table a plugin would keep visits in, empty. The index covers the sum of a period,
	 * so MariaDB never reads a row.
	 */
	public static function make_visits_table( wpdb $wpdb, string $name ): void {
		self::query( $wpdb, "DROP TABLE IF EXISTS $name" );
		self::query(
			$wpdb,
			"CREATE TABLE $name (
				id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
				event_key varchar(120) NOT NULL,
				type varchar(40) NOT NULL,
				collaborator_id bigint unsigned NOT NULL,
				subject varchar(60) NOT NULL,
				quantity int unsigned NOT NULL,
				occurred_at datetime NOT NULL,
				UNIQUE KEY event_key (event_key),
				KEY summed (type, occurred_at, collaborator_id, quantity)
			) ENGINE=InnoDB CHARSET=ascii"
		);
	}

	/** A visit as `$wpdb->insert()` takes it. */
	public static function visit( Visits $visits, int $number ): array {
		return array_combine( [ 'event_key', 'type', 'collaborator_id', 'subject', 'quantity', 'occurred_at' ], $visits->row( $number ) );
	}

	/** The table of these visits beside WordPress's own, reused as long as the visits are unchanged. */
	public static function visits_table( wpdb $wpdb, Visits $visits ): string {
		$name = sprintf( 'visits_%d_%s', $visits->count, substr( md5( md5_file( __DIR__ . '/Visits.php' ) . md5_file( __FILE__ ) ), 0, 8 ) );
		if ( null !== $wpdb->get_var( "SHOW TABLES FROM kept LIKE '$name'" ) ) {
			return "kept.$name";
		}
		Progress::say( "filling MariaDB's table of " . number_format( $visits->count ) . ' visits' );
		$file = realpath( ROOT ) . '/target/bench/visits.tsv';
		$rows = fopen( $file, 'wb' );
		for ( $number = 0; $number < $visits->count; $number++ ) {
			fwrite( $rows, implode( "\t", $visits->row( $number ) ) . "\n" );
		}
		fclose( $rows );
		self::make_visits_table( $wpdb, 'unfinished' );
		self::query( $wpdb, "LOAD DATA INFILE '$file' INTO TABLE unfinished (event_key, type, collaborator_id, subject, quantity, occurred_at)" );
		self::query( $wpdb, 'ANALYZE TABLE unfinished' );
		self::query( $wpdb, "RENAME TABLE unfinished TO kept.$name" );
		unlink( $file );
		return "kept.$name";
	}

	public static function query( wpdb $wpdb, string $sql ): void {
		if ( false === $wpdb->query( $sql ) ) {
			throw new \RuntimeException( $wpdb->last_error );
		}
	}
}
