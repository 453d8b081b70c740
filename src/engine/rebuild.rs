//! Rebuilds a database that is damaged, lost or out of date, from the newest snapshot and the log.
//!
//! The old database is set aside and replaced by a copy of the snapshot, and the log is folded as always. A process that dies
//! in between leaves a database that is older than the log, which the next fold brings up to date.

use std::path::Path;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::fold::{self, Folded};
use super::privacy::backups;
use super::{Error, Ledger, Result, verify};
use crate::domain::call::CallId;
use crate::domain::input::{Cursor, boolean};
use crate::domain::instant::Instant;
use crate::store::disk::snapshots::{self, Snapshot};
use crate::store::meta::{self, Position};
use crate::store::{Error as StoreError, Read, WriteLock, begin, commit};

/// The result of a rebuild.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Rebuilt {
    /// When the snapshot was made that it started from; null if it started from nothing, or from the existing database.
    pub snapshot: Option<Instant>,
    /// Where the old database is; null if there was none, or if it was kept in place.
    pub aside: Option<String>,
    /// What was folded.
    pub folded: Folded,
    /// What was missing from the log, if the rebuild continued without it.
    pub without: Option<String>,
    /// Whether the new database passes verification.
    pub ok: bool,
}

pub const ENTRY: Entry = Entry::task::<Rebuild>().of_optional("options");

#[derive(Debug)]
pub struct Rebuild;

impl Call for Rebuild {
    const NAME: &'static str = "rebuild";
    const ABOUT: &'static str = "Rebuilds the database from the newest snapshot and the log, if it is damaged or lost, or if \
        siren_verify() reports that it was changed. Nothing that was acknowledged is lost. The old database is set aside. If the \
        log is incomplete, the call is refused (log_lost) and nothing changes.";
    type Arguments<'v> = bool;
    type Answer = Rebuilt;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<bool> {
        cursor.object(|fields| {
            fields.or(
                "without_log",
                false,
                "true continues although parts of the log are missing and cannot be restored; what only they contained is lost",
                boolean,
            )
        })
    }
}

impl Run for Rebuild {
    fn run(ledger: &Ledger, without_log: bool, machine: Instant) -> Result<Rebuilt> {
        rebuild(ledger, without_log, machine)
    }
}

/// `without_log` continues without missing parts of the log. A snapshot may be of a database that somebody had changed, so if
/// the result fails verification, an older snapshot is tried.
pub fn rebuild(ledger: &Ledger, without_log: bool, machine: Instant) -> Result<Rebuilt> {
    let mut attempt = Attempt {
        without_log,
        at: machine.micros(),
        older_than: None,
    };
    let mut done = rebuild_from(ledger, attempt)?;
    while let (false, Some(given_up)) = (done.ok, done.snapshot) {
        attempt.at += 1;
        attempt.older_than = Some(given_up);
        match rebuild_from(ledger, attempt) {
            Ok(older) => {
                let aside = done.aside.or(older.aside);
                done = Rebuilt { aside, ..older };
            }
            // There is nothing older to start from, so this result stays, and `verify` reports what is wrong with it.
            Err(Error::Storage(StoreError::LogLost(_))) => break,
            Err(error) => return Err(error),
        }
    }
    if let Some(aside) = &done.aside {
        ledger.note("rebuild", |db| backups::take_over(db, Path::new(aside)))?;
    }
    Ok(done)
}

#[derive(Debug, Clone, Copy)]
struct Attempt {
    without_log: bool,
    /// Distinguishes the databases that are set aside, in microseconds.
    at: i64,
    /// Only an older snapshot is used.
    older_than: Option<Instant>,
}

fn rebuild_from(ledger: &Ledger, attempt: Attempt) -> Result<Rebuilt> {
    let Attempt {
        without_log,
        at,
        older_than,
    } = attempt;
    let lock = ledger.store.write_lock("rebuild")?;
    let directory = ledger.store.directory();
    let mut without = None;
    let (snapshot, aside) = match beginning(ledger, &lock, older_than)? {
        Ok(Start::Snapshot(snapshot)) => {
            let aside = snapshots::put_in_place(directory, Some(&snapshot), at)?;
            (Some(snapshot), aside)
        }
        Ok(Start::Log(first)) => {
            let aside = snapshots::put_in_place(directory, None, at)?;
            if first.is_some() {
                let mut db = ledger.store.writer(&lock)?;
                let transaction = begin(&mut db)?;
                meta::set_position(&transaction, Position::beginning(1, first))?;
                commit(transaction)?;
            }
            (None, aside)
        }
        Err(missing) if without_log => {
            // What was folded before is in the database, if it can still be read, or else in the newest sound snapshot.
            let (snapshot, aside) = if stands(ledger, &lock)?.is_some() {
                (None, None)
            } else {
                let newest = snapshots::all(directory)?;
                let newest = newest.into_iter().find(Snapshot::is_sound);
                let aside = snapshots::put_in_place(directory, newest.as_ref(), at)?;
                (newest, aside)
            };
            let mut db = ledger.store.writer(&lock)?;
            fold::skip_missing(&ledger.store, &mut db, &missing)?;
            without = Some(missing);
            (snapshot, aside)
        }
        Err(missing) => return Err(Error::Storage(StoreError::LogLost(missing))),
    };
    drop(lock);
    let folded = ledger.fold()?;
    Ok(Rebuilt {
        snapshot: snapshot.and_then(|snapshot| Instant::from_micros(snapshot.at)),
        aside: aside.map(|path| path.display().to_string()),
        folded,
        without,
        ok: verify::verify(ledger)?.ok,
    })
}

/// What a new database starts from.
enum Start {
    Snapshot(Snapshot),
    /// The first line of the log; with the id of the first segment, if the segment itself does not say that it is the first.
    Log(Option<CallId>),
}

/// The newest sound snapshot from which the log is complete, or the start of the log if that is complete; else what is
/// missing. Either way the log must include everything that the existing database has, if it can be read, so that a rebuild
/// never loses any of it.
fn beginning(
    ledger: &Ledger,
    lock: &WriteLock,
    older_than: Option<Instant>,
) -> Result<std::result::Result<Start, String>> {
    let store = &ledger.store;
    let stands = stands(ledger, lock)?;
    if let Some(stands) = stands
        && let Some(what) = fold::missing(store, stands)?
    {
        return Ok(Err(what));
    }
    let mut first_missing = None;
    let mut sound = snapshots::all(store.directory())?;
    sound.retain(|snapshot| older_than.is_none_or(|newer| snapshot.at < newer.micros()));
    for snapshot in sound.into_iter().filter(Snapshot::is_sound) {
        match fold::missing(store, snapshot.position()?)? {
            None => return Ok(Ok(Start::Snapshot(snapshot))),
            Some(what) => first_missing = first_missing.or(Some(what)),
        }
    }
    // A log that was never rotated does not say that it is the first; a database that folded it from its beginning does.
    if let Some(stands) = stands.filter(|stands| stands.segment == 1 && stands.id.is_some())
        && fold::missing(store, Position::beginning(1, stands.id))?.is_none()
    {
        return Ok(Ok(Start::Log(stands.id)));
    }
    match (first_missing, fold::missing_of_all(store)?) {
        (None, None) => Ok(Ok(Start::Log(None))),
        (Some(what), _) | (None, Some(what)) => Ok(Err(what)),
    }
}

/// How far the existing database has folded the log, if it and its position are sound. An empty one does not count: it was created by whoever
/// looked for the lost one.
fn stands(ledger: &Ledger, lock: &WriteLock) -> Result<Option<Position>> {
    if !ledger.store.is_sound(lock)? {
        return Ok(None);
    }
    match meta::position(&Read::of(&ledger.store.writer(lock)?)) {
        Ok(position) => Ok(Some(position).filter(|stands| !stands.is_new())),
        Err(StoreError::Corrupt(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
