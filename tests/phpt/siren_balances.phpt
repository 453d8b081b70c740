--TEST--
siren_balances(): what is owed and was paid, to one collaborator or by the whole site
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace', 'Hedy');
siren_save_distributor(lessons());
siren_save_distributor(lessons(['name' => 'Points', 'units' => 'points', 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '7']]]]));
siren_save_distributor(lessons(['name' => 'Held', 'hold_days' => 30, 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '3.00']]]]));

echo "-- no one is owed anything yet\n";
show(siren_balances());
show(siren_balances(['collaborator' => 1]));

lesson('a', 1, 3);
lesson('b', 2, 1);
siren_run_due(JUNE);
siren_set_payout(siren_create_fulfillment(['now' => JUNE, 'currency' => 'USD', 'collaborators' => [1]])['payouts'][0]['id'], 'paid', ['now' => JUNE]);
siren_adjust(['key' => 'mistake', 'collaborator' => 2, 'amount' => '-5.00', 'currency' => 'USD', 'reason' => 'Counted twice', 'now' => JUNE]);

echo "-- of one collaborator, of several, in one currency\n";
array_map(show(...), siren_balances(['collaborator' => 1]));
array_map(show(...), siren_balances(['collaborator' => [2, 3], 'currency' => 'USD']));

echo "-- of the whole site\n";
array_map(show(...), siren_balances());

echo "-- amounts of inactive collaborators wait\n";
siren_save_collaborator(['id' => 2, 'status' => 'inactive', 'now' => JUNE]);
$parts = fn (array $balance): array => array_intersect_key($balance, array_flip(['collaborator', 'pending', 'payable', 'waiting']));
array_map(fn (array $balance) => show($parts($balance)), siren_balances(['collaborator' => 2, 'currency' => 'USD']));
array_map(fn (array $balance) => show($parts($balance)), siren_balances(['currency' => 'USD']));

echo "-- refused, with every problem\n";
refused(fn () => siren_balances(['collaborator' => 0, 'currency' => 'usd', 'status' => 'paid']));
refused(fn () => siren_balances(['collaborator' => range(1, 101)]));
--EXPECT--
-- no one is owed anything yet
[]
[]
-- of one collaborator, of several, in one currency
{
  "collaborator": 1,
  "currency": "USD",
  "draft": "0.00",
  "held": "2.25",
  "by_hand": "0.00",
  "holds": [],
  "pending": "0.00",
  "payable": "0.00",
  "waiting": "0.00",
  "fulfilled": "0.00",
  "paid": "75.00",
  "total": "77.25"
}
{
  "collaborator": 1,
  "currency": "points",
  "draft": "0",
  "held": "0",
  "by_hand": "0",
  "holds": [],
  "pending": "5",
  "payable": "5",
  "waiting": "0",
  "fulfilled": "0",
  "paid": "0",
  "total": "5"
}
{
  "collaborator": 2,
  "currency": "USD",
  "draft": "0.00",
  "held": "0.75",
  "by_hand": "0.00",
  "holds": [],
  "pending": "20.00",
  "payable": "20.00",
  "waiting": "0.00",
  "fulfilled": "0.00",
  "paid": "0.00",
  "total": "20.75"
}
-- of the whole site
{
  "collaborator": null,
  "currency": "USD",
  "draft": "0.00",
  "held": "3.00",
  "by_hand": "0.00",
  "holds": [],
  "pending": "20.00",
  "payable": "20.00",
  "waiting": "0.00",
  "fulfilled": "0.00",
  "paid": "75.00",
  "total": "98.00"
}
{
  "collaborator": null,
  "currency": "points",
  "draft": "0",
  "held": "0",
  "by_hand": "0",
  "holds": [],
  "pending": "7",
  "payable": "7",
  "waiting": "0",
  "fulfilled": "0",
  "paid": "0",
  "total": "7"
}
-- amounts of inactive collaborators wait
{"collaborator":2,"pending":"20.00","payable":"0.00","waiting":"20.00"}
{"collaborator":null,"pending":"20.00","payable":"0.00","waiting":"20.00"}
-- refused, with every problem
InvalidInput
  collaborator: is 0; expected an integer of at least 1
  currency: is "usd"; expected an ISO 4217 currency code in capitals, such as USD, or points
  status: is not a known field; expected one of: collaborator, currency, names
InvalidInput
  collaborator: has 101 items; at most 100 are allowed
