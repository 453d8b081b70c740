//! Fulfillments: each pending obligation is paid once, in its own currency.

use serde_json::{Value as Json, json};

use crate::worker;
use crate::world::{JUNE, MAY, World};

const AFTER: &str = "2026-06-02T00:00:00Z";

/// A site that owes 75.00 to 1 and 25.00 to 2.
pub fn owing() -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({}));
    world.lesson("a", 1, 3, MAY);
    world.lesson("b", 2, 1, MAY);
    world.ok("siren_run_due", json!([JUNE]));
    world
}

#[test]
fn sixteen_concurrent_fulfillments_pay_everything_once() {
    let world = owing();
    let makers: Vec<_> = (0..16)
        .map(|_| {
            worker::start(
                &world,
                "siren_create_fulfillment",
                json!([{"now": AFTER}]),
                1,
            )
        })
        .collect();
    let made: Vec<Json> = makers
        .into_iter()
        .flat_map(worker::Worker::finish)
        .filter(|made| !made["id"].is_null())
        .collect();
    assert_eq!(made.len(), 1);
    let amounts: Vec<&Json> = made[0]["payouts"]
        .as_array()
        .expect("payouts")
        .iter()
        .map(|row| &row["amount"])
        .collect();
    assert_eq!(amounts, ["75.00", "25.00"]);
    assert_eq!(world.rows("payouts", json!({})).len(), 2);
    assert_eq!(
        world
            .rows("obligations", json!({"status": "fulfilled"}))
            .len(),
        2
    );
}

#[test]
fn a_dry_run_answers_the_same_and_creates_nothing() {
    let world = owing();
    let before = world.everything();
    let plan = world.ok(
        "siren_create_fulfillment",
        json!([{"now": AFTER, "dry_run": true}]),
    );
    assert_eq!(world.everything(), before);
    let made = world.ok("siren_create_fulfillment", json!([{"now": AFTER}]));
    for (planned, payout) in plan["payouts"]
        .as_array()
        .expect("payouts")
        .iter()
        .zip(made["payouts"].as_array().expect("payouts"))
    {
        assert_eq!(
            (&planned["collaborator"], &planned["amount"]),
            (&payout["collaborator"], &payout["amount"])
        );
    }
}

#[test]
fn no_fulfillment_is_created_if_nothing_is_payable() {
    let world = World::new();
    let answer = world.ok("siren_create_fulfillment", json!([{"now": AFTER}]));
    assert_eq!(
        answer,
        json!({"id": null, "totals": [], "payouts": [], "left_out": []})
    );
    assert_eq!(world.rows("fulfillments", json!({})).len(), 0);
}

#[test]
fn every_invalid_option_is_reported() {
    let world = owing();
    let before = world.everything();
    let check = |options: Json, paths: &[&str]| {
        let refused = world.refused("siren_create_fulfillment", json!([options]));
        assert_eq!(
            (refused.class, refused.paths()),
            ("InvalidInput", paths.to_vec()),
            "{options}"
        );
    };
    check(json!({"currency": "usd", "minimum": "1.00"}), &["currency"]);
    check(json!({"minimum": "1.00"}), &["minimum"]);
    check(json!({"currency": "USD", "minimum": "1.001"}), &["minimum"]);
    check(json!({"currency": "USD", "minimum": "-1.00"}), &["minimum"]);
    check(json!({"currency": "USD", "minimum": 1.5}), &["minimum"]);
    check(json!({"currency": "points"}), &["currency"]);
    check(json!({"collaborators": 1}), &["collaborators"]);
    check(
        json!({"collaborators": [1, "2", 0]}),
        &["collaborators[1]", "collaborators[2]"],
    );
    check(json!({"until": "2026-06-01"}), &["until"]);
    check(
        json!({"now": 5, "dry_run": "yes", "all": true}),
        &["now", "dry_run", "all"],
    );
    assert_eq!(world.everything(), before);
}
