//! The health of a site's data: what is wrong, and what to do about it.

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run};
use super::fold::{self, Waiting};
use super::{Error, Ledger, Result, run_due};
use crate::domain::clock::{Clocks, Unconfirmed};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::Cursor;
use crate::domain::instant::Instant;
use crate::domain::message::Message;
use crate::domain::words::Word;
use crate::store::privacy::wipe;
use crate::store::{
    self, Read, SCHEMA, conflicts, disk::directory, disputes, distributions, events, faults,
    growth, meta, outbox, refund_list,
};

/// A refund that waits for its sale for a week is a problem; in microseconds. Refunds arrive before their sales during an
/// import, or while records wait in a spool, but not for that long.
const LONG_WAIT: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// The number of unknown codes in the answer.
const SHOWN_CODES: i64 = 20;

/// A day, in microseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// For how long the answer reports that the data was open to other users: thirty days, in seconds.
const SHOWN_MENDED: i64 = 30 * 24 * 60 * 60;

/// The space in bytes that must be free in addition to the size of the database, because a migration or a backup writes all of
/// it once more.
const LEAST_FREE: u64 = 100 << 20;

/// The health of a site's data.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Status {
    /// The version of this extension.
    pub version: &'static str,
    /// The database.
    pub store: StoreStatus,
    /// What is recorded but not folded yet.
    pub waiting: Waiting,
    /// When the last heartbeat ran.
    pub last_run: Option<String>,
    /// Why a heartbeat would not act on the time before somebody confirms it; null if it would.
    pub unconfirmed: Option<Unconfirmed>,
    /// Periods that should have been closed.
    pub overdue: Vec<Overdue>,
    /// How many rows of some kinds there are.
    pub counts: Counts,
    /// Codes that are used but belong to no collaborator, such as a misspelt link or a coupon of the shop; most used first.
    pub unknown_codes: Vec<UnknownCode>,
    /// Everything that is wrong, with what to do.
    pub problems: Vec<HealthProblem>,
}

/// The database.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StoreStatus {
    /// `sqlite`.
    pub kind: &'static str,
    /// The data directory.
    pub path: String,
    /// The version of the schema.
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

/// How many rows of some kinds there are.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Counts {
    /// Events that were ever recorded.
    pub events: i64,
    /// Damaged lines of the journal, which are kept aside.
    pub faults: i64,
    /// Conflicts that nobody has reviewed yet.
    pub conflicts: i64,
    /// Disputes that are not answered yet.
    pub disputes: i64,
    /// Refunds whose sale has not arrived, without history and dismissed ones.
    pub waiting_refunds: i64,
    /// Refunds that do not fit their sale, and that nobody has reviewed yet.
    pub ignored_refunds: i64,
    /// Messages that are not delivered yet.
    pub outbox: i64,
}

/// A code that belongs to no collaborator.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct UnknownCode {
    /// `coupon` or `link`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The code in the form in which codes are compared; null for all codes beyond the number that is kept apart.
    pub code: Option<String>,
    /// How often it was used.
    pub uses: i64,
    /// When it was last used.
    pub last_at: Instant,
}

/// Something that is wrong.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct HealthProblem {
    /// A constant that programs can compare.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The message in parts; null where the code alone says enough to word it.
    pub message_parts: Option<Message>,
    /// What to do.
    pub action: &'static str,
}

pub const ENTRY: Entry = Entry::question::<AskStatus>();

#[derive(Debug)]
pub struct AskStatus;

impl Call for AskStatus {
    const NAME: &'static str = "status";
    const ABOUT: &'static str = "The health of the site's data: every problem, with what to do about it. Nothing is folded; what is \
        recorded but not folded yet is reported as waiting.";
    type Arguments<'v> = Instant;
    type Answer = Status;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<Instant> {
        cursor.object(|fields| given.now(fields))
    }
}

impl Run for AskStatus {
    fn run(ledger: &Ledger, now: Instant, machine: Instant) -> Result<Status> {
        status(ledger, Clocks { now, machine })
    }
}

fn status(ledger: &Ledger, clocks: Clocks) -> Result<Status> {
    let looked = match ledger.store.reader() {
        Ok(db) => Some(look(ledger, &Read::of(&db), clocks)?),
        Err(_) => None,
    };
    match looked {
        Some(status) => Ok(status),
        // The database does not exist yet, or cannot be read. Folding first creates it, or reports the error.
        None => ledger.read(|db| look(ledger, db, clocks)),
    }
}

fn look(ledger: &Ledger, db: &Read<'_>, clocks: Clocks) -> Result<Status> {
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
    problems.extend(ledger.store.log_held_up().map(|bytes| HealthProblem {
        code: "long_log",
        message: format!("The write-ahead log has {} MB and cannot be emptied", bytes >> 20),
        message_parts: None,
        action: "Find and stop the program that keeps siren.sqlite3 open, such as a backup or a database browser; the next heartbeat empties the log.",
    }));
    problems.extend(wipe::is_due(db)?.then(|| HealthProblem {
        code: "unwiped",
        message: "Data of an erased person may still be on the disk".to_owned(),
        message_parts: None,
        action: "Stop the program that keeps siren.sqlite3 open, or free some space on the disk; the next heartbeat wipes it.",
    }));
    problems.splice(0..0, lost_log(ledger, db)?);
    problems.extend(of_the_directory(ledger, clocks.machine));
    problems.extend(dropped_visits(db, clocks.now)?);
    problems.extend(undelivered(db, &counts, clocks.now)?);
    problems.extend(settings(ledger));
    Ok(Status {
        version: env!("CARGO_PKG_VERSION"),
        store: StoreStatus {
            kind: "sqlite",
            path: ledger.store.directory().display().to_string(),
            schema: SCHEMA,
            bytes: ledger.store.bytes(),
        },
        waiting: fold::waiting(&ledger.store, db)?,
        last_run: meta::get(db, "last_run")?,
        unconfirmed: run_due::unconfirmed(db, clocks, false)?,
        overdue,
        counts,
        unknown_codes: unknown_codes(db)?,
        problems,
    })
}

fn unknown_codes(db: &Read<'_>) -> Result<Vec<UnknownCode>> {
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

/// A log that does not continue where the database stopped folding.
fn lost_log(ledger: &Ledger, db: &Read<'_>) -> Result<Option<HealthProblem>> {
    match fold::is_done(&ledger.store, db) {
        Err(Error::Storage(lost @ store::Error::LogLost(_))) => Ok(Some(HealthProblem {
            code: lost.code(),
            message: lost.to_string(),
            message_parts: Some(lost.message()),
            action: "Restore the newest files of this data directory. If they are lost for good, rebuild the database without them (siren_rebuild); what only they contained is then lost.",
        })),
        Err(error) => Err(error),
        Ok(_) => Ok(None),
    }
}

/// Visits by links that exceeded the daily limit in the last thirty days.
fn dropped_visits(db: &Read<'_>, now: Instant) -> Result<Option<HealthProblem>> {
    let since = now.micros().div_euclid(DAY).saturating_sub(30);
    let (visits, days) = growth::dropped_link_visits(db, since)?;
    Ok((visits > 0).then(|| HealthProblem {
        code: "dropped_visits",
        message: format!(
            "Visits by links that exceeded the limit of {} a day, on {days} of the last 30 days: {visits}",
            growth::MOST_LINK_VISITS
        ),
        message_parts: None,
        action: "Check where these visits come from before you approve what they earned: so many mostly come from bots.",
    }))
}

/// Messages that are not delivered, if the oldest has waited for more than a day.
fn undelivered(db: &Read<'_>, counts: &Counts, now: Instant) -> Result<Option<HealthProblem>> {
    let late = outbox::oldest(db)?.is_some_and(|oldest| now.micros() - oldest.micros() > DAY);
    Ok(late.then(|| HealthProblem {
        code: "outbox",
        message: format!("Messages that are not delivered, the oldest for more than a day: {}", counts.outbox),
        message_parts: None,
        action: "Run the heartbeat, which delivers them. If it does run, find the listener that ends the process early.",
    }))
}

/// The permissions of the data directory, and the free space on its disk.
fn of_the_directory(ledger: &Ledger, machine: Instant) -> impl Iterator<Item = HealthProblem> {
    let directory = ledger.store.directory();
    let recently = machine.micros() / 1_000_000 - SHOWN_MENDED;
    let mended = directory::mended(directory).filter(|mended| mended.at >= recently);
    let mended = mended.map(|mended| HealthProblem {
        code: "was_open",
        message: format!("Other users of the machine could read the data until this was corrected: {}", mended.what),
        message_parts: None,
        action: "Find out what changed the permissions, often a script that sets all files to 644 or 777, and exclude the data directory from it.",
    });
    let above = directory::open_above(directory).map(|above| HealthProblem {
        code: "open_above",
        message: format!("Every user of the machine may rename files in {}", above.display()),
        message_parts: None,
        action: "Remove the write permission for others from that directory (chmod o-w), or choose another data directory.",
    });
    let bytes = ledger.store.bytes();
    let free = directory::free_bytes(directory);
    let full = free.filter(|free| is_low(*free, bytes)).map(|free| HealthProblem {
        code: "low_disk",
        message: format!("The disk of the data has only {} MB free", free >> 20),
        message_parts: None,
        action: "Free some space, or move the data to a larger disk. Nothing can be recorded when the disk is full.",
    });
    mended.into_iter().chain(above).chain(full)
}

fn is_low(free: u64, database: u64) -> bool {
    free < database.saturating_add(LEAST_FREE)
}

/// Settings of the site that are not valid.
fn settings(ledger: &Ledger) -> impl Iterator<Item = HealthProblem> {
    let timezone = ledger.settings.timezone.as_ref().err().map(|fault| HealthProblem {
        code: "unknown_timezone",
        message: format!("The site's time zone {fault}"),
        message_parts: None,
        action: "Choose another time zone in the site's settings. Until then, every schedule must have its own.",
    });
    let currency = ledger.currency_fault.as_ref().map(|fault| HealthProblem {
        code: "unknown_currency",
        message: format!("The site's currency {fault}"),
        message_parts: None,
        action: "Choose another currency in the settings. Sales in this one are kept, but go into no pool.",
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
            "Run the heartbeat: visit wp-cron.php, or set up a system cron job for it.",
        ),
        (
            counts.faults,
            "journal_faults",
            "Damaged lines of the journal, which were kept aside",
            "A crash or a full disk damaged them. If one was acknowledged, record it again with its key.",
        ),
        (
            counts.conflicts,
            "conflicts",
            "Records that arrived a second time with other content; the first one counts",
            "See what differs (siren_find 'conflicts') and which plugin sends other content with the same key; correct amounts with a refund or an adjustment, then dismiss it.",
        ),
        (
            counts.disputes,
            "disputes",
            "Disputes that wait for an answer",
            "See what each is about (siren_find 'disputes'), correct what is wrong, and answer it (siren_answer_dispute).",
        ),
        (
            counts.ignored_refunds,
            "ignored_refunds",
            "Refunds that do not fit their sale and were not applied",
            "Open the transaction to see why, record the refund again with lines that the sale has, and dismiss this one.",
        ),
        (
            waiting,
            "waiting_refunds",
            "Refunds that have waited for their sale for a week or longer",
            "If the sale was paid, record it, and the refund is applied. If the sale should not count, dismiss the refund.",
        ),
    ];
    let found = checks.into_iter().filter(|(count, ..)| *count > 0);
    found
        .map(|(count, code, what, action)| HealthProblem {
            code,
            message: format!("{what}: {count}"),
            message_parts: None,
            action,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_is_low_while_a_copy_of_the_database_still_fits() {
        let (free, database) = (500 << 20, 400 << 20);
        assert!(!is_low(free, database));
        assert!(is_low(free - 1, database));
        assert!(is_low(0, 0));
        assert!(!is_low(LEAST_FREE, 0));
        assert!(
            !is_low(u64::MAX, u64::MAX),
            "a huge amount of free space is never low"
        );
    }
}
