//! Verifies the ledger: that its chain is complete, that every distribution follows from its snapshot, and that the tables have
//! exactly what the ledger says; that sums are the sums of their parts, and that the columnar history matches the events.
//! Not here: writing the ledger (the verbs that act), or reading one from a file (`file`).
//!
//! The entries are read once, in order. Each is done again in a scratch database, which is then compared with the real one
//! column by column. Memory is bounded by the largest distribution.

mod acts;
mod chain;
mod claims;
mod closed;
mod digest;
pub mod export;
pub mod file;
mod findings;
mod given;
mod pools;
mod proof;
mod reader;
mod replay;

use std::collections::BTreeMap;

use serde::Serialize;

pub use closed::Closed;
pub use findings::{Findings, Problem};

use super::calls::{Call, Entry, Given, Run};
use super::configure::stored;
use super::periods::refund_window::{is_open, is_provisional};
use super::run_due::snapshot;
use super::{Error, Ledger, Result};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::store::proof::audit::{self, Difference, MONEY};
use crate::store::{
    self, Error as StoreError, Read, clawed_back, distributors, history, interests, keys, ledger,
    metrics, persons, proof::crowds, proof::seals, proof::sums, redivisions,
};
use claims::Claimed;
use digest::points_digest;
use reader::{Reader, Said};
use replay::Replay;

/// The result of a verification.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Report {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// What was checked.
    pub checked: Checked,
    /// The first hundred problems.
    pub problems: Vec<Problem>,
    /// The number of all problems.
    pub total: u64,
}

/// What was checked.
#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
pub struct Checked {
    /// The number of ledger entries.
    pub lines: i64,
    /// The hash of the last entry.
    pub head: String,
    /// The number of acts, by name.
    pub acts: BTreeMap<String, u64>,
    /// The number of distributions that were divided again.
    pub distributions: u64,
    /// The number of rows that were compared, by table.
    pub rows: BTreeMap<&'static str, u64>,
}

pub const ENTRY: Entry = Entry::question::<Verify>();

#[derive(Debug)]
pub struct Verify;

impl Call for Verify {
    const NAME: &'static str = "verify";
    const ABOUT: &'static str = "Verifies the ledger: calculates its hash chain and every distribution again, makes every money row from \
        it once more, and compares each column with the database. Writes nothing.";
    type Arguments<'v> = ();
    type Answer = Report;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<()> {
        cursor.object(|_| Some(()))
    }
}

impl Run for Verify {
    fn run(ledger: &Ledger, (): (), _: Instant) -> Result<Report> {
        verify(ledger)
    }
}

/// Verifies everything that is folded, while others continue to write.
pub fn verify(ledger: &Ledger) -> Result<Report> {
    ledger.fold()?;
    let db = ledger.store.reader()?;
    let db = store::snapshot(&db)?;
    let mut checked = Checked::default();
    let mut reader = Reader::default();
    file_itself(&db, &mut reader.found)?;
    let mut replay = Replay::new()?;
    ledger::each(&db, |line| -> Result<()> {
        let said = reader.read(&line);
        if line.part == 0 {
            *checked.acts.entry(line.act.clone()).or_default() += 1;
        }
        replay.act(&line, &said, &mut reader.found)?;
        if let Said {
            closed: Some(closed),
            ..
        } = &said
        {
            checked.distributions += 1;
            match tables_agree(&db, closed, &line.hash, &mut reader.found) {
                // What cannot be read was changed.
                Err(Error::Storage(StoreError::Corrupt(what) | StoreError::Inconsistent(what))) => {
                    reader.found.add("distributions", closed.id.0, "", what);
                }
                other => other?,
            }
        }
        Ok(())
    })?;
    reader.end(ledger::head(&db)?.as_ref());
    let head = reader.head();
    checked.lines = head.seq;
    checked.head = head.hash;
    claims_agree(&db, &reader.claimed, &mut reader.found)?;
    let mut found = reader.found;
    for table in &MONEY {
        let rows = audit::compare(&db, &replay.scratch().db(), table, &mut |difference| {
            add(&mut found, table.name, difference);
        })?;
        checked.rows.insert(table.name, rows);
    }
    sums::pool_totals(&db, &mut |difference| {
        add(&mut found, "pool_totals", difference);
    })?;
    sums::scores(&db, &mut |difference| add(&mut found, "scores", difference))?;
    interests::all_there(&db, &mut |difference| {
        add(&mut found, "interests", difference);
    })?;
    keys::all_found(&db, &mut |difference| add(&mut found, "events", difference))?;
    sums::obligation_counts(&db, &mut |difference| {
        add(&mut found, "obligation_counts", difference);
    })?;
    let blocks = history::check::check(&db, &mut |difference| {
        add(&mut found, "event_blocks", difference);
    })?;
    checked.rows.insert("event_blocks", blocks);
    crowds::check(&db, &mut |difference| {
        add(&mut found, "crowds", difference);
    })?;
    persons::check(&db, &mut |difference| {
        add(&mut found, "person_names", difference);
    })?;
    sums::payouts(&db, &mut |difference| {
        add(&mut found, "payouts", difference);
    })?;
    seals::check(&db, &mut |table, difference| {
        add(&mut found, table, difference);
    })?;
    sums::relations(&db, &mut |table, difference| {
        add(&mut found, table, difference);
    })?;
    Ok(Report {
        ok: found.total == 0,
        checked,
        problems: found.problems,
        total: found.total,
    })
}

fn add(found: &mut Findings, table: &str, difference: Difference) {
    found.add(table, difference.id, &difference.column, difference.message);
}

fn file_itself(db: &Read<'_>, found: &mut Findings) -> Result<()> {
    for sentence in sums::integrity(db)? {
        found.add("database", 0, "", sentence);
    }
    for (table, row, into) in sums::dangling(db)? {
        found.add(
            &table,
            row,
            "",
            format!("refers to a row of {into} that does not exist"),
        );
    }
    Ok(())
}

/// Whether the metrics of a distribution are still those of this snapshot, and were not changed by refunds since.
fn is_newest(db: &Read<'_>, closed: &Closed, hash: &str) -> Result<bool> {
    let Some(counted) = closed.counted else {
        return Ok(true);
    };
    let id = closed.id;
    let newest = redivisions::hash(db, id)?;
    let is_open =
        || -> Result<bool> { Ok(is_provisional(db, id)? && snapshot::counted(db, id)? != counted) };
    Ok(newest.as_deref() == Some(hash) && !is_open()?)
}

/// Whether the points that the last claims left are those that are left now.
fn claims_agree(db: &Read<'_>, claimed: &Claimed, found: &mut Findings) -> Result<()> {
    for (id, said) in claimed.points() {
        let agrees = match said {
            Some(said) => {
                let mut left: BTreeMap<CollaboratorId, Points> = BTreeMap::new();
                let parts = metrics::scores(db, id)?.into_iter();
                for part in parts.chain(clawed_back::sums(db, id)?) {
                    let sum = left.entry(part.collaborator).or_insert(Points::ZERO);
                    *sum = sum.plus(&part.points);
                }
                said == points_digest(left.iter().map(|(who, points)| (*who, points)))
            }
            // A provisional distribution makes its claims when that is over.
            None => !clawed_back::are_there(db, id)? || is_open(db, id)?,
        };
        if !agrees {
            let message = "that were taken back since the distribution was final are not those that the ledger claims for";
            found.add("metrics", id.0, "points", message);
        }
    }
    Ok(())
}

/// Whether rules, scores and counts agree with the snapshot.
fn tables_agree(db: &Read<'_>, closed: &Closed, hash: &str, found: &mut Findings) -> Result<()> {
    let id = closed.id;
    let versions = distributors::versions(db, closed.distributor)?;
    let version = versions
        .iter()
        .find(|version| version.number == closed.version);
    let same = match version {
        Some(version) => {
            snapshot::rules(&stored::definition(&version.definition)?)? == closed.rules
        }
        None => false,
    };
    if !same {
        let message = format!(
            "version {} is not the one that distribution {id} followed",
            closed.version
        );
        found.add(
            "distributor_versions",
            closed.distributor.0,
            "definition",
            message,
        );
    }
    if !is_newest(db, closed, hash)? {
        return Ok(());
    }
    for (event, counted) in &closed.events {
        let is = metrics::events_of_type(db, id, event)?;
        found.expect(("metrics", id.0, event), &is, counted);
    }
    if closed.points.is_empty() {
        return Ok(());
    }
    let mut expected = closed.points.clone();
    expected.sort_unstable_by_key(|(collaborator, _)| *collaborator);
    let mut is: Vec<_> = Vec::with_capacity(expected.len());
    for part in metrics::scores(db, id)? {
        match is.last_mut() {
            Some((last, sum)) if *last == part.collaborator => {
                *sum = Points::plus(sum, &part.points);
            }
            _ => is.push((part.collaborator, part.points)),
        }
    }
    if is != expected {
        found.add(
            "scores",
            id.0,
            "points",
            "differ from the snapshot of the distribution",
        );
    }
    Ok(())
}
