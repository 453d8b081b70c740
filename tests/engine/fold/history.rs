//! History: records for simulations are folded like others and never count.

use serde_json::{Value as Json, json};

use super::academy;
use crate::world::{MAY, World};

fn sale(changes: Json) -> Json {
    let mut sale = json!({
        "source": "shop", "external_id": "1", "currency": "USD", "occurred_at": MAY, "customer": "user:9",
        "details": [{"kind": "line_item", "external_id": "a", "amount": "10.00", "owners": [1]}],
    });
    crate::world::merge(&mut sale, changes);
    json!([sale])
}

fn statuses(world: &World) -> Vec<(String, Option<String>)> {
    let text = |value: &Json| value.as_str().map(str::to_owned);
    world
        .rows("events", json!({}))
        .iter()
        .map(|row| {
            (
                text(&row["status"]).expect("a status"),
                text(&row["reason"]),
            )
        })
        .collect()
}

fn is_sound(world: &World) {
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn history_needs_no_collaborator_and_no_distributor() {
    let world = World::new();
    world.ok("siren_record_transaction", sale(json!({"history": true})));
    world.ok(
        "siren_record_event",
        json!(["lesson_completed", {"key": "l", "collaborator": 1, "occurred_at": MAY, "history": true}]),
    );
    // There is no collaborator yet, so it would not count anyway; it stays history.
    let unknown = Some("unknown_collaborator".to_owned());
    assert_eq!(
        statuses(&world),
        [
            ("history".to_owned(), unknown.clone()),
            ("history".to_owned(), unknown)
        ]
    );
    assert_eq!(world.rows("distributions", json!({})), [] as [Json; 0]);
    is_sound(&world);
}

#[test]
fn the_first_record_decides_whether_something_is_history() {
    for (first, again) in [(true, false), (false, true)] {
        let world = academy();
        let lesson = |key: &str, history: bool| json!([[{"type": "lesson_completed", "key": key, "collaborator": 1, "occurred_at": MAY, "history": history}]]);
        for history in [first, again] {
            world.ok("siren_record_events", lesson("l", history));
            world.ok(
                "siren_record_transaction",
                sale(json!({"history": history})),
            );
        }
        let status = if first { "history" } else { "counted" };
        let found: Vec<String> = statuses(&world)
            .into_iter()
            .map(|(status, _)| status)
            .collect();
        assert_eq!(found, [status, status]);
        let metrics = world.rows("metrics", json!({})).len();
        assert_eq!(metrics, usize::from(!first));
        let counts = world.ok("siren_status", json!([MAY]))["counts"].clone();
        assert_eq!(counts["conflicts"], 0);
        assert_eq!(
            world.rows("transactions", json!({"history": first})).len(),
            1
        );
        assert_eq!(
            world.rows("transactions", json!({"history": again})).len(),
            0
        );
        is_sound(&world);
    }
}

#[test]
fn different_content_is_a_conflict_whichever_is_history() {
    let world = academy();
    world.ok("siren_record_transaction", sale(json!({"history": true})));
    world.ok(
        "siren_record_transaction",
        sale(json!({"details": [{"kind": "line_item", "amount": "11.00"}]})),
    );
    assert_eq!(world.rows("transactions", json!({})).len(), 1);
    let counts = world.ok("siren_status", json!([MAY]))["counts"].clone();
    assert_eq!(counts["conflicts"], 1);
}

#[test]
fn own_activity_in_history_stays_history_where_it_would_count() {
    let world = World::new();
    world.ok(
        "siren_save_collaborator",
        json!([{"name": "Ada", "wp_user_id": 9, "now": MAY}]),
    );
    world.ok("siren_record_transaction", sale(json!({"history": true})));
    assert_eq!(
        statuses(&world),
        [("history".to_owned(), Some("self".to_owned()))]
    );
    // A distributor that counts own activity and starts earlier does not count it either.
    let rules =
        json!({"own_activity": "count", "metrics": [{"event": "product_sold", "points": 1}]});
    let id = world.distributor(rules)["id"].clone();
    let standings = world.ok("siren_standings", json!([id, MAY]));
    assert_eq!(standings["standings"], json!([]));
}

#[test]
fn a_refund_that_arrives_before_its_historical_sale_becomes_history_with_it() {
    let world = academy();
    world.distributor(json!({
        "pool": {"sources": [{"kind": "revenue_share", "percent": "50", "include": ["line_items"]}]},
        "metrics": [{"event": "product_sold", "points": 1}],
    }));
    let refund = |id: &str, changes: Json| {
        let mut refund = json!({"source": "shop", "external_id": "1", "refund_id": id, "occurred_at": "2026-05-02T00:00:00Z"});
        crate::world::merge(&mut refund, changes);
        world.ok("siren_record_refund", json!([refund]));
    };
    refund("r1", json!({"amount": "4.00"}));
    world.ok("siren_record_transaction", sale(json!({"history": true})));
    refund("r2", json!({"history": true}));
    refund(
        "r1",
        json!({"undo": true, "occurred_at": "2026-05-03T00:00:00Z"}),
    );
    let row = world.ok("siren_get", json!(["transactions", 1]));
    assert_eq!(
        (&row["status"], &row["refunded"], &row["history"]),
        (&json!("complete"), &json!("6.00"), &json!(true))
    );
    let standings = world.ok("siren_standings", json!([2, "2026-05-04T00:00:00Z"]));
    assert_eq!(standings["pool"]["amount"], "0.00");
    assert_eq!(world.rows("metrics", json!({})).len(), 0);
    is_sound(&world);
}

#[test]
fn the_history_flag_is_true_or_false() {
    let world = World::new();
    for (function, arguments) in [
        ("siren_record_transaction", sale(json!({"history": 1}))),
        (
            "siren_record_refund",
            json!([{"source": "shop", "external_id": "1", "refund_id": "r", "history": "yes"}]),
        ),
        (
            "siren_record_event",
            json!(["lesson_completed", {"key": "l", "collaborator": 1, "history": 0}]),
        ),
        ("siren_find", json!(["transactions", {"history": "yes"}])),
    ] {
        assert_eq!(
            world.refused(function, arguments).paths(),
            ["history"],
            "{function}"
        );
    }
}
