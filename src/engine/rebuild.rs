//! A new database out of the newest snapshot and the log: for one that is damaged, lost, or older than it was.
//!
//! The old one is put aside and a copy of the snapshot takes its place; the log then folds forward, as it always does. Whoever
//! is killed in between leaves a database that is older than the log, which the next fold brings up to date.

use serde::Serialize;

use super::fold::{self, Folded};
use super::{Error, Result, Site, verify};
use crate::domain::clock::Clocks;
use crate::domain::input::{At, Fields, Problems, Value, boolean};
use crate::domain::instant::Instant;
use crate::store::snapshots::{self, Snapshot};
use crate::store::{Error as StoreError, Gate, meta};

/// What was rebuilt.
#[derive(Debug, Serialize)]
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

/// Rebuilds the database. Options: `without_log`, true to go on without the parts of the log that are missing: what they
/// alone held is lost then. A log that is not whole is refused else, and nothing is changed.
pub fn rebuild(site: &Site, options: &Value<'_>, clocks: impl Into<Clocks>) -> Result<Rebuilt> {
    let without_log = read(options)?;
    let machine = clocks.into().machine;
    let gate = site.store.gate("rebuild")?;
    let directory = site.store.directory();
    let mut without = None;
    let (snapshot, aside) = match beginning(site, &gate)? {
        Ok(snapshot) => {
            let aside = snapshots::put_in_place(directory, snapshot.as_ref(), machine.micros())?;
            (snapshot, aside)
        }
        Err(missing) if without_log => {
            // What was folded before is in the database, if that still reads, or in the newest snapshot that does.
            let (snapshot, aside) = if stands(site, &gate)?.is_some() {
                (None, None)
            } else {
                let newest = snapshots::all(directory)?;
                let newest = newest.into_iter().find(Snapshot::is_sound);
                let aside = snapshots::put_in_place(directory, newest.as_ref(), machine.micros())?;
                (newest, aside)
            };
            let mut db = site.store.writer(&gate)?;
            fold::skip_missing(&site.store, &mut db, &missing)?;
            without = Some(missing);
            (snapshot, aside)
        }
        Err(missing) => return Err(Error::Storage(StoreError::LogLost(missing))),
    };
    drop(gate);
    let folded = site.fold()?;
    Ok(Rebuilt {
        snapshot: snapshot.and_then(|snapshot| Instant::from_micros(snapshot.at)),
        aside: aside.map(|path| path.display().to_string()),
        folded,
        without,
        ok: verify::verify(site)?.ok,
    })
}

/// The newest snapshot that holds together and from which the log goes on to its end; none where the log is whole from its
/// first line on. Else what is missing. Whatever it begins with, the log must go through where the database stands, if that
/// reads: nothing that it has is given up for less.
fn beginning(site: &Site, gate: &Gate) -> Result<std::result::Result<Option<Snapshot>, String>> {
    let store = &site.store;
    if let Some(stands) = stands(site, gate)?
        && let Some(what) = fold::missing(store, stands)?
    {
        return Ok(Err(what));
    }
    let mut first_missing = None;
    let sound = snapshots::all(store.directory())?;
    for snapshot in sound.into_iter().filter(Snapshot::is_sound) {
        match fold::missing(store, snapshot.position()?)? {
            None => return Ok(Ok(Some(snapshot))),
            Some(what) => first_missing = first_missing.or(Some(what)),
        }
    }
    match (first_missing, fold::missing_of_all(store)?) {
        (None, None) => Ok(Ok(None)),
        (Some(what), _) | (None, Some(what)) => Ok(Err(what)),
    }
}

/// How far the log is folded in the database, where that holds together. One in which nothing is was made by whoever looked
/// for what is lost.
fn stands(site: &Site, gate: &Gate) -> Result<Option<meta::Position>> {
    if !site.store.is_sound(gate)? {
        return Ok(None);
    }
    let position = meta::position(&site.store.writer(gate)?)?;
    Ok(Some(position).filter(|stands| !stands.is_new()))
}

fn read(options: &Value<'_>) -> Result<bool> {
    let mut problems = Problems::default();
    let at = At::root();
    let at = at.key("options");
    let without_log = Fields::open(options, &at, &mut problems).and_then(|mut fields| {
        let without_log = match fields.get("without_log") {
            Some(value) => boolean(value, &at.key("without_log"), &mut problems),
            None => Some(false),
        };
        fields.close(&at, &mut problems);
        without_log
    });
    Ok(problems.into_result(without_log)?)
}
