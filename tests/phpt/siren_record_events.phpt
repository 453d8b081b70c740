--TEST--
siren_record_events(): many events, all or none
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada');
$event = static fn (string $key, array $more = []): array => $more + [
	'type' => 'lesson_completed', 'key' => $key, 'collaborator' => 1, 'occurred_at' => MAY,
];

echo "-- accepted, in order\n";
show(siren_record_events([$event('b'), $event('a', ['type' => 'course_completed']), $event('b')]));
show(columns('events', 'key', 'type', 'status'));

echo "-- none is nothing\n";
show(siren_record_events([]));

echo "-- ten thousand\n";
$answers = siren_record_events(array_map(static fn (int $n): array => $event("many $n"), range(1, 10000)));
show([count($answers), $answers[0], $answers[9999]]);
show(siren_find('events', ['per_page' => 1])['total']);

echo "-- refused, every problem at its place\n";
refused(fn () => siren_record_events([
	$event('good'),
	$event('', ['quantity' => 0.5]),
	['key' => 'c', 'collaborator' => 1],
	'an event',
	$event('d', ['type' => 'manual']),
	$event('e', ['colour' => 'red']),
]));
refused(fn () => siren_record_events(['named' => $event('f')]));
refused(fn () => siren_record_events(array_fill(0, 10001, $event('g'))));
refused(fn () => siren_record_events('events'));
refused(fn () => siren_record_events());

echo "-- and the good one among them is not kept\n";
show(siren_find('events', ['per_page' => 1])['total']);
--EXPECT--
-- accepted, in order
[{"key":"b","status":"accepted"},{"key":"a","status":"accepted"},{"key":"b","status":"accepted"}]
[["b","lesson_completed","counted"],["a","course_completed","counted"]]
-- none is nothing
[]
-- ten thousand
[10000,{"key":"many 1","status":"accepted"},{"key":"many 10000","status":"accepted"}]
10002
-- refused, every problem at its place
InvalidInput
  [1].key: is an empty string; expected at least one character
  [1].quantity: must be an integer, not a float
  [2].type: is required
  [3]: must be an associative array, not a string
  [4].type: is "manual"; use siren_credit to give points by hand, because it requires a reason
  [5].colour: is not a known field; expected one of: type, key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
InvalidInput
  must be a list, not an associative array
InvalidInput
  has 10001 items; at most 10000 are allowed
TypeError
  siren_record_events(): Argument #1 ($events) must be of type array, string given
ArgumentCountError
  siren_record_events() expects exactly 1 argument, 0 given
-- and the good one among them is not kept
10002
