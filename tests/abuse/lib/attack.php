<?php
/**
 * Shared by the attack scripts: a directory for each attack, and the result.
 */

declare(strict_types=1);

/** Removes a directory with its contents. */
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

/** Prints what is wrong, and exits. `$wrong` has sentences by attack. */
function finish( int $attacks, array $wrong ): never {
	foreach ( $wrong as $attack => $faults ) {
		foreach ( $faults as $fault ) {
			fwrite( STDERR, "error: $attack: $fault\n" );
		}
	}
	printf( "passed %d failed %d\n", $attacks - count( $wrong ), count( $wrong ) );
	exit( [] === $wrong ? 0 : 1 );
}
