//! Every amount can be traced back: amount, share, points, events, and one sentence.

mod credited; // clawbacks from those whose points were taken back

use serde_json::{Value as Json, json};
use siren::domain::ids::ObligationId;
use siren::engine::adjust::Adjust;
use siren::engine::approve::ApproveDistribution;
use siren::engine::fulfill::CreateFulfillment;
use siren::engine::settle::SetPayout;
use siren::engine::{Error, Row, explain};

use crate::here::{Here, instant};
use crate::random_history::{record_history, rules};

const MAY: &str = "2026-05-01T00:00:00-04:00";
const JUNE: &str = "2026-06-01T00:00:00-04:00";

/// Monthly in New York, 2500.00 dollars, 10 points for a course and 1 for a lesson.
fn monthly(changes: Json) -> Json {
    let mut rules = json!({
        "name": "Learning", "units": "USD", "starts_at": MAY,
        "schedule": {"every": "month", "timezone": "America/New_York"},
        "metrics": [{"event": "course_completed", "points": 10}, {"event": "lesson_completed", "points": 1}],
        "pool": {"sources": [{"kind": "fixed", "amount": "2500.00"}]},
        "structure": {"kind": "performance_weighted_pool"},
    });
    let (Json::Object(given), Json::Object(changes)) = (&mut rules, changes) else {
        panic!("definitions are objects");
    };
    given.extend(changes);
    rules
}

/// Ann (1) with 6 courses and 40 lessons, Bea (2) with a course and 75 lessons, Cid (3) with as many points as Bea.
fn may(changes: Json) -> Here {
    let here = Here::new();
    let now = instant(MAY);
    for name in ["Ann", "Bea", "Cid"] {
        here.collaborator(json!({"name": name}), now);
    }
    here.distributor(monthly(changes), now);
    let mut minute = 0;
    for (who, kind, count) in [
        (1, "course", 6),
        (1, "lesson", 40),
        (2, "course", 1),
        (2, "lesson", 75),
        (3, "lesson", 85),
    ] {
        for n in 1..=count {
            minute += 1;
            here.event(
                &format!("{kind}_completed"),
                json!({"key": format!("{who}:{kind}:{n}"), "collaborator": who, "object": format!("{kind}:{n}"), "subject": "user:9"}),
                now.plus_minutes(minute),
            );
        }
    }
    here
}

/// The arithmetic from the points on, and the sentence, of each obligation of that May.
fn check(changes: Json, expect: &[(&[&str], &str)]) {
    let here = may(changes);
    here.run(instant(JUNE));
    let obligations = here.rows("obligations", &json!({}));
    assert_eq!(obligations.len(), expect.len());
    for (obligation, (lines, sentence)) in obligations.iter().zip(expect) {
        let explained = here.explain(obligation);
        let all = explained["arithmetic"].as_array().expect("lines");
        let from = all
            .iter()
            .position(|line| {
                line.as_str().expect("a text").contains(" points")
                    && !line.as_str().expect("a text").contains(" × ")
            })
            .expect("the score");
        assert_eq!(
            &all[from..],
            lines.iter().map(|line| json!(line)).collect::<Vec<_>>()
        );
        assert_eq!(explained["sentence"], *sentence);
    }
}

#[test]
fn an_amount_is_followed_back_to_its_events() {
    let here = may(json!({"audience": {"kind": "list", "ids": [1, 2]}}));
    here.run(instant(JUNE));
    let obligations = here.rows("obligations", &json!({}));
    let explained = here.explain(&obligations[0]);
    assert_eq!(explained["obligation"], obligations[0]);
    let distribution = here.row("distributions", 1);
    assert_eq!(
        explained["distribution"],
        json!({"id": 1, "distributor": 1, "period": distribution["period"], "version": 1, "hash": distribution["hash"]})
    );
    assert_eq!(
        explained["rule"]["structure"],
        json!({"kind": "performance_weighted_pool"})
    );
    assert_eq!(
        explained["pool"],
        json!({"amount": "2500.00", "currency": "USD", "sources": distribution["sources"]})
    );
    assert_eq!(
        (&explained["score"], &explained["rank"], &explained["share"]),
        (&json!(100), &json!(1), &json!("0.540541"))
    );
    assert_eq!(
        explained["points"],
        json!([
            {"type": "course_completed", "events": 6, "taken_back": 0, "not_counted": {}, "each": 10, "total": 60},
            {"type": "lesson_completed", "events": 40, "taken_back": 0, "not_counted": {}, "each": 1, "total": 40},
        ])
    );
    assert_eq!(
        explained["arithmetic"],
        json!([
            "10 points × 6 courses completed = 60",
            "1 point × 40 lessons completed = 40",
            "60 + 40 = 100 points of 185 in all",
            "100 / 185 × 2500.00 USD = 1351.35 USD (rounded by largest remainder)",
        ])
    );
    assert_eq!(explained["events"]["total"], 46);
    assert_eq!(
        explained["events"]["items"][0],
        json!({"id": 46, "type": "lesson_completed", "occurred_at": "2026-05-01T04:46:00Z", "object": "lesson:40",
               "points": 1, "status": "counted"})
    );
    assert_eq!(
        explained["events"]["items"]
            .as_array()
            .expect("events")
            .len(),
        46
    );
    assert_eq!(
        (&explained["because"], &explained["refunds"]),
        (&Json::Null, &json!([]))
    );
    assert_eq!(
        explained["sentence"],
        "Ann earned 1351.35 USD for May 2026: 100 of 185 points in a pool of 2500.00 USD."
    );
}

#[test]
fn only_the_newest_hundred_events_are_shown() {
    let here = may(json!({"metrics": [{"event": "lesson_completed", "points": 1}]}));
    let now = instant(MAY).plus_minutes(1_000);
    for n in 0..30 {
        here.event(
            "lesson_completed",
            json!({"key": format!("more:{n}"), "collaborator": 3}),
            now.plus_minutes(n),
        );
    }
    here.run(instant(JUNE));
    let obligations = here.rows("obligations", &json!({"collaborator": 3}));
    let events = &here.explain(&obligations[0])["events"];
    assert_eq!(
        (
            &events["total"],
            events["items"].as_array().expect("events").len()
        ),
        (&json!(115), 100)
    );
}

#[test]
fn an_equal_share_is_explained() {
    let each = |amount| {
        (
            format!("2500.00 USD / 3 = {amount} USD (rounded by largest remainder)"),
            format!(
                "earned {amount} USD for May 2026: one of 3 who scored and share a pool of 2500.00 USD equally."
            ),
        )
    };
    let ((first, ann), (other, rest)) = (each("833.34"), each("833.33"));
    let equal = "3 collaborators scored and get equal parts";
    check(
        json!({"structure": {"kind": "shared_engagement_pool"}}),
        &[
            (
                &["60 + 40 = 100 points", equal, &first],
                &format!("Ann {ann}"),
            ),
            (
                &["10 + 75 = 85 points", equal, &other],
                &format!("Bea {rest}"),
            ),
            (&["85 points", equal, &other], &format!("Cid {rest}")),
        ],
    );
}

#[test]
fn a_top_score_is_explained() {
    check(
        json!({"structure": {"kind": "top_score_wins"}}),
        &[(
            &[
                "60 + 40 = 100 points",
                "100 points is the highest score",
                "all of 2500.00 USD",
            ],
            "Ann earned 2500.00 USD for May 2026: 100 points, the highest score, in a pool of 2500.00 USD.",
        )],
    );
    check(
        json!({"structure": {"kind": "top_score_wins"}, "audience": {"kind": "list", "ids": [2, 3]}}),
        &[(
            &[
                "10 + 75 = 85 points",
                "85 points is the highest score, and was reached first",
                "all of 2500.00 USD",
            ],
            "Bea earned 2500.00 USD for May 2026: 85 points, the highest score, in a pool of 2500.00 USD.",
        )],
    );
    let sentence = "earned 1250.00 USD for May 2026: 85 points, the highest score, which 2 have, in a pool of 2500.00 USD.";
    let lines = [
        "85 points is the highest score, which 2 collaborators have",
        "2500.00 USD / 2 = 1250.00 USD",
    ];
    check(
        json!({"structure": {"kind": "top_score_wins", "tie": "split"}, "audience": {"kind": "list", "ids": [2, 3]}}),
        &[
            (
                &["10 + 75 = 85 points", lines[0], lines[1]],
                &format!("Bea {sentence}"),
            ),
            (
                &["85 points", lines[0], lines[1]],
                &format!("Cid {sentence}"),
            ),
        ],
    );
}

#[test]
fn a_ladder_with_fewer_people_than_prizes_is_explained() {
    check(
        json!({"structure": {"kind": "ladder", "prizes": ["50", "30", "10.5"]}, "audience": {"kind": "list", "ids": [1, 2]}}),
        &[
            (
                &[
                    "60 + 40 = 100 points",
                    "the prizes come to 2262.50 USD of 2500.00 USD",
                    "place 1 gets 50 of 80 percent in prizes",
                    "50 / 80 × 2262.50 USD = 1414.06 USD (rounded by largest remainder)",
                ],
                "Ann earned 1414.06 USD for May 2026: place 1 with 100 points in a pool of 2500.00 USD.",
            ),
            (
                &[
                    "10 + 75 = 85 points",
                    "the prizes come to 2262.50 USD of 2500.00 USD",
                    "place 2 gets 30 of 80 percent in prizes",
                    "30 / 80 × 2262.50 USD = 848.44 USD (rounded by largest remainder)",
                ],
                "Bea earned 848.44 USD for May 2026: place 2 with 85 points in a pool of 2500.00 USD.",
            ),
        ],
    );
}

#[test]
fn a_target_bonus_is_explained() {
    let reached = "3 collaborators reached the target of 85 points";
    let lines = [reached, "each gets 400.00 USD"];
    let why = |name, score| {
        format!(
            "{name} earned 400.00 USD for May 2026: {score} points, and the target is 85, in a pool of 2500.00 USD."
        )
    };
    check(
        json!({"structure": {"kind": "target_bonus", "score": 85, "amount": "400.00"}}),
        &[
            (
                &["60 + 40 = 100 points", lines[0], lines[1]],
                &why("Ann", 100),
            ),
            (
                &["10 + 75 = 85 points", lines[0], lines[1]],
                &why("Bea", 85),
            ),
            (&["85 points", lines[0], lines[1]], &why("Cid", 85)),
        ],
    );
    check(
        json!({"structure": {"kind": "target_bonus", "score": 86, "amount": "3000.00"}}),
        &[(
            &[
                "60 + 40 = 100 points",
                "1 collaborator reached the target of 86 points",
                "the pool is too small for 3000.00 USD each",
                "2500.00 USD / 1 = 2500.00 USD",
            ],
            "Ann earned 2500.00 USD for May 2026: 100 points, and the target is 86, in a pool of 2500.00 USD.",
        )],
    );
}

#[test]
fn a_cap_and_the_excess_it_redistributes_are_explained() {
    let left =
        "1 collaborator is limited to 35% of 2500.00 USD, which leaves 1625.00 USD for the others";
    let half = "85 / 170 × 1625.00 USD = 812.50 USD";
    check(
        json!({"cap_percent": "35"}),
        &[
            (
                &[
                    "60 + 40 = 100 points of 270 in all",
                    "at most 35% of 2500.00 USD for one = 875.00 USD",
                ],
                "Ann earned 875.00 USD for May 2026: 100 of 270 points in a pool of 2500.00 USD, of which one can have at most 35%.",
            ),
            (
                &["10 + 75 = 85 points of 270 in all", left, half],
                "Bea earned 812.50 USD for May 2026: 85 of 270 points in a pool of 2500.00 USD.",
            ),
            (
                &["85 points of 270 in all", left, half],
                "Cid earned 812.50 USD for May 2026: 85 of 270 points in a pool of 2500.00 USD.",
            ),
        ],
    );
}

#[test]
fn user_centric_shares_are_explained() {
    let here = may(json!({
        "structure": {"kind": "user_centric_pool"}, "audience": {"kind": "list", "ids": [1]},
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]},
    }));
    here.sale(
        json!({"source": "shop", "external_id": "1", "currency": "USD", "customer": "user:9",
               "details": [{"kind": "line_item", "amount": "500.00"}]}),
        instant(MAY).plus_minutes(5),
    );
    here.run(instant(JUNE));
    let explained = here.explain(&here.rows("obligations", &json!({}))[0]);
    let lines = explained["arithmetic"].as_array().expect("lines");
    assert_eq!(
        lines[2..],
        [
            json!("60 + 40 = 100 points"),
            json!("each customer's money goes to those the customer engaged with, by their points"),
            json!("1.000000 of 50.00 USD = 50.00 USD"),
        ]
    );
    assert_eq!(
        explained["sentence"],
        "Ann earned 50.00 USD for May 2026: what customers who engaged with their work brought to a pool of 50.00 USD."
    );
}

#[test]
fn an_amount_that_cannot_be_paid_yet_says_why() {
    for (changes, end) in [
        (json!({"review": true}), "; it waits for approval."),
        (
            json!({"hold_days": 30}),
            "; it can be paid from 1 July 2026.",
        ),
    ] {
        let here = may(changes);
        here.run(instant(JUNE));
        let explained = here.explain(&here.rows("obligations", &json!({}))[0]);
        assert!(
            explained["sentence"]
                .as_str()
                .expect("a text")
                .ends_with(end),
            "{explained}"
        );
    }
    let here = may(json!({"on_inactive": "hold", "review": true}));
    here.collaborator(
        json!({"id": 1, "status": "inactive"}),
        instant(MAY).plus_minutes(2_000),
    );
    here.run(instant(JUNE));
    here.change::<ApproveDistribution>(json!({"id": 1}), instant(JUNE))
        .expect("approved");
    let explained = here.explain(&here.rows("obligations", &json!({}))[0]);
    assert_eq!(
        explained["sentence"],
        "Ann earned 925.92 USD for May 2026: 100 of 270 points in a pool of 2500.00 USD; it is held until they are active."
    );
}

#[test]
fn splits_quantities_and_refunds_are_explained() {
    let here = may(json!({
        "metrics": [
            {"event": "workshop_held", "points": 10, "split": "equally"},
            {"event": "site_visited", "points": 2},
            {"event": "product_sold", "points": 5},
        ],
    }));
    let now = instant(MAY).plus_minutes(900);
    here.event(
        "workshop_held",
        json!({"key": "w", "collaborators": [1, 2, 3]}),
        now,
    );
    here.event(
        "site_visited",
        json!({"key": "v", "collaborator": 1, "quantity": 7}),
        now,
    );
    for sale in ["1", "2"] {
        here.sale(
            json!({"source": "shop", "external_id": sale, "currency": "USD",
                   "details": [{"kind": "line_item", "external_id": "a", "amount": "5.00", "owners": [1]}]}),
            now,
        );
    }
    here.refund(
        json!({"source": "shop", "external_id": "1", "refund_id": "r"}),
        now.plus_minutes(5),
    );
    here.run(instant(JUNE));
    let explained = here.explain(&here.rows("obligations", &json!({"collaborator": 1}))[0]);
    assert_eq!(
        explained["arithmetic"].as_array().expect("lines")[..4],
        [
            json!("10 points, in equal parts among the owners, for 1 workshop held = 10/3"),
            json!("2 points each time over for 1 visit to the site = 14"),
            json!("5 points × 2 products sold, less 1 taken back by refunds, = 5"),
            json!("10/3 + 14 + 5 = 67/3 points of 29 in all"),
        ]
    );
    assert_eq!(explained["score"], "67/3");
    assert_eq!(explained["events"]["items"][0]["status"], "reversed");
}

#[test]
fn a_carried_over_amount_is_explained() {
    let here = may(
        json!({"pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]}}),
    );
    here.run(instant(JUNE));
    here.sale(
        json!({"source": "shop", "external_id": "1", "currency": "USD", "details": [{"kind": "line_item", "amount": "27.00"}]}),
        instant(JUNE).plus_minutes(5),
    );
    here.run(instant("2026-07-01T00:00:00-04:00"));
    let explained = here.explain(&here.rows("obligations", &json!({}))[0]);
    assert_eq!(
        explained["arithmetic"],
        json!([
            "carried over from the period before = 100",
            "100 points of 270 in all",
            "100 / 270 × 2.70 USD = 1.00 USD",
        ])
    );
    assert_eq!(
        explained["points"][0],
        json!({"type": "carried", "events": 1, "taken_back": 0, "not_counted": {}, "each": null, "total": 100})
    );
    assert!(
        explained["sentence"]
            .as_str()
            .expect("a text")
            .starts_with("Ann earned 1.00 USD for June 2026")
    );
}

#[test]
fn corrections_explain_themselves_and_what_they_correct() {
    let here = may(json!({}));
    here.run(instant(JUNE));
    let given = json!({"key": "k", "collaborator": 1, "amount": "-5.00", "currency": "USD", "reason": "paid by mistake", "obligation": 1});
    here.change::<Adjust>(given, instant(JUNE))
        .expect("adjusted");
    let given = json!({"key": "l", "collaborator": 2, "amount": "7.00", "currency": "USD", "reason": "a prize"});
    here.change::<Adjust>(given, instant(JUNE))
        .expect("adjusted");
    let rows = here.rows("obligations", &json!({"kind": "adjustment"}));
    let explained = here.explain(&rows[0]);
    assert_eq!(
        explained["sentence"],
        "Ann owes back 5.00 USD: paid by mistake."
    );
    assert_eq!(
        explained["because"]["sentence"],
        "Ann earned 925.92 USD for May 2026: 100 of 270 points in a pool of 2500.00 USD."
    );
    let free = here.explain(&rows[1]);
    assert_eq!(free["sentence"], "Bea is owed 7.00 USD: a prize.");
    assert_eq!(
        (&free["because"], &free["distribution"], &free["score"]),
        (&Json::Null, &Json::Null, &Json::Null)
    );
}

#[test]
fn an_amount_owed_again_names_its_failed_payout() {
    let here = may(json!({}));
    here.run(instant(JUNE));
    let now = instant(JUNE).plus_minutes(5);
    here.change::<CreateFulfillment>(json!({"collaborators": [1]}), now)
        .expect("a fulfillment");
    here.change::<SetPayout>(json!({"id": 1, "status": "failed"}), now)
        .expect("settled");
    let again = here.explain(&here.rows("obligations", &json!({"kind": "reissue"}))[0]);
    assert_eq!(
        again["sentence"],
        "Ann is owed 925.92 USD again, because a payout did not go through."
    );
    assert_eq!(
        again["because"]["sentence"],
        "Ann earned 925.92 USD for May 2026: 100 of 270 points in a pool of 2500.00 USD; its payout did not go through, and it is owed again."
    );
}

#[test]
fn a_clawback_names_its_refund() {
    let here = may(json!({
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]},
        "on_refund_after_close": "clawback",
    }));
    for (sale, amount) in [("1", "4000.00"), ("2", "1400.00")] {
        here.sale(
            json!({"source": "shop", "external_id": sale, "currency": "USD", "details": [{"kind": "line_item", "amount": amount}]}),
            instant(MAY).plus_minutes(5),
        );
    }
    here.run(instant(JUNE));
    let later = instant(JUNE).plus_minutes(100);
    here.refund(
        json!({"source": "shop", "external_id": "2", "refund_id": "r7", "amount": "135.00"}),
        later,
    );
    here.refund(
        json!({"source": "shop", "external_id": "2", "refund_id": "r7", "undo": true}),
        later.plus_minutes(1),
    );
    let rows = here.rows(
        "obligations",
        &json!({"kind": "adjustment", "collaborator": 1}),
    );
    let explained = here.explain(&rows[0]);
    assert_eq!(
        explained["arithmetic"],
        json!([
            "135.00 USD of sales refunded by refund r7 of shop 2",
            "the pool of 540.00 USD and what it paid change by -13.50 USD",
            "200.00 USD / 540.00 USD × -13.50 USD = -5.00 USD",
        ])
    );
    assert_eq!(explained["refunds"][0]["refund_id"], "r7");
    assert_eq!(
        explained["sentence"],
        "Ann gives back 5.00 USD of May 2026, because sales of that time were refunded."
    );
    assert_eq!(explained["because"]["obligation"]["id"], 1);
    let undone = here.explain(&rows[1]);
    assert_eq!(
        undone["sentence"],
        "Ann gets back 5.00 USD of May 2026, because a refund was undone."
    );
    assert_eq!(undone["refunds"][0]["undo"], true);
}

#[test]
fn a_clawback_names_the_refunds_that_another_one_changed() {
    let here = may(json!({
        "pool": {"sources": [
            {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
            {"kind": "revenue_share", "percent": "10", "include": ["line_items"]},
        ]},
        "on_refund_after_close": "clawback",
    }));
    for sale in ["1", "2"] {
        here.sale(
            json!({"source": "shop", "external_id": sale, "currency": "USD", "details": [
                {"kind": "line_item", "amount": "2700.00"},
            ]}),
            instant(MAY).plus_minutes(5),
        );
    }
    here.run(instant(JUNE));
    let told = instant(JUNE).plus_minutes(100);
    let refund = |id: &str, amount: &str, minutes: u32| {
        let at = instant(JUNE).plus_minutes(minutes).to_string();
        json!({"source": "shop", "external_id": "1", "refund_id": id, "amount": amount, "occurred_at": at})
    };
    here.refund(refund("first", "135.00", 100), told);
    // It is dated before the first refund, which then takes only 50.00.
    here.refund(refund("second", "2650.00", 50), told.plus_minutes(1));
    let query = json!({"kind": "adjustment", "collaborator": 1});
    let rows = here.rows("obligations", &query);
    let amounts: Vec<&Json> = rows.iter().map(|row| &row["amount"]).collect();
    assert_eq!(amounts, ["-10.00", "-196.30", "6.30"]);
    let refunds = |explained: &Json| {
        let refunds = explained["refunds"].as_array().expect("a list").clone();
        let one = |refund: &Json| format!("{} {}", refund["refund_id"], refund["amount"]);
        refunds.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(refunds(&here.explain(&rows[0])), [r#""first" "135.00""#]);
    for row in &rows[1..] {
        let explained = here.explain(row);
        assert_eq!(
            refunds(&explained),
            [r#""first" "-85.00""#, r#""second" "2650.00""#]
        );
        let lines = explained["arithmetic"].as_array().expect("lines");
        assert_eq!(
            lines[0],
            "85.00 USD of sales restored by refund first of shop 1"
        );
    }
    assert_eq!(
        here.explain(&rows[2])["sentence"],
        "Ann gets back 6.30 USD of May 2026, because an earlier refund left less for a later one to take."
    );
}

#[test]
fn a_clawback_of_a_late_close_names_its_refunds() {
    let here = may(json!({
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]},
        "on_refund_after_close": "clawback",
    }));
    here.sale(
        json!({"source": "shop", "external_id": "1", "currency": "USD", "details": [{"kind": "line_item", "amount": "5400.00"}]}),
        instant(MAY).plus_minutes(5),
    );
    let later = instant(JUNE).plus_minutes(100);
    here.refund(
        json!({"source": "shop", "external_id": "1", "refund_id": "r7", "amount": "135.00"}),
        later,
    );
    here.run(later.plus_minutes(1));
    let rows = here.rows(
        "obligations",
        &json!({"kind": "adjustment", "collaborator": 1}),
    );
    let explained = here.explain(&rows[0]);
    assert_eq!(explained["refunds"][0]["refund_id"], "r7");
    assert_eq!(
        explained["arithmetic"][0],
        "135.00 USD of sales refunded by refund r7 of shop 1"
    );
}

#[test]
fn every_obligation_of_a_long_history_adds_up() {
    let here = Here::new();
    let definitions = [
        rules(json!({})),
        rules(json!({"structure": {"kind": "shared_engagement_pool"}, "cap_percent": "22"})),
        rules(json!({"structure": {"kind": "ladder", "prizes": ["50", "30", "15.5"]}})),
        rules(json!({"structure": {"kind": "user_centric_pool"}})),
        rules(
            json!({"cap_percent": "26.5", "on_inactive": "hold", "on_refund_after_close": "clawback"}),
        ),
    ];
    record_history(&here, 7, &definitions);
    let obligations = here.rows("obligations", &json!({}));
    assert!(obligations.len() > 150, "{}", obligations.len());
    for obligation in &obligations {
        let explained = here.explain(obligation);
        let amount = format!("{} USD", obligation["amount"].as_str().expect("an amount"));
        let lines = explained["arithmetic"].as_array().expect("lines");
        let last = lines.last().and_then(Json::as_str).expect("a line");
        assert!(last.contains(&format!("= {amount}")), "{last}: {amount}");
        if obligation["kind"] == "distribution" {
            let (mut sum, mut events) = (siren::domain::points::Points::ZERO, 0);
            for row in explained["points"].as_array().expect("types") {
                let text = row["total"]
                    .as_str()
                    .map_or_else(|| row["total"].to_string(), str::to_owned);
                let (numer, denom) = text.split_once('/').unwrap_or((&text, "1"));
                let points = siren::domain::points::Points::fraction(
                    numer.parse().expect("digits"),
                    denom.parse().expect("digits"),
                );
                sum = sum.plus(&points.expect("points"));
                events += row["events"].as_i64().expect("a number")
                    + row["taken_back"].as_i64().expect("a number");
            }
            assert_eq!(serde_json::to_value(sum).expect("JSON"), explained["score"]);
            assert_eq!(explained["events"]["total"], events);
        }
    }
}

#[test]
fn an_unknown_obligation_has_no_explanation() {
    let here = Here::new();
    let refused = explain::explain(&here.site, ObligationId(1)).expect_err("nothing");
    assert!(matches!(refused, Error::NotFound(Row::Obligation, 1)));
}

#[test]
fn a_pool_that_was_divided_again_explains_both_divisions() {
    let here = may(json!({"hold_days": 10, "metrics": [{"event": "product_sold", "points": 1}]}));
    for (sale, owner) in [("1", 1), ("2", 1), ("3", 2)] {
        here.sale(
            json!({"source": "shop", "external_id": sale, "currency": "USD", "details": [
                {"kind": "line_item", "external_id": "a", "amount": "40.00", "owners": [owner]}
            ]}),
            instant(MAY).plus_minutes(5),
        );
    }
    here.run(instant(JUNE));
    let again = |sale: &str, day| {
        let refund = json!({"source": "shop", "external_id": sale, "refund_id": "r"});
        here.refund(refund, instant(JUNE).plus_days(day));
    };
    again("1", 2);
    again("2", 3);
    here.run(instant(JUNE).plus_days(10));
    let rows = here.rows("obligations", &json!({}));
    assert_eq!(rows.len(), 3);
    let gone = here.explain(&rows[0]);
    assert_eq!(
        gone["sentence"],
        "Ann earned 1666.67 USD for May 2026: 2 of 3 points in a pool of 2500.00 USD; sales of that time were refunded before it could be paid, and 0.00 USD took its place."
    );
    assert_eq!(
        gone["arithmetic"],
        json!([
            "2 points of 3 in all",
            "2 / 3 × 2500.00 USD = 1666.67 USD (rounded by largest remainder)"
        ])
    );
    let stands = here.explain(&rows[2]);
    assert_eq!(
        stands["sentence"],
        "Bea earned 2500.00 USD for May 2026: 1 of 1 point in a pool of 2500.00 USD; it was 833.33 USD before sales of that time were refunded."
    );
    assert_eq!(
        stands["arithmetic"][0],
        "before refunds changed it: 833.33 USD of a pool of 2500.00 USD for 1 point"
    );
    let divisions = stands["divisions"].as_array().expect("a list");
    let told: Vec<_> = divisions
        .iter()
        .map(|one| (&one["amount"], &one["score"], &one["obligation"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("833.33"), &json!(1), &rows[1]["id"]),
            (&json!("2500.00"), &json!(1), &rows[2]["id"]),
        ]
    );
    assert_eq!(divisions[1]["hash"], stands["distribution"]["hash"]);
    assert_ne!(divisions[0]["hash"], divisions[1]["hash"]);
    assert_eq!(here.explain(&rows[1])["divisions"], stands["divisions"]);
}
