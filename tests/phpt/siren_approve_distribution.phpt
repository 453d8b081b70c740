--TEST--
siren_approve_distribution(): a reviewed distribution can be paid
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons(['review' => true]));
siren_save_distributor(lessons());
siren_save_distributor(lessons(['review' => true, 'hold_days' => 30]));
lesson('a', 1, 3);
lesson('b', 2, 1);
siren_run_due(JUNE);

echo "-- before\n";
show(columns('obligations', 'distribution', 'status', 'amount', 'reason'));
show(siren_create_fulfillment(['dry_run' => true, 'now' => JUNE])['totals']);

echo "-- approved\n";
$approved = siren_approve_distribution(1, ['now' => '2026-06-02T12:00:00Z']);
show([$approved['id'], $approved['status'], $approved['amount'], $approved['obligations']]);
show($approved === siren_get('distributions', 1));
show(columns('obligations', 'distribution', 'status', 'amount', 'reason'));

echo "-- repeated: nothing changes\n";
show(siren_approve_distribution(1) === $approved);

echo "-- amounts to be held stay held\n";
siren_approve_distribution(3, ['now' => '2026-06-02T12:00:00Z']);
show(columns('obligations', 'distribution', 'status', 'amount', 'reason'));
show(siren_create_fulfillment(['now' => '2026-06-02T12:00:00Z'])['totals']);

echo "-- refused\n";
refused(fn () => siren_approve_distribution(2));
refused(fn () => siren_approve_distribution(4));
refused(fn () => siren_approve_distribution(99));
refused(fn () => siren_approve_distribution(0));
refused(fn () => siren_approve_distribution(1, ['now' => 'now']));
refused(fn () => siren_approve_distribution('1'));
refused(fn () => siren_approve_distribution(1.0));
refused(fn () => siren_approve_distribution(1, 5));
refused(fn () => siren_approve_distribution());
show(columns('distributions', 'id', 'status'));
--EXPECT--
-- before
[
  [1,"draft","75.00",null],
  [1,"draft","25.00",null],
  [2,"pending","75.00",null],
  [2,"pending","25.00",null],
  [3,"draft","75.00",null],
  [3,"draft","25.00",null]
]
[{"currency":"USD","amount":"100.00","payouts":2}]
-- approved
[1,"complete","100.00",2]
true
[
  [1,"pending","75.00",null],
  [1,"pending","25.00",null],
  [2,"pending","75.00",null],
  [2,"pending","25.00",null],
  [3,"draft","75.00",null],
  [3,"draft","25.00",null]
]
-- repeated: nothing changes
true
-- amounts to be held stay held
[
  [1,"pending","75.00",null],
  [1,"pending","25.00",null],
  [2,"pending","75.00",null],
  [2,"pending","25.00",null],
  [3,"held","75.00","hold_days"],
  [3,"held","25.00","hold_days"]
]
[{"currency":"USD","amount":"200.00","payouts":2}]
-- refused
Conflict
  distribution 2 is complete and is not waiting for approval
Conflict
  distribution 4 is tracking and is not waiting for approval
NotFound
  there is no distribution 99
NotFound
  there is no distribution 0
InvalidInput
  now: is "now"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
TypeError
  siren_approve_distribution(): Argument #1 ($id) must be of type int, string given
TypeError
  siren_approve_distribution(): Argument #1 ($id) must be of type int, float given
TypeError
  siren_approve_distribution(): Argument #2 ($details) must be of type ?array, int given
ArgumentCountError
  siren_approve_distribution() expects at least 1 argument, 0 given
[[1,"complete"],[2,"complete"],[3,"complete"],[4,"tracking"],[5,"tracking"],[6,"tracking"]]
