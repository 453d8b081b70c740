//! A simulation of the past gives what was really paid.

mod history; // the columnar history agrees with the rows
mod recent; // the last few periods, for the editor

use serde_json::{Value as Json, json};

use crate::here::{Here, instant};
use crate::random_history::{START, record_history, rules};

/// Every structure, with refunds that are clawed back from those who were credited.
fn credited() -> Vec<Json> {
    let given = |mut more: Json| {
        more["on_refund_after_close"] = json!("clawback");
        more["clawback_from"] = json!("credited");
        rules(more)
    };
    let fixed = json!({"sources": [{"kind": "fixed", "amount": "500.01"}]});
    vec![
        given(json!({})),
        given(
            json!({"pool": fixed, "structure": {"kind": "shared_engagement_pool"}, "minimum_score": 20}),
        ),
        given(json!({"pool": fixed, "structure": {"kind": "top_score_wins"}})),
        given(json!({"structure": {"kind": "top_score_wins", "tie": "split"}})),
        given(
            json!({"structure": {"kind": "ladder", "prizes": ["50", "30"], "missing": "roll_over"}, "minimum_score": 20}),
        ),
        given(
            json!({"structure": {"kind": "ladder", "prizes": ["60", "40"]}, "cap_percent": "45"}),
        ),
        given(json!({"structure": {"kind": "target_bonus", "score": 25, "amount": "7.00"}})),
        given(
            json!({"structure": {"kind": "user_centric_pool"}, "metrics": [
                {"event": "product_sold", "points": 2, "split": "equally"},
                {"event": "lesson_completed", "points": 1},
            ]}),
        ),
        given(json!({"hold_days": 5, "on_inactive": "hold"})),
        given(
            json!({"hold_days": 2, "structure": {"kind": "top_score_wins"}, "pool": {"sources": [
                {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
                {"kind": "per_event", "event": "product_sold", "amount": "1.25"},
            ]}}),
        ),
        given(json!({"pool": {"sources": [
            {"kind": "revenue_share", "percent": "7.5", "include": ["line_items"]},
            {"kind": "per_event", "event": "product_sold", "amount": "1.25"},
        ], "floor": "12.00", "cap": "40.00"}, "minimum_score": 60})),
        given(
            json!({"structure": {"kind": "top_score_wins"}, "schedule": {"every": "day", "at": "12:00"}}),
        ),
        given(json!({"structure": {"kind": "top_score_wins"}, "metrics": [
            {"event": "product_sold", "points": 3, "once_per": "customer"},
        ]})),
        given(
            json!({"metrics": [{"event": "product_sold", "points": 3, "once_per": "customer"}], "pool": {"sources": [
                {"kind": "per_event", "event": "product_sold", "amount": "1.25"},
            ]}}),
        ),
    ]
}

/// Every structure and every setting that a period's result depends on.
pub fn all_kinds() -> Vec<Json> {
    let mut all = others();
    all.extend(credited());
    all
}

fn others() -> Vec<Json> {
    let fixed = |amount: &str| json!({"sources": [{"kind": "fixed", "amount": amount}]});
    vec![
        rules(json!({})),
        rules(json!({"structure": {"kind": "shared_engagement_pool"}})),
        rules(json!({"structure": {"kind": "top_score_wins"}, "pool": fixed("500.01")})),
        rules(json!({"structure": {"kind": "top_score_wins", "tie": "split"}})),
        rules(json!({"structure": {"kind": "ladder", "prizes": ["50", "30", "15.5"]}})),
        rules(
            json!({"structure": {"kind": "ladder", "prizes": ["50", "30"], "missing": "roll_over"}, "minimum_score": 20}),
        ),
        rules(
            json!({"structure": {"kind": "ladder", "prizes": ["50", "20"], "missing": "roll_over"}, "minimum_score": 20, "on_empty": "house"}),
        ),
        rules(json!({"structure": {"kind": "target_bonus", "score": 25, "amount": "7.00"}})),
        rules(json!({"structure": {"kind": "user_centric_pool"}})),
        rules(
            json!({"structure": {"kind": "user_centric_pool"}, "on_refund_after_close": "clawback"}),
        ),
        rules(
            json!({"structure": {"kind": "user_centric_pool"}, "metrics": [
                {"event": "product_sold", "points": 2, "split": "equally"},
                {"event": "lesson_completed", "points": 1},
            ]}),
        ),
        rules(json!({"cap_percent": "30", "on_inactive": "hold"})),
        rules(json!({"audience": {"kind": "list", "ids": [1, 2, 5]}, "own_activity": "count"})),
        rules(json!({"on_negative": "write_off", "renewals": "first_payment_only"})),
        rules(json!({"on_refund_after_close": "clawback"})),
        rules(
            json!({"on_refund_after_close": "clawback", "structure": {"kind": "ladder", "prizes": ["60", "40"]}, "cap_percent": "45"}),
        ),
        rules(json!({"minimum_score": 60, "on_empty": "house"})),
        rules(json!({"minimum_score": 60})),
        rules(json!({"review": true, "hold_days": 3})),
        rules(json!({"hold_days": 5, "on_refund_after_close": "clawback"})),
        rules(json!({"hold_days": 4, "structure": {"kind": "user_centric_pool"}})),
        rules(
            json!({"hold_days": 2, "structure": {"kind": "top_score_wins"}, "pool": {"sources": [
                {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
                {"kind": "per_event", "event": "product_sold", "amount": "1.25"},
            ]}}),
        ),
        rules(json!({"metrics": [
            {"event": "product_sold", "points": 2, "per": "currency_unit", "split": "by_weight"},
            {"event": "coupon_used", "points": 5},
        ]})),
        rules(json!({"pool": {"sources": [
            {"kind": "revenue_share", "percent": "7.5", "include": ["line_items"],
             "filter": {"categories": ["music"], "collaborator_owned": true}},
            {"kind": "per_event", "event": "lesson_completed", "amount": "0.50"},
            {"kind": "per_event", "event": "product_sold", "amount": "1.25"},
        ], "floor": "12.00", "cap": "40.00"}})),
        rules(
            json!({"units": "EUR", "schedule": {"every": "day", "at": "02:30", "timezone": "America/New_York"}}),
        ),
        rules(
            json!({"units": "EUR", "structure": {"kind": "top_score_wins"}, "schedule": {"every": "day", "at": "12:00"}}),
        ),
    ]
}

/// What a distributor really paid, in the form of a simulation. What a cut period carries over is unknown.
fn real(here: &Here, distributor: i64) -> Vec<Json> {
    let rows = here.rows(
        "distributions",
        &json!({"distributor": distributor, "order_by": "period"}),
    );
    rows.iter()
        .filter(|row| row["status"] != "scheduled" && row["status"] != "tracking")
        .map(|row| {
            let whole = here.row("distributions", row["id"].as_i64().expect("a number"));
            let allocations: Vec<Json> = whole["allocations"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|row| {
                    let mut shown = json!({});
                    for key in ["collaborator", "rank", "score", "share", "amount", "status", "reason"] {
                        shown[key] = row[key].clone();
                    }
                    shown
                })
                .collect();
            let status = if row["status"] == "review" { json!("complete") } else { row["status"].clone() };
            json!({
                "period": row["period"], "status": status, "reason": row["reason"],
                "pool": {"amount": row["amount"], "currency": row["currency"], "sources": whole["sources"]},
                "allocations": allocations,
            })
        })
        .collect()
}

/// What was clawed back, summed by collaborator.
fn claimed(adjustments: &[Json]) -> Vec<(i64, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for row in adjustments {
        let minor: i64 = row["amount"]
            .as_str()
            .expect("an amount")
            .replace('.', "")
            .parse()
            .expect("digits");
        *sums
            .entry(row["collaborator"].as_i64().expect("a number"))
            .or_insert(0) += minor;
    }
    sums.into_iter().filter(|(_, minor)| *minor != 0).collect()
}

#[test]
fn history_is_simulated_as_if_it_had_been_recorded_in_time() {
    let (real, mut past) = (Here::new(), Here::new());
    past.history = true;
    let definitions = all_kinds();
    let (_, end) = record_history(&real, 4, &definitions);
    // No distributor measures these events.
    record_history(&past, 4, &definitions);
    for what in ["metrics", "obligations"] {
        assert!(!real.rows(what, &json!({})).is_empty(), "{what}");
    }
    assert_eq!(past.rows("metrics", &json!({})), [] as [Json; 0]);
    assert_eq!(
        past.rows("events", &json!({"status": "counted"})),
        [] as [Json; 0]
    );
    let verified = siren::engine::verify::verify(&past.site).expect("readable data");
    assert!(verified.problems.is_empty());
    for definition in &definitions {
        let tried = |here: &Here| here.simulate(definition, instant(START), end.plus_minutes(1));
        assert_eq!(tried(&past), tried(&real), "{definition}");
    }
}

#[test]
fn rules_tried_on_the_past_pay_what_they_paid() {
    let mut claiming = std::collections::BTreeSet::new();
    for seed in 1..=3 {
        let here = Here::new();
        let definitions = all_kinds();
        let (ids, end) = record_history(&here, seed, &definitions);
        for (definition, id) in definitions.iter().zip(ids) {
            let tried = here.simulate(definition, instant(START), end.plus_minutes(1));
            let tried = tried.as_array().expect("a list of periods");
            let real = real(&here, id);
            assert!(real.len() >= 9, "seed {seed}: {} periods", real.len());
            let hold = definition["hold_days"].as_u64().unwrap_or(0);
            for (number, real) in real.iter().enumerate() {
                // Refunds may still change amounts that are held at the end.
                let period_end = instant(real["period"]["end"].as_str().expect("an instant"));
                if period_end.plus_days(u32::try_from(hold).expect("a few")) > end {
                    continue;
                }
                let mut tried = tried[number].clone();
                for only_tried in ["carried", "adjustments"] {
                    tried.as_object_mut().expect("a period").remove(only_tried);
                }
                assert_eq!(&tried, real, "seed {seed}, period {number} of {definition}");
            }
            let open = &tried[real.len()..];
            assert_eq!(open.len(), 1, "seed {seed}");
            assert_eq!(
                (&open[0]["status"], &open[0]["carried"]),
                (&json!("tracking"), &Json::Null)
            );
            let standings = siren::engine::calls::run::<siren::engine::standings::AskStandings>(
                &here.site,
                &siren::engine::json::from_json(json!({"distributor": id})),
                end,
            )
            .expect("an open period");
            assert_eq!(
                open[0]["pool"],
                serde_json::to_value(&standings.pool).expect("JSON"),
                "seed {seed}: {definition}"
            );
            let adjustments: Vec<Json> = tried
                .iter()
                .flat_map(|period| period["adjustments"].as_array().expect("a list").clone())
                .collect();
            let claims = here.rows(
                "obligations",
                &json!({"distributor": id, "kind": "adjustment"}),
            );
            assert_eq!(
                claimed(&adjustments),
                claimed(&claims),
                "seed {seed}: {definition}"
            );
            if definition["clawback_from"] == "credited" && !claimed(&claims).is_empty() {
                claiming.insert(definition.to_string());
            }
        }
    }
    // Nearly every definition has something to claw back in one of the histories.
    assert!(claiming.len() >= 9, "{claiming:#?}");
}
