--TEST--
siren_run_due(): closes each period that has ended, exactly once
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
siren_save_distributor(lessons(['name' => 'Nobody scores', 'metrics' => [['event' => 'site_visited', 'points' => 1]]]));
lesson('a', 1, 2);
lesson('b', 2, 1);

echo "-- nothing is due a microsecond before the end\n";
show(siren_run_due('2026-06-01T03:59:59.999999Z'));

echo "-- a dry run writes nothing\n";
show(siren_run_due(JUNE, ['dry_run' => true]));
show([siren_find('obligations')['total'], columns('distributions', 'status')]);

echo "-- due\n";
show(siren_run_due(JUNE));
show(rows('obligations'));

echo "-- repeated: nothing is due any more\n";
show(siren_run_due(JUNE));

echo "-- several missed periods, in order, up to the limit\n";
$report = siren_run_due('2026-08-01T04:00:00Z', ['limit' => 3]);
show([array_map(static fn (array $line): array => [$line['distributor'], $line['period']['start']], $report['skipped']), $report['more_due']]);
$report = siren_run_due('2026-08-01T04:00:00Z', ['budget_ms' => 60000]);
show([array_map(static fn (array $line): array => [$line['distributor'], $line['period']['start']], $report['skipped']), $report['more_due']]);

echo "-- an earlier time changes nothing\n";
show(siren_run_due(MAY)['ran']);

echo "-- refused\n";
refused(fn () => siren_run_due('tomorrow'));
refused(fn () => siren_run_due('2026-09-01'));
refused(fn () => siren_run_due(null, ['limit' => 0, 'budget_ms' => 1.5, 'dry_run' => 1, 'force' => true]));
refused(fn () => siren_run_due(JULY, ['limit' => '3']));
refused(fn () => siren_run_due(1780300800));
refused(fn () => siren_run_due(JULY, 3));
--EXPECT--
-- nothing is due a microsecond before the end
{
  "ran": [],
  "skipped": [],
  "failed": [],
  "more_due": false,
  "unconfirmed": null,
  "folded": {"events":2,"transactions":0,"duplicates":0,"faults":0}
}
-- a dry run writes nothing
{
  "ran": [
    {
      "distributor": 1,
      "distribution": 1,
      "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
      "pool": {"amount":"100.00","currency":"USD"},
      "obligations": 2,
      "reason": null
    }
  ],
  "skipped": [
    {
      "distributor": 2,
      "distribution": 2,
      "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
      "pool": {"amount":"100.00","currency":"USD"},
      "obligations": 0,
      "reason": "nobody_scored"
    }
  ],
  "failed": [],
  "more_due": false,
  "unconfirmed": null,
  "folded": {"events":0,"transactions":0,"duplicates":0,"faults":0}
}
[0,[["tracking"],["tracking"]]]
-- due
{
  "ran": [
    {
      "distributor": 1,
      "distribution": 1,
      "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
      "pool": {"amount":"100.00","currency":"USD"},
      "obligations": 2,
      "reason": null
    }
  ],
  "skipped": [
    {
      "distributor": 2,
      "distribution": 2,
      "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
      "pool": {"amount":"100.00","currency":"USD"},
      "obligations": 0,
      "reason": "nobody_scored"
    }
  ],
  "failed": [],
  "more_due": false,
  "unconfirmed": null,
  "folded": {"events":0,"transactions":0,"duplicates":0,"faults":0}
}
[
  {
    "id": 1,
    "status": "pending",
    "created_at": "2026-06-01T04:00:00Z",
    "kind": "distribution",
    "collaborator": 1,
    "distributor": 1,
    "distribution": 1,
    "allocation": 1,
    "amount": "66.67",
    "currency": "USD",
    "reason": null,
    "corrects": null,
    "payable_at": "2026-06-01T04:00:00Z",
    "fulfillment": null,
    "payout": null
  },
  {
    "id": 2,
    "status": "pending",
    "created_at": "2026-06-01T04:00:00Z",
    "kind": "distribution",
    "collaborator": 2,
    "distributor": 1,
    "distribution": 1,
    "allocation": 2,
    "amount": "33.33",
    "currency": "USD",
    "reason": null,
    "corrects": null,
    "payable_at": "2026-06-01T04:00:00Z",
    "fulfillment": null,
    "payout": null
  }
]
-- repeated: nothing is due any more
{
  "ran": [],
  "skipped": [],
  "failed": [],
  "more_due": false,
  "unconfirmed": null,
  "folded": {"events":0,"transactions":0,"duplicates":0,"faults":0}
}
-- several missed periods, in order, up to the limit
[[[1,"2026-06-01T04:00:00Z"],[1,"2026-07-01T04:00:00Z"],[2,"2026-06-01T04:00:00Z"]],true]
[[[2,"2026-07-01T04:00:00Z"]],false]
-- an earlier time changes nothing
[]
-- refused
InvalidInput
  now: is "tomorrow"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
InvalidInput
  now: is "2026-09-01"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
InvalidInput
  budget_ms: must be an integer, not a float
  limit: is 0; expected an integer from 1 to 100000
  dry_run: must be true or false, not an integer
  force: is not a known field; expected one of: budget_ms, limit, dry_run, confirmed
InvalidInput
  limit: must be an integer, not a string
TypeError
  siren_run_due(): Argument #1 ($now) must be of type ?string, int given
TypeError
  siren_run_due(): Argument #2 ($options) must be of type ?array, int given
