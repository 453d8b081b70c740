<?php
/** Finds the bench's classes: one file each, in this directory. */

declare(strict_types=1);

const ROOT = __DIR__ . '/../../..';

spl_autoload_register( static function ( string $class ): void {
	$file = __DIR__ . '/' . str_replace( 'Siren\\Bench\\', '', $class ) . '.php';
	if ( str_starts_with( $class, 'Siren\\Bench\\' ) && is_file( $file ) ) {
		require $file;
	}
} );
