--TEST--
siren_record_transaction(): a purchase, stored once for its source and id
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_collaborator(['id' => 2, 'aliases' => [['type' => 'coupon', 'code' => 'save10']]]);
$line = ['kind' => 'line_item', 'external_id' => 'a', 'amount' => '90.00'];
$sale = static fn (array $changes = []): array => $changes + [
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY, 'details' => [$line],
];

echo "-- accepted\n";
show(siren_record_transaction($sale([
	'customer' => 'user:7',
	'coupons' => ['SAVE10'],
	'renewal' => true,
	'details' => [
		[
			'name' => 'A course', 'type' => 'course', 'sku' => 'C-1', 'categories' => ['music', 'piano'],
			'quantity' => 2, 'owners' => [1],
		] + $line,
		['kind' => 'discount', 'external_id' => 'd', 'amount' => '-10.00'],
		['kind' => 'fee', 'external_id' => 'f', 'amount' => '-0.50'],
		['kind' => 'shipping', 'external_id' => 's', 'amount' => '5.00'],
		['kind' => 'tax', 'external_id' => 't', 'amount' => '7.60'],
	],
])));
show(siren_record_transaction($sale(['external_id' => 42, 'currency' => 'JPY', 'details' => [
	['kind' => 'line_item', 'amount' => '1200'], ['kind' => 'line_item', 'amount' => '0'],
]])));

echo "-- repeated: nothing changes\n";
show(siren_record_transaction($sale()));

echo "-- kept\n";
foreach (rows('transactions') as $row) {
	$row = siren_get('transactions', $row['id']);
	unset($row['created_at']);
	show($row);
}

echo "-- what follows from it\n";
show(columns('events', 'key', 'type', 'subject', 'object', 'quantity', 'value', 'transaction', 'collaborators'));

echo "-- history and its events are stored and do not count\n";
siren_record_transaction($sale(['external_id' => 'old', 'history' => true, 'details' => [['owners' => [1]] + $line]]));
siren_record_refund(['source' => 'shop', 'external_id' => 'old', 'refund_id' => 'r1', 'amount' => '90.00', 'occurred_at' => MAY]);
siren_record_event('lesson_completed', ['key' => 'old', 'collaborator' => 1, 'occurred_at' => MAY, 'history' => true]);
show(array_column(siren_find('transactions', ['history' => true])['items'], 'status', 'external_id'));
show(array_column(siren_find('events', ['status' => 'history', 'order' => 'asc'])['items'], 'type'));

echo "-- refused, with every problem\n";
refused(fn () => siren_record_transaction([]));
refused(fn () => siren_record_transaction([
	'source' => '',
	'external_id' => 1.0,
	'currency' => 'Euro',
	'occurred_at' => 'yesterday',
	'customer' => 7,
	'details' => [
		['kind' => 'line_item', 'amount' => 90.0],
		['kind' => 'gift', 'amount' => '1,00'],
		['kind' => 'discount', 'external_id' => 'x', 'amount' => '1.00'],
		['kind' => 'line_item', 'external_id' => 'y', 'amount' => '-1.00'],
		['kind' => 'line_item', 'external_id' => 'z', 'amount' => '1.00', 'quantity' => 0, 'colour' => 'red'],
		['kind' => 'tax', 'external_id' => 'z'],
		'a line',
	],
	'coupons' => ['good', ''],
	'renewal' => 1,
	'total' => '90.00',
]));
refused(fn () => siren_record_transaction($sale(['external_id' => '2', 'details' => []])));
refused(fn () => siren_record_transaction($sale(['external_id' => '2', 'details' => [$line, $line]])));
refused(fn () => siren_record_transaction($sale([
	'external_id' => '2', 'revision' => -1, 'history' => 1,
	'details' => [$line, ['kind' => 'discount', 'external_id' => 'd', 'amount' => '-1.00', 'line' => 'none']],
])));
foreach (['1.234', '1e2', '+1.00', '.5', '1.', ' 1.00', '', '99999999999999999999.00', 'NAN', "1.00\0"] as $amount) {
	refused(fn () => siren_record_transaction($sale([
		'external_id' => '2', 'details' => [['kind' => 'line_item', 'amount' => $amount]],
	])));
}
refused(fn () => siren_record_transaction());
refused(fn () => siren_record_transaction(null));

echo "-- nothing of it is stored\n";
show(siren_find('transactions')['total']);
--EXPECT--
-- accepted
{"key":"shop:1","status":"accepted"}
{"key":"shop:42","status":"accepted"}
-- repeated: nothing changes
{"key":"shop:1","status":"accepted"}
-- kept
{
  "id": 1,
  "status": "complete",
  "source": "shop",
  "external_id": "1",
  "currency": "USD",
  "occurred_at": "2026-05-01T04:00:00Z",
  "customer": "user:7",
  "amount": "92.10",
  "refunded": "0.00",
  "renewal": true,
  "coupons": ["SAVE10"],
  "referrer": null,
  "revision": null,
  "history": false,
  "details": [
    {
      "kind": "line_item",
      "external_id": "a",
      "amount": "90.00",
      "refunded": "0.00",
      "quantity": 2,
      "name": "A course",
      "type": "course",
      "sku": "C-1",
      "categories": ["music","piano"],
      "owners": [{"id":1}],
      "line": null,
      "event": 1
    },
    {
      "kind": "discount",
      "external_id": "d",
      "amount": "-10.00",
      "refunded": "0.00",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    },
    {
      "kind": "fee",
      "external_id": "f",
      "amount": "-0.50",
      "refunded": "0.00",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    },
    {
      "kind": "shipping",
      "external_id": "s",
      "amount": "5.00",
      "refunded": "0.00",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    },
    {
      "kind": "tax",
      "external_id": "t",
      "amount": "7.60",
      "refunded": "0.00",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    }
  ],
  "refunds": [],
  "amendments": []
}
{
  "id": 2,
  "status": "complete",
  "source": "shop",
  "external_id": "42",
  "currency": "JPY",
  "occurred_at": "2026-05-01T04:00:00Z",
  "customer": null,
  "amount": "1200",
  "refunded": "0",
  "renewal": false,
  "coupons": [],
  "referrer": null,
  "revision": null,
  "history": false,
  "details": [
    {
      "kind": "line_item",
      "external_id": "#1",
      "amount": "1200",
      "refunded": "0",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    },
    {
      "kind": "line_item",
      "external_id": "#2",
      "amount": "0",
      "refunded": "0",
      "quantity": 1,
      "name": null,
      "type": null,
      "sku": null,
      "categories": [],
      "owners": [],
      "line": null,
      "event": null
    }
  ],
  "refunds": [],
  "amendments": []
}
-- what follows from it
[
  [
    "sold:shop:1:a",
    "product_sold",
    "user:7",
    "A course",
    2,
    "90.00",
    1,
    [{"id":1,"named":null,"weight":1,"status":"counted","reason":null}]
  ],
  [
    "coupon:shop:1:save10",
    "coupon_used",
    "user:7",
    "coupon:save10",
    1,
    "80.00",
    1,
    [{"id":2,"named":null,"weight":1,"status":"counted","reason":null}]
  ]
]
-- history and its events are stored and do not count
{"old":"refunded"}
["product_sold","lesson_completed"]
-- refused, with every problem
InvalidInput
  source: is required
  external_id: is required
  currency: is required
  details: is required
InvalidInput
  source: is an empty string; expected at least one character
  external_id: must be a string, not a float
  currency: is "Euro"; expected an ISO 4217 currency code in capitals, such as USD, or points
  occurred_at: is "yesterday"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  customer: must be a string, not an integer
  details[0].amount: must be a decimal string such as "12.34", not a float
  details[1].kind: is "gift"; expected one of: line_item, discount, fee, shipping, tax
  details[1].amount: is "1,00"; expected a decimal number such as "12.34"
  details[2].amount: is more than zero; write a discount as a negative amount
  details[3].amount: is negative; only a discount, a fee or a tax can be (record a refund with siren_record_refund)
  details[4].quantity: is 0; expected more than 0 and at most 1000000
  details[4].colour: is not a known field; expected one of: kind, external_id, amount, quantity, name, type, sku, categories, owners, line
  details[5].amount: is required
  details[6]: must be an associative array, not a string
  coupons[1]: is an empty string; expected at least one character
  renewal: must be true or false, not an integer
  total: is not a known field; expected one of: source, external_id, currency, occurred_at, customer, referrer, credit_referrer, details, coupons, renewal, revision, history
InvalidInput
  details: must have at least one detail
InvalidInput
  details[1].external_id: is "a", but an earlier detail has the same external_id; expected a unique one
InvalidInput
  details[1].line: is "none"; expected the external_id of a line_item of this sale
  revision: is -1; expected an integer of at least 0
  history: must be true or false, not an integer
InvalidInput
  details[0].amount: is "1.234"; it has 3 decimals, but USD allows 2
InvalidInput
  details[0].amount: is "1e2"; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is "+1.00"; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is ".5"; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is "1."; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is " 1.00"; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is ""; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is "99999999999999999999.00"; expected at most 1000000000000 minor units
InvalidInput
  details[0].amount: is "NAN"; expected a decimal number such as "12.34"
InvalidInput
  details[0].amount: is "1.00\000"; expected a decimal number such as "12.34"
ArgumentCountError
  siren_record_transaction() expects exactly 1 argument, 0 given
TypeError
  siren_record_transaction(): Argument #1 ($transaction) must be of type array, null given
-- nothing of it is stored
3
