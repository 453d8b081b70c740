--TEST--
siren_check_distributor(): returns problems, or the rule in a sentence; saves nothing
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();

echo "-- valid\n";
show(siren_check_distributor(lessons()));
show(siren_check_distributor(lessons([
	'structure' => ['kind' => 'top_score_wins'],
	'schedule' => ['every' => ['days' => 14], 'at' => '12:00', 'timezone' => 'UTC'],
	'pool' => ['sources' => [['kind' => 'revenue_share', 'percent' => '20', 'include' => ['line_items', 'discounts']]]],
])));

echo "-- invalid: the problems that saving throws\n";
$bad = lessons(['units' => 'dollars', 'metrics' => [], 'structure' => ['kind' => 'lottery'], 'colour' => 'red']);
$checked = siren_check_distributor($bad);
show($checked);
try {
	siren_save_distributor($bad);
} catch (Siren\Exception\InvalidInput $refusal) {
	show($refusal->problems() === $checked['problems']);
}
show(siren_check_distributor([])['problems']);

echo "-- a change is checked together with the existing distributor\n";
siren_save_distributor(lessons());
show(siren_check_distributor(['id' => 1, 'name' => 'Other']));
show(siren_check_distributor(['id' => 1, 'pool' => ['sources' => [['kind' => 'fixed', 'amount' => 5.0]]]]));
refused(fn () => siren_check_distributor(['id' => 2]));
refused(fn () => siren_check_distributor());
refused(fn () => siren_check_distributor(1));

echo "-- nothing is saved\n";
show(columns('distributors', 'id', 'version', 'name'));
--EXPECT--
-- valid
{
  "problems": [],
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
  }
}
{
  "problems": [],
  "sentence": "Every 14 days at 12:00 (UTC), 20% of sales (products and discounts) goes to the highest score of all collaborators (the first to reach it, in a tie): 1 point for each lesson completed.",
  "sentence_message": {
    "code": "rule",
    "values": {
      "when": {
        "type": "message",
        "code": "at_time",
        "values": {
          "day": {"type":"message","code":"every_days","values":{"days":{"type":"count","count":14}}},
          "time": {"type":"text","text":"12:00"},
          "zone": {"type":"text","text":"UTC"}
        }
      },
      "pool": {
        "type": "message",
        "code": "share_of_sales",
        "values": {
          "percent": {"type":"percent","percent":"20"},
          "parts": {
            "type": "list",
            "join": "and",
            "items": [
              {"type":"message","code":"products","values":[]},
              {"type":"message","code":"discounts","values":[]}
            ]
          }
        }
      },
      "divided": {
        "type": "message",
        "code": "goes_to_first",
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
  }
}
-- invalid: the problems that saving throws
{
  "problems": [
    {
      "path": "units",
      "message": "is \"dollars\"; expected an ISO 4217 currency code in capitals, such as USD, or points",
      "message_parts": {"code":"is_no_currency","values":{"given":{"type":"text","text":"dollars"}}}
    },
    {
      "path": "metrics",
      "message": "is empty: nothing would be measured and nobody could be paid",
      "message_parts": {"code":"measures_nothing","values":[]}
    },
    {
      "path": "structure.kind",
      "message": "is \"lottery\"; expected one of: shared_engagement_pool, performance_weighted_pool, top_score_wins, ladder, top_n, target_bonus, user_centric_pool",
      "message_parts": {
        "code": "is_none_of",
        "values": {
          "given": {"type":"text","text":"lottery"},
          "known": {
            "type": "list",
            "join": "comma",
            "items": [
              {"type":"text","text":"shared_engagement_pool"},
              {"type":"text","text":"performance_weighted_pool"},
              {"type":"text","text":"top_score_wins"},
              {"type":"text","text":"ladder"},
              {"type":"text","text":"top_n"},
              {"type":"text","text":"target_bonus"},
              {"type":"text","text":"user_centric_pool"}
            ]
          }
        }
      }
    },
    {
      "path": "colour",
      "message": "is not a known field; expected one of: id, status, now, apply_now, name, units, starts_at, schedule, metrics, pool, structure, audience, minimum_score, cap_percent, on_inactive, on_empty, on_negative, on_refund_after_close, clawback_from, own_activity, renewals, review, hold_days, grace_minutes",
      "message_parts": {
        "code": "is_no_known_field",
        "values": {
          "known": {
            "type": "list",
            "join": "comma",
            "items": [
              {"type":"text","text":"id"},
              {"type":"text","text":"status"},
              {"type":"text","text":"now"},
              {"type":"text","text":"apply_now"},
              {"type":"text","text":"name"},
              {"type":"text","text":"units"},
              {"type":"text","text":"starts_at"},
              {"type":"text","text":"schedule"},
              {"type":"text","text":"metrics"},
              {"type":"text","text":"pool"},
              {"type":"text","text":"structure"},
              {"type":"text","text":"audience"},
              {"type":"text","text":"minimum_score"},
              {"type":"text","text":"cap_percent"},
              {"type":"text","text":"on_inactive"},
              {"type":"text","text":"on_empty"},
              {"type":"text","text":"on_negative"},
              {"type":"text","text":"on_refund_after_close"},
              {"type":"text","text":"clawback_from"},
              {"type":"text","text":"own_activity"},
              {"type":"text","text":"renewals"},
              {"type":"text","text":"review"},
              {"type":"text","text":"hold_days"},
              {"type":"text","text":"grace_minutes"}
            ]
          }
        }
      }
    }
  ],
  "sentence": null,
  "sentence_message": null
}
true
[
  {"path":"name","message":"is required","message_parts":{"code":"required","values":[]}},
  {"path":"units","message":"is required","message_parts":{"code":"required","values":[]}},
  {"path":"schedule","message":"is required","message_parts":{"code":"required","values":[]}},
  {"path":"metrics","message":"is required","message_parts":{"code":"required","values":[]}},
  {"path":"pool","message":"is required","message_parts":{"code":"required","values":[]}},
  {"path":"structure","message":"is required","message_parts":{"code":"required","values":[]}}
]
-- a change is checked together with the existing distributor
{
  "problems": [],
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
  }
}
{
  "problems": [
    {
      "path": "pool.sources[0].amount",
      "message": "must be a decimal string such as \"12.34\", not a float",
      "message_parts": {
        "code": "must_be",
        "values": {
          "expected": {"type":"message","code":"an_amount_as_string","values":[]},
          "given": {"type":"message","code":"a_float","values":[]}
        }
      }
    }
  ],
  "sentence": null,
  "sentence_message": null
}
NotFound
  there is no distributor 2
ArgumentCountError
  siren_check_distributor() expects exactly 1 argument, 0 given
TypeError
  siren_check_distributor(): Argument #1 ($distributor) must be of type array, int given
-- nothing is saved
[[1,1,"Lessons"]]
