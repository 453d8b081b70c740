<?php
/**
 * Prints the table of this run. `--write FILE` also replaces the table in that file, between two comments.
 */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/lib/load.php';

$table = Table::markdown( Table::lines() );
echo "\n$table";

if ( '--write' === ( $argv[1] ?? '' ) ) {
	$file    = $argv[2];
	$section = "<!-- bench:begin -->\n\n" . Machine::sentence() . "\n\n$table\n<!-- bench:end -->";
	$text    = preg_replace( '/<!-- bench:begin -->.*<!-- bench:end -->/s', strtr( $section, [ '\\' => '\\\\', '$' => '\\$' ] ), file_get_contents( $file ), 1, $replaced );
	1 === $replaced || throw new \RuntimeException( "$file has no place for the table" );
	file_put_contents( $file, $text );
}
