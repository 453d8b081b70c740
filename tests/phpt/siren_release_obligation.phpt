--TEST--
siren_release_obligation(): a manually held amount can be paid again
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada');
siren_save_distributor(lessons());
lesson('a', 1);
siren_run_due(JUNE);
$held = siren_hold_obligation(1, 'Looks made up', ['by' => 'user:7', 'now' => JUNE])['id'];

echo "-- released, and paid\n";
$released = siren_release_obligation($held, ['by' => 'user:8', 'now' => JULY]);
show(array_intersect_key($released, ['status' => 0, 'reason' => 0, 'payable_at' => 0]));
show(siren_explain($held)['hold']);
show(siren_release_obligation($held) === $released);
show(siren_create_fulfillment(['now' => JULY])['payouts'][0]['amount']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_release_obligation(1));
refused(fn () => siren_release_obligation(99));
refused(fn () => siren_release_obligation($held, ['by' => 7]));
--EXPECT--
-- released, and paid
{"status":"pending","reason":null,"payable_at":"2026-07-01T04:00:00Z"}
{"reason":"Looks made up","by":"user:7","ended":true,"ended_by":"user:8"}
true
"100.00"
true
-- refused
Conflict
  obligation 1 is rejected, but not held by hand
NotFound
  there is no obligation 99
InvalidInput
  by: must be a string, not an integer
