--TEST--
siren_erase_person() erases a customer, and siren_export_person() exports everything about them
--FILE--
<?php
require __DIR__ . '/temporary.inc';
$directory = temporary_directory();
academy( $directory );
$sale = [
	'source'      => 'shop',
	'external_id' => '1',
	'currency'    => 'USD',
	'occurred_at' => '2026-05-05T00:00:00Z',
	'customer'    => [ 'user:31', 'email:Vera+shop@example.org' ],
	'details'     => [ [ 'kind' => 'line_item', 'amount' => '10.00' ] ],
];
siren_record_transaction( $sale );
siren_record_event( 'lesson_completed', [ 'key' => 'told:user:31', 'collaborator' => 2, 'subject' => 'user:31', 'occurred_at' => '2026-05-05T00:00:00Z' ] );

$all = siren_export_person( [ 'email:vera@example.org' ] );
foreach ( $all as $part => $rows ) {
	echo $part, ' ', is_bool( $rows ) ? json_encode( $rows ) : ( $rows['total'] ?? json_encode( $rows ) ), "\n";
}
$second = siren_export_person( [ 'user:31' ], [ 'page' => 2, 'per_page' => 1 ] );
echo count( $second['events']['items'] ), ' ', json_encode( $second['done'] ), "\n";

siren_backup( $directory . '.copy' );
$erased = siren_erase_person( [ 'user:31' ] );
echo implode( ' ', array_keys( $erased ) ), "\n";
echo json_encode( array_filter( $erased['changed'] ) ), ' ', json_encode( [ $erased['collaborators'], $erased['left'], $erased['wiped'], $erased['kept'] ] ), "\n";
var_dump( $erased['backups'] === [ $directory . '.copy' ] );
unlink( $directory . '.copy' );
foreach ( array_filter( glob( "$directory/{,*/}*", GLOB_BRACE ), 'is_file' ) as $file ) {
	foreach ( [ 'vera', 'user:31' ] as $name ) {
		if ( str_contains( strtolower( file_get_contents( $file ) ), $name ) ) {
			echo "$name is still in $file\n";
		}
	}
}
siren_record_refund( [ 'source' => 'shop', 'external_id' => '1', 'refund_id' => 'r', 'amount' => '10.00', 'occurred_at' => '2026-05-06T00:00:00Z' ] );
echo siren_get( 'transactions', 1 )['status'], ' ', json_encode( siren_verify()['ok'] ), "\n";
echo json_encode( array_filter( siren_erase_person( [ 'user:31' ] )['changed'] ) ), "\n";

echo thrown( fn() => siren_erase_person( [] ) ), "\n";
echo thrown( fn() => siren_erase_person( [ 'user:1', 7 ] ) ), "\n";
echo thrown( fn() => siren_export_person( [ 'user:1' ], [ 'per_page' => 501, 'what' => 1 ] ) ), "\n";
echo thrown( fn() => siren_erase_person( 'user:1' ) ), "\n";
?>
--EXPECT--
names ["email:vera@example.org","user:31"]
left []
collaborators []
events 1
transactions 1
conflicts []
done true
0 true
collaborator collaborators changed kept left balances backups wiped
{"events":1,"transactions":1} [[],[],true,[]]
bool(true)
refunded true
[]
Siren\Exception\InvalidInput ["names"]: names: is empty; expected a name such as user:7 or email:ann@example.org
Siren\Exception\InvalidInput ["names[1]"]: names[1]: must be a string, not an integer
Siren\Exception\InvalidInput ["per_page","what"]: per_page: is 501; expected an integer from 1 to 500; what: is not a known field; expected one of: page, per_page
TypeError: siren_erase_person(): Argument #1 ($names) must be of type array, string given
