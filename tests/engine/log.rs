//! The write-ahead log stays short, even after a reader kept it from being emptied.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::world::{MAY, World};

fn log(world: &World) -> PathBuf {
    world.directory().join("siren.sqlite3-wal")
}

fn bytes(world: &World) -> u64 {
    fs::metadata(log(world)).map_or(0, |meta| meta.len())
}

/// Saves a collaborator several times, each time with another name.
fn save(world: &World, times: u64) {
    for n in 1..=times {
        world.ok(
            "siren_save_collaborator",
            json!([{"id": 1, "name": format!("Collaborator {n}"), "now": MAY}]),
        );
    }
}

/// Does something while another program keeps an old snapshot open.
fn under_a_reader(world: &World, act: impl FnOnce()) {
    let db = world.site.store.reader().expect("a connection");
    db.execute_batch("BEGIN").expect("a transaction");
    let before: i64 = db
        .query_row("SELECT COUNT(*) FROM collaborators", [], |row| row.get(0))
        .expect("a count");
    act();
    let after: i64 = db
        .query_row("SELECT COUNT(*) FROM collaborators", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(after, before);
}

fn problems(world: &World) -> Vec<Json> {
    let status = world.ok("siren_status", json!([MAY]));
    let problems = status["problems"].as_array().expect("a list of problems");
    problems.iter().map(|found| found["code"].clone()).collect()
}

#[test]
fn the_write_ahead_log_stays_short_though_every_call_writes_once() {
    let world = World::new();
    world.collaborators(1);
    let mut longest = 0;
    for _ in 0..40 {
        save(&world, 20);
        longest = longest.max(bytes(&world));
    }
    assert!(longest < 3 << 20, "{longest} bytes");
}

#[test]
fn the_write_ahead_log_shrinks_when_a_long_reader_ends() {
    let world = World::new();
    world.collaborators(1);
    under_a_reader(&world, || save(&world, 2_000));
    assert!(bytes(&world) > 8 << 20, "{} bytes", bytes(&world));
    world.ok("siren_run_due", json!([MAY]));
    assert_eq!(bytes(&world), 0);
    assert_eq!(world.events(), 0);
}

#[test]
fn a_reader_that_keeps_the_write_ahead_log_long_is_reported() {
    let world = World::new();
    world.collaborators(1);
    under_a_reader(&world, || {
        save(&world, 1);
        // As if there had been many more.
        let file = OpenOptions::new().write(true).open(log(&world));
        file.and_then(|file| file.set_len(100 << 20))
            .expect("a log that can be made longer");
        world.ok("siren_run_due", json!([MAY]));
        assert_eq!(problems(&world), ["long_log"]);
    });
    world.ok("siren_run_due", json!([MAY]));
    assert_eq!(problems(&world), Vec::<Json>::new());
}
