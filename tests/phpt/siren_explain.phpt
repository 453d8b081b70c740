--TEST--
siren_explain(): why an amount is owed, down to its events
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1, 2);
lesson('b', 2, 1);
siren_run_due(JUNE);
siren_adjust([
	'key' => 'x', 'collaborator' => 1, 'amount' => '-1.00', 'currency' => 'USD', 'reason' => 'Counted twice', 'obligation' => 1,
	'now' => JUNE,
]);

echo "-- a share\n";
$explanation = siren_explain(1);
show($explanation['distribution']['hash'] === siren_get('distributions', 1)['hash']);
unset($explanation['distribution']['hash']);
show($explanation);

echo "-- a correction\n";
$correction = siren_explain(3);
show([$correction['obligation']['amount'], $correction['sentence'], $correction['because']['sentence']]);

echo "-- it writes nothing and repeats its answer\n";
show(siren_explain(3) === $correction);

echo "-- refused\n";
refused(fn () => siren_explain(99));
refused(fn () => siren_explain(0));
refused(fn () => siren_explain(PHP_INT_MAX));
refused(fn () => siren_explain('1'));
refused(fn () => siren_explain(1.0));
refused(fn () => siren_explain([1]));
refused(fn () => siren_explain());
--EXPECT--
-- a share
true
{
  "obligation": {
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
  "distribution": {"id":1,"distributor":1,"period":{"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},"version":1},
  "rule": {
    "version": 1,
    "sentence": "Every month on the 1st at 00:00 (America/New_York), 100.00 USD is shared among all collaborators in proportion to their points: 1 point for each lesson completed.",
    "sentence_message": {
      "code": "rule",
      "values": {
        "when": {
          "type": "message",
          "code": "at_time",
          "values": {
            "day": {
              "type": "message",
              "code": "every_month",
              "values": {"day":{"type":"message","code":"day_st","values":{"day":{"type":"count","count":1}}}}
            },
            "time": {"type":"text","text":"00:00"},
            "zone": {"type":"text","text":"America/New_York"}
          }
        },
        "pool": {
          "type": "message",
          "code": "fixed_amount",
          "values": {"amount":{"type":"amount","amount":"100.00","currency":"USD"}}
        },
        "divided": {
          "type": "message",
          "code": "is_shared_by_points",
          "values": {"who":{"type":"message","code":"all_collaborators","values":[]}}
        },
        "measured": {
          "type": "list",
          "join": "and",
          "items": [
            {
              "type": "message",
              "code": "points_for_each",
              "values": {
                "points": {"type":"message","code":"points","values":{"points":{"type":"points","points":1}}},
                "each": {"type":"message","code":"lesson_completed","values":{"count":{"type":"count","count":1}}}
              }
            }
          ]
        }
      }
    },
    "structure": {"kind":"performance_weighted_pool"}
  },
  "pool": {"amount":"100.00","currency":"USD","sources":[{"kind":"fixed","amount":"100.00"}]},
  "score": 2,
  "rank": 1,
  "share": "0.666667",
  "points": [{"type":"lesson_completed","events":1,"taken_back":0,"not_counted":[],"each":1,"total":2}],
  "arithmetic": [
    "1 point each time over for 1 lesson completed = 2",
    "2 points of 3 in all",
    "2 / 3 × 100.00 USD = 66.67 USD (rounded by largest remainder)"
  ],
  "arithmetic_messages": [
    {
      "code": "each_for",
      "values": {
        "points": {
          "type": "message",
          "code": "each_time_over",
          "values": {"points":{"type":"message","code":"points","values":{"points":{"type":"points","points":1}}}}
        },
        "events": {
          "type": "message",
          "code": "number_of",
          "values": {
            "count": {"type":"count","count":1},
            "events": {"type":"message","code":"lesson_completed","values":{"count":{"type":"count","count":1}}}
          }
        },
        "total": {"type":"points","points":2}
      }
    },
    {
      "code": "score_of_all",
      "values": {
        "score": {"type":"message","code":"points","values":{"points":{"type":"points","points":2}}},
        "all": {"type":"points","points":3}
      }
    },
    {
      "code": "rounded",
      "values": {
        "calculation": {
          "type": "message",
          "code": "weighted_part",
          "values": {
            "weight": {"type":"points","points":2},
            "all": {"type":"points","points":3},
            "divided": {"type":"amount","amount":"100.00","currency":"USD"},
            "amount": {"type":"amount","amount":"66.67","currency":"USD"}
          }
        }
      }
    }
  ],
  "divisions": [],
  "events": {
    "items": [
      {
        "id": 1,
        "type": "lesson_completed",
        "occurred_at": "2026-05-10T12:00:00Z",
        "object": null,
        "points": 2,
        "status": "counted"
      }
    ],
    "total": 1
  },
  "refunds": [],
  "without_refunds": null,
  "because": null,
  "hold": null,
  "sentence": "Ada earned 66.67 USD for May 2026: 2 of 3 points in a pool of 100.00 USD.",
  "sentence_message": {
    "code": "earned",
    "values": {
      "name": {"type":"text","text":"Ada"},
      "amount": {"type":"amount","amount":"66.67","currency":"USD"},
      "period": {
        "type": "message",
        "code": "whole_date",
        "values": {"date":{"type":"date","date":"2026-05-01","parts":"month_year"}}
      },
      "why": {
        "type": "message",
        "code": "points_of_all",
        "values": {
          "score": {"type":"points","points":2},
          "all": {"type":"message","code":"points","values":{"points":{"type":"points","points":3}}},
          "pool": {"type":"amount","amount":"100.00","currency":"USD"}
        }
      }
    }
  }
}
-- a correction
[
  "-1.00",
  "Ada owes back 1.00 USD: Counted twice.",
  "Ada earned 66.67 USD for May 2026: 2 of 3 points in a pool of 100.00 USD."
]
-- it writes nothing and repeats its answer
true
-- refused
NotFound
  there is no obligation 99
NotFound
  there is no obligation 0
NotFound
  there is no obligation 9223372036854775807
TypeError
  siren_explain(): Argument #1 ($obligation) must be of type int, string given
TypeError
  siren_explain(): Argument #1 ($obligation) must be of type int, float given
TypeError
  siren_explain(): Argument #1 ($obligation) must be of type int, array given
ArgumentCountError
  siren_explain() expects exactly 1 argument, 0 given
