//! Files of a ledger from different times, and damaged files: every amount shown is one that was acknowledged, or an error
//! is reported.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::rebuild::{amounts, files, live_on, lived, mutants, rebuilt};
use crate::world::World;

/// The time a file is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    Old,
    New,
    Gone,
}

const AGES: [Age; 3] = [Age::Old, Age::New, Age::Gone];

/// The files that a ledger of one segment has.
fn all_files(world: &World) -> [PathBuf; 4] {
    let database = |ending| files(world.directory(), ending);
    [
        database(""),
        database("-wal"),
        database("-shm"),
        world.journal(),
    ]
}

/// Whether verification fails or is impossible.
fn is_found(world: &World) -> bool {
    let proof = world.call("siren_verify", json!([]));
    proof.is_err() || proof.is_ok_and(|proof| proof["ok"] == false)
}

#[test]
fn every_combination_of_old_and_new_files_shows_what_was_acknowledged_or_is_refused() {
    let world = lived();
    let yesterday = world.copy();
    live_on(&world);
    let today = world.copy();
    let (old, new) = (amounts(&yesterday), amounts(&today));
    let (old, new) = (old.expect("amounts"), new.expect("amounts"));
    assert_ne!(old, new);
    let mut seen = [0; 4];
    for number in 0..81_usize {
        let ages = [number / 27, number / 9 % 3, number / 3 % 3, number % 3].map(|age| AGES[age]);
        let mixed = today.copy();
        let places = all_files(&mixed);
        for ((place, age), (old, new)) in places
            .iter()
            .zip(ages)
            .zip(all_files(&yesterday).iter().zip(all_files(&today)))
        {
            let _ = fs::remove_file(place);
            match age {
                // Files that did not exist then are missing.
                Age::Old => drop(fs::copy(old, place)),
                Age::New => drop(fs::copy(new, place)),
                Age::Gone => {}
            }
        }
        let log = ages[3];
        match amounts(&mixed) {
            Ok(shown) if shown == new => seen[0] += 1,
            // Without any newer file, it is impossible to know that there was more.
            Ok(shown) if shown == old && log == Age::Old => seen[1] += 1,
            Ok(shown) => {
                // A new log alone is a new ledger only if there never was a database.
                let nothing = log == Age::Gone && ages[0] == Age::Gone;
                assert!(
                    nothing || is_found(&mixed),
                    "{ages:?}: nobody noticed {shown:?}"
                );
                seen[2] += 1;
            }
            Err(_) => seen[3] += 1,
        }
        if log == Age::New {
            assert_eq!(rebuilt(&mixed, &json!({}))["ok"], true, "{ages:?}");
            assert_eq!(amounts(&mixed).expect("amounts"), new, "{ages:?}");
        }
    }
    // Shown as today, as yesterday, found by the proof, refused.
    assert!(seen[0] > 20 && seen[3] > 10, "{seen:?}");
}

#[test]
fn a_changed_byte_beside_the_database_changes_no_amount() {
    let world = lived();
    live_on(&world);
    let today = world.copy();
    let new = amounts(&today).expect("amounts");
    let shared =
        fs::read(files(world.directory(), "-shm")).expect("the index of the write-ahead log");
    for mutant in 0..mutants() {
        let mixed = world.copy();
        let place = (mutant * 7_919 + 31) % shared.len();
        let mut changed = shared.clone();
        changed[place] ^= 1 << (mutant % 8);
        fs::write(files(mixed.directory(), "-shm"), changed).expect("a mutant");
        match amounts(&mixed) {
            Ok(shown) if shown == new => {}
            Ok(shown) => assert!(is_found(&mixed), "byte {place}: nobody noticed {shown:?}"),
            Err(_) => {}
        }
    }
}

#[test]
fn a_truncated_or_changed_log_loses_nothing_or_is_reported() {
    let world = lived();
    live_on(&world);
    let today = world.copy();
    let new = amounts(&today).expect("amounts");
    let log = fs::read(today.journal()).expect("the log");
    for mutant in 0..mutants() {
        let place = (mutant * 7_919 + 31) % log.len();
        let changed = if mutant % 2 == 0 {
            log[..place].to_vec()
        } else {
            [&log[..place], &[log[place] ^ 0x15], &log[place + 1..]].concat()
        };
        // Beside the database that folded it.
        let beside = today.copy();
        fs::write(beside.journal(), &changed).expect("a mutant");
        match amounts(&beside) {
            Ok(shown) => assert_eq!(shown, new, "byte {place}"),
            Err(_) => assert!(mutant % 2 == 1 || place < 400, "byte {place}"),
        }
        // Without it, a damaged line is set aside and counted as a fault; what was cut off cannot be known.
        if mutant % 2 == 1 {
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(files(beside.directory(), ending));
            }
            if let Ok(shown) = amounts(&beside) {
                let faults = &beside.ok("siren_status", json!([]))["counts"]["faults"];
                assert!(
                    shown == new || faults.as_i64() > Some(0),
                    "byte {place}: nobody noticed {shown:?}"
                );
            }
        }
    }
}

#[test]
fn records_repeated_after_files_were_mixed_count_once() {
    let world = lived();
    let yesterday = world.copy();
    live_on(&world);
    let today = world.copy();
    let mixed = today.copy();
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(files(mixed.directory(), ending));
        let _ = fs::copy(
            files(yesterday.directory(), ending),
            files(mixed.directory(), ending),
        );
    }
    let sale = json!({"source": "shop", "external_id": "9", "currency": "USD", "occurred_at": "2026-06-04T00:00:00Z",
        "details": [{"kind": "line_item", "external_id": "1", "amount": "7.00"}]});
    let sales = |world: &World| -> Json {
        world.ok("siren_record_transaction", json!([sale]));
        world.ok("siren_find", json!(["transactions"]))["total"].clone()
    };
    assert_eq!(sales(&mixed), sales(&today));
    assert_eq!(sales(&mixed), sales(&today));
    assert_eq!(amounts(&mixed).ok(), amounts(&today).ok());
}
