//! Folding: every record of the journal is counted exactly once, whatever happens to the log, the process and the order.

mod amend; // edits of a sale
mod amounts; // refunds by amount over several products of one sale
mod credited; // refunds in final periods, clawed back from those who were credited
mod crowd; // visitors of one network
mod damage; // torn, corrupt and nonsensical lines
mod history; // records kept for simulations
mod kills; // folds that are killed at any point
mod order; // records in any order, any number of times
mod persons; // names that belong to one person
mod refunds; // several refunds of one sale, in any order
mod rotation; // a large log is rotated while others write

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World, distributors_in, lesson, monthly};

/// Appends bytes to the journal as another program would.
fn append(world: &World, bytes: &[u8]) {
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(world.journal())
        .expect("the journal");
    file.write_all(bytes).expect("room for the bytes");
}

/// A journal line around a JSON text as the format describes it, and as plain PHP would write it.
fn line(json: &str) -> Vec<u8> {
    format!("\u{1e}{:08x} {json}\n", crc32fast::hash(json.as_bytes())).into_bytes()
}

/// A site with a distributor and two collaborators.
fn academy() -> World {
    let world = World::new();
    world.collaborators(2);
    world.ok("siren_save_distributor", serde_json::json!([monthly()]));
    world
}

/// The standings of the first distributor: collaborator and score.
fn scores(world: &World) -> Vec<(i64, i64)> {
    let standings = world.ok("siren_standings", serde_json::json!([1, MAY]));
    let rows = standings["standings"]
        .as_array()
        .expect("a list of standings");
    let mut scores: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| (int(&row["collaborator"]), int(&row["score"])))
        .collect();
    scores.sort_unstable();
    scores
}

fn int(value: &Json) -> i64 {
    value.as_i64().expect("a whole number")
}

#[test]
fn every_call_sees_what_was_acknowledged() {
    let world = academy();
    world.lesson("a", 1, 3, MAY);
    assert_eq!(scores(&world), [(1, 3)]);
    // This record was written by another process and connection.
    World::at(world.directory()).lesson("b", 2, 1, MAY);
    assert_eq!(scores(&world), [(1, 3), (2, 1)]);
}

#[test]
fn a_fold_reports_what_it_did() {
    let world = academy();
    world.lesson("a", 1, 1, MAY);
    world.lesson("a", 1, 1, MAY);
    append(&world, b"nonsense\n");
    let folded = world.site.fold().expect("a fold");
    assert_eq!(
        (
            folded.events,
            folded.transactions,
            folded.duplicates,
            folded.faults
        ),
        (1, 0, 1, 1)
    );
    assert_eq!(
        world.site.fold().expect("a fold"),
        siren::engine::fold::Folded::default()
    );
}

#[test]
fn a_record_written_by_plain_php_counts_like_one_of_the_engines() {
    let world = academy();
    let at = crate::world::instant(MAY).micros();
    append(
        &world,
        &line(&format!(
            r#"{{"event":{{"key":"spooled","type":"lesson_completed","at":{at},"owners":[{{"id":2}}]}},"now":{at}}}"#
        )),
    );
    assert_eq!(scores(&world), [(2, 1)]);
    // The same record written by the extension is a duplicate.
    world.ok("siren_record_event", lesson("spooled", 2, 1, MAY));
    assert_eq!(scores(&world), [(2, 1)]);
}

#[test]
fn a_fold_ends_while_writers_continue() {
    let world = academy();
    let mut writers = ["a", "b"].map(|name| {
        let arguments = lesson(&format!("{name} {{n}}"), 1, 1, MAY);
        crate::worker::start(&world, "siren_record_event", arguments, 1_000_000)
    });
    for writer in &mut writers {
        writer.answer().expect("an answer");
    }
    for _ in 0..3 {
        world.site.fold().expect("a fold");
    }
    assert!(
        !writers
            .each_mut()
            .map(crate::worker::Worker::is_done)
            .contains(&true),
        "they were to write all the time"
    );
    assert!(!scores(&world).is_empty());
}

#[test]
fn unreadable_rules_do_not_stop_other_distributors_from_counting() {
    let world = academy();
    for event in ["quiz_passed", "post_visited"] {
        world.distributor(json!({"metrics": [{"event": event, "points": 1}]}));
    }
    let database = rusqlite::Connection::open(world.directory().join("siren.sqlite3"));
    let spoilt = database.expect("the database").execute(
        "UPDATE distributor_versions SET definition = 'x' WHERE distributor_id > 1",
        [],
    );
    assert_eq!(spoilt, Ok(2));
    world.lesson("lesson", 1, 3, MAY);
    world.site.fold().expect("a fold");
    assert_eq!(scores(&world), [(1, 3)]);
    // Events for the unreadable distributor are kept, and count for no one.
    world.ok(
        "siren_record_event",
        json!(["quiz_passed", {"key": "quiz", "collaborator": 1, "occurred_at": MAY}]),
    );
    world.site.fold().expect("a fold");
    assert_eq!(world.events(), 2);
    let report = world.ok("siren_run_due", json!([JUNE]));
    let of = |list| distributors_in(&report, list);
    assert_eq!((of("ran"), of("failed")), (vec![1], vec![2, 3]), "{report}");
}
