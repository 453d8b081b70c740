//! An open period as it would be divided now.

use serde_json::{Value as Json, json};

use crate::world::{JULY, JUNE, MAY, World};

#[test]
fn they_are_what_would_be_paid() {
    let world = World::new();
    world.collaborators(3);
    world.distributor(json!({}));
    for (n, quantity) in [(1, 7), (2, 5), (3, 3)] {
        world.lesson(&format!("lesson {n}"), n, quantity, MAY);
    }
    let standings = world.ok("siren_standings", json!([1, MAY]));
    world.ok("siren_run_due", json!([JUNE]));
    let paid = world.rows("allocations", json!({}));
    let row = |row: &Json| {
        ["collaborator", "rank", "score", "share", "amount"].map(|key| row[key].clone())
    };
    let expected: Vec<_> = standings["standings"]
        .as_array()
        .expect("a list of standings")
        .iter()
        .map(row)
        .collect();
    assert_eq!(paid.iter().map(row).collect::<Vec<_>>(), expected);
}

#[test]
fn looking_changes_nothing() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    world.lesson("a", 1, 1, MAY);
    let before = world.everything();
    let once = world.ok("siren_standings", json!([1, JULY]));
    assert_eq!(world.ok("siren_standings", json!([1, JULY])), once);
    assert_eq!(world.everything(), before);
}

#[test]
fn their_shape_is_what_screens_rely_on() {
    let world = World::new();
    world.collaborators(1);
    world.distributor(json!({}));
    world.lesson("a", 1, 1, MAY);
    let standings = world.ok("siren_standings", json!([1, MAY]));
    let keys = |value: &Json| {
        value
            .as_object()
            .expect("a map")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&standings),
        ["distributor", "distribution", "period", "pool", "standings"]
    );
    assert_eq!(keys(&standings["pool"]), ["amount", "currency", "sources"]);
    assert_eq!(keys(&standings["pool"]["sources"][0]), ["kind", "amount"]);
    assert_eq!(
        keys(&standings["standings"][0])[..5],
        ["collaborator", "rank", "score", "share", "amount"]
    );
}

#[test]
fn with_a_late_heartbeat_they_are_those_of_the_period_that_contains_now() {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({}));
    world.lesson("may", 1, 1, MAY);
    world.lesson("june", 2, 1, "2026-06-10T12:00:00Z");
    let periods: Vec<Json> = [MAY, "2026-06-11T00:00:00Z"]
        .map(|now| world.ok("siren_standings", json!([1, now]))["period"]["start"].clone())
        .into();
    assert_eq!(periods, [MAY, JUNE]);
    // Nothing has opened July; the oldest that waits to be closed is shown.
    assert_eq!(
        world.ok("siren_standings", json!([1, JULY]))["period"]["start"],
        MAY
    );
}

#[test]
fn what_has_no_open_period_says_so() {
    let world = World::new();
    world.distributor(json!({"status": "draft"}));
    let check = |arguments: Json, class: &str| {
        assert_eq!(
            world.refused("siren_standings", arguments.clone()).class,
            class,
            "{arguments}"
        );
    };
    check(json!([1, MAY]), "Conflict");
    check(json!([2, MAY]), "NotFound");
    check(json!([0, MAY]), "NotFound");
    check(json!([-1, MAY]), "NotFound");
    check(json!([1, "2026-05-01"]), "InvalidInput");
}
