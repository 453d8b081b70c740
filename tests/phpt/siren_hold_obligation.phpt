--TEST--
siren_hold_obligation(): one amount is held manually, the others are paid
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1);
lesson('b', 2);
siren_run_due(JUNE);

echo "-- a new obligation replaces it and is held\n";
show(siren_hold_obligation(1, 'Looks made up', ['by' => 'user:7', 'now' => JUNE]));
show(array_intersect_key(siren_get('obligations', 1), ['status' => 0, 'reason' => 0]));

echo "-- it is not paid, and balances say why\n";
siren_run_due(JULY);
show(array_column(siren_create_fulfillment(['now' => JULY, 'dry_run' => true])['payouts'], 'collaborator'));
show(siren_balances(['collaborator' => 1])[0]['holds']);

echo "-- repeated: nothing changes\n";
show(siren_hold_obligation(3, 'Another reason')['reason']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_hold_obligation(1, 'Twice'));
refused(fn () => siren_hold_obligation(99, 'Nobody'));
refused(fn () => siren_hold_obligation(2, " \n", ['by' => '', 'now' => 'today', 'colour' => 'red']));
refused(fn () => siren_hold_obligation(2));
--EXPECT--
-- a new obligation replaces it and is held
{
  "id": 3,
  "status": "held",
  "created_at": "2026-06-01T04:00:00Z",
  "kind": "hold",
  "collaborator": 1,
  "distributor": 1,
  "distribution": 1,
  "allocation": null,
  "amount": "50.00",
  "currency": "USD",
  "reason": "Looks made up",
  "corrects": 1,
  "payable_at": "9999-12-31T23:59:59Z",
  "fulfillment": null,
  "payout": null
}
{"status":"rejected","reason":"held_by_hand"}
-- it is not paid, and balances say why
[2]
[{"obligation":3,"amount":"50.00","currency":"USD","reason":"Looks made up"}]
-- repeated: nothing changes
"Looks made up"
true
-- refused
Conflict
  obligation 1 is rejected; only a pending obligation can be held by hand
NotFound
  there is no obligation 99
InvalidInput
  reason: is an empty string; expected at least one character
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  by: is an empty string; expected at least one character
  colour: is not a known field; expected one of: now, by, note
ArgumentCountError
  siren_hold_obligation() expects at least 2 arguments, 1 given
