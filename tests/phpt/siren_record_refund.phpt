--TEST--
siren_record_refund(): a refund by lines, by amount, or of all that is left
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
foreach (['1', '2', '3'] as $number) {
	siren_record_transaction([
		'source' => 'shop', 'external_id' => $number, 'currency' => 'USD', 'occurred_at' => MAY,
		'details' => [
			['kind' => 'line_item', 'external_id' => 'a', 'amount' => '60.00', 'quantity' => 3],
			['kind' => 'line_item', 'external_id' => 'b', 'amount' => '40.00'],
		],
	]);
}
$refund = static fn (string $sale, string $number, array $changes = []): array => $changes + [
	'source' => 'shop', 'external_id' => $sale, 'refund_id' => $number, 'occurred_at' => '2026-05-09T12:00:00Z',
];

echo "-- accepted\n";
show(siren_record_refund($refund('1', 'r1', ['lines' => [
	['external_id' => 'a', 'amount' => '20.00', 'quantity' => 1], ['external_id' => 'b'],
]])));
show(siren_record_refund($refund('2', 'r1', ['amount' => '10.00'])));
show(siren_record_refund($refund('3', 'r1')));
show(siren_record_refund($refund('not sold yet', 'r1')));

echo "-- repeated: nothing changes\n";
show(siren_record_refund($refund('2', 'r1', ['amount' => '90.00'])));

echo "-- kept\n";
show(columns('transactions', 'external_id', 'status', 'amount', 'refunded'));
foreach ([1, 2, 3] as $id) {
	$row = siren_get('transactions', $id);
	show(array_column($row['details'], 'refunded', 'external_id'));
	show(array_map(static fn (array $refund): array => array_diff_key($refund, ['created_at' => '']), $row['refunds']));
}

echo "-- its sale arrives later\n";
siren_record_transaction([
	'source' => 'shop', 'external_id' => 'not sold yet', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'amount' => '5.00']],
]);
show(columns('transactions', 'external_id', 'status', 'amount', 'refunded')[3]);

echo "-- refused, with every problem\n";
refused(fn () => siren_record_refund([]));
refused(fn () => siren_record_refund([
	'source' => 3,
	'external_id' => '',
	'refund_id' => 1.5,
	'occurred_at' => 1779278400,
	'lines' => [
		['external_id' => 'a', 'amount' => 20.0],
		['amount' => '-1.00'],
		['external_id' => 'a', 'amount' => '1.00', 'quantity' => -1],
		'b',
		['external_id' => 'c', 'colour' => 'red'],
	],
	'reason' => 'did not fit',
]));
refused(fn () => siren_record_refund($refund('1', 'r2', ['lines' => [['external_id' => 'a']], 'amount' => '1.00'])));
refused(fn () => siren_record_refund($refund('1', 'r2', ['lines' => []])));
foreach (['-1.00', '0', '1e1', '', 1] as $amount) {
	refused(fn () => siren_record_refund($refund('1', 'r2', ['amount' => $amount])));
}
refused(fn () => siren_record_refund('r2'));
refused(fn () => siren_record_refund());

echo "-- nothing of it is stored\n";
show(count(siren_get('transactions', 1)['refunds']));
--EXPECT--
-- accepted
{"key":"shop:1:r1","status":"accepted"}
{"key":"shop:2:r1","status":"accepted"}
{"key":"shop:3:r1","status":"accepted"}
{"key":"shop:not sold yet:r1","status":"accepted"}
-- repeated: nothing changes
{"key":"shop:2:r1","status":"accepted"}
-- kept
[["1","complete","100.00","60.00"],["2","complete","100.00","10.00"],["3","refunded","100.00","100.00"]]
{"a":"20.00","b":"40.00"}
[
  {
    "refund_id": "r1",
    "undo": false,
    "status": "applied",
    "occurred_at": "2026-05-09T12:00:00Z",
    "amount": "60.00",
    "reason": null
  }
]
{"a":"6.00","b":"4.00"}
[
  {
    "refund_id": "r1",
    "undo": false,
    "status": "applied",
    "occurred_at": "2026-05-09T12:00:00Z",
    "amount": "10.00",
    "reason": null
  }
]
{"a":"60.00","b":"40.00"}
[
  {
    "refund_id": "r1",
    "undo": false,
    "status": "applied",
    "occurred_at": "2026-05-09T12:00:00Z",
    "amount": "100.00",
    "reason": null
  }
]
-- its sale arrives later
["not sold yet","refunded","5.00","5.00"]
-- refused, with every problem
InvalidInput
  source: is required
  external_id: is required
  refund_id: is required
InvalidInput
  source: must be a string, not an integer
  external_id: is an empty string; expected at least one character
  refund_id: must be a string, not a float
  occurred_at: must be a string, not an integer
  lines[0].amount: must be a decimal string such as "12.34", not a float
  lines[1].external_id: is required
  lines[2].quantity: is -1; expected from 0 to 1000000
  lines[2].external_id: names the same line twice; list each line once
  lines[3]: must be an associative array, not a string
  lines[4].colour: is not a known field; expected one of: external_id, amount, quantity
  reason: is not a known field; expected one of: source, external_id, refund_id, occurred_at, lines, amount, undo, cancelled, history
InvalidInput
  has both lines and an amount; give one of them, or neither to refund all that is left
InvalidInput
  lines: is empty; leave it out to refund all that is left
InvalidInput
  amount: is -1.00; expected more than zero
InvalidInput
  amount: is 0; expected more than zero
InvalidInput
  amount: is "1e1"; expected a decimal number such as "12.34"
InvalidInput
  amount: is ""; expected a decimal number such as "12.34"
InvalidInput
  amount: must be a decimal string such as "12.34", not an integer
TypeError
  siren_record_refund(): Argument #1 ($refund) must be of type array, string given
ArgumentCountError
  siren_record_refund() expects exactly 1 argument, 0 given
-- nothing of it is stored
1
