//! The write lock: real processes get it in order of arrival, even if some are killed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use siren::store::WriteLock;

use crate::worker::{self, Worker};
use crate::world::{MAY, World, monthly};

/// How long anything here may take on a busy machine.
const LONG: Duration = Duration::from_mins(1);

fn lock(world: &World) -> WriteLock {
    world
        .site
        .store
        .write_lock("a test")
        .expect("the write lock")
}

/// A process that saves `repeat` new collaborators with the same name.
fn saver(world: &World, name: &str, repeat: u32) -> Worker {
    worker::start(
        world,
        "siren_save_collaborator",
        json!([{"name": name, "now": MAY}]),
        repeat,
    )
}

/// The byte that the holder of the write lock locks; waiters lock bytes far before it.
const HELD: &str = " 9223372036854775806 ";

/// The length of the queue, according to the kernel.
fn queued(world: &World) -> usize {
    let lock = fs::metadata(world.directory().join("write.lock")).expect("the lock file");
    let inode = format!(":{} ", lock.ino());
    let locks = fs::read_to_string("/proc/locks").expect("the kernel's locks");
    let ours = locks
        .lines()
        .filter(|line| line.contains("OFDLCK") && line.contains(&inode));
    ours.filter(|line| !line.contains(HELD)).count()
}

fn wait_for_queue(world: &World, count: usize) {
    let began = Instant::now();
    while queued(world) != count {
        assert!(began.elapsed() < LONG, "never {count} in the queue");
        thread::sleep(Duration::from_millis(1));
    }
}

/// The names of all collaborators, in the order they were saved.
fn names(world: &World) -> Vec<String> {
    let rows = world.rows("collaborators", json!({}));
    rows.iter().map(|row| text(&row["name"])).collect()
}

fn text(value: &Json) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn waiting_writers_are_served_in_order_of_arrival() {
    let world = World::new();
    let held = lock(&world);
    let mut workers = Vec::new();
    for number in 1..=8 {
        workers.push(saver(&world, &format!("{number}"), 1));
        wait_for_queue(&world, number);
    }
    drop(held);
    for worker in workers {
        worker.finish();
    }
    assert_eq!(names(&world), ["1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn a_killed_waiter_blocks_no_one() {
    let world = World::new();
    let held = lock(&world);
    let mut workers = Vec::new();
    for number in 1..=5 {
        workers.push(saver(&world, &format!("{number}"), 1));
        wait_for_queue(&world, number);
    }
    // The first of all, and one in between.
    for killed in [2, 0] {
        workers.remove(killed).kill();
    }
    wait_for_queue(&world, 3);
    drop(held);
    for worker in workers {
        worker.finish();
    }
    assert_eq!(names(&world), ["2", "4", "5"]);
}

#[test]
fn a_killed_holder_blocks_no_one() {
    let world = World::new();
    for _ in 0..5 {
        let mut killed = saver(&world, "killed", 1_000_000);
        let mut waiting = saver(&world, "waiting", 1_000_000);
        // Both write, so that one of them holds the write lock when it is killed.
        killed.answer();
        waiting.answer();
        killed.kill();
        waiting.kill();
        let began = Instant::now();
        drop(lock(&world));
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn no_writer_starves_under_contention() {
    // On a busy machine, more of them could not all start before the first one times out.
    const WORKERS: usize = 12;
    let world = World::new();
    let held = lock(&world);
    let workers: Vec<Worker> = (0..WORKERS)
        .map(|number| saver(&world, &format!("{number}"), 6))
        .collect();
    wait_for_queue(&world, WORKERS);
    drop(held);
    for worker in workers {
        worker.finish();
    }
    let names = names(&world);
    assert_eq!(names.len(), 6 * WORKERS);
    let mut first: Vec<&String> = names[..WORKERS].iter().collect();
    first.sort();
    first.dedup();
    assert_eq!(
        first.len(),
        WORKERS,
        "somebody was served twice before another once"
    );
    // A process may be slow to return, but one that was just served comes after those who wait.
    let at_once = names.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(
        at_once < WORKERS,
        "{at_once} of {} were served twice in a row",
        names.len()
    );
}

#[test]
fn a_timed_out_writer_learns_who_holds_the_lock() {
    let world = World::new();
    let _held = lock(&world);
    let refused = world.refused(
        "siren_save_collaborator",
        json!([{"name": "Nobody", "now": MAY}]),
    );
    assert_eq!(refused.class, "StorageFailure");
    let holder = format!("process {} has been writing since ", std::process::id());
    assert!(refused.message.contains(&holder), "{refused}");
    assert!(refused.message.contains("(a test)"), "{refused}");
}

/// Enough visits for several batches.
fn backlog(world: &World, batches: i64) {
    world.collaborators(3);
    let mut rules = monthly();
    rules["metrics"] = json!([{"event": "site_visited", "points": 1}]);
    world.ok("siren_save_distributor", json!([rules]));
    for batch in 0..batches {
        let visits: Vec<Json> = (0..5_000)
            .map(|n| json!({"type": "site_visited", "key": format!("visit {batch} {n}"), "collaborator": 1 + n % 3, "occurred_at": MAY}))
            .collect();
        world.ok("siren_record_events", json!([visits]));
    }
}

#[test]
fn folding_a_backlog_lets_others_write_and_is_complete_for_the_caller() {
    const BATCHES: i64 = 16;
    let world = World::new();
    backlog(&world, BATCHES);
    let held = lock(&world);
    let mut question = worker::start(&world, "siren_find", json!(["events", {"per_page": 1}]), 1);
    wait_for_queue(&world, 1);
    let directory = world.directory();
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            let other = World::at(directory);
            let _turn = lock(&other);
            other.ok("siren_status", json!([MAY]))
        });
        wait_for_queue(&world, 2);
        drop(held);
        let seen = other.join().expect("the other's turn");
        let folded = seen["counts"]["events"].as_i64().expect("a count");
        assert!(folded > 0, "it was the other's turn before the first piece");
        assert!(folded < 5_000 * BATCHES, "the other waited for all of it");
    });
    let answer = question.answer().expect("an answer");
    assert_eq!(answer["total"], 5_000 * BATCHES);
}
