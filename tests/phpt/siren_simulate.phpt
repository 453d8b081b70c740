--TEST--
siren_simulate() says what rules would have paid over the past, and writes nothing
--FILE--
<?php
require __DIR__ . '/temporary.inc';
academy( temporary_directory() );

$periods = siren_simulate( learning(), '2026-05-01T00:00:00-04:00', '2026-06-15T00:00:00Z' );
foreach ( $periods as $period ) {
	echo json_encode( $period['period'] ), ' ', $period['status'], ' ', json_encode( $period['reason'] ), ' ',
		$period['pool']['amount'], ' ', $period['pool']['currency'], ' ', json_encode( $period['carried'] ), "\n";
	foreach ( $period['allocations'] as $allocation ) {
		echo '  ', json_encode( $allocation ), "\n";
	}
}
echo implode( ' ', array_keys( $periods[0] ) ), "\n";

// The rules that are there, with another structure.
[ $may ] = siren_simulate( [ 'id' => 1, 'structure' => [ 'kind' => 'top_score_wins' ] ], '2026-05-01T00:00:00-04:00', '2026-06-01T00:00:00-04:00' );
echo json_encode( array_column( $may['allocations'], 'amount', 'collaborator' ) ), "\n";

// What it said comes true.
siren_run_due( '2026-06-02T00:00:00Z' );
$paid = siren_find( 'allocations', [ 'order_by' => 'rank', 'order' => 'asc' ] )['items'];
var_dump( array_column( $paid, 'amount', 'collaborator' ) === array_column( $periods[0]['allocations'], 'amount', 'collaborator' ) );
var_dump( siren_find( 'distributors' )['total'], siren_get( 'distributors', 1 )['structure']['kind'] );

echo thrown( fn() => siren_simulate( [ 'name' => 'x' ], '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( learning() + [ 'colour' => 'red' ], '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( learning(), 'May', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( learning(), '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( [ 'schedule' => [ 'every' => 'day' ] ] + learning(), '2020-01-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( [ 'id' => 99 ], '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
echo thrown( fn() => siren_simulate( 'rules', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z' ) ), "\n";
?>
--EXPECT--
{"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"} complete null 2500.00 USD "0.00"
  {"collaborator":1,"rank":1,"score":100,"share":"0.540541","amount":"1351.35","status":"paid","reason":null}
  {"collaborator":2,"rank":2,"score":85,"share":"0.459459","amount":"1148.65","status":"paid","reason":null}
{"start":"2026-06-01T04:00:00Z","end":"2026-07-01T04:00:00Z"} tracking null 2500.00 USD null
period status reason pool carried allocations adjustments
{"1":"2500.00","2":"0.00"}
bool(true)
int(1)
string(25) "performance_weighted_pool"
Siren\Exception\InvalidInput ["units","schedule","metrics","pool","structure"]: units: is required; schedule: is required; metrics: is required; pool: is required; structure: is required
Siren\Exception\InvalidInput ["colour"]: colour: is unknown here; known are: name, units, starts_at, schedule, metrics, pool, structure, audience, minimum_score, cap_percent, on_inactive, on_empty, on_negative, on_refund_after_close, own_activity, renewals, review, hold_days, grace_minutes
Siren\Exception\InvalidInput ["from"]: from: is "May"; it must be an instant with an offset, like 2026-05-01T00:00:00-04:00
Siren\Exception\InvalidInput ["to"]: to: is 2026-06-01T00:00:00Z; it must be after from, which is 2026-06-01T00:00:00Z
Siren\Exception\InvalidInput ["to"]: to: is 2026-06-01T00:00:00Z; from 2020-01-01T00:00:00Z on that is more than 1000 periods, the most that can be tried at once
Siren\Exception\NotFound: there is no distributor 99
TypeError: Invalid value given for argument `distributor`.
