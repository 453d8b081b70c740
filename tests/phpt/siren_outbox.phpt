--TEST--
siren_outbox(): messages for other plugins, oldest first
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
show(siren_outbox());
lesson('a', 1, 3);
lesson('b', 2, 1);
siren_run_due(JUNE);

echo "-- a close, and what is done to one\n";
siren_hold_obligation(2, 'Wait', ['now' => '2026-06-02T12:00:00Z']);
siren_create_fulfillment(['now' => '2026-06-02T12:00:00Z']);
siren_set_payout(1, 'paid', ['now' => '2026-06-03T12:00:00Z']);
show(siren_outbox());
show(array_column(siren_outbox(['limit' => 2]), 'id'));
show(siren_status('2026-06-03T12:00:00Z')['counts']['outbox']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_outbox(['limit' => 0]));
refused(fn () => siren_outbox(['limit' => 101]));
refused(fn () => siren_outbox(['limit' => '5', 'colour' => 'red']));
refused(fn () => siren_outbox(5));
--EXPECT--
[]
-- a close, and what is done to one
[
  {
    "id": 1,
    "kind": "distribution_completed",
    "created_at": "2026-06-01T04:00:00Z",
    "distribution": 1,
    "obligation": null,
    "payout": null,
    "obligations": null
  },
  {
    "id": 2,
    "kind": "obligation_ready",
    "created_at": "2026-06-01T04:00:00Z",
    "distribution": 1,
    "obligation": 1,
    "payout": null,
    "obligations": 2
  },
  {
    "id": 3,
    "kind": "obligation_held",
    "created_at": "2026-06-02T12:00:00Z",
    "distribution": null,
    "obligation": 3,
    "payout": null,
    "obligations": 1
  },
  {
    "id": 4,
    "kind": "payout_paid",
    "created_at": "2026-06-03T12:00:00Z",
    "distribution": null,
    "obligation": null,
    "payout": 1,
    "obligations": null
  }
]
[1,2]
4
true
-- refused
InvalidInput
  query.limit: is 0; expected an integer from 1 to 100
InvalidInput
  query.limit: is 101; expected an integer from 1 to 100
InvalidInput
  query.limit: must be an integer, not a string
  query.colour: is not a known field; expected one of: limit
TypeError
  siren_outbox(): Argument #1 ($query) must be of type ?array, int given
