<?php
/**
 * What the scripts of attacks share: a directory for each, and how they end.
 */

declare(strict_types=1);

/** Removes a directory with all that is in it. */
function remove( string $path ): void {
	if ( is_dir( $path ) && ! is_link( $path ) ) {
		foreach ( array_diff( (array) scandir( $path ), [ '.', '..' ] ) as $name ) {
			remove( "$path/$name" );
		}
		rmdir( $path );
	} else {
		unlink( $path );
	}
}

/** Does something with an empty directory, which is removed afterwards. */
function in_a_directory( Closure $do ): void {
	$directory = sys_get_temp_dir() . '/siren-abuse-' . getmypid() . '-' . bin2hex( random_bytes( 4 ) );
	mkdir( $directory, 0700 );
	try {
		$do( $directory );
	} finally {
		remove( $directory );
	}
}

/** Says what is wrong, and ends. `$wrong` are sentences by the attack they are about. */
function finish( int $attacks, array $wrong ): never {
	foreach ( $wrong as $attack => $faults ) {
		foreach ( $faults as $fault ) {
			fwrite( STDERR, "error: $attack: $fault\n" );
		}
	}
	printf( "passed %d failed %d\n", $attacks - count( $wrong ), count( $wrong ) );
	exit( [] === $wrong ? 0 : 1 );
}
