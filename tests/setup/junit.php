<?php
/**
 * Prints how many tests of a JUnit log passed, failed and were skipped: "12 0 1". Command line only: junit.php FILE
 */

declare(strict_types=1);

$log = @simplexml_load_file( $argv[1] );
if ( false === $log ) {
	exit( "0 0 0\n" );
}
$suite   = $log->testsuite;
$failed  = (int) $suite['failures'] + (int) $suite['errors'];
$skipped = (int) $suite['skipped'];
echo (int) $suite['tests'] - $failed - $skipped, " $failed $skipped\n";
