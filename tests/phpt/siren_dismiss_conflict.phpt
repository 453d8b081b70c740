--TEST--
siren_dismiss_conflict(): records that arrived again with other content, until they are reviewed
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
$sale = static fn (string $amount): array => [
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'external_id' => 'a', 'name' => 'Book', 'amount' => $amount]],
];
siren_record_transaction($sale('50.00'));
siren_record_transaction($sale('40.00'));
$shown = static fn (array $row): array => array_diff_key($row, ['created_at' => '']);

echo "-- open\n";
show(array_map($shown, siren_find('conflicts', ['status' => 'open'])['items']));
show(siren_status()['counts']['conflicts']);

echo "-- dismissed twice; the first record counts\n";
$row = siren_dismiss_conflict(1, ['by' => 'user:3', 'note' => 'A test order', 'now' => '2026-05-02T00:00:00Z']);
show([$row['status'], $row['dismissed_at'], $row['dismissed_by'], $row['note']]);
show(siren_dismiss_conflict(1) === $row);
show(siren_get('conflicts', 1) === $row);
siren_record_transaction($sale('40.00'));
show(siren_status()['counts']['conflicts']);
show(siren_get('transactions', 1)['amount']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_dismiss_conflict(2));
refused(fn () => siren_dismiss_conflict(1, ['why' => 'x']));
refused(fn () => siren_dismiss_conflict('1'));
refused(fn () => siren_dismiss_conflict());
--EXPECT--
-- open
[
  {
    "id": 1,
    "status": "open",
    "what": "transaction",
    "key": "shop:1",
    "event": null,
    "transaction": 1,
    "source": "shop",
    "external_id": "1",
    "refund_id": null,
    "currency": "USD",
    "differences": [{"part":"amount","external_id":"a","name":"Book","kept":"50.00","told":"40.00"}],
    "dismissed_at": null,
    "dismissed_by": null,
    "note": null
  }
]
1
-- dismissed twice; the first record counts
["dismissed","2026-05-02T00:00:00Z","user:3","A test order"]
true
true
0
"50.00"
true
-- refused
NotFound
  there is no conflict 2
InvalidInput
  why: is not a known field; expected one of: now, by, note
TypeError
  siren_dismiss_conflict(): Argument #1 ($id) must be of type int, string given
ArgumentCountError
  siren_dismiss_conflict() expects at least 1 argument, 0 given
