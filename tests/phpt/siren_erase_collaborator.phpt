--TEST--
siren_erase_collaborator() erases a person's data and keeps what they are owed
--FILE--
<?php
require __DIR__ . '/temporary.inc';
$directory = temporary_directory();
academy( $directory );
siren_run_due( '2026-06-02T00:00:00Z' );
$owed = siren_find( 'obligations' );

$erased = siren_erase_collaborator( 1 );
echo implode( ' ', array_keys( $erased ) ), "\n";
echo json_encode( $erased['changed'] ), "\n";
echo json_encode( $erased['kept'] ), "\n";
echo json_encode( $erased['balances'] ), "\n";
echo json_encode( array_diff_key( siren_get( 'collaborators', 1 ), [ 'created_at' => 0 ] ) ), "\n";
var_dump( siren_find( 'obligations' ) === $owed, siren_find( 'events', [ 'subject' => 'user:7' ] )['total'], siren_find( 'events', [ 'subject' => 'user:9' ] )['total'] );
$pseudonyms = array_unique( array_column( siren_find( 'events', [ 'search' => 'erased:', 'per_page' => 100 ] )['items'], 'subject' ) );
var_dump( count( $pseudonyms ), preg_match( '/^erased:[0-9a-f]{16}$/', $pseudonyms[0] ) );
foreach ( array_filter( glob( "$directory/{,*/}*", GLOB_BRACE ), 'is_file' ) as $file ) {
	foreach ( [ 'ann@example.org', 'user:7' ] as $name ) {
		if ( str_contains( file_get_contents( $file ), $name ) ) {
			echo "$name is still in $file\n";
		}
	}
}

echo json_encode( array_filter( siren_erase_collaborator( 1 )['changed'] ) ), "\n";
echo thrown( fn() => siren_erase_collaborator( 99 ) ), "\n";
echo thrown( fn() => siren_erase_collaborator( null ) ), "\n";
?>
--EXPECT--
collaborator collaborators changed kept left balances backups wiped
{"collaborators":1,"aliases":1,"events":60,"transactions":0,"pool_entries":0,"conflicts":0,"journal_faults":0,"dismissals":0,"disputes":0}
[{"what":"obligations","rows":1,"why":"amounts are bookkeeping, and the reasons given with them stay too"},{"what":"payouts","rows":0,"why":"payments must be traceable at the bank, so references and notes stay"}]
[{"collaborator":1,"currency":"USD","draft":"0.00","held":"0.00","by_hand":"0.00","holds":[],"pending":"1351.35","payable":"0.00","waiting":"1351.35","fulfilled":"0.00","paid":"0.00","total":"1351.35"}]
{"id":1,"status":"deleted","name":"Erased collaborator 1","email":null,"wp_user_id":null,"aliases":[],"old_aliases":[],"groups":[],"payout":null}
bool(true)
int(0)
int(62)
int(1)
int(1)
[]
Siren\Exception\NotFound: there is no collaborator 99
TypeError: siren_erase_collaborator(): Argument #1 ($id) must be of type int, null given
