<?php
/** Finds the story's classes: one file each, in this directory. */

declare(strict_types=1);

spl_autoload_register( static function ( string $class ): void {
	$file = __DIR__ . '/' . str_replace( 'Siren\\Story\\', '', $class ) . '.php';
	if ( str_starts_with( $class, 'Siren\\Story\\' ) && is_file( $file ) ) {
		require $file;
	}
} );
