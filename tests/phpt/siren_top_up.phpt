--TEST--
siren_top_up(): adds money to an open pool, once for each key
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada');
siren_save_distributor(lessons());
siren_save_distributor(lessons(['status' => 'draft']));
lesson('a', 1);
$top_up = static fn (array $changes = []): array => $changes + [
	'key' => 'a', 'distributor' => 1, 'amount' => '25.50', 'reason' => 'A sponsor', 'now' => '2026-05-10T12:00:00Z',
];

echo "-- added\n";
$added = siren_top_up($top_up());
show($added);
show(siren_standings(1, '2026-05-11T12:00:00Z')['pool']);

echo "-- repeated: nothing is added\n";
show(siren_top_up($top_up(['now' => '2026-05-12T12:00:00Z'])) === $added);
show(siren_standings(1, '2026-05-13T12:00:00Z')['pool']['amount']);

echo "-- divided with the rest, and the same when repeated\n";
siren_run_due(JUNE);
show(columns('obligations', 'collaborator', 'amount'));
show(siren_top_up($top_up(['now' => JUNE])) === $added);

echo "-- refused\n";
refused(fn () => siren_top_up($top_up(['amount' => '25.51'])));
refused(fn () => siren_top_up($top_up(['key' => 'b', 'distributor' => 2])));
refused(fn () => siren_top_up($top_up(['key' => 'b', 'distributor' => 99])));
refused(fn () => siren_top_up([]));
refused(fn () => siren_top_up([
	'key' => ['a'], 'distributor' => '1', 'amount' => '1.00', 'reason' => '', 'now' => 'today', 'colour' => 'red',
]));
foreach (['0', '-1.00', '1.001', '1,00', 25, 25.5, null, true] as $amount) {
	refused(fn () => siren_top_up($top_up(['key' => 'b', 'amount' => $amount])));
}
refused(fn () => siren_top_up('25.50'));
refused(fn () => siren_top_up());
show(siren_standings(1, JUNE)['pool']['amount']);
--EXPECT--
-- added
{
  "key": "a",
  "distributor": 1,
  "distribution": 1,
  "amount": "25.50",
  "currency": "USD",
  "reason": "A sponsor",
  "created_at": "2026-05-10T12:00:00Z"
}
{
  "amount": "125.50",
  "currency": "USD",
  "sources": [{"kind":"fixed","amount":"100.00"},{"kind":"top_up","amount":"25.50"}]
}
-- repeated: nothing is added
true
"125.50"
-- divided with the rest, and the same when repeated
[[1,"125.50"]]
true
-- refused
Conflict
  the key "a" was already used for another top up; use a new key
Conflict
  distributor 2 is draft and has no open pool
NotFound
  there is no distributor 99
InvalidInput
  key: is required
  distributor: is required
  amount: is required
  reason: is required
InvalidInput
  key: must be a string, not a list
  distributor: must be an integer, not a string
  reason: is an empty string; expected at least one character
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  colour: is not a known field; expected one of: key, distributor, amount, reason, now
InvalidInput
  amount: is 0; expected more than zero
InvalidInput
  amount: is -1.00; expected more than zero
InvalidInput
  amount: is "1.001"; it has 3 decimals, but USD allows 2
InvalidInput
  amount: is "1,00"; expected a decimal number such as "12.34"
InvalidInput
  amount: must be a decimal string such as "12.34", not an integer
InvalidInput
  amount: must be a decimal string such as "12.34", not a float
InvalidInput
  amount: is required
InvalidInput
  amount: must be a decimal string such as "12.34", not a boolean
TypeError
  siren_top_up(): Argument #1 ($top_up) must be of type array, string given
ArgumentCountError
  siren_top_up() expects exactly 1 argument, 0 given
"100.00"
