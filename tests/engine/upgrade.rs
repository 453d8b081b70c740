//! A database of an earlier schema is migrated when it is opened for writing, and gives the same answers.

use rusqlite::Connection;
use serde_json::json;
use siren::store::SCHEMA;

use crate::world::World;

/// A site in the first schema: two collaborators, a closed month with obligations, an amended sale, refunds of which one
/// waits, and an open month.
pub fn of_the_first_schema() -> World {
    let world = World::new();
    std::fs::create_dir_all(world.directory()).expect("a data directory");
    let db = Connection::open(world.directory().join("siren.sqlite3")).expect("a database");
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF")
        .expect("settings");
    db.execute_batch(include_str!("../fixtures/schema-1.sql"))
        .expect("the dump");
    world
}

#[test]
fn upgraded_codes_are_compared_by_todays_rules_and_keep_their_owners() {
    let world = of_the_first_schema();
    let event = |code: &str| {
        let at = "2026-06-06T12:00:00Z";
        world.ok(
            "siren_record_event",
            json!(["lesson_completed", {"key": code, "alias": {"type": "coupon", "code": code}, "occurred_at": at}]),
        );
        let rows = world.rows("events", json!({"key": code}));
        rows[0]["collaborators"][0]["id"].clone()
    };
    for (code, collaborator) in [
        ("εκπτωσεισ", 1),
        ("εκπτωσεις", 1),
        ("tom&amp;jerry", 2),
        ("TOM&JERRY", 2),
        // Both had it under the old rules; under today's rules only the second has it.
        ("strasse", 2),
        ("straße", 2),
    ] {
        assert_eq!(event(code), collaborator, "{code}");
    }
    // The first collaborator still lists it, and owns it again once it is reassigned.
    let ada = world.ok("siren_get", json!(["collaborators", 1]));
    assert_eq!(ada["aliases"].as_array().map(Vec::len), Some(3));
    let unchanged = json!([{"id": 1, "aliases": ada["aliases"], "now": "2026-06-07T12:00:00Z"}]);
    let refused = world.refused("siren_save_collaborator", unchanged);
    assert_eq!(refused.paths(), ["aliases[0].code"]);
    world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "aliases": ada["aliases"], "move_aliases": true, "now": "2026-06-07T12:00:00Z"}]),
    );
    assert_eq!(event("STRAẞE"), 1);
    let again = world.ok("siren_get", json!(["collaborators", 1]));
    assert_eq!(again["aliases"].as_array().map(Vec::len), Some(3));
    let ben = world.ok("siren_get", json!(["collaborators", 2]));
    assert_eq!(ben["aliases"].as_array().map(Vec::len), Some(2));
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn the_first_schema_is_migrated_with_equal_totals() {
    let world = of_the_first_schema();
    let verified = world.ok("siren_verify", json!([]));
    assert_eq!(verified["problems"], json!([]));
    assert_eq!(verified["checked"]["lines"], 8);
    let status = world.ok("siren_status", json!(["2026-06-06T12:00:00Z"]));
    assert_eq!(status["store"]["schema"], SCHEMA);
    let standings = world.ok("siren_standings", json!([1, "2026-06-06T12:00:00Z"]));
    assert_eq!(standings["pool"]["amount"], "0.17");
    let scores: Vec<_> = standings["standings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| (&row["collaborator"], &row["score"]))
        .collect();
    assert_eq!(json!(scores), json!([[2, 55], [1, 0]]));
    let owed: Vec<_> = world
        .rows("obligations", json!({}))
        .iter()
        .map(|row| row["amount"].clone())
        .collect();
    assert_eq!(json!(owed), json!(["6.53", "2.80"]));
    for sale in world.rows("transactions", json!({})) {
        assert_eq!(sale["history"], false);
    }
}
