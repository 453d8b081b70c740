--TEST--
siren_backup() copies the data while it is in use
--FILE--
<?php
require __DIR__ . '/temporary.inc';
$directory = temporary_directory();
academy( "$directory/data" );
siren_run_due( '2026-06-02T00:00:00Z' );
siren_record_event( 'lesson_completed', [ 'key' => 'waits', 'collaborator' => 1 ] );

$copy = siren_backup( "$directory/copy" );
echo implode( ' ', array_keys( $copy ) ), "\n";
var_dump( $copy['path'] === "$directory/copy", $copy['bytes'] === filesize( "$directory/copy" ), $copy['schema'], $copy['events'] );
var_dump( preg_match( '/^[0-9a-f]{64}$/', $copy['ledger']['hash'] ), decoct( fileperms( "$directory/copy" ) & 0777 ) );
echo implode( ' ', array_diff( scandir( $directory ), [ '.', '..' ] ) ), "\n";

// Put in the place of data, it is the data.
mkdir( "$directory/restored" );
rename( "$directory/copy", "$directory/restored/siren.sqlite3" );
$obligations = siren_find( 'obligations' );
siren_open( "sqlite:$directory/restored" );
var_dump( siren_find( 'obligations' ) === $obligations, siren_find( 'events', [ 'key' => 'waits' ] )['total'] );

touch( "$directory/there" );
$refused = fn( string $path ) => str_replace( $directory, '…', thrown( fn() => siren_backup( $path ) ) ) . "\n";
echo $refused( 'copy' ), $refused( "$directory/there" ), $refused( "$directory/nowhere/copy" ), $refused( '' ), $refused( "$directory/a\0b" );
var_dump( filesize( "$directory/there" ) );
?>
--EXPECT--
path bytes schema events ledger
bool(true)
bool(true)
int(1)
int(123)
int(1)
string(3) "600"
copy data
bool(true)
int(1)
Siren\Exception\InvalidInput ["path"]: path: is "copy"; it must be an absolute path
Siren\Exception\InvalidInput ["path"]: path: cannot be used: …/there is there already, and nothing is overwritten
Siren\Exception\InvalidInput ["path"]: path: is in …/nowhere, which is not there
Siren\Exception\InvalidInput ["path"]: path: is ""; it must be an absolute path
Siren\Exception\InvalidInput ["path"]: path: is "…/a b"; it must be an absolute path
int(0)
