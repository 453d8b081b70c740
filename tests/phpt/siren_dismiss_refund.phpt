--TEST--
siren_dismiss_refund(): a refund whose sale never arrives needs no attention any more
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
$refund = ['source' => 'shop', 'external_id' => '1', 'refund_id' => 'r1', 'occurred_at' => MAY, 'amount' => '30.00'];
siren_record_refund($refund);
$shown = static fn (array $row): array => array_diff_key($row, ['created_at' => '']);

echo "-- it waits\n";
show(array_map($shown, siren_find('refunds', ['status' => 'waiting'])['items']));
show(siren_status()['counts']['waiting_refunds']);

echo "-- dismissed twice\n";
show($shown(siren_dismiss_refund(1, ['by' => 'user:3', 'note' => 'A test order', 'now' => '2026-05-02T00:00:00Z'])));
show(siren_dismiss_refund(1)['status']);
show(siren_status()['counts']['waiting_refunds']);

echo "-- applied when its sale arrives\n";
siren_record_transaction([
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'amount' => '50.00']],
]);
show($shown(siren_get('refunds', 1)));

echo "-- a refund that does not fit stays ignored\n";
siren_record_refund(['lines' => [['external_id' => 'x']], 'refund_id' => 'r2'] + array_diff_key($refund, ['amount' => '']));
show([siren_find('refunds', ['status' => 'ignored', 'dismissed' => false])['total'], siren_status()['counts']['ignored_refunds']]);
$row = siren_dismiss_refund(2, ['by' => 'user:3']);
show([$row['status'], $row['reason'], $row['dismissed_by'], siren_status()['counts']['ignored_refunds']]);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_dismiss_refund(1));
refused(fn () => siren_dismiss_refund(3));
refused(fn () => siren_dismiss_refund(2, ['why' => 'x', 'note' => 5]));
refused(fn () => siren_dismiss_refund('1'));
refused(fn () => siren_dismiss_refund());
--EXPECT--
-- it waits
[
  {
    "id": 1,
    "status": "waiting",
    "source": "shop",
    "external_id": "1",
    "refund_id": "r1",
    "undo": false,
    "occurred_at": "2026-05-01T04:00:00Z",
    "amount": null,
    "currency": null,
    "reason": null,
    "transaction": null,
    "history": false,
    "dismissed_at": null,
    "dismissed_by": null,
    "note": null
  }
]
1
-- dismissed twice
{
  "id": 1,
  "status": "dismissed",
  "source": "shop",
  "external_id": "1",
  "refund_id": "r1",
  "undo": false,
  "occurred_at": "2026-05-01T04:00:00Z",
  "amount": null,
  "currency": null,
  "reason": null,
  "transaction": null,
  "history": false,
  "dismissed_at": "2026-05-02T00:00:00Z",
  "dismissed_by": "user:3",
  "note": "A test order"
}
"dismissed"
0
-- applied when its sale arrives
{
  "id": 1,
  "status": "applied",
  "source": "shop",
  "external_id": "1",
  "refund_id": "r1",
  "undo": false,
  "occurred_at": "2026-05-01T04:00:00Z",
  "amount": "30.00",
  "currency": "USD",
  "reason": null,
  "transaction": 1,
  "history": false,
  "dismissed_at": null,
  "dismissed_by": null,
  "note": null
}
-- a refund that does not fit stays ignored
[1,1]
["ignored","unknown_line","user:3",0]
true
-- refused
Conflict
  refund 1 is applied; only a refund that waits for its sale or does not fit it can be dismissed
NotFound
  there is no refund 3
InvalidInput
  note: must be a string, not an integer
  why: is not a known field; expected one of: now, by, note
TypeError
  siren_dismiss_refund(): Argument #1 ($id) must be of type int, string given
ArgumentCountError
  siren_dismiss_refund() expects at least 1 argument, 0 given
