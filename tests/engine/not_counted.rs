//! A collaborator sees what did not count and why, but not whose activity it was.

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, MAY, World};

const NOON: &str = "2026-05-10T12:00:00Z";

/// Reason, events and types of what a distribution did not count for a collaborator.
fn told(world: &World, distribution: i64, collaborator: i64) -> Vec<Json> {
    let answer = world.ok("siren_not_counted", json!([distribution, collaborator]));
    assert_eq!(answer["complete"], true);
    assert!(!answer.to_string().contains("customer-"), "{answer}");
    let one = |of: &Json| json!([of["reason"], of["events"], of["types"], of["newest"]]);
    answer["reasons"]
        .as_array()
        .expect("a list")
        .iter()
        .map(one)
        .collect()
}

#[test]
fn uncounted_events_are_listed_by_reason_for_their_collaborator() {
    let world = World::new();
    for (name, user) in [("Ann", 7), ("Bea", 8)] {
        world.ok(
            "siren_save_collaborator",
            json!([{"name": name, "wp_user_id": user, "now": MAY, "aliases": [{"type": "coupon", "code": name}]}]),
        );
    }
    world.distributor(json!({"metrics": [
        {"event": "post_visited", "points": 1},
        {"event": "coupon_used", "points": 1, "minimum_amount": "10.00", "once_per": "customer"},
    ]}));
    let event = |kind: &str, key: &str, changes: Json| {
        let mut event = json!({"key": key, "collaborator": 1, "subject": format!("visitor:customer-{key}"), "occurred_at": NOON});
        crate::world::merge(&mut event, changes);
        world.ok("siren_record_event", json!([kind, event]));
    };
    for visitor in 1..=3 {
        let network = json!({"object": "post:9", "network": "home", "network_limit": 1});
        event("post_visited", &format!("read {visitor}"), network);
    }
    event("post_visited", "own", json!({"subject": "user:7"}));
    event(
        "post_visited",
        "edited",
        json!({"ignored": "editor", "occurred_at": "2026-05-11T12:00:00Z"}),
    );
    // Of another period, not measured, not hers, and history.
    event(
        "post_visited",
        "later",
        json!({"ignored": "editor", "occurred_at": JUNE}),
    );
    event("lesson_completed", "lesson", json!({"ignored": "editor"}));
    event(
        "post_visited",
        "of another",
        json!({"collaborator": 2, "ignored": "editor"}),
    );
    for (number, amount, customer) in [
        ("1", "0.00", "a"),
        ("2", "5.00", "b"),
        ("3", "20.00", "c"),
        ("4", "30.00", "c"),
    ] {
        let sale = json!({"source": "shop", "external_id": number, "currency": "USD", "occurred_at": NOON,
            "customer": format!("email:customer-{customer}@example.org"), "coupons": ["ANN"],
            "details": [{"kind": "line_item", "external_id": "a", "amount": amount}]});
        world.ok("siren_record_transaction", json!([sale]));
    }
    let expected = [
        json!(["below_minimum_amount", 1, {"coupon_used": 1}, NOON]),
        json!(["crowd", 2, {"post_visited": 2}, NOON]),
        json!(["customer_counted", 1, {"coupon_used": 1}, NOON]),
        json!(["editor", 1, {"post_visited": 1}, "2026-05-11T12:00:00Z"]),
        json!(["no_value", 1, {"coupon_used": 1}, NOON]),
        json!(["self", 1, {"post_visited": 1}, NOON]),
    ];
    // Events that count once per customer are decided when the period closes.
    let so_far = expected.iter().filter(|row| row[0] != "customer_counted");
    assert_eq!(told(&world, 1, 1), so_far.cloned().collect::<Vec<Json>>());
    assert_eq!(
        told(&world, 1, 2),
        [json!(["editor", 1, {"post_visited": 1}, NOON])]
    );
    world.ok("siren_run_due", json!([JULY]));
    assert_eq!(told(&world, 1, 1), expected);
    assert_eq!(
        told(&world, 2, 1),
        [json!(["editor", 1, {"post_visited": 1}, JUNE])]
    );
    let class = |arguments: Json| world.refused("siren_not_counted", arguments).class;
    assert_eq!(
        [class(json!([9, 1])), class(json!([1, 9]))],
        ["NotFound", "NotFound"]
    );
}
