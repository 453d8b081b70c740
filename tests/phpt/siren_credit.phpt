--TEST--
siren_credit(): manual points, once for each key
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_collaborator(['id' => 2, 'status' => 'inactive']);
siren_save_distributor(lessons());
siren_save_distributor(lessons(['status' => 'draft']));
$credit = static fn (array $changes = []): array => $changes + [
	'key' => 'talk', 'distributor' => 1, 'collaborator' => 1, 'points' => 5, 'reason' => 'Gave a talk',
	'now' => '2026-05-10T12:00:00Z',
];

echo "-- given\n";
$given = siren_credit($credit());
show($given);
show(siren_standings(1, '2026-05-11T12:00:00Z')['standings']);

echo "-- repeated: the same answer, at any time\n";
show(siren_credit($credit(['now' => '2026-05-12T12:00:00Z'])) === $given);

echo "-- taken away; a score is never below zero\n";
siren_credit($credit(['key' => 'mistake', 'points' => -2]));
show(array_column(siren_standings(1, '2026-05-11T12:00:00Z')['standings'], 'score'));
siren_credit($credit(['key' => 'all of it', 'points' => -100]));
show(siren_standings(1, '2026-05-11T12:00:00Z')['standings']);

echo "-- refused\n";
refused(fn () => siren_credit($credit(['points' => 6])));
refused(fn () => siren_credit($credit(['reason' => 'Another'])));
refused(fn () => siren_credit($credit(['key' => 'b', 'collaborator' => 2])));
refused(fn () => siren_credit($credit(['key' => 'b', 'distributor' => 2])));
refused(fn () => siren_credit($credit(['key' => 'b', 'collaborator' => 99])));
refused(fn () => siren_credit($credit(['key' => 'b', 'distributor' => 99])));
refused(fn () => siren_credit([]));
refused(fn () => siren_credit([
	'key' => 1, 'distributor' => '1', 'collaborator' => 0, 'points' => 1.5, 'reason' => '', 'now' => 'today', 'colour' => 'red',
]));
refused(fn () => siren_credit($credit(['key' => 'b', 'points' => 0])));
refused(fn () => siren_credit($credit(['key' => 'b', 'points' => 1_000_000_001])));
refused(fn () => siren_credit($credit(['key' => 'b', 'points' => PHP_INT_MIN])));
refused(fn () => siren_credit('talk'));
refused(fn () => siren_credit());

echo "-- nothing of it is stored\n";
show(columns('events', 'key', 'type', 'value', 'object'));
--EXPECT--
-- given
{
  "id": 1,
  "status": "counted",
  "created_at": "2026-05-10T12:00:00Z",
  "key": "manual:talk",
  "type": "manual",
  "occurred_at": "2026-05-10T12:00:00Z",
  "collaborators": [{"id":1,"named":null,"weight":1,"status":"counted","reason":null}],
  "subject": null,
  "object": "distributor:1",
  "quantity": 1,
  "times": 1,
  "value": "5",
  "currency": null,
  "transaction": null,
  "data": {"reason":"Gave a talk"},
  "reason": null
}
[{"collaborator":1,"rank":1,"score":5,"share":"1.000000","amount":"100.00","reason":null}]
-- repeated: the same answer, at any time
true
-- taken away; a score is never below zero
[3]
[{"collaborator":1,"rank":1,"score":0,"share":"0.000000","amount":"0.00","reason":"no_score"}]
-- refused
Conflict
  the key "talk" was already used for another credit; use a new key
Conflict
  the key "talk" was already used for another credit; use a new key
Conflict
  collaborator 2 is inactive and cannot be given points
Conflict
  distributor 2 is draft and is not counting now
NotFound
  there is no collaborator 99
NotFound
  there is no distributor 99
InvalidInput
  key: is required
  distributor: is required
  collaborator: is required
  points: is required
  reason: is required
InvalidInput
  key: must be a string, not an integer
  distributor: must be an integer, not a string
  collaborator: is 0; expected an integer of at least 1
  points: must be an integer, not a float
  reason: is an empty string; expected at least one character
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  colour: is not a known field; expected one of: key, distributor, collaborator, points, reason, now
InvalidInput
  points: is 0; expected a number other than 0
InvalidInput
  points: is 1000000001; expected an integer from -1000000000 to 1000000000
InvalidInput
  points: is -9223372036854775808; expected an integer from -1000000000 to 1000000000
TypeError
  siren_credit(): Argument #1 ($credit) must be of type array, string given
ArgumentCountError
  siren_credit() expects exactly 1 argument, 0 given
-- nothing of it is stored
[
  ["manual:talk","manual","5","distributor:1"],
  ["manual:mistake","manual","-2","distributor:1"],
  ["manual:all of it","manual","-100","distributor:1"]
]
