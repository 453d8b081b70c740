//! Records that arrive after an erasure find the record they refer to, and do not bring the names back.

use serde_json::{Value as Json, json};

use super::{academy, assert_gone, assert_proved, erase, lesson, sale};
use crate::world::{JULY, MAY, World};

fn the_sale(world: &World) -> Json {
    world.ok("siren_get", json!(["transactions", 1]))
}

#[test]
fn a_late_refund_finds_its_sale() {
    let world = academy();
    erase(&world);
    let refund = json!({"source": "shop", "external_id": "1", "refund_id": "r", "amount": "60.00", "occurred_at": JULY});
    world.ok("siren_record_refund", json!([refund]));
    let sale = the_sale(&world);
    assert_eq!(
        (&sale["status"], &sale["refunded"]),
        (&json!("refunded"), &json!("60.00"))
    );
    assert_gone(&world);
    assert_proved(&world);
}

#[test]
fn an_edit_of_the_sale_is_booked_without_its_names() {
    let world = academy();
    erase(&world);
    let edit = json!({
        "revision": 2,
        "details": [{"kind": "line_item", "external_id": "a", "amount": "80.00", "owners": [1]},
                    {"kind": "line_item", "external_id": "b", "amount": "5.00", "owners": [2]}],
    });
    world.ok(
        "siren_record_transaction",
        sale(
            "1",
            json!(["user:71", "email:vera@gmail.com", "visitor:5f2c91d0aa"]),
            edit,
        ),
    );
    let sale = the_sale(&world);
    assert_eq!(sale["amount"], json!("85.00"));
    assert!(
        sale["customer"]
            .as_str()
            .expect("a name")
            .starts_with("erased:")
    );
    let events = world.rows("events", json!({"transaction": 1}));
    assert!(events.len() > 2, "{events:?}");
    for event in events {
        assert_eq!(event["subject"], sale["customer"]);
    }
    wipe_journal(&world);
    assert_gone(&world);
    assert_proved(&world);
}

#[test]
fn a_conflicting_version_is_kept_without_its_names() {
    let world = academy();
    erase(&world);
    let before = world.rows("conflicts", json!({})).len();
    world.ok(
        "siren_record_transaction",
        sale(
            "1",
            json!(["user:71", "email:vera@gmail.com"]),
            json!({"coupons": ["Y"]}),
        ),
    );
    world.ok(
        "siren_record_event",
        lesson(
            "school:course:5:user:71",
            json!(["user:71", "email:vera@gmail.com"]),
            json!({"quantity": 9, "data": {"ip": "203.0.113.71"}}),
        ),
    );
    let conflicts = world.rows("conflicts", json!({}));
    assert_eq!(conflicts.len(), before + 2);
    let event = conflicts.last().expect("a conflict");
    assert_ne!(
        event["event"],
        Json::Null,
        "it still leads to what counts: {event}"
    );
    let parts: Vec<&Json> = event["differences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["part"])
        .collect();
    assert_eq!(parts, ["quantity"]);
    wipe_journal(&world);
    assert_gone(&world);
    assert_proved(&world);
}

#[test]
fn an_event_with_a_name_in_its_key_is_still_recognised_by_that_key() {
    let world = academy();
    erase(&world);
    let events = world.events();
    let status = world.ok("siren_status", json!([MAY]));
    world.ok(
        "siren_record_event",
        lesson(
            "school:course:5:user:71",
            json!(["user:71", "visitor:5f2c91d0aa"]),
            json!({"data": {"ip": "203.0.113.71"}}),
        ),
    );
    assert_eq!(world.events(), events);
    assert_eq!(
        world.ok("siren_status", json!([MAY]))["counts"],
        status["counts"]
    );
    let found = world.rows(
        "events",
        json!({"key": ["school:course:5:user:71", "others:2"]}),
    );
    assert_eq!(found.len(), 2);
    let key = found[0]["key"].as_str().expect("a key");
    assert!(key.starts_with("erased:"), "{key}");
    assert_eq!(world.rows("events", json!({"key": key})), found[..1]);
    wipe_journal(&world);
    assert_gone(&world);
    assert_proved(&world);
}

#[test]
fn old_visits_whose_keys_are_forgotten_are_still_rolled_up() {
    let world = World::new();
    world.collaborators(1);
    for n in 0..3 {
        let visit = json!({"key": format!("visit:9:user:71:{n}"), "collaborator": 1, "subject": "user:71", "object": "post:9", "occurred_at": MAY, "network": "a network", "network_limit": 10});
        world.ok("siren_record_event", json!(["post_visited", visit]));
    }
    erase(&world);
    // Counted visitors of a network still count.
    assert_proved(&world);
    assert_eq!(world.ok("siren_roll_up", json!([JULY]))["visits"], json!(2));
    assert_gone(&world);
    assert_proved(&world);
}

/// The journal keeps records as they arrived until it is rotated; erasing someone else rotates it here.
fn wipe_journal(world: &World) {
    world.ok("siren_erase_person", json!([["user:4711"]]));
}
