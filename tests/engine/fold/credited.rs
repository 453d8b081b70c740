//! Refunds in final periods are clawed back from those whose points they take: the result does not depend on the order of
//! arrival, and nothing remains once every refund is undone.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::{Value as Json, json};

use super::refunds::{record, refund};
use crate::world::World;

const MAY: &str = "2026-05-01T00:00:00Z";
const JUNE: &str = "2026-06-01T00:00:00Z";

/// A site with a distributor of every structure and sales in May that were paid out.
fn site() -> World {
    let world = World::new();
    world.collaborators(3);
    let coupon =
        json!([{"id": 2, "wp_user_id": 2, "aliases": [{"type": "coupon", "code": "save"}]}]);
    world.ok("siren_save_collaborator", coupon);
    let share =
        json!({"kind": "revenue_share", "percent": "12.5", "include": ["line_items", "discounts"]});
    let each = json!({"kind": "per_event", "event": "product_sold", "amount": "0.10"});
    let fixed = json!({"kind": "fixed", "amount": "99.99"});
    for more in [
        json!({"structure": {"kind": "shared_engagement_pool"}, "pool": {"sources": [fixed]}}),
        json!({"structure": {"kind": "performance_weighted_pool"}, "pool": {"sources": [share, each]}}),
        json!({"structure": {"kind": "top_score_wins"}, "pool": {"sources": [fixed, share]}}),
        json!({"structure": {"kind": "ladder", "prizes": ["50", "30"], "missing": "roll_over"},
            "pool": {"sources": [share]}, "cap_percent": "40"}),
        json!({"structure": {"kind": "target_bonus", "score": 6, "amount": "5.00"}, "pool": {"sources": [fixed]}}),
        json!({"structure": {"kind": "user_centric_pool"}, "pool": {"sources": [share, each]}, "minimum_score": 3}),
    ] {
        let mut rules = json!({
            "name": "Distributor", "units": "USD", "starts_at": MAY, "now": MAY,
            "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
            "metrics": [{"event": "product_sold", "points": 3, "split": "equally"}, {"event": "coupon_used", "points": 2},
                {"event": "lesson_completed", "points": 1}],
            "on_refund_after_close": "clawback", "clawback_from": "credited",
        });
        for (key, value) in more.as_object().expect("an object") {
            rules[key] = value.clone();
        }
        world.ok("siren_save_distributor", json!([rules]));
    }
    for (n, collaborator) in (0..).zip([1, 2, 3, 3]) {
        world.lesson(&format!("{n}"), collaborator, 1, "2026-05-09T12:00:00Z");
    }
    let line = |id: &str, amount: &str, owners: &[i64]| json!({"kind": "line_item", "external_id": id, "amount": amount, "quantity": 2, "owners": owners});
    let lines = [
        line("0", "40.00", &[1]),
        line("1", "25.10", &[2, 3]),
        line("2", "12.00", &[1]),
    ];
    for (sale, customer) in [("1", "user:9"), ("2", "user:8")] {
        let mut details = lines.to_vec();
        details.push(json!({"kind": "discount", "external_id": "d", "amount": "-5.00"}));
        record(
            &world,
            &json!({"source": "shop", "external_id": sale, "currency": "USD", "customer": customer,
                "occurred_at": "2026-05-10T12:00:00Z", "details": details, "coupons": ["save"]}),
        );
    }
    let run = world.ok("siren_run_due", json!([JUNE, {"budget_ms": 3_600_000}]));
    assert_eq!(run["ran"].as_array().map(Vec::len), Some(6));
    world
}

fn minor(row: &Json) -> i64 {
    let text = row["amount"].as_str().expect("an amount").replace('.', "");
    text.parse().expect("digits")
}

/// What each collaborator owes back of each distribution, in cents, where it is not zero.
fn claimed(world: &World) -> BTreeMap<(i64, i64), i64> {
    let mut sums = BTreeMap::new();
    for row in world.rows("obligations", json!({})) {
        let number = |name: &str| row[name].as_i64().expect("a number");
        let (paid, claimed) = sums
            .entry((number("distribution"), number("collaborator")))
            .or_insert((0, 0));
        if row["kind"] == "adjustment" {
            *claimed -= minor(&row);
        } else {
            *paid += minor(&row);
        }
    }
    for (who, (paid, claimed)) in &sums {
        assert!(
            (0..=*paid).contains(claimed),
            "{who:?}: {claimed} of {paid}"
        );
    }
    let claims = sums.into_iter().map(|(who, (_, claimed))| (who, claimed));
    claims.filter(|(_, claimed)| *claimed != 0).collect()
}

/// Every pool and score of June.
fn standings(world: &World) -> Vec<Json> {
    let of = |distributor| {
        let now = "2026-06-30T12:00:00Z";
        let standings = world.ok("siren_standings", json!([distributor, now]));
        json!([standings["pool"]["amount"], standings["standings"]])
    };
    (1..=6).map(of).collect()
}

fn holds(world: &World) {
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

/// Refunds of two sales in June; no two have the same id and instant.
fn refunds() -> impl Strategy<Value = Vec<Json>> {
    let one = (refund(), 1..=2_u8).prop_map(|(mut refund, sale)| {
        let at = refund["occurred_at"].as_str().expect("an instant");
        refund["occurred_at"] = json!(at.replace("2026-05", "2026-06"));
        refund["external_id"] = json!(sale.to_string());
        refund
    });
    prop::collection::vec(one, 1..8).prop_map(|refunds| {
        let mut seen = BTreeSet::new();
        let key = |refund: &Json| {
            let name = |name: &str| refund[name].to_string();
            (
                name("external_id"),
                name("refund_id"),
                name("occurred_at"),
                name("undo"),
            )
        };
        let refunds = refunds.into_iter();
        refunds.filter(|refund| seen.insert(key(refund))).collect()
    })
}

proptest! {
    #![proptest_config(Config {
        cases: 12,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    })]

    #[test]
    fn clawbacks_do_not_depend_on_the_order_of_arrival(
        (refunds, mixed) in refunds().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        every in 1..4_usize,
    ) {
        let outcomes = [refunds, mixed].map(|refunds| {
            let world = site();
            for (number, one) in refunds.iter().enumerate() {
                record(&world, one);
                if number % every == 0 {
                    world.site.fold().expect("a fold");
                }
            }
            holds(&world);
            (claimed(&world), standings(&world))
        });
        prop_assert_eq!(&outcomes[0], &outcomes[1]);
    }

    #[test]
    fn no_clawback_remains_once_every_refund_is_undone(
        refunds in refunds(),
        back in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let world = site();
        let before = standings(&world);
        let refunds = refunds.iter().enumerate().filter(|(_, refund)| refund["undo"].is_null());
        let mut left: Vec<Json> = refunds
            .map(|(number, refund)| {
                let mut refund = refund.clone();
                refund["refund_id"] = json!(number.to_string());
                refund
            })
            .collect();
        for refund in &left {
            record(&world, refund);
        }
        for (number, index) in back.iter().enumerate() {
            if left.is_empty() {
                break;
            }
            let mut refund = left.remove(index.index(left.len()));
            let undo = json!({"source": "shop", "external_id": refund["external_id"].take(), "undo": true,
                "refund_id": refund["refund_id"].take(), "occurred_at": format!("2026-06-29T12:00:{number:02}Z")});
            record(&world, &undo);
        }
        holds(&world);
        prop_assert_eq!(claimed(&world), BTreeMap::new());
        prop_assert_eq!(standings(&world), before);
    }
}

/// Refunds the first sale completely.
fn give_back(world: &World, now: &str) {
    let refund =
        json!({"source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": now});
    record(world, &refund);
}

#[test]
fn refunds_are_clawed_back_under_every_structure() {
    let world = site();
    give_back(&world, "2026-06-10T12:00:00Z");
    holds(&world);
    let claims = claimed(&world);
    let of: BTreeSet<i64> = claims
        .keys()
        .map(|(distribution, _)| *distribution)
        .collect();
    // An equally shared pool claws nothing back, because everyone still has points.
    assert_eq!(of, BTreeSet::from([2, 3, 4, 5, 6]), "{claims:?}");
}

#[test]
fn a_pause_moves_pending_clawbacks_into_their_own_period() {
    let world = site();
    let june = |external_id: &str| {
        let line =
            json!({"kind": "line_item", "external_id": "a", "amount": "80.00", "owners": [1]});
        json!({"source": "shop", "external_id": external_id, "currency": "USD",
            "occurred_at": "2026-06-10T12:00:00Z", "details": [line]})
    };
    record(&world, &june("3"));
    record(&world, &june("4"));
    // The heartbeat is late: June has ended and is not closed.
    let late = json!({"source": "shop", "external_id": "3", "refund_id": "r", "occurred_at": "2026-07-02T12:00:00Z"});
    record(&world, &late);
    let scores = || {
        world.ok("siren_standings", json!([2, "2026-06-25T12:00:00Z"]))["standings"][0]["score"]
            .clone()
    };
    assert_eq!(
        scores(),
        6,
        "it is noted, and would be claimed when June closes"
    );
    // A pause moves the end of June to before the refund.
    let status = |status: &str, now: &str| {
        let given = json!([{"id": 2, "status": status, "now": now}]);
        world.ok("siren_save_distributor", given);
    };
    status("paused", "2026-06-20T00:00:00Z");
    assert_eq!(scores(), 3);
    holds(&world);
    status("active", "2026-07-10T00:00:00Z");
    world.ok("siren_run_due", json!(["2026-08-02T00:00:00Z"]));
    holds(&world);
    let rows = world.rows("obligations", json!({"distributor": 2, "collaborator": 1}));
    // 12.5 % of 80.00, and 0.10 for one product.
    let amounts: Vec<&Json> = rows.iter().map(|row| &row["amount"]).collect();
    assert!(amounts.contains(&&json!("10.10")), "{amounts:?}");
    let claims = world.rows(
        "obligations",
        json!({"distributor": 2, "kind": "adjustment"}),
    );
    assert_eq!(claims, [] as [Json; 0]);
}
