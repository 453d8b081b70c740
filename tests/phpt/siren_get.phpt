--TEST--
siren_get(): one row with its parts, or null
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1, 2);
lesson('b', 2, 1);
siren_record_transaction([
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'amount' => '5.00']],
]);
siren_run_due(JUNE);
siren_create_fulfillment(['now' => JUNE]);

echo "-- every noun: the row of the list comes first, its parts after it\n";
$nouns = [
	'collaborators', 'distributors', 'distributions', 'allocations', 'obligations', 'fulfillments', 'payouts',
	'transactions', 'events', 'metrics',
];
foreach ($nouns as $noun) {
	$row = rows($noun)[0];
	$whole = siren_get($noun, $row['id']);
	$parts = array_keys(array_diff_key($whole, $row));
	show([$noun, array_intersect_key($whole, $row) === $row, $parts]);
}

echo "-- with its parts\n";
$distribution = siren_get('distributions', 1);
show(preg_match('/^[0-9a-f]{64}$/', $distribution['hash']));
show(array_diff_key($distribution, ['hash' => '']));
show(siren_get('fulfillments', 1));
show(siren_get('payouts', 1));

echo "-- no such row\n";
foreach ($nouns as $noun) {
	show([siren_get($noun, 99), siren_get($noun, 0), siren_get($noun, PHP_INT_MIN)]);
}

echo "-- refused\n";
refused(fn () => siren_get('people', 1));
refused(fn () => siren_get('', 1));
refused(fn () => siren_get("events\0", 1));
refused(fn () => siren_get('events; DROP TABLE events', 1));
refused(fn () => siren_get('events', '1'));
refused(fn () => siren_get('events', 1.5));
refused(fn () => siren_get(['events'], 1));
refused(fn () => siren_get('events'));
--EXPECT--
-- every noun: the row of the list comes first, its parts after it
["collaborators",true,[]]
["distributors",true,[]]
["distributions",true,["sources","allocations"]]
["allocations",true,[]]
["obligations",true,[]]
["fulfillments",true,["by","payouts"]]
["payouts",true,["obligations"]]
["transactions",true,["details","refunds","amendments"]]
["events",true,[]]
["metrics",true,[]]
-- with its parts
1
{
  "id": 1,
  "status": "complete",
  "created_at": "2026-05-01T04:00:00Z",
  "distributor": 1,
  "version": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "amount": "100.00",
  "currency": "USD",
  "obligations": 2,
  "closed_at": "2026-06-01T04:00:00Z",
  "reason": null,
  "sources": [{"kind":"fixed","amount":"100.00"}],
  "allocations": [
    {
      "id": 1,
      "status": "paid",
      "created_at": "2026-06-01T04:00:00Z",
      "distribution": 1,
      "distributor": 1,
      "collaborator": 1,
      "rank": 1,
      "score": 2,
      "share": "0.666667",
      "amount": "66.67",
      "currency": "USD",
      "reason": null
    },
    {
      "id": 2,
      "status": "paid",
      "created_at": "2026-06-01T04:00:00Z",
      "distribution": 1,
      "distributor": 1,
      "collaborator": 2,
      "rank": 2,
      "score": 1,
      "share": "0.333333",
      "amount": "33.33",
      "currency": "USD",
      "reason": null
    }
  ]
}
{
  "id": 1,
  "status": "pending",
  "created_at": "2026-06-01T04:00:00Z",
  "totals": [{"currency":"USD","amount":"100.00","payouts":2}],
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
    },
    {
      "id": 2,
      "status": "unpaid",
      "created_at": "2026-06-01T04:00:00Z",
      "fulfillment": 1,
      "collaborator": 2,
      "amount": "33.33",
      "currency": "USD",
      "reference": null,
      "note": null,
      "paid_at": null
    }
  ]
}
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
  "paid_at": null,
  "obligations": [1]
}
-- no such row
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
[null,null,null]
-- refused
InvalidInput
  what: is "people"; expected one of: collaborators, distributors, distributions, allocations, obligations, fulfillments, payouts, transactions, events, metrics, refunds, conflicts, disputes
InvalidInput
  what: is ""; expected one of: collaborators, distributors, distributions, allocations, obligations, fulfillments, payouts, transactions, events, metrics, refunds, conflicts, disputes
InvalidInput
  what: is "events\000"; expected one of: collaborators, distributors, distributions, allocations, obligations, fulfillments, payouts, transactions, events, metrics, refunds, conflicts, disputes
InvalidInput
  what: is "events; DROP TABLE events"; expected one of: collaborators, distributors, distributions, allocations, obligations, fulfillments, payouts, transactions, events, metrics, refunds, conflicts, disputes
TypeError
  siren_get(): Argument #2 ($id) must be of type int, string given
TypeError
  siren_get(): Argument #2 ($id) must be of type int, float given
TypeError
  siren_get(): Argument #1 ($what) must be of type string, array given
ArgumentCountError
  siren_get() expects at least 2 arguments, 1 given
