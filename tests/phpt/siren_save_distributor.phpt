--TEST--
siren_save_distributor(): creates a distributor, and new versions of it
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();

echo "-- the required fields are enough\n";
show(siren_save_distributor(lessons()));

echo "-- everything\n";
$everything = [
	'name' => 'Creators',
	'status' => 'draft',
	'units' => 'EUR',
	'starts_at' => '2026-05-01T00:00:00+02:00',
	'schedule' => ['every' => 'week', 'on' => 'monday', 'at' => '06:30', 'timezone' => 'Europe/Berlin'],
	'metrics' => [
		['event' => 'course_completed', 'points' => 10, 'split' => 'equally'],
		['event' => 'product_sold', 'points' => 1, 'per' => 'unit', 'split' => 'by_weight'],
	],
	'pool' => [
		'sources' => [
			[
				'kind' => 'revenue_share', 'percent' => '12.5', 'include' => ['line_items', 'discounts'],
				'filter' => ['types' => ['course'], 'skus' => [], 'categories' => ['music'], 'collaborator_owned' => true],
			],
			['kind' => 'fixed', 'amount' => '500.00'],
			['kind' => 'per_event', 'event' => 'course_completed', 'amount' => '0.25'],
		],
		'floor' => '10.00',
		'cap' => '1000.00',
	],
	'structure' => ['kind' => 'top_n', 'prizes' => ['50', '30', '20']],
	'audience' => ['kind' => 'list', 'ids' => [2, 1]],
	'minimum_score' => 5,
	'cap_percent' => '60',
	'on_empty' => 'house',
	'on_inactive' => 'hold',
	'on_refund_after_close' => 'clawback',
	'clawback_from' => 'credited',
	'review' => true,
	'hold_days' => 14,
	'grace_minutes' => 60,
	'now' => MAY,
];
$saved = siren_save_distributor($everything);
show($saved);

echo "-- a distributor read back can be saved unchanged\n";
$again = array_diff_key($saved, array_flip(['id', 'version', 'created_at', 'distribution', 'period']));
$copied = siren_save_distributor($again);
show(array_diff_key($copied, array_flip(['id', 'created_at'])) === array_diff_key($saved, array_flip(['id', 'created_at'])));

echo "-- changed; omitted fields are kept\n";
$changed = siren_save_distributor([
	'id' => 1, 'name' => 'Lessons, dearer', 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '200.00']]],
	'now' => '2026-05-10T12:00:00Z',
]);
show([$changed['version'], $changed['name'], $changed['pool'], $changed['structure'], $changed['period']]);
show(siren_standings(1, '2026-05-11T12:00:00Z')['pool']['amount']);
siren_run_due(JUNE);
show(siren_standings(1, JUNE)['pool']['amount']);

echo "-- refused, with every problem\n";
refused(fn () => siren_save_distributor([]));
refused(fn () => siren_save_distributor([
	'name' => 7,
	'status' => 'running',
	'units' => 'dollars',
	'starts_at' => 'May',
	'schedule' => ['every' => 'month', 'on' => 32, 'at' => '24:00', 'timezone' => 'Mars/Olympus'],
	'metrics' => [
		['event' => 'Lesson', 'points' => 1.5],
		['event' => 'a', 'points' => -1],
		['event' => 'b', 'points' => 1, 'per' => 'unit', 'split' => 'never'],
		'c',
	],
	'pool' => [
		'sources' => [
			['kind' => 'revenue_share', 'percent' => 20, 'include' => ['everything'], 'filter' => ['colour' => 'red']],
			['kind' => 'revenue_share', 'percent' => '100.5', 'include' => []],
			['kind' => 'fixed', 'amount' => '500.001'],
			['kind' => 'gift'],
		],
		'floor' => '10.00',
		'cap' => '5.00',
	],
	'structure' => ['kind' => 'lottery'],
	'audience' => ['kind' => 'list', 'ids' => []],
	'minimum_score' => '5',
	'cap_percent' => 60.0,
	'on_empty' => 'keep',
	'on_inactive' => null,
	'review' => 'yes',
	'hold_days' => -1,
	'grace_minutes' => 1.0,
	'colour' => 'red',
]));
refused(fn () => siren_save_distributor(['id' => 99, 'name' => 'Nobody']));
refused(fn () => siren_save_distributor(lessons(['metrics' => [
	['event' => 'a', 'points' => 1], ['event' => 'b', 'points' => 1], ['event' => 'a', 'points' => 2],
]])));
refused(fn () => siren_save_distributor(lessons(['id' => 0])));
refused(fn () => siren_save_distributor('rules'));
refused(fn () => siren_save_distributor());

echo "-- nothing of it is stored\n";
show(columns('distributors', 'id', 'version', 'name', 'status'));
--EXPECT--
-- the required fields are enough
{
  "id": 1,
  "status": "active",
  "created_at": "2026-05-01T04:00:00Z",
  "version": 1,
  "name": "Lessons",
  "units": "USD",
  "starts_at": "2026-05-01T04:00:00Z",
  "schedule": {"every":"month","on":1,"at":"00:00","timezone":"America/New_York"},
  "metrics": [{"event":"lesson_completed","points":1,"split":"each","per":"event"}],
  "pool": {"sources":[{"kind":"fixed","amount":"100.00"}],"floor":null,"cap":null},
  "structure": {"kind":"performance_weighted_pool"},
  "audience": {"kind":"all"},
  "minimum_score": 0,
  "cap_percent": null,
  "on_empty": "roll_over",
  "on_inactive": "exclude",
  "on_negative": "carry",
  "on_refund_after_close": "next_period",
  "clawback_from": "everyone",
  "own_activity": "ignore",
  "renewals": "count",
  "review": false,
  "hold_days": 0,
  "grace_minutes": 0,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"}
}
-- everything
{
  "id": 2,
  "status": "draft",
  "created_at": "2026-05-01T04:00:00Z",
  "version": 1,
  "name": "Creators",
  "units": "EUR",
  "starts_at": "2026-04-30T22:00:00Z",
  "schedule": {"every":"week","on":"monday","at":"06:30","timezone":"Europe/Berlin"},
  "metrics": [
    {"event":"course_completed","points":10,"split":"equally","per":"event"},
    {"event":"product_sold","points":1,"split":"by_weight","per":"unit"}
  ],
  "pool": {
    "sources": [
      {
        "kind": "revenue_share",
        "percent": "12.5",
        "include": ["line_items","discounts"],
        "filter": {"types":["course"],"skus":[],"categories":["music"],"collaborator_owned":true,"referred":false}
      },
      {"kind":"fixed","amount":"500.00"},
      {"kind":"per_event","event":"course_completed","amount":"0.25"}
    ],
    "floor": "10.00",
    "cap": "1000.00"
  },
  "structure": {"kind":"ladder","prizes":["50","30","20"],"missing":"rescale"},
  "audience": {"kind":"list","ids":[1,2]},
  "minimum_score": 5,
  "cap_percent": "60",
  "on_empty": "house",
  "on_inactive": "hold",
  "on_negative": "carry",
  "on_refund_after_close": "clawback",
  "clawback_from": "credited",
  "own_activity": "ignore",
  "renewals": "count",
  "review": true,
  "hold_days": 14,
  "grace_minutes": 60,
  "distribution": null,
  "period": null
}
-- a distributor read back can be saved unchanged
true
-- changed; omitted fields are kept
[
  2,
  "Lessons, dearer",
  {"sources":[{"kind":"fixed","amount":"200.00"}],"floor":null,"cap":null},
  {"kind":"performance_weighted_pool"},
  {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"}
]
"100.00"
"300.00"
-- refused, with every problem
InvalidInput
  name: is required
  units: is required
  schedule: is required
  metrics: is required
  pool: is required
  structure: is required
InvalidInput
  status: is "running"; expected one of: draft, active, paused, archived
  name: must be a string, not an integer
  units: is "dollars"; expected an ISO 4217 currency code in capitals, such as USD, or points
  starts_at: is "May"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  schedule.on: is 32; expected an integer from 1 to 31
  schedule.at: is "24:00"; it must be a time of day like 09:30
  schedule.timezone: is "Mars/Olympus"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30
  metrics[0].event: is "Lesson"; expected lowercase letters, digits and underscores, such as course_completed
  metrics[0].points: must be an integer, not a float
  metrics[1].points: is -1; expected an integer from 0 to 1000000
  metrics[2].split: is "never"; expected one of: each, equally, by_weight
  metrics[2].per: is possible for product_sold only; other events count by their quantity
  metrics[3]: must be an associative array, not a string
  pool.sources[0].percent: must be a decimal string like "7.5", not an integer
  pool.sources[0].include[0]: is "everything"; expected one of: line_items, discounts, fees, shipping, taxes
  pool.sources[0].filter.colour: is not a known field; expected one of: types, skus, categories, collaborator_owned, referred
  pool.sources[1].percent: is "100.5"; it must be more than 0 and at most 100, with at most 6 decimals
  pool.sources[1].include: is empty: no part of a sale would count
  pool.sources[2].amount: is "500.001"; it has 3 decimals, but USD allows 2
  pool.sources[3].kind: is "gift"; expected one of: revenue_share, fixed, per_event
  pool.floor: is more than the cap
  structure.kind: is "lottery"; expected one of: shared_engagement_pool, performance_weighted_pool, top_score_wins, ladder, top_n, target_bonus, user_centric_pool
  audience.ids: is empty: nobody could be paid
  minimum_score: must be an integer, not a string
  cap_percent: must be a decimal string like "7.5", not a float
  on_empty: is "keep"; expected one of: roll_over, house
  review: must be true or false, not a string
  hold_days: is -1; expected an integer from 0 to 3650
  grace_minutes: must be an integer, not a float
  colour: is not a known field; expected one of: id, status, now, apply_now, name, units, starts_at, schedule, metrics, pool, structure, audience, minimum_score, cap_percent, on_inactive, on_empty, on_negative, on_refund_after_close, clawback_from, own_activity, renewals, review, hold_days, grace_minutes
NotFound
  there is no distributor 99
InvalidInput
  metrics[2].event: is a, which is measured already; name each event once
InvalidInput
  id: is 0; expected an integer of at least 1
TypeError
  siren_save_distributor(): Argument #1 ($distributor) must be of type array, string given
ArgumentCountError
  siren_save_distributor() expects exactly 1 argument, 0 given
-- nothing of it is stored
[[1,2,"Lessons, dearer","active"],[2,1,"Creators","draft"],[3,1,"Creators","draft"]]
