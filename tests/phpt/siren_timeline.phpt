--TEST--
siren_timeline(): how the best scores of a distribution developed
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace', 'Hedy');
siren_save_distributor(lessons());
foreach ([['2026-05-02T03:00:00Z', 1, 2], ['2026-05-02T05:00:00Z', 2, 1], ['2026-05-20T12:00:00Z', 1, 1]] as [$at, $who, $quantity]) {
	siren_record_event('lesson_completed', ['key' => $at, 'collaborator' => $who, 'quantity' => $quantity, 'occurred_at' => $at]);
}
$shown = static function (array $timeline): void {
	foreach ($timeline['points'] as $point) {
		show([$point['at'], array_column($point['scores'], 'score', 'collaborator')]);
	}
};

echo "-- so far, by day: a day ends in the time zone of the distributor\n";
$timeline = siren_timeline(1, now: '2026-05-03T16:00:00Z');
show(array_diff_key($timeline, ['points' => 0]));
$shown($timeline);

echo "-- the whole period, by week and by month\n";
$shown(siren_timeline(1, 'week', JUNE));
$shown(siren_timeline(1, 'month', JULY));
show(count(siren_timeline(1, 'hour', JUNE)['points']));

echo "-- nothing has happened yet\n";
show(siren_timeline(1, 'day', MAY)['points']);

echo "-- refused\n";
refused(fn () => siren_timeline(1, 'year'));
refused(fn () => siren_timeline(9));
refused(fn () => siren_timeline(1, 'day', 'now'));
--EXPECT--
-- so far, by day: a day ends in the time zone of the distributor
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "step": "day"
}
["2026-05-02T04:00:00Z",{"1":2,"2":0}]
["2026-05-03T04:00:00Z",{"1":2,"2":1}]
["2026-05-03T16:00:00Z",{"1":3,"2":1}]
-- the whole period, by week and by month
["2026-05-04T04:00:00Z",{"1":2,"2":1}]
["2026-05-11T04:00:00Z",{"1":2,"2":1}]
["2026-05-18T04:00:00Z",{"1":2,"2":1}]
["2026-05-25T04:00:00Z",{"1":3,"2":1}]
["2026-06-01T04:00:00Z",{"1":3,"2":1}]
["2026-06-01T04:00:00Z",{"1":3,"2":1}]
744
-- nothing has happened yet
[]
-- refused
InvalidInput
  step: is "year"; expected one of: hour, day, week, month
NotFound
  there is no distribution 9
InvalidInput
  now: is "now"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
