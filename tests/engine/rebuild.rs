//! Whatever happens to the files of a ledger, everything acknowledged is counted, or the ledger says what is missing.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use siren::domain::instant::Instant;
use siren::engine::fold::Backlog;
use siren::engine::rebuild::{self, Rebuild};
use siren::engine::{calls, snapshots};

use crate::dump::difference;
use crate::verbs::{Refused, from};
use crate::world::{JUNE, MAY, World, instant};

const DATABASE: &str = "siren.sqlite3";

pub fn files(directory: &Path, ending: &str) -> PathBuf {
    directory.join(format!("{DATABASE}{ending}"))
}

/// A site with collaborators, rules, lessons and a sale, and with May closed.
pub fn lived() -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({"pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]}}));
    world.lesson("a", 1, 3, MAY);
    world.lesson("b", 2, 1, MAY);
    sale(&world, 1, MAY);
    world.ok("siren_run_due", json!([JUNE]));
    world
}

fn sale(world: &World, number: u32, at: &str) {
    let line = json!({"kind": "line_item", "external_id": "1", "amount": "40.00"});
    let sale = json!({"source": "shop", "external_id": number.to_string(), "currency": "USD", "occurred_at": at, "details": [line]});
    world.ok("siren_record_transaction", json!([sale]));
}

/// Pays everyone, gives points, changes the rules, records sales.
pub fn live_on(world: &World) {
    world.ok("siren_create_fulfillment", json!([{"now": JUNE}]));
    world.ok(
        "siren_set_payout",
        json!([1, "paid", {"now": JUNE, "reference": "BANK-1"}]),
    );
    world.ok("siren_credit", json!([{"key": "c", "distributor": 1, "collaborator": 2, "points": 5, "reason": "thanks", "now": JUNE}]));
    world.ok(
        "siren_save_distributor",
        json!([{"id": 1, "name": "Renamed", "now": JUNE}]),
    );
    for number in 2..6 {
        sale(world, number, "2026-06-03T00:00:00Z");
    }
    world.site.fold().expect("what waits");
}

/// Replaces the database with an earlier copy, without its write-ahead log.
fn fall_back(world: &World, before: &World) {
    close(before);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(files(world.directory(), ending));
    }
    fs::copy(files(before.directory(), ""), files(world.directory(), "")).expect("a copy");
}

/// Moves everything from the write-ahead log into the database file.
fn close(world: &World) {
    let db = rusqlite::Connection::open(files(world.directory(), "")).expect("a database");
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .expect("one file");
}

fn assert_as(world: &World, other: &World) {
    world.site.fold().expect("the log");
    assert_eq!(
        difference(world.directory(), other.directory()),
        Vec::<String>::new()
    );
    let proof = world.ok("siren_verify", json!([]));
    assert_eq!(
        (&proof["ok"], &proof["problems"]),
        (&json!(true), &json!([]))
    );
}

pub fn rebuilt(world: &World, options: &Json) -> Json {
    let options = from(options);
    let done = calls::run::<Rebuild>(&world.site, &options, instant(JUNE)).expect("rebuilt");
    serde_json::to_value(done).expect("JSON")
}

#[test]
fn yesterdays_database_beside_todays_log_folds_forward() {
    let world = lived();
    let yesterday = world.copy();
    live_on(&world);
    let today = world.copy();
    fall_back(&world, &yesterday);
    assert_as(&world, &today);
}

#[test]
fn a_truncated_changed_or_removed_write_ahead_log_loses_nothing() {
    let world = lived();
    close(&world);
    live_on(&world);
    let today = world.copy();
    let log = fs::read(files(today.directory(), "-wal")).expect("the write-ahead log");
    assert!(log.len() > 20_000, "{}", log.len());
    for mutant in 0..mutants() {
        let world = today.copy();
        let _ = fs::remove_file(files(world.directory(), "-shm"));
        let place = (mutant * 7_919 + 31) % log.len();
        let changed = match mutant % 3 {
            0 => log[..place].to_vec(),
            1 => [&log[..place], &[log[place] ^ 0x5a], &log[place + 1..]].concat(),
            _ => Vec::new(),
        };
        fs::write(files(world.directory(), "-wal"), changed).expect("a mutant");
        assert_as(&world, &today);
    }
}

/// `MUTANTS=2000` tries more.
pub fn mutants() -> usize {
    let asked = std::env::var("MUTANTS").ok();
    asked.map_or(40, |text| text.parse().expect("a whole number"))
}

/// All amounts that are shown, or the error.
pub fn amounts(world: &World) -> Result<Vec<Json>, Refused> {
    [
        "obligations",
        "payouts",
        "allocations",
        "distributions",
        "transactions",
    ]
    .iter()
    .map(|noun| world.call("siren_find", json!([noun, {"per_page": 100}])))
    .chain([world.call("siren_standings", json!([1, JUNE]))])
    .collect()
}

#[test]
fn a_changed_byte_of_the_database_is_detected_and_repaired_by_rebuilding() {
    let world = lived();
    live_on(&world);
    close(&world);
    let today = world.copy();
    let before = amounts(&today).expect("amounts");
    let database = fs::read(files(today.directory(), "")).expect("the database");
    let (mut refused, mut found) = (0, 0);
    for mutant in 0..mutants() {
        let world = today.copy();
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(files(world.directory(), ending));
        }
        // Somewhere after the header of the file, most often where there is data.
        let place = 100 + (mutant * 104_729 + 4_096 * (mutant % 7)) % (database.len() - 100);
        let mut changed = database.clone();
        changed[place] ^= 1 << (mutant % 8);
        fs::write(files(world.directory(), ""), changed).expect("a mutant");
        match amounts(&world) {
            Ok(shown) if shown == before => continue,
            Ok(shown) => {
                let proof = world.call("siren_verify", json!([]));
                assert!(
                    proof.is_err() || proof.is_ok_and(|proof| proof["ok"] == false),
                    "byte {place}: nobody noticed {shown:?}"
                );
                found += 1;
            }
            Err(_) => refused += 1,
        }
        let done = rebuilt(&world, &json!({}));
        assert_eq!(done["ok"], true, "byte {place}");
        assert_eq!(amounts(&world).expect("amounts"), before, "byte {place}");
    }
    assert!(refused + found > 0, "no mutant touched an amount");
}

#[test]
fn a_lost_database_is_rebuilt_from_the_log_alone() {
    let world = lived();
    live_on(&world);
    let today = world.copy();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(files(world.directory(), ending));
    }
    assert_as(&world, &today);
}

#[test]
fn no_empty_ledger_is_started_where_one_existed() {
    let world = lived();
    snapshots::tend(&world.site, instant(JUNE)).expect("a snapshot");
    live_on(&world);
    let today = world.copy();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(files(world.directory(), ending));
    }
    let log = fs::read(world.journal()).expect("the log");
    fs::remove_file(world.journal()).expect("it is ours");
    let refused = world
        .refused("siren_standings", json!([1, JUNE]))
        .to_string();
    assert!(refused.contains("journal.log does not exist"), "{refused}");
    // The log is gone, so the next record starts a new one; a rebuild must not take it for the complete log. Wait first: an
    // open writer briefly keeps its old file handle.
    std::thread::sleep(std::time::Duration::from_millis(50));
    sale(&world, 9, "2026-06-05T00:00:00Z");
    let refused = world
        .refused("siren_standings", json!([1, JUNE]))
        .to_string();
    assert!(
        refused.contains("journal.log may not be complete"),
        "{refused}"
    );
    assert!(rebuild::rebuild(&world.site, false, instant(JUNE)).is_err());
    let lost = world.copy();
    fs::write(world.journal(), log).expect("the log comes back");
    assert_eq!(rebuilt(&world, &json!({}))["ok"], true);
    assert_as(&world, &today);
    // Otherwise the snapshot is used, with what was recorded since.
    let done = rebuilt(&lost, &json!({"without_log": true}));
    assert_eq!(
        (&done["ok"], &done["snapshot"]),
        (&json!(true), &json!(JUNE))
    );
    let sales = lost.ok("siren_find", json!(["transactions", {}]));
    assert_eq!(sales["total"], 2);
}

#[test]
fn a_snapshot_of_a_tampered_database_is_discarded_for_the_log() {
    let world = lived();
    let before = world.rows("obligations", json!({}));
    let db = rusqlite::Connection::open(files(world.directory(), "")).expect("the database");
    let changed = db.execute(
        "UPDATE obligations SET amount = amount + 1 WHERE id = 1",
        [],
    );
    assert_eq!(changed.ok(), Some(1));
    drop(db);
    snapshots::tend(&world.site, instant(JUNE)).expect("a snapshot");
    assert_eq!(world.ok("siren_verify", json!([]))["ok"], false);
    let done = rebuilt(&world, &json!({}));
    assert_eq!(
        (&done["ok"], &done["snapshot"]),
        (&json!(true), &Json::Null)
    );
    assert_eq!(world.rows("obligations", json!({})), before);
    // The changed database is kept for inspection.
    let aside = done["aside"].as_str().expect("a path");
    let db = rusqlite::Connection::open(aside).expect("the database that was put aside");
    let verdict: String = db
        .query_row("PRAGMA quick_check", [], |row| row.get(0))
        .expect("a verdict");
    assert_eq!(verdict, "ok");
}

#[test]
fn a_damaged_database_is_rebuilt_from_the_newest_snapshot_and_the_log() {
    let world = lived();
    snapshots::tend(&world.site, instant(JUNE)).expect("a snapshot");
    live_on(&world);
    let today = world.copy();
    close(&world);
    let database = files(world.directory(), "");
    let mut bytes = fs::read(&database).expect("the database");
    let middle = bytes.len() / 2;
    bytes[4_096..middle].fill(0x77);
    fs::write(&database, bytes).expect("damage");
    let done = rebuilt(&world, &json!({}));
    assert_eq!(
        (&done["ok"], &done["without"], &done["snapshot"]),
        (&json!(true), &Json::Null, &json!(JUNE))
    );
    assert!(
        done["aside"]
            .as_str()
            .is_some_and(|aside| Path::new(aside).exists())
    );
    assert_as(&world, &today);
}

#[test]
fn an_inconsistent_snapshot_is_skipped() {
    let world = lived();
    snapshots::tend(&world.site, instant(MAY)).expect("a snapshot");
    live_on(&world);
    snapshots::tend(&world.site, instant(JUNE)).expect("a snapshot");
    let today = world.copy();
    let newest = format!("snapshots/{}.sqlite3", instant(JUNE).micros());
    let newest = world.directory().join(newest);
    let mut bytes = fs::read(&newest).expect("the newest snapshot");
    bytes[4_096..].fill(0x77);
    fs::write(&newest, bytes).expect("damage");
    let done = rebuilt(&world, &json!({}));
    assert_eq!(done["snapshot"], MAY);
    assert_as(&world, &today);
}

#[test]
fn a_copy_without_its_log_is_refused_and_continues_only_on_request() {
    let world = lived();
    let copy = world.copy();
    for number in 2..6 {
        sale(&world, number, "2026-06-03T00:00:00Z");
    }
    fs::remove_file(copy.journal()).expect("a copy without its log");
    let refused = copy
        .refused("siren_standings", json!([1, JUNE]))
        .to_string();
    assert!(
        refused.contains("journal.log no longer exists"),
        "{refused}"
    );
    // New records are kept in the meantime, and counted once someone has confirmed.
    std::thread::sleep(std::time::Duration::from_millis(50));
    sale(&copy, 7, "2026-06-04T00:00:00Z");
    assert!(rebuild::rebuild(&copy.site, false, instant(JUNE)).is_err());
    let done = rebuilt(&copy, &json!({"without_log": true}));
    assert_eq!((&done["ok"], &done["aside"]), (&json!(true), &Json::Null));
    assert!(
        done["without"]
            .as_str()
            .is_some_and(|what| what.contains("segment 1")),
        "{done}"
    );
    let sales = copy.ok("siren_find", json!(["transactions", {}]));
    assert_eq!(sales["total"], 2);
    let status = copy.ok("siren_status", json!([JUNE]));
    assert_eq!(status["problems"][0]["code"], "journal_faults");
}

#[test]
fn a_restored_older_log_is_detected() {
    let world = lived();
    let yesterday = fs::read(world.journal()).expect("the log");
    world.site.turn_log_over().expect("another log");
    live_on(&world);
    let today = world.copy();
    fs::write(world.journal(), yesterday).expect("an older log");
    let refused = world.refused("siren_run_due", json!([JUNE])).to_string();
    assert!(
        refused.contains("journal.log is no longer segment 2"),
        "{refused}"
    );
    fs::copy(today.journal(), world.journal()).expect("the log comes back");
    assert_as(&world, &today);
}

#[test]
fn a_missing_part_of_the_log_is_named() {
    let world = lived();
    let yesterday = world.copy();
    world.site.turn_log_over().expect("another log");
    sale(&world, 2, JUNE);
    world.site.turn_log_over().expect("another log");
    live_on(&world);
    snapshots::tend(&world.site, instant(JUNE)).expect("a snapshot");
    fall_back(&world, &yesterday);
    let part = world.directory().join("segments/2.log.zst");
    let kept = fs::read(&part).expect("the second part");
    fs::remove_file(&part).expect("a part that can be removed");
    let refused = world.refused("siren_run_due", json!([JUNE])).to_string();
    assert!(refused.contains("segment 2 is missing"), "{refused}");
    fs::write(&part, kept).expect("it comes back");
    world.site.fold().expect("the log");
    let sales = world.ok("siren_find", json!(["transactions", {}]));
    assert_eq!(sales["total"], 5);
}

#[test]
fn one_snapshot_is_made_a_day_and_unneeded_files_are_deleted() {
    let world = lived();
    let day = |number: i64| instant(JUNE).plus_days(u32::try_from(number).expect("small"));
    let names = |world: &World| {
        let entries = fs::read_dir(world.directory().join("snapshots")).expect("snapshots");
        let mut names: Vec<i64> = entries
            .map(|entry| {
                let name = entry.expect("an entry").file_name();
                let name = name.to_string_lossy();
                name.strip_suffix(".sqlite3")
                    .expect("its ending")
                    .parse()
                    .expect("a number")
            })
            .collect();
        names.sort_unstable();
        names
    };
    for number in 0..3 {
        for _ in 0..2 {
            snapshots::tend(&world.site, day(number)).expect("a snapshot");
        }
    }
    let micros = [day(1), day(2)].map(Instant::micros);
    assert_eq!(names(&world), micros);
}

#[test]
fn a_change_that_was_logged_but_not_applied_is_applied_by_the_next_process() {
    let world = lived();
    let before = world.copy();
    live_on(&world);
    // The later log and the earlier database, as if each process had been killed before it could commit.
    fs::copy(world.journal(), before.journal()).expect("the log");
    assert_as(&before, &world);
}

#[test]
fn reading_the_log_again_from_its_beginning_repeats_nothing() {
    let world = lived();
    live_on(&world);
    let once = world.copy();
    let db = rusqlite::Connection::open(files(world.directory(), "")).expect("a database");
    db.execute("DELETE FROM meta WHERE name = 'journal'", [])
        .expect("forgotten");
    drop(db);
    assert_as(&world, &once);
}

#[test]
fn a_long_log_is_folded_in_batches_between_which_other_writers_get_the_lock() {
    let world = World::new();
    world.collaborators(200);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(files(world.directory(), ending));
    }
    let store = &world.site.store;
    let mut backlog = Backlog::recorded();
    let mut pieces = 1;
    let turn = store.write_lock("a test").expect("the write lock");
    let mut db = store.writer(&turn).expect("a new database");
    while !backlog.fold(store, &mut db).expect("a piece") {
        pieces += 1;
    }
    assert!((3..=20).contains(&pieces), "{pieces} pieces");
    drop((db, turn));
    assert_eq!(
        world.ok("siren_find", json!(["collaborators"]))["total"],
        200
    );
}
