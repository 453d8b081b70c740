//! A killed erasure is completed by erasing again or by the next heartbeat, wherever it was interrupted.

use std::fs;

use serde_json::{Value as Json, json};

use super::{academy, assert_gone, assert_proved, erase, money};
use crate::worker;
use crate::world::{MAY, World};

fn sizes(world: &World) -> u64 {
    let size = |name| fs::metadata(world.directory().join(name)).map_or(0, |meta| meta.len());
    size("siren.sqlite3") + size("siren.sqlite3-wal") + size("journal.log")
}

/// Kills an erasure after a number of file changes, unless it has finished before; answers whether it was killed.
fn kill_after(world: &World, changes: u32) -> bool {
    let mut worker = worker::start(world, "siren_erase_person", json!([["user:71"]]), 1);
    let (mut seen, mut last) = (0, sizes(world));
    while seen < changes {
        if worker.is_done() {
            return false;
        }
        let now = sizes(world);
        seen += u32::from(now != last);
        last = now;
        std::thread::yield_now();
    }
    worker.kill();
    true
}

#[test]
fn an_interrupted_erasure_is_completed_by_erasing_again() {
    let world = academy();
    world.site.fold().expect("a fold");
    let before = money(&world);
    let mut killed = 0;
    for changes in [1, 2, 3, 5, 8, 13, 21, 34, 55] {
        let victim = world.copy();
        killed += u32::from(kill_after(&victim, changes));
        let said = erase(&victim);
        assert_eq!(said["wiped"], json!(true), "{said}");
        assert_gone(&victim);
        assert_eq!(money(&victim), before, "killed after {changes} changes");
        assert_proved(&victim);
    }
    assert!(
        killed > 2,
        "hardly any erasure was killed, so this showed little"
    );
}

#[test]
fn the_next_heartbeat_wipes_what_a_reader_kept_from_being_wiped() {
    let world = academy();
    world.site.fold().expect("a fold");
    let reader = world.site.store.reader().expect("a reader");
    let snapshot = siren::store::snapshot(&reader).expect("a snapshot");
    siren::store::events::count(&snapshot).expect("it begins to read");
    let said = erase(&world);
    assert_eq!(said["wiped"], json!(false), "{said}");
    let problems = |world: &World| -> Vec<Json> {
        let status = world.ok("siren_status", json!([MAY]));
        let problems = status["problems"].as_array().expect("a list").clone();
        problems
            .iter()
            .map(|problem| problem["code"].clone())
            .collect()
    };
    assert!(
        problems(&world).contains(&json!("unwiped")),
        "{:?}",
        problems(&world)
    );
    drop(snapshot);
    drop(reader);
    world.ok("siren_run_due", json!([MAY]));
    assert!(
        !problems(&world).contains(&json!("unwiped")),
        "{:?}",
        problems(&world)
    );
    assert_gone(&world);
    assert_proved(&world);
}
