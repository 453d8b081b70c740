--TEST--
siren_find(): lists of every kind, filtered, searched, ordered and paged
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();

echo "-- every list exists and is empty\n";
$nouns = [
	'collaborators', 'distributors', 'distributions', 'allocations', 'obligations', 'fulfillments', 'payouts',
	'transactions', 'events', 'metrics',
];
foreach ($nouns as $noun) {
	show([$noun, siren_find($noun)]);
}

collaborators('Ada', 'Grace', 'Hedy');
siren_save_collaborator(['id' => 3, 'status' => 'inactive']);
siren_save_distributor(lessons());
lesson('a', 1, 2);
lesson('b', 2, 1);
siren_record_transaction([
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'amount' => '5.00']],
]);
siren_run_due(JUNE);
siren_create_fulfillment(['now' => JUNE]);

echo "-- the columns of every list\n";
foreach ($nouns as $noun) {
	show([$noun => array_keys(siren_find($noun)['items'][0])]);
}

echo "-- filters\n";
$ids = static function (string $what, array $query): array {
	$found = siren_find($what, $query);
	return [array_column($found['items'], 'id'), $found['total']];
};
show($ids('collaborators', ['status' => 'active', 'order_by' => 'id', 'order' => 'asc']));
show($ids('collaborators', ['status' => ['active', 'inactive'], 'order_by' => 'id', 'order' => 'desc']));
show($ids('obligations', ['collaborator' => 2, 'status' => 'fulfilled']));
show($ids('obligations', ['collaborator' => 99]));
show($ids('collaborators', ['search' => 'gra']));
show($ids('collaborators', ['search' => '%']));

echo "-- with names\n";
$named = static fn (string $what): array => siren_find($what, ['names' => true, 'order' => 'asc'])['items'];
foreach (['allocations', 'obligations', 'payouts', 'metrics'] as $noun) {
	show([$noun, array_column($named($noun), 'name'), array_slice(array_keys($named($noun)[0]), 0, 7)]);
}

echo "-- pages\n";
show($ids('collaborators', ['order_by' => 'name', 'order' => 'asc', 'page' => 1, 'per_page' => 2]));
show($ids('collaborators', ['order_by' => 'name', 'order' => 'asc', 'page' => 2, 'per_page' => 2]));
show($ids('collaborators', ['page' => 3, 'per_page' => 2]));

echo "-- a missing array and an empty one\n";
show(siren_find('collaborators', null) === siren_find('collaborators', []));

echo "-- refused, with every problem\n";
refused(fn () => siren_find('people'));
refused(fn () => siren_find('obligations', ['collaborator' => '2', 'status' => [1.5], 'search' => '', 'per_page' => 101]));
refused(fn () => siren_find('events', ['occurred_from' => 'May', 'occurred_until' => 5, 'page' => 0]));
refused(fn () => siren_find('collaborators', ['order_by' => 'colour', 'order' => 'up']));
refused(fn () => siren_find('collaborators', ['per_page' => 1.0]));
refused(fn () => siren_find('events', ['name; DROP TABLE events' => 1]));
refused(fn () => siren_find('events', ['order_by' => 'id; DROP TABLE events']));
refused(fn () => siren_find('payouts', ['names' => 'yes']));
refused(fn () => siren_find('distributors', ['names' => true]));
refused(fn () => siren_find('events', ['status']));
refused(fn () => siren_find(['events']));
refused(fn () => siren_find('events', 'all'));
refused(fn () => siren_find());
--EXPECT--
-- every list exists and is empty
["collaborators",{"items":[],"total":0}]
["distributors",{"items":[],"total":0}]
["distributions",{"items":[],"total":0}]
["allocations",{"items":[],"total":0}]
["obligations",{"items":[],"total":0}]
["fulfillments",{"items":[],"total":0}]
["payouts",{"items":[],"total":0}]
["transactions",{"items":[],"total":0}]
["events",{"items":[],"total":0}]
["metrics",{"items":[],"total":0}]
-- the columns of every list
{
  "collaborators": ["id","status","created_at","name","email","wp_user_id","aliases","old_aliases","groups","payout"]
}
{
  "distributors": [
    "id",
    "status",
    "created_at",
    "version",
    "name",
    "units",
    "starts_at",
    "schedule",
    "metrics",
    "pool",
    "structure",
    "audience",
    "minimum_score",
    "cap_percent",
    "on_empty",
    "on_inactive",
    "on_negative",
    "on_refund_after_close",
    "clawback_from",
    "own_activity",
    "renewals",
    "review",
    "hold_days",
    "grace_minutes",
    "distribution",
    "period"
  ]
}
{
  "distributions": [
    "id",
    "status",
    "created_at",
    "distributor",
    "version",
    "period",
    "amount",
    "currency",
    "obligations",
    "closed_at",
    "reason",
    "hash"
  ]
}
{
  "allocations": [
    "id",
    "status",
    "created_at",
    "distribution",
    "distributor",
    "collaborator",
    "rank",
    "score",
    "share",
    "amount",
    "currency",
    "reason"
  ]
}
{
  "obligations": [
    "id",
    "status",
    "created_at",
    "kind",
    "collaborator",
    "distributor",
    "distribution",
    "allocation",
    "amount",
    "currency",
    "reason",
    "corrects",
    "payable_at",
    "fulfillment",
    "payout"
  ]
}
{"fulfillments":["id","status","created_at","totals"]}
{
  "payouts": ["id","status","created_at","fulfillment","collaborator","amount","currency","reference","note","paid_at"]
}
{
  "transactions": [
    "id",
    "status",
    "created_at",
    "source",
    "external_id",
    "currency",
    "occurred_at",
    "customer",
    "amount",
    "refunded",
    "renewal",
    "coupons",
    "referrer",
    "revision",
    "history"
  ]
}
{
  "events": [
    "id",
    "status",
    "created_at",
    "key",
    "type",
    "occurred_at",
    "collaborators",
    "subject",
    "object",
    "quantity",
    "times",
    "value",
    "currency",
    "transaction",
    "data",
    "reason"
  ]
}
{"metrics":["id","status","created_at","distributor","distribution","collaborator","event","type","points"]}
-- filters
[[1,2],2]
[[3,2,1],3]
[[2],1]
[[],0]
[[2],1]
[[],0]
-- with names
[
  "allocations",
  ["Ada","Grace"],
  ["id","status","created_at","distribution","distributor","collaborator","name"]
]
["obligations",["Ada","Grace"],["id","status","created_at","kind","collaborator","name","distributor"]]
["payouts",["Ada","Grace"],["id","status","created_at","fulfillment","collaborator","name","amount"]]
["metrics",["Ada","Grace"],["id","status","created_at","distributor","distribution","collaborator","name"]]
-- pages
[[1,2],3]
[[3],3]
[[],3]
-- a missing array and an empty one
true
-- refused, with every problem
InvalidInput
  what: is "people"; expected one of: collaborators, distributors, distributions, allocations, obligations, fulfillments, payouts, transactions, events, metrics, refunds, conflicts, disputes
InvalidInput
  status[0]: must be a string, not a float
  collaborator: must be an integer, not a string
  search: is an empty string; expected at least one character
  per_page: is 101; expected an integer from 1 to 100
InvalidInput
  occurred_from: is "May"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  occurred_until: must be a string, not an integer
  page: is 0; expected an integer from 1 to 10000000
InvalidInput
  order_by: is "colour"; expected one of: id, created_at, name, status
  order: is "up"; expected one of: asc, desc
InvalidInput
  per_page: must be an integer, not a float
InvalidInput
  name; DROP TABLE events: is not a known field; expected one of: id, status, type, key, reason, subject, object, transaction, collaborator, occurred_from, occurred_until, search, order_by, order, page, per_page
InvalidInput
  order_by: is "id; DROP TABLE events"; expected one of: id, occurred_at, type
InvalidInput
  names: must be true or false, not a string
InvalidInput
  names: is not a known field; expected one of: id, status, units, search, order_by, order, page, per_page
InvalidInput
  must be an associative array, not a list
TypeError
  siren_find(): Argument #1 ($what) must be of type string, array given
TypeError
  siren_find(): Argument #2 ($query) must be of type ?array, string given
ArgumentCountError
  siren_find() expects at least 1 argument, 0 given
