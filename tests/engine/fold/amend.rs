//! Edits of a sale: an amended sale gives the same results as if it had been recorded like that at first.

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::{Value as Json, json};

use super::refunds::{cents, outcome, record, refund, site};
use crate::world::World;

/// Within the first period.
const NOW: &str = "2026-05-30T12:00:00Z";

/// One state of a sale: lines come and go, and change in every field that counts.
fn content() -> impl Strategy<Value = Json> {
    let line = (0..5_000_i64, 1..4_i64, 1..=3_i64, any::<bool>());
    let lines = prop::collection::btree_map(0..3_u8, line, 1..=3);
    let others = (0..2_000_i64, -500..900_i64);
    let claims = (any::<bool>(), prop::option::of(1..=3_i64));
    (lines, others, claims).prop_map(|(lines, (discount, fee), (coupon, referrer))| {
        let mut details: Vec<Json> = lines
            .into_iter()
            .map(|(n, (amount, quantity, owner, alone))| {
                let owners = if alone { json!([owner]) } else { json!([owner, 1 + owner % 3]) };
                json!({"kind": "line_item", "external_id": n.to_string(), "amount": cents(amount),
                    "quantity": quantity, "owners": owners})
            })
            .collect();
        let mut lowering = json!({"kind": "discount", "external_id": "d", "amount": cents(-discount)});
        if discount % 2 == 0 {
            lowering["line"] = details[0]["external_id"].clone();
        }
        details.push(lowering);
        details.push(json!({"kind": "fee", "external_id": "s", "amount": cents(fee)}));
        let mut sale = json!({"source": "shop", "external_id": "1", "currency": "USD", "customer": "user:9",
            "occurred_at": "2026-05-02T12:00:00Z", "details": details});
        if coupon {
            sale["coupons"] = json!(["save"]);
        }
        if let Some(referrer) = referrer {
            sale["referrer"] = json!(referrer);
        }
        sale
    })
}

/// A sale, its edits, its refunds, and the number of edits before each refund.
fn history() -> impl Strategy<Value = (Vec<Json>, Vec<(usize, Json)>)> {
    let refunds = prop::collection::vec((0..4_usize, refund()), 0..4);
    (prop::collection::vec(content(), 2..4), refunds).prop_map(|(mut contents, refunds)| {
        for (revision, content) in contents.iter_mut().enumerate() {
            content["revision"] = revision.into();
            content["occurred_at"] = format!("2026-05-{:02}T12:00:00Z", 2 + revision * 6).into();
        }
        let mut refunds = refunds;
        // Refunds of removed lines are tested separately: a sale recorded at once has no removed line.
        let last = contents.last().expect("an edit")["details"].clone();
        let details = last.as_array().expect("a list");
        refunds.retain(|(_, refund)| {
            let lines = refund["lines"].as_array();
            let is_there = |line: &Json| {
                let name = &line["external_id"];
                *name == "unknown" || details.iter().any(|one| one["external_id"] == *name)
            };
            lines.is_none_or(|lines| lines.iter().all(is_there))
        });
        for (number, (_, refund)) in refunds.iter_mut().enumerate() {
            let at = refund["occurred_at"]
                .as_str()
                .expect("a text")
                .replace("2026-06", "2026-05");
            // Of two refunds with one id at one instant, the first to arrive counts.
            refund["occurred_at"] = at.replace("12:00:00", &format!("12:00:{number:02}")).into();
        }
        (contents, refunds)
    })
}

/// Rules that measure every part of a sale, in a period that stays open.
fn open_site() -> World {
    let world = World::new();
    world.collaborators(3);
    let coupon = json!([{"id": 2, "aliases": [{"type": "coupon", "code": "save"}]}]);
    world.ok("siren_save_collaborator", coupon);
    for (filter, per) in [
        (json!({}), "event"),
        (json!({"collaborator_owned": true}), "unit"),
        (json!({"referred": true}), "currency_unit"),
    ] {
        let include = if filter == json!({}) {
            json!(["line_items", "discounts", "fees"])
        } else {
            json!(["line_items"])
        };
        world.distributor(json!({
            "metrics": [{"event": "product_sold", "points": 3, "per": per}, {"event": "coupon_used", "points": 7},
                {"event": "sale_referred", "points": 5}],
            "pool": {"sources": [
                {"kind": "revenue_share", "percent": "12.5", "include": include, "filter": filter},
                {"kind": "per_event", "event": "product_sold", "amount": "0.10"},
            ]},
        }));
    }
    world
}

fn standings(world: &World) -> Vec<Json> {
    let ids = [1, 2, 3];
    let of = |id: i64| {
        let mut found = world.ok("siren_standings", json!([id, NOW]));
        let mut rows: Vec<String> = found["standings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|row| row["score"] != 0)
            .map(|row| format!("{} {}", row["collaborator"], row["score"]))
            .collect();
        rows.sort();
        json!([found["pool"].take(), rows])
    };
    ids.map(of).to_vec()
}

/// The sale without its history of revisions.
fn shown(world: &World) -> Json {
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    let mut details = sale["details"].clone();
    let list = details.as_array_mut().expect("a list");
    for detail in list.iter_mut() {
        detail["event"].take();
    }
    list.sort_by_key(|detail| detail["external_id"].to_string());
    json!([
        sale["status"],
        sale["amount"],
        sale["refunded"],
        sale["coupons"],
        sale["referrer"],
        details
    ])
}

fn told_in_the_end(world: &World, contents: &[Json], refunds: &[(usize, Json)]) {
    let mut last = contents.last().expect("an edit").clone();
    last["occurred_at"] = contents[0]["occurred_at"].clone();
    record(world, &last);
    for (_, refund) in refunds {
        record(world, refund);
    }
}

fn told_as_it_happened(world: &World, contents: &[Json], refunds: &[(usize, Json)]) {
    for (number, content) in contents.iter().enumerate() {
        record(world, content);
        // A duplicate, as a hook that fires twice records it.
        record(world, content);
        world.site.fold().expect("a fold");
        let here = refunds.iter().filter(|(after, _)| *after == number);
        here.for_each(|(_, refund)| record(world, refund));
    }
    let late = refunds.iter().filter(|(after, _)| *after >= contents.len());
    late.for_each(|(_, refund)| record(world, refund));
    world.site.fold().expect("a fold");
}

proptest! {
    #![proptest_config(Config {
        cases: 24,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    })]

    #[test]
    fn an_amended_sale_counts_as_if_it_had_been_right_from_the_start((contents, refunds) in history()) {
        let (amended, plain) = (open_site(), open_site());
        told_as_it_happened(&amended, &contents, &refunds);
        told_in_the_end(&plain, &contents, &refunds);
        prop_assert_eq!(standings(&amended), standings(&plain));
        let found = (shown(&amended), shown(&plain));
        if refunds.is_empty() {
            prop_assert_eq!(&found.0, &found.1);
        }
        prop_assert_eq!(&found.0[1], &found.1[1]);
        prop_assert_eq!(&found.0[2], &found.1[2]);
        prop_assert_eq!(amended.ok("siren_verify", json!([]))["problems"].clone(), json!([]));
        // Counting it again gives the same result.
        for id in 1..=3 {
            amended.ok("siren_save_distributor", json!([{"id": id, "apply_now": true, "now": NOW, "name": "again"}]));
        }
        prop_assert_eq!(standings(&amended), standings(&plain));
        prop_assert_eq!(amended.ok("siren_verify", json!([]))["problems"].clone(), json!([]));
    }

    #[test]
    fn edits_and_refunds_of_closed_periods_verify((contents, refunds) in history(), june in 0..3_usize) {
        let world = site();
        let mut contents = contents;
        for content in contents.iter_mut().skip(1 + june) {
            let at = content["occurred_at"].as_str().expect("a text").replace("2026-05", "2026-06");
            content["occurred_at"] = at.into();
        }
        for (number, content) in contents.iter().enumerate() {
            record(&world, content);
            let here = refunds.iter().filter(|(after, _)| *after == number);
            here.for_each(|(_, refund)| record(&world, refund));
            let now = format!("2026-0{}-0{}T12:00:00Z", 6 + number / 2, 1 + number * 2);
            let run = world.ok("siren_run_due", json!([now, {"budget_ms": 3_600_000}]));
            prop_assert_eq!(&run["failed"], &json!([]));
        }
        prop_assert_eq!(&outcome(&world)[3], &json!([]));
    }
}

#[test]
fn a_refund_of_a_removed_line_is_taken_from_the_other_lines() {
    let world = open_site();
    let line = |id: &str, amount: &str, owner: i64| json!({"kind": "line_item", "external_id": id, "amount": amount, "owners": [owner]});
    let mut sale = order(Some(1), "60.00");
    sale["details"] = json!([line("a", "60.00", 1), line("b", "40.00", 2)]);
    record(&world, &sale);
    let refund = json!({"source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": "2026-05-05T12:00:00Z",
        "lines": [{"external_id": "b", "amount": "10.00"}]});
    record(&world, &refund);
    sale["revision"] = 2.into();
    sale["occurred_at"] = "2026-05-06T12:00:00Z".into();
    sale["details"] = json!([line("a", "60.00", 1)]);
    record(&world, &sale);
    assert_eq!(amount(&world), "60.00");
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(sale["refunded"], "10.00");
    assert_eq!(sale["details"].as_array().map(Vec::len), Some(1));
    assert_eq!(standings(&world)[0][1], json!(["1 3"]));
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

fn conflicts(world: &World) -> Json {
    world.ok("siren_status", json!([NOW]))["counts"]["conflicts"].clone()
}

fn order(revision: Option<i64>, amount: &str) -> Json {
    let mut sale = json!({"source": "shop", "external_id": "1", "currency": "USD", "customer": "user:9",
        "occurred_at": "2026-05-02T12:00:00Z",
        "details": [{"kind": "line_item", "external_id": "a", "amount": amount, "owners": [1]}]});
    if let Some(revision) = revision {
        sale["revision"] = revision.into();
    }
    sale
}

fn amount(world: &World) -> Json {
    world.site.fold().expect("a fold");
    world.ok("siren_get", json!(["transactions", 1]))["amount"].clone()
}

#[test]
fn a_newer_edit_is_booked_and_an_older_one_is_a_conflict() {
    for (first, second, becomes, shown) in [
        (None, None, "100.00", 1),
        (Some(1), None, "100.00", 1),
        (Some(2), Some(1), "100.00", 1),
        (Some(2), Some(2), "100.00", 1),
        (Some(2), Some(3), "70.00", 0),
        (None, Some(0), "70.00", 0),
    ] {
        let world = open_site();
        record(&world, &order(first, "100.00"));
        record(&world, &order(second, "70.00"));
        assert_eq!(amount(&world), becomes, "{first:?} {second:?}");
        assert_eq!(conflicts(&world), shown, "{first:?} {second:?}");
        assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
    }
}

#[test]
fn an_edit_in_another_currency_is_always_a_conflict() {
    let world = open_site();
    record(&world, &order(Some(1), "100.00"));
    let mut other = order(Some(2), "100.00");
    other["currency"] = "EUR".into();
    record(&world, &other);
    assert_eq!(amount(&world), "100.00");
    assert_eq!(conflicts(&world), 1);
}

#[test]
fn an_edit_that_arrives_after_a_newer_one_is_a_conflict() {
    let world = open_site();
    record(&world, &order(Some(1), "100.00"));
    // Only its name changed, which does not count.
    let mut renamed = order(Some(3), "100.00");
    renamed["details"][0]["name"] = "Rust".into();
    record(&world, &renamed);
    record(&world, &order(Some(2), "70.00"));
    assert_eq!(amount(&world), "100.00");
    assert_eq!(conflicts(&world), 1);
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn a_difference_that_affects_no_money_and_no_points_is_no_conflict() {
    let world = open_site();
    let mut sale = order(None, "100.00");
    sale["coupons"] = json!(["SAVE", "other"]);
    sale["details"][0]["owners"] = json!([1, 2]);
    record(&world, &sale);
    for (place, value) in [
        ("/details/0/name", json!("Another")),
        ("/details/0/sku", json!("S-1")),
        ("/details/0/type", json!("course")),
        ("/details/0/categories", json!(["rust"])),
        ("/details/0/owners", json!([2, 1])),
        ("/customer", json!("email:ann@example.org")),
        ("/coupons", json!(["other", "save"])),
        ("/occurred_at", json!("2026-05-03T12:00:00Z")),
    ] {
        let mut other = sale.clone();
        let (into, key) = place.rsplit_once('/').expect("a place");
        other.pointer_mut(into).expect("it is there")[key] = value;
        record(&world, &other);
        world.site.fold().expect("a fold");
        assert_eq!(conflicts(&world), 0, "{place}");
    }
    for (shown, (place, value)) in (1..).zip([
        ("/details/0/amount", json!("99.00")),
        ("/details/0/quantity", json!(2)),
        ("/details/0/kind", json!("fee")),
        ("/details/0/owners", json!([1])),
        ("/coupons", json!(["save"])),
        ("/referrer", json!(3)),
    ]) {
        let mut other = sale.clone();
        let (into, key) = place.rsplit_once('/').expect("a place");
        other.pointer_mut(into).expect("it is there")[key] = value;
        record(&world, &other);
        world.site.fold().expect("a fold");
        assert_eq!(conflicts(&world), shown, "{place}");
    }
}

#[test]
fn a_simulation_counts_an_edit_at_its_own_date() {
    let world = open_site();
    let mut sale = order(Some(1), "100.00");
    record(&world, &sale);
    sale["revision"] = 2.into();
    sale["occurred_at"] = "2026-06-10T12:00:00Z".into();
    sale["details"][0]["amount"] = "130.00".into();
    sale["details"][0]["quantity"] = 2.into();
    record(&world, &sale);
    let rules = json!({
        "name": "tried", "units": "USD", "starts_at": "2026-05-01T00:00:00Z",
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "UTC"},
        "metrics": [{"event": "product_sold", "points": 3, "per": "unit"}],
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]},
        "structure": {"kind": "performance_weighted_pool"},
    });
    let tried = world.ok(
        "siren_simulate",
        json!([rules, "2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"]),
    );
    let periods = tried.as_array().expect("a list of periods");
    let pools: Vec<&Json> = periods
        .iter()
        .map(|period| &period["pool"]["amount"])
        .collect();
    assert_eq!(pools, ["10.00", "3.00"], "{tried}");
    let scores: Vec<&Json> = periods
        .iter()
        .map(|period| &period["allocations"][0]["score"])
        .collect();
    assert_eq!(scores, [3, 3], "{tried}");
}
