//! Snapshots: whole copies of the database that the heartbeat makes, and how long the log is kept for them.
//!
//! Two are kept. What the older of them needs of the log is kept too, and of the rest what is younger than thirty days: so a
//! lost or damaged database is rebuilt ([`super::rebuild`]) even where the newest snapshot does not hold together.

use std::time::Duration;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::{Result, Site};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::journal::segment;
use crate::store::{Error as StoreError, disk::snapshots, meta};

/// How long a snapshot is the newest, in microseconds: a day.
const EACH: i64 = 24 * 60 * 60 * 1_000_000;

/// How many are kept.
const KEPT: usize = 2;

/// For how long a part of the log is kept that no snapshot needs any more.
const LOG_KEPT: Duration = Duration::from_hours(30 * 24);

/// What there is to rebuild a database from.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Tended {
    /// When the newest snapshot was made.
    pub snapshot: Option<Instant>,
    /// Whether it was made just now.
    pub made: bool,
}

/// The call.
pub const ENTRY: Entry = Entry::task::<Maintain>();

/// Sees to the snapshots.
#[derive(Debug)]
pub struct Maintain;

impl Call for Maintain {
    const NAME: &'static str = "maintain";
    const ABOUT: &'static str = "Daily upkeep, for the heartbeat: makes a snapshot (a copy of the database, in the data directory) \
        where the newest is a day old. Two are kept, and as much of the log as they need, at least thirty days of it: what a lost \
        or damaged database is rebuilt from. It takes as long as copying the database does, and holds nobody up.";
    type Arguments<'v> = ();
    type Answer = Tended;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<()> {
        cursor.object(|_| Some(()))
    }
}

impl Run for Maintain {
    fn run(site: &Site, (): (), machine: Instant) -> Result<Tended> {
        tend(site, machine)
    }
}

/// Makes a snapshot where the newest is a day old, and takes away what is not needed any more. Of a ledger in which nothing
/// is there is none: a snapshot says that there was something.
pub fn tend(site: &Site, machine: Instant) -> Result<Tended> {
    let directory = site.store.directory();
    let all = snapshots::all(directory)?;
    let newest = all.first().map(|snapshot| snapshot.at);
    let is_young = newest.is_some_and(|at| at <= machine.micros() && machine.micros() - at < EACH);
    if is_young || site.read_apart(|db| Ok(meta::position(db)?.is_new()))? {
        return Ok(Tended {
            snapshot: newest.and_then(Instant::from_micros),
            made: false,
        });
    }
    let made = make(site, machine)?;
    // What is folded in a snapshot is only read where one is rebuilt.
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

/// Makes a snapshot and takes all others away, with all of the log that was folded before it and the databases that were put
/// aside: nothing is left that knows who was erased.
pub fn renew(site: &Site, machine: Instant) -> Result<()> {
    let directory = site.store.directory();
    let made = make(site, machine)?;
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

fn make(site: &Site, machine: Instant) -> Result<snapshots::Snapshot> {
    let db = site.store.reader()?;
    // One whose clock was set back is not to take the name of another.
    let newest = snapshots::all(site.store.directory())?;
    let after = newest.first().map_or(i64::MIN, |snapshot| snapshot.at + 1);
    let at = machine.micros().max(after);
    Ok(snapshots::make(site.store.directory(), &db, at)?)
}
