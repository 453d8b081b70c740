//! A killed fold loses nothing and counts nothing twice, wherever it is interrupted.
//!
//! A fold is killed when database and write-ahead log have grown by a random size, which is as often in the middle of a
//! batch as between two.

use std::fs;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value as Json, json};

use super::academy;
use crate::worker::{self, Worker};
use crate::world::{MAY, World, lesson};

/// Number of folds that are killed.
const KILLS: usize = 5;

/// A site with 2,100 large records to fold: three batches.
fn waiting() -> World {
    let world = academy();
    let data = json!({"text": "x".repeat(3_900)});
    let events: Vec<Json> = (0..2_100)
        .map(|n| {
            json!({"type": "lesson_completed", "key": format!("lesson {n}"), "collaborator": n % 3 + 1,
                "occurred_at": MAY, "data": data})
        })
        .collect();
    for some in events.chunks(100) {
        world.ok("siren_record_events", json!([some]));
    }
    world
}

fn written(world: &World) -> u64 {
    let size = |name| fs::metadata(world.directory().join(name)).map_or(0, |meta| meta.len());
    size("siren.sqlite3") + size("siren.sqlite3-wal")
}

/// Kills a worker after it has written a number of bytes, unless it has finished before; answers whether it was killed.
fn kill_at(world: &World, mut worker: Worker, bytes: u64) -> bool {
    while written(world) < bytes {
        if worker.is_done() {
            return false;
        }
        std::thread::yield_now();
    }
    worker.kill();
    true
}

/// Random numbers from a printed seed; `SIREN_SEED` repeats a failure.
fn random(up_to: u64, count: usize) -> Vec<u64> {
    let seed = std::env::var("SIREN_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| {
        std::time::UNIX_EPOCH
            .elapsed()
            .expect("a clock")
            .subsec_nanos()
            .into()
    });
    println!("SIREN_SEED={seed}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let numbers = prop::collection::vec(0..up_to, count);
    numbers
        .new_tree(&mut runner)
        .expect("a list of numbers")
        .current()
}

#[test]
fn a_fold_killed_at_any_moment_is_completed_by_the_next() {
    let world = waiting();
    let uninterrupted = world.copy();
    uninterrupted.site.fold().expect("a fold");
    let before = written(&world);
    let all = written(&uninterrupted) - before;
    let expected = uninterrupted.everything();
    let mut killed = 0;
    for bytes in random(all, KILLS) {
        let victim = world.copy();
        let worker = worker::start(&victim, "siren_find", json!(["events", {}]), 1);
        killed += u32::from(kill_at(&victim, worker, before + bytes));
        victim.site.fold().expect("a fold");
        assert!(
            victim.everything() == expected,
            "killed after {bytes} bytes it came to something else"
        );
    }
    assert!(killed > 0, "no fold was killed, so this showed nothing");
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let world = academy();
    let mut acknowledged = Vec::new();
    for (round, answers) in (0..).zip(random(300, KILLS)) {
        let key = format!("round {round} lesson {{n}}");
        let mut worker = worker::start(
            &world,
            "siren_record_event",
            lesson(&key, 1, 1, MAY),
            100_000,
        );
        let heard: Vec<Json> = (0..=answers).filter_map(|_| worker.answer()).collect();
        acknowledged.extend(heard);
        acknowledged.extend(worker.kill());
    }
    let kept = world.everything();
    let keys: std::collections::HashSet<&str> = kept["events"]
        .as_array()
        .expect("a list of events")
        .iter()
        .filter_map(|row| row["key"].as_str())
        .collect();
    let lost: Vec<&Json> = acknowledged
        .iter()
        .filter(|answer| !keys.contains(answer["key"].as_str().expect("an answer with its key")))
        .collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(
        acknowledged.len() >= KILLS,
        "nothing was recorded, so this showed nothing"
    );
    let torn = world.ok("siren_status", json!([MAY]));
    assert!(
        torn["counts"]["faults"].as_u64().expect("a count") <= KILLS as u64,
        "{torn}"
    );
}
