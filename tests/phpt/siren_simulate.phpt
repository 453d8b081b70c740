--TEST--
siren_simulate(): what rules would have paid over recorded history
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

echo "-- unsaved rules\n";
$other = array_diff_key(lessons(['structure' => ['kind' => 'top_score_wins']]), ['now' => '']);
show(siren_simulate($other, MAY, JULY));

echo "-- a change of an existing distributor\n";
$periods = siren_simulate(['id' => 1, 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '10.00']]]], MAY, '2026-05-20T04:00:00Z');
show(array_map(static fn (array $period): array => [
	$period['status'], $period['pool']['amount'], array_column($period['allocations'], 'amount', 'collaborator'),
], $periods));

echo "-- nothing is written\n";
show([siren_find('distributors')['total'], columns('distributions', 'status'), siren_find('obligations')['total']]);

echo "-- refused\n";
refused(fn () => siren_simulate([], MAY, JUNE));
refused(fn () => siren_simulate(['id' => 99], MAY, JUNE));
refused(fn () => siren_simulate(['units' => 'dollars', 'hold_days' => 1.5, 'colour' => 'red'] + $other, MAY, JUNE));
refused(fn () => siren_simulate($other, 'May', JUNE));
refused(fn () => siren_simulate($other, MAY, 'June'));
refused(fn () => siren_simulate($other, JUNE, MAY));
refused(fn () => siren_simulate(
	['schedule' => ['every' => 'day', 'at' => '00:00', 'timezone' => 'UTC']] + $other, '2020-01-01T00:00:00Z', MAY,
));
refused(fn () => siren_simulate('rules', MAY, JUNE));
refused(fn () => siren_simulate($other, MAY));
refused(fn () => siren_simulate($other, 5, JUNE));
--EXPECT--
-- unsaved rules
[
  {
    "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
    "status": "complete",
    "reason": null,
    "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
    "carried": "0.00",
    "allocations": [
      {"collaborator":1,"rank":1,"score":3,"share":"1.000000","amount":"100.00","status":"paid","reason":null},
      {
        "collaborator": 2,
        "rank": 2,
        "score": 1,
        "share": "0.000000",
        "amount": "0.00",
        "status": "ineligible",
        "reason": "not_a_winner"
      }
    ],
    "adjustments": []
  },
  {
    "period": {"start":"2026-06-01T04:00:00Z","end":"2026-07-01T04:00:00Z"},
    "status": "skipped",
    "reason": "nobody_scored",
    "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
    "carried": "100.00",
    "allocations": [],
    "adjustments": []
  }
]
-- a change of an existing distributor
[["tracking","10.00",{"1":"7.50","2":"2.50"}]]
-- nothing is written
[1,[["complete"],["tracking"]],2]
-- refused
InvalidInput
  name: is required
  units: is required
  schedule: is required
  metrics: is required
  pool: is required
  structure: is required
NotFound
  there is no distributor 99
InvalidInput
  units: is "dollars"; expected an ISO 4217 currency code in capitals, such as USD, or points
  hold_days: must be an integer, not a float
  colour: is not a known field; expected one of: id, status, now, apply_now, name, units, starts_at, schedule, metrics, pool, structure, audience, minimum_score, cap_percent, on_inactive, on_empty, on_negative, on_refund_after_close, clawback_from, own_activity, renewals, review, hold_days, grace_minutes
InvalidInput
  from: is "May"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
InvalidInput
  to: is "June"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
InvalidInput
  to: is 2026-05-01T04:00:00Z; expected a time after from, which is 2026-06-01T04:00:00Z
InvalidInput
  to: is 2026-05-01T04:00:00Z; from 2020-01-01T00:00:00Z on, that gives more than 1000 periods, the maximum of one simulation
TypeError
  siren_simulate(): Argument #1 ($distributor) must be of type array, string given
ArgumentCountError
  siren_simulate() expects exactly 3 arguments, 2 given
TypeError
  siren_simulate(): Argument #2 ($from) must be of type string, int given
