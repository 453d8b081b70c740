--TEST--
siren_roll_up(): old visits become one row for each hour and object
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada');
siren_save_distributor(lessons(['metrics' => [['event' => 'site_visited', 'points' => 1]]]));
for ($minute = 10; $minute < 15; $minute++) {
	siren_record_event('site_visited', [
		'key' => "v$minute", 'collaborator' => 1, 'subject' => "visitor:$minute", 'occurred_at' => "2026-05-10T12:$minute:00Z",
	]);
}
siren_run_due(JUNE);

echo "-- five visits, one row, the same explanation\n";
$arithmetic = siren_explain(1)['arithmetic'];
show(siren_roll_up(JUNE));
show(columns('events', 'key', 'times', 'quantity', 'subject'));
show(siren_explain(1)['arithmetic'] === $arithmetic);
show(siren_verify()['ok']);

echo "-- again\n";
show(siren_roll_up(JUNE));

echo "-- refused\n";
refused(fn () => siren_roll_up('long ago'));
--EXPECT--
-- five visits, one row, the same explanation
{"before":"2026-06-01T04:00:00Z","visits":4}
[["rolled:1",5,5,null]]
true
true
-- again
{"before":"2026-06-01T04:00:00Z","visits":0}
-- refused
InvalidInput
  before: is "long ago"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
