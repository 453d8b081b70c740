//! A database of an earlier schema is brought up to date when it is opened to be written, and says what it said.

use rusqlite::Connection;
use serde_json::json;
use siren::store::SCHEMA;

use crate::world::World;

/// A site as the first schema kept it: two collaborators, a closed month with what it owes, an amended sale, refunds of
/// which one waits, and an open month.
fn of_the_first_schema() -> World {
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
fn the_first_schema_is_brought_up_to_date_with_equal_totals() {
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
