//! A copy is complete and private, and gets its name only when it is finished.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::engine::run_due::RunDue;
use siren::engine::{Error, Ledger, backup, calls, rebuild, record};

use crate::here::{Here, instant, shown};
use crate::random_history::{record_history, rules};

const NOW: &str = "2026-05-01T00:00:00Z";

/// A site in another directory whose database is this copy.
fn restored(copy: &Path) -> (Here, tempfile::TempDir) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    fs::copy(copy, directory.path().join("siren.sqlite3")).expect("a copy of the copy");
    let dsn = format!("sqlite:{}", directory.path().display());
    let site = Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory");
    // Records that are newer than the copy are missing, and someone has to confirm that they are lost.
    let refused = site.fold().expect_err("the log is missing").to_string();
    assert!(refused.contains("siren_rebuild"), "{refused}");
    let rebuilt = rebuild::rebuild(&site, true, instant(NOW)).expect("rebuilt");
    assert!(rebuilt.ok);
    (Here::of(site), directory)
}

/// All rows of a site that must survive a copy.
fn everything(here: &Here) -> Json {
    let nouns = [
        "collaborators",
        "distributors",
        "distributions",
        "allocations",
        "obligations",
        "transactions",
        "events",
        "metrics",
    ];
    nouns
        .into_iter()
        .map(|noun| json!({noun: here.rows(noun, &json!({}))}))
        .collect()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_complete_and_usable() {
    let here = Here::new();
    let (_, end) = record_history(&here, 3, &[rules(json!({}))]);
    // Not folded yet: it waits in the journal.
    here.event(
        "lesson_completed",
        json!({"key": "waits", "collaborator": 1}),
        end,
    );
    let to = tempfile::tempdir().expect("a temporary directory");
    let path = to.path().join("copy.sqlite3");
    let made = shown(&backup::backup(&here.site, path.to_str().expect("UTF-8")).expect("a copy"));
    let bytes = fs::metadata(&path).expect("the copy");
    assert_eq!(made["path"], path.to_str().expect("UTF-8"));
    assert_eq!(made["bytes"], bytes.len());
    assert_eq!(bytes.permissions().mode() & 0o777, 0o600);
    assert_eq!(names(to.path()), ["copy.sqlite3"]);
    let events = here.rows("events", &json!({}));
    assert_eq!(made["events"], events.len());
    assert_eq!(events.last().expect("an event")["key"], "waits");
    let closed = here.rows("distributions", &json!({"status": ["complete", "skipped"]}));
    let last = closed.last().expect("a distribution");
    assert_eq!(made["ledger"]["hash"].as_str().map(str::len), Some(64));
    assert!(made["ledger"]["seq"].as_u64().expect("a number") >= closed.len() as u64);

    let (copy, _directory) = restored(&path);
    assert_eq!(everything(&copy), everything(&here));
    // Both continue, and give the same results.
    let later = instant("2026-05-01T00:00:00Z");
    for site in [&copy, &here] {
        let report =
            calls::run::<RunDue>(&site.site, &Value::Map(Vec::new()), later).expect("a run");
        assert!(!report.ran.is_empty() && report.failed.is_empty());
    }
    assert_eq!(everything(&copy), everything(&here));
    assert!(last["hash"].is_string());
}

#[test]
fn a_copy_is_made_while_others_write() {
    let here = Here::new();
    here.collaborator(json!({"name": "Ann"}), instant(NOW));
    here.distributor(rules(json!({"starts_at": NOW})), instant(NOW));
    let directory = here.data();
    let to = tempfile::tempdir().expect("a temporary directory");
    let writer = std::thread::spawn(move || {
        let dsn = format!("sqlite:{}", directory.display());
        let site = Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory");
        for n in 0..300 {
            let event = siren::engine::json::from_json(
                json!({"key": format!("w{n}"), "collaborator": 1, "occurred_at": NOW}),
            );
            record::event(&site, "lesson_completed", &event, instant(NOW)).expect("recorded");
            site.fold().expect("folded");
        }
    });
    let mut held = Vec::new();
    for n in 0..10 {
        let path = to.path().join(format!("{n}.sqlite3"));
        let made =
            shown(&backup::backup(&here.site, path.to_str().expect("UTF-8")).expect("a copy"));
        let (copy, _directory) = restored(&path);
        // The copy contains the effects of its events.
        let (events, metrics) = (
            copy.rows("events", &json!({})),
            copy.rows("metrics", &json!({})),
        );
        assert_eq!(made["events"], events.len());
        assert_eq!(metrics.len(), events.len());
        held.push(events.len());
    }
    writer.join().expect("the writer is done");
    assert!(held.is_sorted());
    assert_eq!(here.rows("events", &json!({})).len(), 300);
}

#[test]
fn an_unusable_target_is_refused_and_left_untouched() {
    let here = Here::new();
    here.collaborator(json!({"name": "Ann"}), instant(NOW));
    let to = tempfile::tempdir().expect("a temporary directory");
    let taken = to.path().join("taken");
    fs::write(&taken, "precious").expect("written");
    fs::write(to.path().join("half.incomplete"), "of another").expect("written");
    let at = |name: &str| to.path().join(name).to_str().expect("UTF-8").to_owned();
    for (path, said) in [
        ("relative".to_owned(), "expected an absolute path"),
        ("/".to_owned(), "has no file name"),
        (at("missing/copy"), "which does not exist"),
        (at("taken/copy"), "which is not a directory"),
        (at("taken"), "already exists"),
        (at("half"), "already exists"),
    ] {
        match backup::backup(&here.site, &path) {
            Err(Error::InvalidInput(problems)) => {
                assert_eq!(problems.0[0].path, "path");
                assert!(
                    problems.0[0].message.contains(said),
                    "{}",
                    problems.0[0].message
                );
            }
            other => panic!("{path}: {other:?}"),
        }
    }
    assert_eq!(names(to.path()), ["half.incomplete", "taken"]);
    assert_eq!(fs::read_to_string(&taken).expect("read"), "precious");
}

#[test]
fn a_failed_copy_is_removed() {
    let here = Here::new();
    record_history(&here, 5, &[rules(json!({}))]);
    let database = here.data().join("siren.sqlite3");
    // Damages a page in the middle.
    let file = fs::OpenOptions::new()
        .write(true)
        .open(&database)
        .expect("the database");
    checkpoint(&database);
    let size = fs::metadata(&database).expect("the database").len();
    std::os::unix::fs::FileExt::write_all_at(&file, &[0xa5; 4_096], size / 8_192 * 4_096)
        .expect("damaged");
    let to = tempfile::tempdir().expect("a temporary directory");
    let path = to.path().join("copy");
    let refused =
        backup::backup(&here.site, path.to_str().expect("UTF-8")).expect_err("damaged data");
    assert!(
        matches!(refused, Error::Storage(siren::store::Error::Corrupt(_))),
        "{refused}"
    );
    assert_eq!(names(to.path()), [""; 0]);
}

/// Moves everything from the write-ahead log into the database file.
fn checkpoint(database: &Path) {
    let connection = rusqlite::Connection::open(database).expect("the database");
    let mode: String = connection
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
        .expect("checkpointed");
    assert_eq!(mode, "delete");
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .expect("as it was");
    assert_eq!(mode, "wal");
}
