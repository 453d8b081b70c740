//! A folded log is rotated once it is large, while writers continue; the next process completes an interrupted rotation.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::{academy, append, scores};
use crate::worker;
use crate::world::{MAY, World};

/// The size from which a log is rotated.
const LARGE: u64 = 16 << 20;
/// The approximate size of one of these events in the log.
const HEAVY: u64 = 4_000;
/// A log that contains only its header.
const SMALL: u64 = 300;

/// An event with as much data as one can carry, so that a large log needs few of them.
fn heavy(key: &str) -> Json {
    let data = json!({"text": "x".repeat(3_900)});
    json!(["lesson_completed", {"key": key, "collaborator": 1, "occurred_at": MAY, "data": data}])
}

/// Records large events, with keys that start with `name`.
fn fill(world: &World, name: &str, count: u64) {
    for n in 0..count {
        world.ok("siren_record_event", heavy(&format!("{name} {n}")));
    }
}

fn put_away(world: &World, segment: u32) -> PathBuf {
    world.directory().join(format!("segments/{segment}.log"))
}

fn size(world: &World) -> u64 {
    fs::metadata(world.journal()).map_or(0, |meta| meta.len())
}

#[test]
fn a_large_log_is_rotated_once_it_is_folded() {
    let world = academy();
    fill(&world, "first", LARGE / HEAVY - 300);
    world.site.fold().expect("a fold");
    assert!(
        size(&world) > 0 && size(&world) < LARGE,
        "it is not large yet: {}",
        size(&world)
    );
    fill(&world, "second", 600);
    world.site.fold().expect("a fold");
    assert!(size(&world) < SMALL && put_away(&world, 1).exists());
    // The open writer continues in the new log.
    fill(&world, "third", 1);
    assert_eq!(
        scores(&world),
        [(1, i64::try_from(LARGE / HEAVY + 301).expect("small"))]
    );
    assert!(size(&world) > HEAVY && size(&world) < 2 * HEAVY);
}

#[test]
fn a_rotation_killed_before_the_new_log_existed_is_restarted() {
    let world = academy();
    fill(&world, "folded", LARGE / HEAVY - 300);
    world.site.fold().expect("a fold");
    // It has its number but still its old name, so writers continue in it.
    fs::create_dir(world.directory().join("segments")).expect("a directory");
    fs::hard_link(world.journal(), put_away(&world, 1)).expect("a second name");
    fill(&world, "after it died", 600);
    let all = i64::try_from(LARGE / HEAVY + 300).expect("small");
    assert_eq!(scores(&world), [(1, all)]);
    assert!(size(&world) < SMALL && put_away(&world, 1).exists());
    fill(&world, "later", 1);
    assert_eq!(scores(&world), [(1, all + 1)]);
}

#[test]
fn a_rotation_killed_before_it_was_recorded_is_completed() {
    let world = academy();
    fill(&world, "all", LARGE / HEAVY - 100);
    world.site.fold().expect("a fold");
    let before = world.copy();
    fill(&world, "acknowledged", 200);
    world.site.fold().expect("a fold");
    fill(&world, "in the next log", 3);
    // The files are those after the rotation, the database that before it.
    let kept = tempfile::tempdir().expect("a directory");
    let database = "siren.sqlite3";
    fs::copy(
        before.directory().join(database),
        kept.path().join(database),
    )
    .expect("a copy");
    let fallen_back = world.copy();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(fallen_back.directory().join(format!("{database}{ending}")));
    }
    fs::copy(
        kept.path().join(database),
        fallen_back.directory().join(database),
    )
    .expect("a copy");
    assert_eq!(scores(&fallen_back), scores(&world));
    assert_eq!(
        crate::dump::difference(world.directory(), fallen_back.directory()),
        Vec::<String>::new()
    );
}

#[test]
fn a_log_that_cannot_be_rotated_keeps_growing_and_counts() {
    let world = academy();
    // A file in place of the directory for old segments.
    fs::write(world.directory().join("segments"), b"").expect("a file");
    fill(&world, "all", LARGE / HEAVY + 100);
    let all = i64::try_from(LARGE / HEAVY + 100).expect("small");
    assert_eq!(scores(&world), [(1, all)]);
    assert!(size(&world) > LARGE);
    fs::remove_file(world.directory().join("segments")).expect("it is ours");
    fill(&world, "next", 1);
    assert_eq!(scores(&world), [(1, all + 1)]);
    assert!(size(&world) < SMALL && put_away(&world, 1).exists());
}

#[test]
fn a_torn_last_line_of_a_rotated_log_is_not_waited_for() {
    let world = academy();
    fill(&world, "all", LARGE / HEAVY + 100);
    append(&world, b"\x1e0123");
    world.site.fold().expect("a fold");
    assert!(size(&world) < SMALL);
    fill(&world, "next", 1);
    assert_eq!(
        scores(&world),
        [(1, i64::try_from(LARGE / HEAVY + 101).expect("small"))]
    );
}

#[test]
fn rotation_during_writes_loses_and_doubles_nothing() {
    let world = academy();
    while size(&world) + 2 * HEAVY < LARGE {
        fill(&world, &format!("at {}", size(&world)), 1);
    }
    while size(&world) + 300 < LARGE {
        world.lesson(&format!("at {}", size(&world)), 1, 1, MAY);
    }
    world.site.fold().expect("a fold");
    let full = size(&world);
    // Refunds concern money, so each is synced and takes as long as the disk needs.
    let refund = |name: &str| json!([{"source": "shop", "external_id": format!("{name} {{n}}"), "refund_id": "1", "occurred_at": MAY}]);
    // They write until the rotation has happened, however fast the disk is.
    let mut writers = ["a", "b", "c", "d"]
        .map(|name| worker::start(&world, "siren_record_refund", refund(name), u32::MAX));
    let mut folds = 0;
    while size(&world) >= full {
        world.site.fold().expect("a fold");
        folds += 1;
        assert!(folds < 10_000, "the log is never put away");
    }
    assert!(!writers.iter_mut().any(worker::Worker::is_done));
    let acknowledged: usize = writers.map(|writer| writer.stop().len()).iter().sum();
    assert!(acknowledged > 0, "nobody wrote");
    world.site.fold().expect("a fold");
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        (
            &status["counts"]["waiting_refunds"],
            &status["counts"]["faults"]
        ),
        (&json!(acknowledged), &json!(0))
    );
}
