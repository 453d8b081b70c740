--TEST--
siren_set_payouts(): many payouts move in one call, all or none
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

use Siren\Exception\Conflict;

$directory = new_site();
collaborators('Ada', 'Grace', 'Hedy');
siren_save_distributor(lessons());
lesson('a', 1, 5);
lesson('b', 2, 3);
lesson('c', 3, 2);
siren_run_due(JUNE);
siren_create_fulfillment(['now' => JUNE]);

echo "-- in the order of the ids in the call\n";
$moved = siren_set_payouts([2, 1], 'processing', ['note' => 'Batch 7', 'now' => '2026-06-02T12:00:00Z']);
show($moved[0]);
show($moved === [siren_get('payouts', 2), siren_get('payouts', 1)]);
show(columns('payouts', 'id', 'status', 'note'));

echo "-- a payout that has the status already keeps it\n";
show(siren_set_payouts([1], 'processing', ['note' => 'Batch 8']) === [$moved[1]]);

echo "-- one that cannot move refuses all; each is named\n";
siren_set_payout(1, 'failed', ['now' => '2026-06-03T12:00:00Z']);
refused(fn () => siren_set_payouts([1, 2, 3, 99, -4], 'paid'));
try {
	siren_set_payouts([2, 1], 'paid');
} catch (Conflict $refusal) {
	show($refusal->problems());
}
show(columns('payouts', 'id', 'status', 'note'));

echo "-- refused\n";
refused(fn () => siren_set_payouts([], 'paid'));
refused(fn () => siren_set_payouts(range(1, 1001), 'paid'));
refused(fn () => siren_set_payouts(['first' => 2], 'paid'));
refused(fn () => siren_set_payouts([2, '3', 3, 2, null, 3.0, 3], 'Paid', [
	'reference' => 7, 'note' => str_repeat('n', 501), 'now' => 'today', 'colour' => 'red',
]));
refused(fn () => siren_set_payouts(2, 'paid'));
refused(fn () => siren_set_payouts([2], null));
refused(fn () => siren_set_payouts([2], 'paid', 'TX-1'));
refused(fn () => siren_set_payouts([2]));
show(columns('payouts', 'id', 'status'));

echo "-- where two people are required\n";
siren_open("sqlite:$directory/data", ['two_people' => true]);
siren_create_fulfillment(['now' => '2026-06-04T12:00:00Z', 'by' => 'user:1']);
refused(fn () => siren_set_payouts([2, 4], 'paid'));
refused(fn () => siren_set_payouts([2, 4], 'paid', ['by' => 'user:1']));
show(array_column(siren_set_payouts([2, 4], 'paid', ['by' => 'user:2', 'now' => '2026-06-05T12:00:00Z']), 'status'));
show(siren_verify()['ok']);
--EXPECT--
-- in the order of the ids in the call
{
  "id": 2,
  "status": "processing",
  "created_at": "2026-06-01T04:00:00Z",
  "fulfillment": 1,
  "collaborator": 2,
  "amount": "30.00",
  "currency": "USD",
  "reference": null,
  "note": "Batch 7",
  "paid_at": null,
  "obligations": [2]
}
true
[[1,"processing","Batch 7"],[2,"processing","Batch 7"],[3,"unpaid",null]]
-- a payout that has the status already keeps it
true
-- one that cannot move refuses all; each is named
Conflict
  ids[0]: payout 1 is failed and cannot become paid; ids[3]: there is no payout 99; ids[4]: there is no payout -4
[
  {
    "path": "ids[1]",
    "message": "payout 1 is failed and cannot become paid",
    "message_parts": {
      "code": "payout_cannot_become",
      "values": {
        "id": {"type":"text","text":"1"},
        "status": {"type":"text","text":"failed"},
        "wanted": {"type":"text","text":"paid"}
      }
    }
  }
]
[[1,"failed","Batch 7"],[2,"processing","Batch 7"],[3,"unpaid",null]]
-- refused
InvalidInput
  ids: is empty; expected at least one payout
InvalidInput
  ids: has 1001 items; at most 1000 are allowed
InvalidInput
  ids: must be a list, not an associative array
InvalidInput
  ids[1]: must be an integer, not a string
  ids[3]: is 2, which is already in the list; name each payout once
  ids[4]: must be an integer, not null
  ids[5]: must be an integer, not a float
  ids[6]: is 3, which is already in the list; name each payout once
  status: is "Paid"; expected one of: unpaid, processing, paid, failed, returned
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  note: has 501 characters; at most 500 are allowed
  reference: must be a string, not an integer
  colour: is not a known field; expected one of: now, by, note, reference
TypeError
  siren_set_payouts(): Argument #1 ($ids) must be of type array, int given
TypeError
  siren_set_payouts(): Argument #2 ($status) must be of type string, null given
TypeError
  siren_set_payouts(): Argument #3 ($details) must be of type ?array, string given
ArgumentCountError
  siren_set_payouts() expects at least 2 arguments, 1 given
[[1,"failed"],[2,"processing"],[3,"unpaid"]]
-- where two people are required
InvalidInput
  by: is required: this site requires two people, so every act with money must say who does it, such as user:7
Conflict
  ids[1]: whoever made fulfillment 2 cannot do this too: this site requires two people
["paid","paid"]
true
