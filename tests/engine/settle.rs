//! Payouts only move forward, and their obligations with them.

use serde_json::{Value as Json, json};

use crate::fulfill::owing;
use crate::standings::tied;
use crate::worker;
use crate::world::{JUNE, World};

const THEN: &str = "2026-06-03T00:00:00Z";

/// A site with two unpaid payouts: 1 of 75.00 and 2 of 25.00.
fn unpaid() -> World {
    let world = owing();
    world.ok(
        "siren_create_fulfillment",
        json!([{"now": "2026-06-02T00:00:00Z"}]),
    );
    world
}

fn statuses(world: &World, what: &str) -> Vec<Json> {
    world
        .rows(what, json!({}))
        .iter()
        .map(|row| row["status"].clone())
        .collect()
}

#[test]
fn payouts_only_move_forward() {
    for (way, last) in [
        (vec!["processing", "paid"], Ok("paid")),
        (vec!["paid"], Ok("paid")),
        (vec!["processing", "failed"], Ok("failed")),
        (vec!["failed"], Ok("failed")),
        (vec!["paid", "paid"], Ok("paid")),
        (vec!["paid", "failed"], Err("Conflict")),
        (vec!["paid", "processing"], Err("Conflict")),
        (vec!["paid", "unpaid"], Err("Conflict")),
        (vec!["failed", "paid"], Err("Conflict")),
        (vec!["paid", "returned"], Ok("returned")),
        (vec!["paid", "returned", "returned"], Ok("returned")),
        (vec!["returned"], Err("Conflict")),
        (vec!["processing", "returned"], Err("Conflict")),
        (vec!["failed", "returned"], Err("Conflict")),
        (vec!["paid", "returned", "paid"], Err("Conflict")),
        (vec!["processing", "unpaid"], Err("Conflict")),
        (vec!["unpaid"], Ok("unpaid")),
    ] {
        let world = unpaid();
        let answers: Vec<_> = way
            .iter()
            .map(|status| world.call("siren_set_payout", json!([1, status, {"now": THEN}])))
            .collect();
        let before = statuses(&world, "payouts");
        match (answers.last().expect("a way has steps"), last) {
            (Ok(row), Ok(status)) => assert_eq!(row["status"], status, "{way:?}"),
            (Err(refused), Err(class)) => assert_eq!(refused.class, class, "{way:?}"),
            (answer, expected) => panic!("{way:?} ended with {answer:?} instead of {expected:?}"),
        }
        assert_eq!(before[1], "unpaid", "the other payout stays where it is");
    }
}

#[test]
fn eight_concurrent_calls_pay_a_payout_once() {
    let world = unpaid();
    let payers: Vec<_> = (0..8)
        .map(|n| {
            worker::start(
                &world,
                "siren_set_payout",
                json!([1, "paid", {"now": THEN, "note": format!("by {n}")}]),
                1,
            )
        })
        .collect();
    let answers: Vec<Json> = payers
        .into_iter()
        .flat_map(worker::Worker::finish)
        .collect();
    assert!(
        answers.windows(2).all(|two| two[0] == two[1]),
        "everybody sees the one payment: {answers:?}"
    );
    assert_eq!(statuses(&world, "payouts"), ["paid", "unpaid"]);
    assert_eq!(statuses(&world, "obligations"), ["complete", "fulfilled"]);
}

#[test]
fn a_refused_move_changes_nothing() {
    let world = unpaid();
    world.ok("siren_set_payout", json!([1, "paid", {"now": THEN}]));
    let before = world.everything();
    let check = |arguments: Json, class: &str, paths: &[&str]| {
        let refused = world.refused("siren_set_payout", arguments.clone());
        assert_eq!(
            (refused.class, refused.paths()),
            (class, paths.to_vec()),
            "{arguments}"
        );
    };
    check(json!([1, "failed", {"now": THEN}]), "Conflict", &[]);
    check(json!([99, "paid", {"now": THEN}]), "NotFound", &[]);
    check(json!([-1, "paid", {"now": THEN}]), "NotFound", &[]);
    check(json!([2, "Paid", {}]), "InvalidInput", &["status"]);
    check(
        json!([2, "paid", {"reference": 5, "note": "", "amount": "1.00"}]),
        "InvalidInput",
        &["note", "reference", "amount"],
    );
    check(
        json!([2, "paid", {"note": "x".repeat(501)}]),
        "InvalidInput",
        &["note"],
    );
    check(
        json!([2, "paid", {"now": "today"}]),
        "InvalidInput",
        &["now"],
    );
    assert_eq!(world.everything(), before);
}

#[test]
fn a_returned_payout_is_owed_again_once() {
    let world = unpaid();
    world.ok(
        "siren_set_payout",
        json!([1, "paid", {"now": THEN, "reference": "TX-1"}]),
    );
    let payers: Vec<_> = (0..4)
        .map(|n| {
            worker::start(
                &world,
                "siren_set_payout",
                json!([1, "returned", {"now": "2026-06-05T00:00:00Z", "note": format!("by {n}")}]),
                1,
            )
        })
        .collect();
    let answers: Vec<Json> = payers
        .into_iter()
        .flat_map(worker::Worker::finish)
        .collect();
    assert!(
        answers.windows(2).all(|two| two[0] == two[1]),
        "everybody sees the one return: {answers:?}"
    );
    let payout = world.ok("siren_get", json!(["payouts", 1]));
    assert_eq!(
        (&payout["status"], &payout["reference"], &payout["paid_at"]),
        (&json!("returned"), &json!("TX-1"), &json!(THEN))
    );
    let shown: Vec<_> = world
        .rows("obligations", json!({"collaborator": 1}))
        .into_iter()
        .map(|row| {
            (
                row["id"].clone(),
                row["status"].clone(),
                row["reason"].clone(),
                row["amount"].clone(),
                row["corrects"].clone(),
            )
        })
        .collect();
    let reason = json!("payout_returned");
    assert_eq!(
        shown,
        [
            (
                json!(1),
                json!("rejected"),
                reason.clone(),
                json!("75.00"),
                json!(null)
            ),
            (json!(3), json!("pending"), reason, json!("75.00"), json!(1)),
        ]
    );
    let balances = world.ok("siren_balances", json!([{"collaborator": 1}]));
    assert_eq!(
        (&balances[0]["payable"], &balances[0]["paid"]),
        (&json!("75.00"), &json!("0.00"))
    );
    assert_eq!(
        world.ok("siren_get", json!(["fulfillments", 1]))["status"],
        "processing"
    );
    let found = world.ok("siren_verify", json!([]));
    assert_eq!(
        (&found["ok"], &found["problems"]),
        (&json!(true), &json!([]))
    );
}

#[test]
fn several_payouts_move_together_or_not_at_all() {
    let world = unpaid();
    let before = world.everything();
    let refused = |arguments: Json, class: &str, paths: &[&str]| {
        let refused = world.refused("siren_set_payouts", arguments.clone());
        assert_eq!(
            (refused.class, refused.paths()),
            (class, paths.to_vec()),
            "{arguments}"
        );
    };
    refused(
        json!([[1, 2, 3], "paid", {"now": THEN}]),
        "Conflict",
        &["ids[2]"],
    );
    refused(
        json!([[2, -1, 1], "returned", {"now": THEN}]),
        "Conflict",
        &["ids[0]", "ids[1]", "ids[2]"],
    );
    refused(json!([[], "paid"]), "InvalidInput", &["ids"]);
    refused(
        json!([[1, 2, 1, "2"], "payed", {"note": ""}]),
        "InvalidInput",
        &["ids[2]", "ids[3]", "status", "note"],
    );
    refused(json!([vec![1; 1_001], "paid"]), "InvalidInput", &["ids"]);
    assert_eq!(world.everything(), before);

    let paid = world.ok(
        "siren_set_payouts",
        json!([[2, 1], "paid", {"now": THEN, "reference": "SEPA-1"}]),
    );
    for (row, id) in [(&paid[0], 2), (&paid[1], 1)] {
        assert_eq!(*row, world.ok("siren_get", json!(["payouts", id])));
        assert_eq!(
            (&row["status"], &row["reference"]),
            (&json!("paid"), &json!("SEPA-1"))
        );
    }
    assert_eq!(statuses(&world, "obligations"), ["complete", "complete"]);
    assert_eq!(statuses(&world, "fulfillments"), ["complete"]);
    let moved = world.everything();
    let again = json!([[1, 2], "paid", {"now": "2026-06-04T00:00:00Z", "reference": "SEPA-2"}]);
    world.ok("siren_set_payouts", again);
    assert_eq!(world.everything(), moved, "they stand there already");
}

#[test]
fn concurrent_calls_move_each_payout_once() {
    let world = unpaid();
    let payers: Vec<_> = [json!([1, 2]), json!([2, 1]), json!([2]), json!([1, 2])]
        .into_iter()
        .enumerate()
        .map(|(n, ids)| {
            let details = json!({"now": THEN, "note": format!("by {n}")});
            worker::start(
                &world,
                "siren_set_payouts",
                json!([ids, "failed", details]),
                1,
            )
        })
        .collect();
    for payer in payers {
        payer.finish();
    }
    assert_eq!(statuses(&world, "payouts"), ["failed", "failed"]);
    assert_eq!(
        statuses(&world, "obligations"),
        ["rejected", "rejected", "pending", "pending"],
        "each is owed again once"
    );
    let found = world.ok("siren_verify", json!([]));
    assert_eq!(found["problems"], json!([]));
}

#[test]
fn a_thousand_payouts_are_moved_by_one_record_of_the_log() {
    let world = World::new();
    world.distributor(json!({}));
    tied(&world, 1..=1_000);
    world.ok("siren_run_due", json!([JUNE]));
    let made = world.ok("siren_create_fulfillment", json!([{"now": JUNE}]));
    assert_eq!(made["payouts"].as_array().map(Vec::len), Some(1_000));
    let log = || std::fs::read_to_string(world.journal()).expect("the log");
    let before = log();
    let ids: Vec<i64> = (1..=1_000).collect();
    let paid = world.ok("siren_set_payouts", json!([ids, "paid", {"now": THEN}]));
    assert_eq!(paid.as_array().map(Vec::len), Some(1_000));
    // Each record is written and synced once.
    let after = log();
    let written = after.strip_prefix(&before).expect("the log goes on");
    assert_eq!(written.lines().count(), 1);
    assert!(written.contains("set_payouts"), "{written:.200}");
    let paid = world.ok(
        "siren_find",
        json!(["payouts", {"status": "paid", "per_page": 1}]),
    );
    assert_eq!(paid["total"], 1_000);
    assert_eq!(statuses(&world, "fulfillments"), ["complete"]);
}
