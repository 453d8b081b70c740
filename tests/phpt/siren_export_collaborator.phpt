--TEST--
siren_export_collaborator() exports everything that is stored about a person
--FILE--
<?php
require __DIR__ . '/temporary.inc';
academy( temporary_directory() );
siren_run_due( '2026-06-02T00:00:00Z' );
siren_create_fulfillment();
siren_set_payout( 1, 'paid', [ 'reference' => 'SEPA-1' ] );

$all = siren_export_collaborator( 1 );
foreach ( $all as $part => $rows ) {
	echo $part, ' ', $rows['total'] ?? count( $rows ), "\n";
}
var_dump( $all['collaborator'] === siren_get( 'collaborators', 1 ) );
var_dump( $all['obligations'] === siren_find( 'obligations', [ 'collaborator' => 1 ] )['items'] );
echo json_encode( $all['balances'] ), "\n";
echo json_encode( $all['metrics'] ), "\n";
echo $all['payouts'][0]['reference'], ' ', $all['events']['items'][0]['subject'], "\n";

echo thrown( fn() => siren_export_collaborator( 99 ) ), "\n";
echo thrown( fn() => siren_export_collaborator( '1' ) ), "\n";
?>
--EXPECT--
collaborator 10
balances 1
obligations 1
payouts 1
allocations 1
metrics 2
disputes 0
events 60
transactions 0
names 2
bool(true)
bool(true)
[{"collaborator":1,"currency":"USD","draft":"0.00","held":"0.00","by_hand":"0.00","holds":[],"pending":"0.00","payable":"0.00","waiting":"0.00","fulfilled":"0.00","paid":"1351.35","total":"1351.35"}]
[{"distributor":1,"type":"course_completed","metrics":6,"points":60},{"distributor":1,"type":"lesson_completed","metrics":40,"points":40}]
SEPA-1 user:7
Siren\Exception\NotFound: there is no collaborator 99
TypeError: siren_export_collaborator(): Argument #1 ($id) must be of type int, string given
