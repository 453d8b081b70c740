--TEST--
siren_set_payout(): a payout moves forward, and one that failed or came back is owed again
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1, 3);
lesson('b', 2, 1);
siren_run_due(JUNE);
siren_create_fulfillment(['now' => JUNE]);

echo "-- forward\n";
show(siren_set_payout(1, 'processing', ['now' => '2026-06-02T12:00:00Z']));
show(siren_get('fulfillments', 1)['status']);
$paid = siren_set_payout(1, 'paid', ['reference' => 'TX-1', 'note' => 'By hand', 'now' => '2026-06-03T12:00:00Z']);
show($paid);

echo "-- repeated: nothing changes\n";
show(siren_set_payout(1, 'paid', ['reference' => 'TX-2']) === $paid);

echo "-- failed: owed again\n";
show(siren_set_payout(2, 'failed', ['note' => 'Account closed', 'now' => '2026-06-03T12:00:00Z'])['status']);
show(columns('obligations', 'id', 'status', 'kind', 'collaborator', 'amount', 'reason', 'corrects', 'payout'));
show(columns('fulfillments', 'id', 'status'));

echo "-- refused\n";
refused(fn () => siren_set_payout(1, 'failed'));
refused(fn () => siren_set_payout(1, 'unpaid'));
refused(fn () => siren_set_payout(2, 'paid'));
refused(fn () => siren_set_payout(99, 'paid'));
refused(fn () => siren_set_payout(1, 'Paid'));
refused(fn () => siren_set_payout(1, ''));
refused(fn () => siren_set_payout(1, 'paid', [
	'reference' => 7, 'note' => str_repeat('n', 501), 'now' => 'today', 'colour' => 'red',
]));
refused(fn () => siren_set_payout('1', 'paid'));
refused(fn () => siren_set_payout(1, null));
refused(fn () => siren_set_payout(1, 'paid', 'TX-1'));
refused(fn () => siren_set_payout(1));
show(columns('payouts', 'id', 'status', 'reference', 'note'));

echo "-- returned: owed again\n";
$returned = siren_set_payout(1, 'returned', ['note' => 'Unclaimed', 'now' => '2026-06-08T12:00:00Z']);
show([$returned['status'], $returned['reference'], $returned['note'], $returned['paid_at']]);
show(siren_set_payout(1, 'returned', ['now' => '2026-06-09T12:00:00Z']) === $returned);
show(columns('obligations', 'id', 'status', 'kind', 'collaborator', 'amount', 'reason', 'corrects', 'payout'));
show(columns('fulfillments', 'id', 'status'));
show(array_column(siren_create_fulfillment(['now' => '2026-06-10T12:00:00Z'])['payouts'], 'amount'));
refused(fn () => siren_set_payout(1, 'paid'));
refused(fn () => siren_set_payout(2, 'returned'));
show(siren_verify()['ok']);
--EXPECT--
-- forward
{
  "id": 1,
  "status": "processing",
  "created_at": "2026-06-01T04:00:00Z",
  "fulfillment": 1,
  "collaborator": 1,
  "amount": "75.00",
  "currency": "USD",
  "reference": null,
  "note": null,
  "paid_at": null,
  "obligations": [1]
}
"processing"
{
  "id": 1,
  "status": "paid",
  "created_at": "2026-06-01T04:00:00Z",
  "fulfillment": 1,
  "collaborator": 1,
  "amount": "75.00",
  "currency": "USD",
  "reference": "TX-1",
  "note": "By hand",
  "paid_at": "2026-06-03T12:00:00Z",
  "obligations": [1]
}
-- repeated: nothing changes
true
-- failed: owed again
"failed"
[
  [1,"complete","distribution",1,"75.00",null,null,1],
  [2,"rejected","distribution",2,"25.00","payout_failed",null,2],
  [3,"pending","reissue",2,"25.00","payout_failed",2,null]
]
[[1,"complete"]]
-- refused
Conflict
  payout 1 is paid and cannot become failed; correct a wrong payment with an adjustment
Conflict
  payout 1 is paid and cannot become unpaid; correct a wrong payment with an adjustment
Conflict
  payout 2 is failed and cannot become paid; correct a wrong payment with an adjustment
NotFound
  there is no payout 99
InvalidInput
  status: is "Paid"; expected one of: unpaid, processing, paid, failed, returned
InvalidInput
  status: is ""; expected one of: unpaid, processing, paid, failed, returned
InvalidInput
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  note: has 501 characters; at most 500 are allowed
  reference: must be a string, not an integer
  colour: is not a known field; expected one of: now, by, note, reference
TypeError
  siren_set_payout(): Argument #1 ($id) must be of type int, string given
TypeError
  siren_set_payout(): Argument #2 ($status) must be of type string, null given
TypeError
  siren_set_payout(): Argument #3 ($details) must be of type ?array, string given
ArgumentCountError
  siren_set_payout() expects at least 2 arguments, 1 given
[[1,"paid","TX-1","By hand"],[2,"failed",null,"Account closed"]]
-- returned: owed again
["returned","TX-1","Unclaimed","2026-06-03T12:00:00Z"]
true
[
  [1,"rejected","distribution",1,"75.00","payout_returned",null,1],
  [2,"rejected","distribution",2,"25.00","payout_failed",null,2],
  [3,"pending","reissue",2,"25.00","payout_failed",2,null],
  [4,"pending","reissue",1,"75.00","payout_returned",1,null]
]
[[1,"failed"]]
["75.00","25.00"]
Conflict
  payout 1 is returned and cannot become paid; correct a wrong payment with an adjustment
Conflict
  payout 2 is failed and cannot become returned; correct a wrong payment with an adjustment
true
