//! Whether all is well, and what to do when it is not.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::fold::{self, Waiting};
use super::{Error, Result, Site, run_due};
use crate::domain::clock::{Clocks, Unconfirmed};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::store::privacy::wipe;
use crate::store::{
    self, Connection, SCHEMA, conflicts, disk::directory, disputes, distributions, events, faults,
    growth, meta, outbox, refund_list,
};

/// After how long a refund that waits for its sale is a problem, in microseconds: a week. Refunds come before their sales
/// where an import is under way or records wait in a spool, and none of that takes so long.
const LONG_WAIT: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// How many unknown codes are shown.
const SHOWN_CODES: i64 = 20;

/// A day, in microseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// For how long it is shown that the data was open to others, in seconds: thirty days.
const SHOWN_MENDED: i64 = 30 * 24 * 60 * 60;

/// Room that must be left on the disk, in bytes, beside as much again as the database takes: a migration or a backup
/// writes all of it once more.
const LEAST_FREE: u64 = 100 << 20;

/// The state of a site's data.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Status {
    /// Of this extension.
    pub version: &'static str,
    /// Where the data is.
    pub store: StoreStatus,
    /// What is recorded and not folded yet.
    pub waiting: Waiting,
    /// When the last heartbeat ran.
    pub last_run: Option<String>,
    /// The time that a heartbeat would not act upon before somebody confirms it, and why; null where it would.
    pub unconfirmed: Option<Unconfirmed>,
    /// Periods that should have been closed.
    pub overdue: Vec<Overdue>,
    /// How much there is.
    pub counts: Counts,
    /// Codes in use that nobody has, those used most first: a misspelt link, or a coupon of the shop.
    pub unknown_codes: Vec<UnknownCode>,
    /// What is wrong, each with what to do.
    pub problems: Vec<HealthProblem>,
}

/// Where the data is.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StoreStatus {
    /// `sqlite`.
    pub kind: &'static str,
    /// The data directory.
    pub path: String,
    /// The schema's number.
    pub schema: i64,
    /// The size of the database and its write-ahead log.
    pub bytes: u64,
}

/// A period that should have been closed.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Overdue {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The time at which it was due.
    pub due_at: Instant,
}

/// How much there is.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Counts {
    /// Events ever recorded.
    pub events: i64,
    /// Damaged journal lines kept aside.
    pub faults: i64,
    /// Second bodies under a taken key that nobody looked at yet.
    pub conflicts: i64,
    /// Disputes that somebody still has to answer.
    pub disputes: i64,
    /// Refunds whose sale has not come, without those of history and those that were dismissed.
    pub waiting_refunds: i64,
    /// Refunds that do not fit a sale that counts, and that nobody looked at yet.
    pub ignored_refunds: i64,
    /// Messages that wait to be delivered.
    pub outbox: i64,
}

/// A code that nobody has.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct UnknownCode {
    /// `coupon` or `link`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// As codes are compared; null for all that there was no room to tell apart.
    pub code: Option<String>,
    /// How often it was used.
    pub uses: i64,
    /// When last.
    pub last_at: Instant,
}

/// Something wrong.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct HealthProblem {
    /// A word that programs can compare.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub action: &'static str,
}

/// The call.
pub const ENTRY: Entry = Entry::question::<AskStatus>();

/// Asks how a site's data is.
#[derive(Debug)]
pub struct AskStatus;

impl Call for AskStatus {
    const NAME: &'static str = "status";
    const ABOUT: &'static str = "How the site's data is, and every problem with what to do about it. What is recorded and not yet \
        folded is told as waiting.";
    type Arguments<'v> = Instant;
    type Answer = Status;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<Instant> {
        cursor.object(|fields| given.now(fields))
    }
}

impl Run for AskStatus {
    fn run(site: &Site, now: Instant, machine: Instant) -> Result<Status> {
        status(site, Clocks { now, machine })
    }
}

/// Looks at everything without folding: waiting records are shown as waiting.
fn status(site: &Site, clocks: Clocks) -> Result<Status> {
    let looked = match site.store.reader() {
        Ok(db) => Some(look(site, &db, clocks)?),
        Err(_) => None,
    };
    match looked {
        Some(status) => Ok(status),
        // Nothing was ever stored, or it cannot be read: the way that writes finds out which.
        None => site.read(|db| look(site, db, clocks)),
    }
}

fn look(site: &Site, db: &Connection, clocks: Clocks) -> Result<Status> {
    let counts = Counts {
        events: events::count(db)?,
        faults: faults::count(db)?,
        conflicts: conflicts::open(db)?,
        disputes: disputes::open(db)?,
        waiting_refunds: refund_list::waiting(db, None)?,
        ignored_refunds: refund_list::ignored(db)?,
        outbox: outbox::count(db)?,
    };
    let overdue: Vec<Overdue> = distributions::due(db, clocks.now)?
        .into_iter()
        .map(|open| Overdue {
            distributor: open.distributor,
            distribution: open.id,
            due_at: open.due_at,
        })
        .collect();
    let long = Instant::from_micros(clocks.now.micros() - LONG_WAIT).unwrap_or_default();
    let waiting = refund_list::waiting(db, Some(long))?;
    let mut problems = problems(&counts, &overdue, waiting);
    problems.extend(site.store.log_held_up().map(|bytes| HealthProblem {
        code: "long_log",
        message: format!("Megabytes in the write-ahead log, which cannot be emptied: {}", bytes >> 20),
        action: "Find the program that has been reading siren.sqlite3 for long, like a backup or a database browser, and end it; the next heartbeat empties the log.",
    }));
    problems.extend(wipe::is_due(db)?.then(|| HealthProblem {
        code: "unwiped",
        message: "Of somebody who was erased, remains may still be on the disk".to_owned(),
        action: "Find the program that has been reading siren.sqlite3 for long, or make room on the disk; the next heartbeat wipes it.",
    }));
    problems.splice(0..0, lost_log(site, db)?);
    problems.extend(of_the_directory(site, clocks.machine));
    problems.extend(dropped_visits(db, clocks.now)?);
    problems.extend(undelivered(db, &counts, clocks.now)?);
    problems.extend(settings(site));
    Ok(Status {
        version: env!("CARGO_PKG_VERSION"),
        store: StoreStatus {
            kind: "sqlite",
            path: site.store.directory().display().to_string(),
            schema: SCHEMA,
            bytes: site.store.bytes(),
        },
        waiting: fold::waiting(&site.store, db)?,
        last_run: meta::get(db, "last_run")?,
        unconfirmed: run_due::unconfirmed(db, clocks, false)?,
        overdue,
        counts,
        unknown_codes: unknown_codes(db)?,
        problems,
    })
}

fn unknown_codes(db: &Connection) -> Result<Vec<UnknownCode>> {
    let found = growth::unknown_codes(db, SHOWN_CODES)?.into_iter();
    Ok(found
        .map(|found| UnknownCode {
            kind: found.kind.name(),
            code: Some(found.code).filter(|code| !code.is_empty()),
            uses: found.uses,
            last_at: found.last_at,
        })
        .collect())
}

/// The log that does not go on where the database stands.
fn lost_log(site: &Site, db: &Connection) -> Result<Option<HealthProblem>> {
    match fold::is_done(&site.store, db) {
        Err(Error::Storage(lost @ store::Error::LogLost(_))) => Ok(Some(HealthProblem {
            code: lost.code(),
            message: lost.to_string(),
            action: "Put back the newest files of this ledger. Where they are lost for good, rebuild it without them (siren_rebuild): what they alone held is lost then.",
        })),
        Err(error) => Err(error),
        Ok(_) => Ok(None),
    }
}

/// Visits by links that were more than a day may bring, in the last thirty days.
fn dropped_visits(db: &Connection, now: Instant) -> Result<Option<HealthProblem>> {
    let since = now.micros().div_euclid(DAY).saturating_sub(30);
    let (visits, days) = growth::dropped_link_visits(db, since)?;
    Ok((visits > 0).then(|| HealthProblem {
        code: "dropped_visits",
        message: format!(
            "Visits by links that were not kept, on {days} of the last 30 days: {visits}. A day may bring {}",
            growth::MOST_LINK_VISITS
        ),
        action: "Look where these visits come from before you approve what they earned: so many are mostly made by programs.",
    }))
}

/// Messages to others of which the oldest has waited for longer than a day.
fn undelivered(db: &Connection, counts: &Counts, now: Instant) -> Result<Option<HealthProblem>> {
    let late = outbox::oldest(db)?.is_some_and(|oldest| now.micros() - oldest.micros() > DAY);
    Ok(late.then(|| HealthProblem {
        code: "outbox",
        message: format!("Messages to others that wait to be delivered, the oldest for more than a day: {}", counts.outbox),
        action: "Let the heartbeat run, which delivers them. Where it does, find the listener that ends the process before it is done.",
    }))
}

/// What others can or could do with the data, and how much room is left for it.
fn of_the_directory(site: &Site, machine: Instant) -> impl Iterator<Item = HealthProblem> {
    let directory = site.store.directory();
    let recently = machine.micros() / 1_000_000 - SHOWN_MENDED;
    let mended = directory::mended(directory).filter(|mended| mended.at >= recently);
    let mended = mended.map(|mended| HealthProblem {
        code: "was_open",
        message: format!("Other users of the machine could open the data until it was closed to them: {}", mended.what),
        action: "Find out what changed the mode, often a script that sets all files to 644 or 777, and leave the data directory out of it.",
    });
    let above = directory::open_above(directory).map(|above| HealthProblem {
        code: "open_above",
        message: format!("Every user of the machine may rename what is in {}", above.display()),
        action: "Take the right to write in that directory away from others (chmod o-w), or choose another data directory.",
    });
    let bytes = site.store.bytes();
    let free = directory::free_bytes(directory);
    let full = free.filter(|free| is_low(*free, bytes)).map(|free| HealthProblem {
        code: "low_disk",
        message: format!("Megabytes free on the disk of the data: {}", free >> 20),
        action: "Free some space, or move the data to a larger disk. When the disk is full nothing is recorded into the ledger.",
    });
    mended.into_iter().chain(above).chain(full)
}

/// Whether so many free bytes are too few for a database of so many.
fn is_low(free: u64, database: u64) -> bool {
    free < database.saturating_add(LEAST_FREE)
}

/// Settings that were given and are not known.
fn settings(site: &Site) -> impl Iterator<Item = HealthProblem> {
    let timezone = site.settings.timezone.as_ref().err().map(|fault| HealthProblem {
        code: "unknown_timezone",
        message: format!("The site's time zone {fault}"),
        action: "Choose another time zone in the site's settings. Until then each schedule has to name its own.",
    });
    let currency = site.currency_fault.as_ref().map(|fault| HealthProblem {
        code: "unknown_currency",
        message: format!("The site's currency {fault}"),
        action: "Choose another currency in the settings. Sales in this one are kept, and are in no pool.",
    });
    timezone.into_iter().chain(currency)
}

fn problems(counts: &Counts, overdue: &[Overdue], waiting: i64) -> Vec<HealthProblem> {
    let overdue = i64::try_from(overdue.len()).unwrap_or(i64::MAX);
    let checks = [
        (
            overdue,
            "overdue",
            "Distributions that should have been closed",
            "Let the heartbeat run: visit wp-cron.php, or set up a system cron line for it.",
        ),
        (
            counts.faults,
            "journal_faults",
            "Damaged lines of the journal, kept aside",
            "A crash or a full disk cut them off. If one was acknowledged, record it again under its key.",
        ),
        (
            counts.conflicts,
            "conflicts",
            "Records that came a second time with another content; the first was kept",
            "Look what differs (siren_find 'conflicts') and which plugin sends two contents under one key; correct amounts with a refund or an adjustment, then dismiss it.",
        ),
        (
            counts.disputes,
            "disputes",
            "Disputes that wait for an answer",
            "Look what each is about (siren_find 'disputes'), put right what is wrong, and answer it (siren_answer_dispute).",
        ),
        (
            counts.ignored_refunds,
            "ignored_refunds",
            "Refunds that do not fit their sale and were not applied",
            "Open the transaction to see why, and record the refund again with lines that it has; then dismiss this one.",
        ),
        (
            waiting,
            "waiting_refunds",
            "Refunds that have waited for their sale for a week or longer",
            "If the sale was paid, record it, and its refund is applied. If it was never to count, dismiss the refund.",
        ),
    ];
    let found = checks.into_iter().filter(|(count, ..)| *count > 0);
    found
        .map(|(count, code, what, action)| HealthProblem {
            code,
            message: format!("{what}: {count}"),
            action,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_is_low_before_the_database_fits_no_second_time() {
        let (free, database) = (500 << 20, 400 << 20);
        assert!(!is_low(free, database));
        assert!(is_low(free - 1, database));
        assert!(is_low(0, 0));
        assert!(!is_low(LEAST_FREE, 0));
        assert!(
            !is_low(u64::MAX, u64::MAX),
            "the system says nothing is missing"
        );
    }
}
