//! Refunds of one sale: their result does not depend on the order of arrival.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::{Value as Json, json};

use crate::world::World;

/// After the end of every period.
const JULY: &str = "2026-07-08T12:00:00Z";

pub fn cents(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}

/// One of a few instants in May and June, so that refunds often have the same one.
fn instant() -> impl Strategy<Value = String> {
    (5..=6_u32, 1..=9_u32)
        .prop_map(|(month, day)| format!("2026-{month:02}-{:02}T12:00:00Z", day * 3))
}

/// A sale of products, some of them given away, with a discount, delivery and a coupon.
fn sale() -> impl Strategy<Value = Json> {
    let product = (
        prop_oneof![1 => Just(0), 4 => 1..5_000_i64],
        1..4_i64,
        1..=3_i64,
    );
    let products = prop::collection::vec(product, 1..4);
    (products, 0..2_000_i64, 0..900_i64).prop_map(|(products, discount, delivery)| {
        let mut details: Vec<Json> = (0..)
            .zip(products)
            .map(|(n, (amount, quantity, owner))| {
                json!({"kind": "line_item", "external_id": format!("{n}"), "amount": cents(amount),
                    "quantity": quantity, "owners": [owner]})
            })
            .collect();
        details.push(json!({"kind": "discount", "external_id": "d", "amount": cents(-discount)}));
        details.push(json!({"kind": "shipping", "external_id": "s", "amount": cents(delivery)}));
        json!({"source": "shop", "external_id": "1", "currency": "USD", "customer": "user:9",
            "occurred_at": "2026-05-02T12:00:00Z", "details": details, "coupons": ["save"]})
    })
}

/// A refund or an undo, with one of a few ids.
pub fn refund() -> impl Strategy<Value = Json> {
    let line = prop::sample::select(vec!["0", "1", "2", "d", "s", "unknown"]);
    let line = (
        line,
        prop::option::of(-500..6_000_i64),
        prop::option::of(0..4_i64),
    );
    let takes = prop_oneof![
        2 => Just(json!({})),
        2 => (1..9_000_i64).prop_map(|amount| json!({"amount": cents(amount)})),
        4 => prop::collection::btree_map(line.0, (line.1, line.2), 1..3).prop_map(|lines| {
            let lines: Vec<Json> = lines.into_iter().map(|(id, (amount, quantity))| {
                let mut line = json!({"external_id": id});
                if let Some(amount) = amount {
                    line["amount"] = cents(amount).into();
                }
                if let Some(quantity) = quantity {
                    line["quantity"] = quantity.into();
                }
                line
            }).collect();
            json!({"lines": lines})
        }),
    ];
    let undo = prop::bool::weighted(0.3);
    (1..5_i64, instant(), undo, any::<bool>(), takes).prop_map(
        |(id, at, undo, cancelled, takes)| {
            let mut refund = if undo { json!({"undo": true}) } else { takes };
            refund["refund_id"] = json!(format!("r{id}"));
            refund["occurred_at"] = json!(at);
            refund["source"] = "shop".into();
            refund["external_id"] = "1".into();
            if cancelled && !undo {
                refund["cancelled"] = true.into();
            }
            refund
        },
    )
}

/// A sale and its refunds; no two have the same id and instant, because then the first to arrive counts.
/// The same refunds in another order.
fn records() -> impl Strategy<Value = (Vec<Json>, Vec<Json>)> {
    (sale(), prop::collection::vec(refund(), 1..8)).prop_flat_map(|(sale, refunds)| {
        let mut seen = BTreeSet::new();
        let key = |refund: &Json| {
            let name = |name: &str| refund[name].to_string();
            (name("refund_id"), name("occurred_at"), name("undo"))
        };
        let refunds = refunds
            .into_iter()
            .filter(|refund| seen.insert(key(refund)));
        let records: Vec<Json> = std::iter::once(sale).chain(refunds).collect();
        (Just(records.clone()), Just(records).prop_shuffle())
    })
}

/// A site whose distributors handle refunds in every possible way.
pub fn site() -> World {
    let world = World::new();
    world.collaborators(3);
    let coupon =
        json!([{"id": 2, "wp_user_id": 2, "aliases": [{"type": "coupon", "code": "save"}]}]);
    world.ok("siren_save_collaborator", coupon);
    let include = json!(["line_items", "discounts", "shipping"]);
    for (schedule, structure, after_close) in [
        ("month", "performance_weighted_pool", "next_period"),
        ("week", "top_score_wins", "next_period"),
        ("month", "user_centric_pool", "clawback"),
        ("month", "performance_weighted_pool", "credited"),
        ("week", "top_score_wins", "credited"),
        ("month", "user_centric_pool", "credited"),
    ] {
        let (after_close, from) = match after_close {
            "credited" => ("clawback", "credited"),
            other => (other, "everyone"),
        };
        let mut rules = json!({
            "name": structure,
            "metrics": [{"event": "product_sold", "points": 3}, {"event": "coupon_used", "points": 7},
                {"event": "lesson_completed", "points": 1}],
            "pool": {"sources": [
                {"kind": "revenue_share", "percent": "12.5", "include": include},
                {"kind": "per_event", "event": "product_sold", "amount": "0.10"},
            ]},
            "structure": {"kind": structure},
            "on_refund_after_close": after_close,
            "clawback_from": from,
        });
        if schedule == "week" {
            rules["schedule"] =
                json!({"every": "week", "on": "monday", "at": "00:00", "timezone": "UTC"});
        }
        world.distributor(rules);
    }
    for (n, day) in (0..4).zip([1, 9, 17, 25]) {
        world.lesson(
            &format!("may {n}"),
            n % 3 + 1,
            n + 1,
            &format!("2026-05-{day:02}T12:00:00Z"),
        );
        world.lesson(
            &format!("june {n}"),
            n % 3 + 1,
            n + 1,
            &format!("2026-06-{day:02}T12:00:00Z"),
        );
    }
    world
}

pub fn record(world: &World, record: &Json) {
    let verb = if record["details"].is_null() {
        "siren_record_refund"
    } else {
        "siren_record_transaction"
    };
    world.ok(verb, json!([record]));
}

/// The sale and its refunds, every closed period, and the obligations; without row ids, which follow the order of
/// arrival.
pub fn outcome(world: &World) -> Json {
    world.site.fold().expect("a fold");
    let mut sale = world.ok("siren_get", json!(["transactions", 1]));
    let refunds = sale["refunds"].as_array_mut().expect("a list");
    refunds.sort_by_key(|refund| {
        let name = |name: &str| refund[name].to_string();
        (name("occurred_at"), name("refund_id"), name("undo"))
    });
    let run = world.ok("siren_run_due", json!([JULY, {"budget_ms": 3_600_000}]));
    assert_eq!(run["failed"], json!([]), "every period closes");
    let distributions = world.rows("distributions", json!({}));
    let period = |id: &Json| {
        let found = distributions.iter().find(|row| row["id"] == *id);
        found.expect("it is listed")["period"].to_string()
    };
    let closed: BTreeSet<String> = distributions
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {}",
                row["distributor"], row["period"], row["status"], row["amount"], row["reason"]
            )
        })
        .collect();
    let mut owed: Vec<String> = world
        .rows("obligations", json!({}))
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {}",
                row["distributor"],
                period(&row["distribution"]),
                row["kind"],
                row["collaborator"],
                row["amount"]
            )
        })
        .collect();
    owed.sort();
    let verified = world.ok("siren_verify", json!([]));
    json!([sale, closed, owed, verified["problems"]])
}

proptest! {
    #![proptest_config(Config {
        cases: 16,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    })]

    #[test]
    fn refunds_do_not_depend_on_the_order_of_arrival((records, mixed) in records(), every in 1..5_usize) {
        let outcomes = [records, mixed].map(|records| {
            let world = site();
            for (number, one) in records.iter().enumerate() {
                record(&world, one);
                if number % every == 0 {
                    world.site.fold().expect("a fold");
                }
            }
            outcome(&world)
        });
        prop_assert_eq!(&outcomes[0][3], &json!([]));
        prop_assert_eq!(&outcomes[0], &outcomes[1]);
    }
}

fn shop(world: &World) {
    let item = json!({"kind": "line_item", "external_id": "a", "amount": "100.00", "owners": [1]});
    let sale = json!({"source": "shop", "external_id": "1", "currency": "USD",
        "occurred_at": "2026-05-02T12:00:00Z", "details": [item]});
    record(world, &sale);
}

fn give_back(world: &World, id: &str, day: u32, amount: &str) {
    let refund = json!({"source": "shop", "external_id": "1", "refund_id": id, "amount": amount,
        "occurred_at": format!("2026-05-{day:02}T12:00:00Z")});
    record(world, &refund);
}

#[test]
fn a_refund_repeated_with_another_time_counts_once() {
    let world = site();
    shop(&world);
    give_back(&world, "r", 5, "10.00");
    give_back(&world, "r", 6, "10.00");
    let folded = world.site.fold().expect("a fold");
    assert_eq!((folded.transactions, folded.duplicates), (2, 1));
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "10.00");
    assert_eq!(sale["refunds"].as_array().map(Vec::len), Some(1));
    let conflicts = || world.ok("siren_status", json!([JULY]))["counts"]["conflicts"].clone();
    assert_eq!(conflicts(), 0);
    // With another amount the first one counts, and the other is a conflict.
    give_back(&world, "r", 7, "20.00");
    world.site.fold().expect("a fold");
    assert_eq!(conflicts(), 1);
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "10.00");
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn a_refund_repeated_after_its_undo_counts_in_either_order() {
    let undo = json!({"source": "shop", "external_id": "1", "refund_id": "r", "undo": true,
        "occurred_at": "2026-05-06T12:00:00Z"});
    for late_undo in [false, true] {
        let world = site();
        shop(&world);
        give_back(&world, "r", 5, "10.00");
        if late_undo {
            give_back(&world, "r", 7, "10.00");
            record(&world, &undo);
        } else {
            record(&world, &undo);
            give_back(&world, "r", 7, "10.00");
        }
        world.site.fold().expect("a fold");
        let sale = world.ok("siren_get", json!(["transactions", 1]));
        assert_eq!(sale["refunded"], "10.00", "{late_undo}");
        assert_eq!(sale["refunds"].as_array().map(Vec::len), Some(3));
        assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
    }
}

#[test]
fn thousands_of_refunds_of_one_sale_can_arrive_newest_first() {
    let world = site();
    let line = |id: &str| json!({"kind": "line_item", "external_id": id, "amount": "90000.00", "owners": [1]});
    let sale = json!({"source": "shop", "external_id": "1", "currency": "USD",
        "occurred_at": "2026-05-02T12:00:00Z", "details": [line("a"), line("b")]});
    record(&world, &sale);
    world.site.fold().expect("a fold");
    let count = 2_000;
    for second in (0..count).rev() {
        let (minute, second) = (second / 60, second % 60);
        let refund = json!({"source": "shop", "external_id": "1", "refund_id": format!("{minute}:{second}"),
            "occurred_at": format!("2026-05-09T12:{minute:02}:{second:02}Z"),
            "lines": [{"external_id": "a", "amount": "1.01"}]});
        record(&world, &refund);
    }
    let begun = Instant::now();
    let folded = world.site.fold().expect("a fold");
    // Measured: a quarter of a second. Replaying all refunds for each one took 17 seconds on the same machine.
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(folded.transactions, count);
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "2020.00");
    // A refund that takes more than is left of its line changes the later ones.
    let large = json!({"source": "shop", "external_id": "1", "refund_id": "first", "occurred_at": "2026-05-09T11:00:00Z",
        "lines": [{"external_id": "a", "amount": "89000.00"}]});
    record(&world, &large);
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "91020.00");
    let refunded: Vec<&Json> = sale["details"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|detail| &detail["refunded"])
        .collect();
    // 1,000.00 is left for 2,000 refunds of 1.01: the rest comes from the other line.
    assert_eq!(refunded, ["90000.00", "1020.00"]);
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}
