--TEST--
siren_create_fulfillment(): one payout for each collaborator and currency
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace', 'Hedy');
siren_save_distributor(lessons());
siren_save_distributor(lessons(['name' => 'In yen', 'units' => 'JPY', 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '900']]]]));
lesson('a', 1, 6);
lesson('b', 2, 2);
lesson('c', 3, 1);
siren_run_due(JUNE);
siren_adjust([
	'key' => 'x', 'collaborator' => 3, 'amount' => '-20.00', 'currency' => 'USD', 'reason' => 'Paid in cash', 'now' => JUNE,
]);

echo "-- a dry run writes nothing\n";
show(siren_create_fulfillment(['dry_run' => true, 'now' => JUNE]));
show(siren_find('fulfillments')['total']);

echo "-- created for some\n";
show(siren_create_fulfillment(['currency' => 'USD', 'minimum' => '50.00', 'now' => JUNE]));
show(siren_create_fulfillment(['collaborators' => [2], 'now' => JUNE])['payouts']);
show(siren_create_fulfillment(['until' => '2026-06-01T03:59:59Z', 'now' => JUNE])['payouts']);

echo "-- created for the rest\n";
show(siren_create_fulfillment(['now' => JUNE])['totals']);

echo "-- nothing is created if nothing is payable\n";
show(siren_create_fulfillment(['now' => JUNE]));
show(siren_create_fulfillment(null)['id']);
show(columns('fulfillments', 'id', 'status', 'totals'));
show(columns('obligations', 'collaborator', 'amount', 'currency', 'status', 'fulfillment', 'payout'));

echo "-- refused\n";
refused(fn () => siren_create_fulfillment([
	'currency' => 'dollars', 'collaborators' => 'all', 'until' => 'June', 'dry_run' => 1, 'now' => 0, 'colour' => 'red',
]));
refused(fn () => siren_create_fulfillment(['minimum' => '10.00']));
refused(fn () => siren_create_fulfillment(['currency' => 'USD', 'minimum' => 10.0]));
refused(fn () => siren_create_fulfillment(['currency' => 'USD', 'minimum' => '-1.00']));
refused(fn () => siren_create_fulfillment(['currency' => 'JPY', 'minimum' => '1.50']));
refused(fn () => siren_create_fulfillment(['currency' => 'points']));
refused(fn () => siren_create_fulfillment(['collaborators' => [0]]));
refused(fn () => siren_create_fulfillment(['collaborators' => ['1']]));
refused(fn () => siren_create_fulfillment('all'));
show(siren_find('fulfillments')['total']);
--EXPECT--
-- a dry run writes nothing
{
  "id": null,
  "totals": [{"currency":"JPY","amount":"900","payouts":3},{"currency":"USD","amount":"88.89","payouts":2}],
  "payouts": [
    {"collaborator":1,"amount":"600","currency":"JPY","obligations":[4]},
    {"collaborator":1,"amount":"66.67","currency":"USD","obligations":[1]},
    {"collaborator":2,"amount":"200","currency":"JPY","obligations":[5]},
    {"collaborator":2,"amount":"22.22","currency":"USD","obligations":[2]},
    {"collaborator":3,"amount":"100","currency":"JPY","obligations":[6]}
  ],
  "left_out": [{"collaborator":3,"amount":"-8.89","currency":"USD","reason":"nothing_owed"}]
}
0
-- created for some
{
  "id": 1,
  "status": "pending",
  "created_at": "2026-06-01T04:00:00Z",
  "totals": [{"currency":"USD","amount":"66.67","payouts":1}],
  "by": null,
  "payouts": [
    {
      "id": 1,
      "status": "unpaid",
      "created_at": "2026-06-01T04:00:00Z",
      "fulfillment": 1,
      "collaborator": 1,
      "amount": "66.67",
      "currency": "USD",
      "reference": null,
      "note": null,
      "paid_at": null
    }
  ],
  "left_out": [
    {"collaborator":2,"amount":"22.22","currency":"USD","reason":"below_minimum"},
    {"collaborator":3,"amount":"-8.89","currency":"USD","reason":"nothing_owed"}
  ]
}
[
  {
    "id": 2,
    "status": "unpaid",
    "created_at": "2026-06-01T04:00:00Z",
    "fulfillment": 2,
    "collaborator": 2,
    "amount": "200",
    "currency": "JPY",
    "reference": null,
    "note": null,
    "paid_at": null
  },
  {
    "id": 3,
    "status": "unpaid",
    "created_at": "2026-06-01T04:00:00Z",
    "fulfillment": 2,
    "collaborator": 2,
    "amount": "22.22",
    "currency": "USD",
    "reference": null,
    "note": null,
    "paid_at": null
  }
]
[]
-- created for the rest
[{"currency":"JPY","amount":"700","payouts":2}]
-- nothing is created if nothing is payable
{
  "id": null,
  "totals": [],
  "payouts": [],
  "left_out": [{"collaborator":3,"amount":"-8.89","currency":"USD","reason":"nothing_owed"}]
}
null
[
  [1,"pending",[{"currency":"USD","amount":"66.67","payouts":1}]],
  [
    2,
    "pending",
    [{"currency":"JPY","amount":"200","payouts":1},{"currency":"USD","amount":"22.22","payouts":1}]
  ],
  [3,"pending",[{"currency":"JPY","amount":"700","payouts":2}]]
]
[
  [1,"66.67","USD","fulfilled",1,1],
  [2,"22.22","USD","fulfilled",2,3],
  [3,"11.11","USD","pending",null,null],
  [1,"600","JPY","fulfilled",3,4],
  [2,"200","JPY","fulfilled",2,2],
  [3,"100","JPY","fulfilled",3,5],
  [3,"-20.00","USD","pending",null,null]
]
-- refused
InvalidInput
  now: must be a string, not an integer
  currency: is "dollars"; expected an ISO 4217 currency code in capitals, such as USD, or points
  collaborators: must be a list, not a string
  until: is "June"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  dry_run: must be true or false, not an integer
  colour: is not a known field; expected one of: now, by, note, currency, collaborators, minimum, until, dry_run
InvalidInput
  minimum: needs currency: an amount means nothing without one
InvalidInput
  minimum: must be a decimal string such as "12.34", not a float
InvalidInput
  minimum: is -1.00; expected zero or more
InvalidInput
  minimum: is "1.50"; it has 2 decimals, but JPY allows 0
InvalidInput
  currency: is points, which are not paid out as money
InvalidInput
  collaborators[0]: is 0; expected an integer of at least 1
InvalidInput
  collaborators[0]: must be an integer, not a string
TypeError
  siren_create_fulfillment(): Argument #1 ($options) must be of type ?array, string given
3
