//! Snapshots are complete copies of the database, which the heartbeat makes.
//!
//! Two are kept, with as much of the log as the older one needs and at least thirty days of it. So a lost or damaged database
//! can be rebuilt ([`super::rebuild`]) even if the newest snapshot is damaged too.

use std::time::Duration;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::{Ledger, Result};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::journal::segment;
use crate::store::{Error as StoreError, disk::snapshots, meta};

/// How often a snapshot is made, in microseconds.
const EACH: i64 = 24 * 60 * 60 * 1_000_000;

const KEPT: usize = 2;

/// How long a segment of the log is kept at least.
const LOG_KEPT: Duration = Duration::from_hours(30 * 24);

/// The snapshot that a rebuild would start from.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Tended {
    /// When the newest snapshot was made.
    pub snapshot: Option<Instant>,
    /// Whether this call made it.
    pub made: bool,
}

pub const ENTRY: Entry = Entry::task::<Maintain>();

#[derive(Debug)]
pub struct Maintain;

impl Call for Maintain {
    const NAME: &'static str = "maintain";
    const ABOUT: &'static str = "Daily maintenance, for the heartbeat: makes a snapshot (a copy of the database in the data directory) \
        if the newest one is a day old. Two snapshots are kept, and as much of the log as they need, but at least thirty days of \
        it, so that a lost or damaged database can be rebuilt. It takes as long as copying the database, and blocks nobody.";
    type Arguments<'v> = ();
    type Answer = Tended;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<()> {
        cursor.object(|_| Some(()))
    }
}

impl Run for Maintain {
    fn run(ledger: &Ledger, (): (), machine: Instant) -> Result<Tended> {
        tend(ledger, machine)
    }
}

/// Makes a snapshot if the newest one is a day old, and removes what is no longer needed. An empty database gets no snapshot,
/// because the existence of one means that there was data.
pub fn tend(ledger: &Ledger, machine: Instant) -> Result<Tended> {
    let directory = ledger.store.directory();
    let all = snapshots::all(directory)?;
    let newest = all.first().map(|snapshot| snapshot.at);
    let is_young = newest.is_some_and(|at| at <= machine.micros() && machine.micros() - at < EACH);
    if is_young || ledger.read_apart(|db| Ok(meta::position(db)?.is_new()))? {
        return Ok(Tended {
            snapshot: newest.and_then(Instant::from_micros),
            made: false,
        });
    }
    let made = make(ledger, machine)?;
    // Segments that the snapshot includes are only read by a rebuild.
    let compressed = segment::compress_finished(directory, made.position()?.segment);
    compressed.map_err(|error| StoreError::from_io(&error, directory))?;
    let all = snapshots::all(directory)?;
    for old in all.iter().skip(KEPT) {
        snapshots::remove_one(old)?;
    }
    if let Some(oldest) = all.get(KEPT - 1) {
        let needed = oldest.position()?.segment;
        let removed = segment::remove_finished(directory, needed, Some(LOG_KEPT));
        removed.map_err(|error| StoreError::from_io(&error, directory))?;
    }
    Ok(Tended {
        snapshot: Instant::from_micros(made.at),
        made: true,
    })
}

/// Makes a snapshot and removes all others, with the log that was folded before it and the databases that were set aside, so
/// that none of them still contains an erased person.
pub fn renew(ledger: &Ledger, machine: Instant) -> Result<()> {
    let directory = ledger.store.directory();
    let made = make(ledger, machine)?;
    for other in snapshots::all(directory)? {
        if other != made {
            snapshots::remove_one(&other)?;
        }
    }
    snapshots::remove_aside(directory)?;
    let needed = made.position()?.segment;
    let removed = segment::remove_finished(directory, needed, None);
    Ok(removed.map_err(|error| StoreError::from_io(&error, directory))?)
}

fn make(ledger: &Ledger, machine: Instant) -> Result<snapshots::Snapshot> {
    let db = ledger.store.reader()?;
    // A machine whose clock was set back must not reuse the name of another snapshot.
    let newest = snapshots::all(ledger.store.directory())?;
    let after = newest.first().map_or(i64::MIN, |snapshot| snapshot.at + 1);
    let at = machine.micros().max(after);
    Ok(snapshots::make(ledger.store.directory(), &db, at)?)
}
