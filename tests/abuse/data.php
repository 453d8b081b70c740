<?php
/**
 * Attacks on the data: what is left of an erased person, other sites' ledgers, symbolic links and open directories, files
 * that a download leaves behind. For each: what was looked for, what was found, and what the owner sees.
 *
 * Run by tests/setup/suites/abuse.sh; needs the extension, and no WordPress.
 */

declare(strict_types=1);

use Siren\Exception\SirenException;

require __DIR__ . '/lib/attack.php';

const MAY = '2026-05-01T00:00:00Z';

/** Creates a ledger with Grace, under all her names, and a customer of hers. */
function live( string $directory ): void {
	siren_open( "sqlite:$directory/ledger", [ 'site' => 'academy' ] );
	siren_save_collaborator( [ 'name' => 'Grace Hopper', 'email' => 'Grace.Hopper+shop@example.test', 'wp_user_id' => 4711, 'aliases' => [ [ 'type' => 'coupon', 'code' => 'HOPPER10' ] ], 'now' => MAY ] );
	siren_save_distributor( [
		'name'      => 'Coupons',
		'units'     => 'USD',
		'starts_at' => MAY,
		'schedule'  => [ 'every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'UTC' ],
		'metrics'   => [ [ 'event' => 'coupon_used', 'points' => 1 ], [ 'event' => 'lesson_completed', 'points' => 1 ] ],
		'pool'      => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => '100.00' ] ] ],
		'structure' => [ 'kind' => 'performance_weighted_pool' ],
		'now'       => MAY,
	] );
	siren_record_transaction( [ 'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => '2026-05-10T12:00:00Z', 'customer' => [ 'user:4812', 'email:Lin.Chu@example.test' ], 'coupons' => [ 'HOPPER10' ], 'details' => [ [ 'kind' => 'line_item', 'external_id' => 'a', 'amount' => '50.00' ] ] ] );
	siren_record_event( 'lesson_completed', [ 'key' => 'lesson 3 of user:4812', 'collaborator' => 1, 'subject' => 'user:4812', 'data' => [ 'mail' => 'lin.chu@example.test' ], 'occurred_at' => '2026-05-11T12:00:00Z' ] );
	// Recorded again with other content, it is kept as a conflict.
	siren_record_event( 'lesson_completed', [ 'key' => 'lesson 3 of user:4812', 'collaborator' => 1, 'subject' => 'user:4812', 'quantity' => 2, 'data' => [ 'mail' => 'lin.chu@example.test' ], 'occurred_at' => '2026-05-11T12:00:00Z' ] );
	siren_run_due( '2026-06-01T00:00:00Z' );
}

/** The files of a directory that contain any of the texts, in upper or lower case. */
function found( string $directory, array $texts ): array {
	$found = [];
	foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $directory, FilesystemIterator::SKIP_DOTS ) ) as $file ) {
		$bytes = strtolower( (string) file_get_contents( (string) $file ) );
		foreach ( $texts as $text ) {
			if ( str_contains( $bytes, strtolower( $text ) ) ) {
				$found[] = basename( (string) $file ) . " has $text";
			}
		}
	}
	return $found;
}

/** The message with which a call is refused; empty if it is not. */
function refusal( Closure $do ): string {
	try {
		$do();
	} catch ( SirenException $refusal ) {
		return $refusal->getMessage();
	}
	return '';
}

// Each returns what an attacker found, which must be empty, and what the owner sees, which must contain the given text.
$attacks = [
	'the disk of a site on which a customer was erased, read byte by byte' => [
		'sale',
		static function ( string $directory ): array {
			live( $directory );
			$done = siren_erase_person( [ 'email:lin.chu@example.test' ] );
			return [ found( $directory, [ 'lin.chu', 'user:4812', '4812' ] ), json_encode( $done['changed'] ) . ' changed: sale and events stay' ];
		},
	],
	'the same of a collaborator' => [
		'now called',
		static function ( string $directory ): array {
			live( $directory );
			siren_erase_collaborator( 1 );
			return [ found( $directory, [ 'grace hopper', 'grace.hopper', 'user:4711' ] ), 'now called ' . siren_find( 'collaborators' )['items'][0]['name'] ];
		},
	],
	'a ledger of somebody else, put in its place' => [
		'academy',
		static function ( string $directory ): array {
			live( $directory );
			$said = refusal( static function () use ( $directory ): void {
				siren_open( "sqlite:$directory/ledger", [ 'site' => 'another' ] );
				siren_record_event( 'lesson_completed', [ 'key' => 'x', 'collaborator' => 1 ] );
			} );
			return [ '' === $said ? [ 'it is taken' ] : [], $said . ' (academy)' ];
		},
	],
	'a link in the place of the data directory' => [
		'cannot be used',
		static function ( string $directory ): array {
			mkdir( "$directory/elsewhere", 0700 );
			symlink( "$directory/elsewhere", "$directory/ledger" );
			$said = refusal( static function () use ( $directory ): void {
				siren_open( "sqlite:$directory/ledger" );
				siren_record_event( 'lesson_completed', [ 'key' => 'x', 'collaborator' => 1 ] );
			} );
			return [ array_diff( (array) scandir( "$directory/elsewhere" ), [ '.', '..' ] ), $said ];
		},
	],
	'a data directory that anybody may read' => [
		'',
		static function ( string $directory ): array {
			live( $directory );
			chmod( "$directory/ledger", 0777 );
			siren_open( 'sqlite:/nonexistent' );
			siren_open( "sqlite:$directory/ledger", [ 'site' => 'academy' ] );
			siren_run_due( '2026-06-02T00:00:00Z' );
			clearstatcache();
			return [ 0 === ( fileperms( "$directory/ledger" ) & 0077 ) ? [] : [ 'it stays open' ], 'closed again' ];
		},
	],
	'copies that a download leaves' => [
		'',
		static function ( string $directory ): array {
			live( $directory );
			$before = scandir( "$directory/ledger" );
			siren_export_ledger( "$directory/ledger.jsonl" );
			$open = ( fileperms( "$directory/ledger.jsonl" ) & 0077 ) !== 0 ? [ 'others may read it' ] : [];
			return [ [ ...$open, ...array_diff( (array) scandir( "$directory/ledger" ), (array) $before ) ], 'one file, for its owner only' ];
		},
	],
];

$wrong = [];
foreach ( $attacks as $name => [ $shown, $attack ] ) {
	in_a_directory( static function ( string $directory ) use ( $name, $shown, $attack, &$wrong ): void {
		[ $found, $told ] = $attack( $directory );
		printf( "%s\n    found: %s\n    the owner is told: %s\n", $name, [] === $found ? 'nothing' : implode( ', ', $found ), $told );
		$faults = array_keys( array_filter( [
			'something was found'       => [] !== $found,
			'the owner is told nothing' => '' !== $shown && ! str_contains( $told, $shown ),
		] ) );
		if ( [] !== $faults ) {
			$wrong[ $name ] = $faults;
		}
	} );
}
finish( count( $attacks ), $wrong );
