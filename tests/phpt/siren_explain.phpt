--TEST--
siren_explain() follows an obligation back to its events
--FILE--
<?php
require __DIR__ . '/temporary.inc';
academy( temporary_directory() );
siren_run_due( '2026-06-02T00:00:00Z' );

$explained = siren_explain( 1 );
echo implode( ' ', array_keys( $explained ) ), "\n";
echo implode( "\n", $explained['arithmetic'] ), "\n";
echo $explained['sentence'], "\n";
echo json_encode( $explained['points'] ), "\n";
echo json_encode( array_diff_key( $explained['distribution'], [ 'hash' => 0 ] ) ), "\n";
echo json_encode( $explained['rule'] ), "\n";
echo json_encode( $explained['pool'] ), "\n";
echo $explained['events']['total'], ' ', json_encode( $explained['events']['items'][0] ), "\n";
var_dump( $explained['obligation'] === siren_get( 'obligations', 1 ) );
var_dump( $explained['distribution']['hash'] === siren_get( 'distributions', 1 )['hash'], $explained['because'] );

$correction = siren_adjust( [ 'key' => 'k', 'collaborator' => 1, 'amount' => '-1.35', 'currency' => 'USD', 'reason' => 'paid too much', 'obligation' => 1 ] );
$explained  = siren_explain( $correction['id'] );
echo $explained['sentence'], ' ', $explained['because']['sentence'], "\n";

echo thrown( fn() => siren_explain( 99 ) ), "\n";
echo thrown( fn() => siren_explain( '1' ) ), "\n";
?>
--EXPECT--
obligation distribution rule pool score rank share points arithmetic events refunds because sentence
10 points × 6 courses completed = 60
1 point × 40 lessons completed = 40
60 + 40 = 100 points of 185 in all
100 / 185 × 2500.00 USD = 1351.35 USD (rounded by largest remainder)
Ann earned 1351.35 USD for May 2026: 100 of 185 points in a pool of 2500.00 USD.
[{"type":"course_completed","events":6,"taken_back":0,"each":10,"total":60},{"type":"lesson_completed","events":40,"taken_back":0,"each":1,"total":40}]
{"id":1,"distributor":1,"period":{"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},"version":1}
{"version":1,"sentence":"Every month on the 1st at 00:00 (America\/New_York), 2500.00 USD is shared among all collaborators in proportion to their points: 10 points for each course completed and 1 point for each lesson completed.","structure":{"kind":"performance_weighted_pool"}}
{"amount":"2500.00","currency":"USD","sources":[{"kind":"fixed","amount":"2500.00"}]}
46 {"id":46,"type":"lesson_completed","occurred_at":"2026-05-10T12:00:00Z","object":"lesson:40","points":1,"status":"counted"}
bool(true)
bool(true)
NULL
Ann owes back 1.35 USD: paid too much. Ann earned 1351.35 USD for May 2026: 100 of 185 points in a pool of 2500.00 USD.
Siren\Exception\NotFound: there is no obligation 99
TypeError: Invalid value given for argument `obligation`.
