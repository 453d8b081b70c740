//! A new database out of the newest snapshot and the log: for one that is damaged, lost, or older than it was.
//!
//! The old one is put aside and a copy of the snapshot takes its place; the log then folds forward, as it always does. Whoever
//! is killed in between leaves a database that is older than the log, which the next fold brings up to date.

use std::path::Path;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::fold::{self, Folded};
use super::privacy::backups;
use super::site::{begin, commit};
use super::{Error, Result, Site, verify};
use crate::domain::call::CallId;
use crate::domain::input::{Cursor, boolean};
use crate::domain::instant::Instant;
use crate::store::disk::snapshots::{self, Snapshot};
use crate::store::meta::{self, Position};
use crate::store::{Error as StoreError, WriteLock};

/// What was rebuilt.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Rebuilt {
    /// From when the snapshot is that it began with; null where it began with nothing, or with the database that is there.
    pub snapshot: Option<Instant>,
    /// Where the old database is; null where there was none, or it stayed.
    pub aside: Option<String>,
    /// What was folded.
    pub folded: Folded,
    /// What the log did not have, where it was gone on without.
    pub without: Option<String>,
    /// Whether the new database proves itself.
    pub ok: bool,
}

/// The call.
pub const ENTRY: Entry = Entry::task::<Rebuild>().of_optional("options");

/// Rebuilds the database.
#[derive(Debug)]
pub struct Rebuild;

impl Call for Rebuild {
    const NAME: &'static str = "rebuild";
    const ABOUT: &'static str = "Makes the database anew from the newest snapshot and the log: where it is damaged or lost, or \
        siren_verify() says that it was changed. Nothing that was acknowledged is lost by it. The old database is put aside. A log \
        that is not whole is refused (log_lost), and nothing is changed then.";
    type Arguments<'v> = bool;
    type Answer = Rebuilt;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<bool> {
        cursor.object(|fields| {
            fields.or(
                "without_log",
                false,
                "true goes on where parts of the log are missing and cannot be put back; what they alone held is lost then",
                boolean,
            )
        })
    }
}

impl Run for Rebuild {
    fn run(site: &Site, without_log: bool, machine: Instant) -> Result<Rebuilt> {
        rebuild(site, without_log, machine)
    }
}

/// Rebuilds the database; `without_log` goes on without the parts of the log that are missing. A snapshot may have been made
/// of a database that somebody had changed: one that does not prove itself is given up for what is older.
pub fn rebuild(site: &Site, without_log: bool, machine: Instant) -> Result<Rebuilt> {
    let mut attempt = Attempt {
        without_log,
        at: machine.micros(),
        older_than: None,
    };
    let mut done = rebuild_from(site, attempt)?;
    while let (false, Some(given_up)) = (done.ok, done.snapshot) {
        attempt.at += 1;
        attempt.older_than = Some(given_up);
        match rebuild_from(site, attempt) {
            Ok(older) => {
                let aside = done.aside.or(older.aside);
                done = Rebuilt { aside, ..older };
            }
            // Nothing older is whole: what is there stays, and `verify` says what is wrong with it.
            Err(Error::Storage(StoreError::LogLost(_))) => break,
            Err(error) => return Err(error),
        }
    }
    if let Some(aside) = &done.aside {
        site.note("rebuild", |db| backups::take_over(db, Path::new(aside)))?;
    }
    Ok(done)
}

/// One try.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    without_log: bool,
    /// Tells the databases that are put aside apart, in microseconds.
    at: i64,
    /// What a snapshot must be older than.
    older_than: Option<Instant>,
}

fn rebuild_from(site: &Site, attempt: Attempt) -> Result<Rebuilt> {
    let Attempt {
        without_log,
        at,
        older_than,
    } = attempt;
    let lock = site.store.write_lock("rebuild")?;
    let directory = site.store.directory();
    let mut without = None;
    let (snapshot, aside) = match beginning(site, &lock, older_than)? {
        Ok(Start::Snapshot(snapshot)) => {
            let aside = snapshots::put_in_place(directory, Some(&snapshot), at)?;
            (Some(snapshot), aside)
        }
        Ok(Start::Log(first)) => {
            let aside = snapshots::put_in_place(directory, None, at)?;
            if first.is_some() {
                let mut db = site.store.writer(&lock)?;
                let transaction = begin(&mut db)?;
                meta::set_position(&transaction, Position::beginning(1, first))?;
                commit(transaction)?;
            }
            (None, aside)
        }
        Err(missing) if without_log => {
            // What was folded before is in the database, if that still reads, or in the newest snapshot that does.
            let (snapshot, aside) = if stands(site, &lock)?.is_some() {
                (None, None)
            } else {
                let newest = snapshots::all(directory)?;
                let newest = newest.into_iter().find(Snapshot::is_sound);
                let aside = snapshots::put_in_place(directory, newest.as_ref(), at)?;
                (newest, aside)
            };
            let mut db = site.store.writer(&lock)?;
            fold::skip_missing(&site.store, &mut db, &missing)?;
            without = Some(missing);
            (snapshot, aside)
        }
        Err(missing) => return Err(Error::Storage(StoreError::LogLost(missing))),
    };
    drop(lock);
    let folded = site.fold()?;
    Ok(Rebuilt {
        snapshot: snapshot.and_then(|snapshot| Instant::from_micros(snapshot.at)),
        aside: aside.map(|path| path.display().to_string()),
        folded,
        without,
        ok: verify::verify(site)?.ok,
    })
}

/// What a new database begins with.
enum Start {
    /// A snapshot.
    Snapshot(Snapshot),
    /// The first line of the log; with the id of its first segment, where that does not say that it is the first.
    Log(Option<CallId>),
}

/// The newest snapshot that holds together and from which the log goes on to its end; none where the log is whole from its
/// first line on. Else what is missing. Whatever it begins with, the log must go through where the database stands, if that
/// reads: nothing that it has is given up for less.
fn beginning(
    site: &Site,
    lock: &WriteLock,
    older_than: Option<Instant>,
) -> Result<std::result::Result<Start, String>> {
    let store = &site.store;
    let stands = stands(site, lock)?;
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
    // A log that was never put away does not say that it is the first; a database that folded it from its beginning does.
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

/// How far the log is folded in the database, where that holds together. One in which nothing is was made by whoever looked
/// for what is lost.
fn stands(site: &Site, lock: &WriteLock) -> Result<Option<Position>> {
    if !site.store.is_sound(lock)? {
        return Ok(None);
    }
    let position = meta::position(&site.store.writer(lock)?)?;
    Ok(Some(position).filter(|stands| !stands.is_new()))
}
