--TEST--
siren_visits(): the sources of the visits of a distribution
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons(['metrics' => [['event' => 'post_visited', 'points' => 1]]]));
$visit = static function (int $collaborator, string $visitor, array $from): void {
	siren_record_event('post_visited', $from + [
		'key' => "$collaborator $visitor",
		'collaborator' => $collaborator,
		'subject' => "visitor:$visitor",
		'object' => "post:$collaborator",
		'occurred_at' => '2026-05-10T12:00:00Z',
	]);
};
for ($visitor = 1; $visitor <= 15; $visitor++) {
	$visit(1, "flood $visitor", ['network' => 'flood']);
}
$visit(1, 'at home', ['network' => 'home']);
$visit(2, 'at home', ['network' => 'home', 'network_limit' => 1]);
$visit(2, 'also at home', ['network' => 'home', 'network_limit' => 1]);
$visit(2, 'anywhere', []);

echo "-- all\n";
show(siren_visits(1));

echo "-- one, by day\n";
show(siren_visits(1, ['collaborator' => 1])['collaborators']);

echo "-- a collaborator without visits\n";
show(siren_visits(1, ['collaborator' => 3])['collaborators']);

echo "-- refused\n";
refused(fn () => siren_visits(2));
refused(fn () => siren_visits(1, ['collaborator' => 'Ada', 'days' => 3]));

echo "-- valid networks of a record\n";
$record = static fn (array $from) => fn () => siren_record_event('post_visited', $from + ['key' => 'k', 'collaborator' => 1]);
refused($record(['network' => '']));
refused($record(['network' => str_repeat('a', 65)]));
refused($record(['network' => 'a', 'network_limit' => 0]));
refused($record(['network_limit' => 10]));
--EXPECT--
-- all
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "visits": 13,
  "networks": 2,
  "busy_networks": 1,
  "busy_visits": 10,
  "unknown": 1,
  "crowd": 6,
  "collaborators": [
    {"collaborator":1,"visits":11,"networks":2,"busy_networks":1,"busy_visits":10,"unknown":0,"crowd":5},
    {"collaborator":2,"visits":2,"networks":1,"busy_networks":0,"busy_visits":0,"unknown":1,"crowd":1}
  ]
}
-- one, by day
[
  {
    "collaborator": 1,
    "visits": 11,
    "networks": 2,
    "busy_networks": 1,
    "busy_visits": 10,
    "unknown": 0,
    "crowd": 5,
    "days": [{"day":"2026-05-10","visits":11,"networks":2,"busy_networks":1,"busy_visits":10,"unknown":0,"crowd":5}]
  }
]
-- a collaborator without visits
[]
-- refused
NotFound
  there is no distribution 2
InvalidInput
  collaborator: must be an integer, not a string
  days: is not a known field; expected one of: collaborator
-- valid networks of a record
InvalidInput
  network: is an empty string; expected at least one character
InvalidInput
  network: has 65 characters; at most 64 are allowed
InvalidInput
  network_limit: is 0; expected an integer from 1 to 10000
InvalidInput
  network_limit: is set without network; set network too, or remove network_limit
