--TEST--
siren_retire_users(): the id of a deleted user identifies no collaborator any more
--FILE--
<?php
require __DIR__ . '/temporary.inc';
academy( temporary_directory() );
$before = siren_balances();

$retired = siren_retire_users( [ 7 ] );
echo json_encode( $retired['collaborators'] ), ' ', json_encode( array_filter( $retired['changed'] ) ), "\n";
$row = siren_get( 'collaborators', 1 );
echo $row['name'], ' ', json_encode( $row['wp_user_id'] ), ' ', $row['status'], "\n";
var_dump( siren_balances() === $before, siren_find( 'events', [ 'subject' => 'user:7' ] )['total'], siren_verify()['ok'] );
echo json_encode( array_filter( siren_retire_users( [ 7 ] )['changed'] ) ), "\n";
echo thrown( fn() => siren_retire_users( [ 0 ] ) ), "\n";
echo thrown( fn() => siren_retire_users( 7 ) ), "\n";
?>
--EXPECT--
[1] {"collaborators":1,"events":60}
Ann null active
bool(true)
int(0)
bool(true)
[]
Siren\Exception\InvalidInput ["users[0]"]: users[0]: is 0; expected an integer of at least 1
TypeError: siren_retire_users(): Argument #1 ($users) must be of type array, int given
