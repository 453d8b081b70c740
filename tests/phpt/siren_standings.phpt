--TEST--
siren_standings(): how the open period would be divided now
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace', 'Hedy', 'Joan');
siren_save_distributor(lessons());
siren_save_distributor(lessons(['status' => 'draft']));
lesson('a', 1, 6);
lesson('b', 2, 2);
lesson('c', 3, 2);
siren_save_collaborator(['id' => 3, 'status' => 'inactive']);

echo "-- now\n";
show(siren_standings(1, '2026-05-20T12:00:00Z'));

echo "-- a page of it, with names\n";
show(siren_standings(1, '2026-05-20T12:00:00Z', ['names' => true, 'page' => 2, 'per_page' => 2]));

echo "-- it changes nothing, and repeats its answer\n";
show(siren_standings(1, '2026-05-20T12:00:00Z') === siren_standings(1, '2026-05-20T14:00:00+02:00'));
show([siren_find('obligations')['total'], columns('distributions', 'status')]);

echo "-- a new period starts empty\n";
siren_run_due(JUNE);
show(siren_standings(1, JUNE));

echo "-- refused\n";
refused(fn () => siren_standings(99));
refused(fn () => siren_standings(-1));
refused(fn () => siren_standings(2, MAY));
refused(fn () => siren_standings(1, '2026-05-20'));
refused(fn () => siren_standings('1'));
refused(fn () => siren_standings(1.0));
refused(fn () => siren_standings(1, 1779278400));
refused(fn () => siren_standings(1, MAY, ['page' => 0, 'per_page' => '5', 'names' => 1, 'colour' => 'red']));
refused(fn () => siren_standings(1, MAY, 'all'));
refused(fn () => siren_standings());
--EXPECT--
-- now
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
  "standings": [
    {"collaborator":1,"rank":1,"score":6,"share":"0.750000","amount":"75.00","reason":null},
    {"collaborator":2,"rank":2,"score":2,"share":"0.250000","amount":"25.00","reason":null},
    {"collaborator":3,"rank":3,"score":2,"share":"0.000000","amount":"0.00","reason":"inactive"}
  ]
}
-- a page of it, with names
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
  "standings": [{"collaborator":3,"name":"Hedy","rank":3,"score":2,"share":"0.000000","amount":"0.00","reason":"inactive"}],
  "total": 3
}
-- it changes nothing, and repeats its answer
true
[0,[["tracking"]]]
-- a new period starts empty
{
  "distributor": 1,
  "distribution": 2,
  "period": {"start":"2026-06-01T04:00:00Z","end":"2026-07-01T04:00:00Z"},
  "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
  "standings": []
}
-- refused
NotFound
  there is no distributor 99
NotFound
  there is no distributor -1
Conflict
  distributor 2 is draft and has no open period
InvalidInput
  now: is "2026-05-20"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
TypeError
  siren_standings(): Argument #1 ($distributor) must be of type int, string given
TypeError
  siren_standings(): Argument #1 ($distributor) must be of type int, float given
TypeError
  siren_standings(): Argument #2 ($now) must be of type ?string, int given
InvalidInput
  page: is 0; expected an integer from 1 to 10000000
  per_page: must be an integer, not a string
  names: must be true or false, not an integer
  colour: is not a known field; expected one of: page, per_page, names, collaborator
TypeError
  siren_standings(): Argument #3 ($query) must be of type ?array, string given
ArgumentCountError
  siren_standings() expects at least 1 argument, 0 given
