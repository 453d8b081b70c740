//! The heartbeat: folds, then closes every period that is due, each in a transaction of its own.

pub(in crate::engine) mod close;
pub(in crate::engine) mod redivide;
pub(in crate::engine) mod release;
pub(in crate::engine) mod snapshot;

use std::collections::BTreeSet;
use std::time::{Duration, Instant as Stopwatch};

use serde::Serialize;

use super::calls::{Call, Entry, Given, Run, Told, named};
use super::fold::Folded;
use super::privacy::erase;
use super::{Error, Ledger, Result, Row};
use crate::domain::clock::{self, Clocks, Unconfirmed};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{Cursor, Value, boolean, int};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::domain::money::Money;
use crate::domain::units::Units;
use crate::store::distributions::{self, Open};
use crate::store::{Read, Savepoint, Write, begin, commit, signs};

messages! {
    distribution_is_not_due(id: String) = "distribution {id} is no longer due";
}

/// The change that closes one period.
pub const CLOSE: &str = "close_period";

/// The change that releases obligations whose hold days are over.
pub const RELEASE: &str = "release_held";

/// How long a heartbeat may take and how much it may do.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    time: Duration,
    distributions: usize,
    dry_run: bool,
    confirmed: bool,
}

impl Budget {
    /// Whether nothing more may be closed. One period always may, so that every heartbeat makes progress.
    fn is_spent(&self, done: usize, started: Stopwatch) -> bool {
        done >= self.distributions || (done > 0 && started.elapsed() >= self.time)
    }
}

/// What a heartbeat did.
#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
pub struct Report {
    /// Distributions that were divided.
    pub ran: Vec<ClosedRow>,
    /// Distributions with nothing to divide, or nobody to receive it.
    pub skipped: Vec<ClosedRow>,
    /// Distributions that could not be closed. The next heartbeat tries them again.
    pub failed: Vec<ClosedRow>,
    /// Whether more periods are due than the budget allowed.
    pub more_due: bool,
    /// Why the heartbeat did not act on the given time; null if it did.
    pub unconfirmed: Option<Unconfirmed>,
    /// What was folded first.
    pub folded: Folded,
}

#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct ClosedRow {
    /// The distributor.
    pub distributor: DistributorId,
    /// The distribution.
    pub distribution: DistributionId,
    /// The period.
    pub period: PeriodRow,
    /// The reward pool.
    pub pool: PoolAmount,
    /// How many obligations it made.
    pub obligations: i64,
    /// Why it was skipped or failed.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, schemars::JsonSchema)]
pub struct PoolAmount {
    /// The amount.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
}

pub const ENTRY: Entry = Entry::task::<RunDue>();

#[derive(Debug)]
pub struct RunDue;

impl Call for RunDue {
    const NAME: &'static str = "run_due";
    const ABOUT: &'static str = "The heartbeat: folds what was recorded, and closes every period that has ended by now, each exactly once. \
        Any number of heartbeats may run at once. A time that is ahead of the machine's clock, or more than 90 days after the \
        last activity in the data, is not acted on unless it is confirmed.";
    type Arguments<'v> = (Instant, Budget);
    type Answer = Report;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<(Instant, Budget)> {
        cursor.object(|fields| {
            let now = given.now(fields);
            let budget = fields.details("options", "how much to do", read_budget);
            Some((now?, budget?))
        })
    }
}

impl Run for RunDue {
    fn run(ledger: &Ledger, (now, budget): (Instant, Budget), machine: Instant) -> Result<Report> {
        run_due(ledger, Clocks { now, machine }, budget)
    }
}

/// Any number may run at once: they take turns at the write lock, and what one has closed is no longer due for the next. A
/// doubtful time must be confirmed before it is acted on ([`crate::domain::clock`]).
fn run_due(ledger: &Ledger, clocks: Clocks, budget: Budget) -> Result<Report> {
    let started = Stopwatch::now();
    if budget.dry_run {
        return rehearse(ledger, clocks, budget, started);
    }
    let mut report = prepare(ledger, clocks, budget.confirmed)?;
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    close_all(&mut report, budget, started, |agenda, is_spent| {
        close_next(ledger, clocks.now, agenda, is_spent)
    })?;
    // Finishes an erasure that could not wipe the disk. If it fails again, the status says so and the next run tries again.
    let _ = erase::finish(ledger, clocks.machine);
    Ok(report)
}

/// Closes what is due, until nothing is left or the budget is spent.
fn close_all(
    report: &mut Report,
    budget: Budget,
    started: Stopwatch,
    mut close_next: impl FnMut(&mut Agenda, bool) -> Result<Next>,
) -> Result<()> {
    let mut agenda = Agenda::default();
    for done in 0.. {
        match close_next(&mut agenda, budget.is_spent(done, started))? {
            Next::Nothing => break,
            Next::OutOfBudget => {
                report.more_due = true;
                break;
            }
            Next::Closed(row, DistributionStatus::Skipped) => report.skipped.push(row),
            Next::Closed(row, _) => report.ran.push(row),
            Next::Failed(row) => {
                agenda.failed.insert(row.distributor);
                report.failed.push(row);
            }
        }
    }
    Ok(())
}

/// The distributors that have something due. They are read once for many periods: to find them again for each would take
/// quadratic time.
#[derive(Debug, Default)]
struct Agenda {
    /// The next one is last.
    waiting: Vec<DistributorId>,
    /// A distributor that failed is not tried again in the same run.
    failed: BTreeSet<DistributorId>,
}

impl Agenda {
    /// The next distribution to close.
    fn next(&mut self, db: &Read<'_>, now: Instant) -> Result<Option<Open>> {
        // Another heartbeat may have closed what was read, and more may be due since, so the agenda is read once more.
        for _ in 0..2 {
            while let Some(distributor) = self.waiting.last() {
                if !self.failed.contains(distributor)
                    && let Some(open) = distributions::due_of(db, *distributor, now)?
                {
                    return Ok(Some(open));
                }
                self.waiting.pop();
            }
            let due = distributions::due(db, now)?.into_iter().rev();
            self.waiting = due.map(|open| open.distributor).collect();
        }
        Ok(None)
    }
}

enum Next {
    Nothing,
    OutOfBudget,
    Closed(ClosedRow, DistributionStatus),
    Failed(ClosedRow),
}

/// Folds, and releases what was held. A doubtful time that is not confirmed leaves no trace.
fn prepare(ledger: &Ledger, clocks: Clocks, confirmed: bool) -> Result<Report> {
    let mut turn = ledger.turn("run_due")?;
    let report = Report {
        folded: turn.folded,
        unconfirmed: unconfirmed(&turn.read(), clocks, confirmed)?,
        ..Report::default()
    };
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    if release::is_due(&turn.read(), clocks.now)? {
        let now = clocks.now;
        turn.change(RELEASE, &named([]), now, |db| release::release(db, now))?;
    }
    let transaction = begin(&mut turn.db)?;
    signs::note_run(&transaction, clocks.now)?;
    commit(transaction)?;
    Ok(report)
}

pub fn release_from_log(told: &Told<'_>) -> Result<()> {
    release::release(told.db, told.now)
}

/// What is doubtful about the time, unless it is confirmed.
pub(super) fn unconfirmed(
    db: &Read<'_>,
    clocks: Clocks,
    confirmed: bool,
) -> Result<Option<Unconfirmed>> {
    if confirmed {
        return Ok(None);
    }
    Ok(clock::doubt(clocks, signs::last(db, clocks.now)?))
}

/// Closes the next due period. The write lock is released between two, so that others get a turn.
fn close_next(ledger: &Ledger, now: Instant, agenda: &mut Agenda, is_spent: bool) -> Result<Next> {
    // Folds again, because what was acknowledged a moment ago still belongs to the period that is about to close.
    let mut turn = ledger.turn("run_due")?;
    let Some(open) = agenda.next(&turn.read(), now)? else {
        return Ok(Next::Nothing);
    };
    if is_spent {
        return Ok(Next::OutOfBudget);
    }
    let arguments = named([
        ("distributor", Value::Int(open.distributor.0)),
        ("distribution", Value::Int(open.id.0)),
    ]);
    turn.change(CLOSE, &arguments, now, |db| {
        close_one(db, open.distributor, open.id, now)
    })
}

pub fn close_from_log(told: &Told<'_>) -> Result<()> {
    let distributor = DistributorId(told.int("distributor")?);
    let distribution = DistributionId(told.int("distribution")?);
    close_one(told.db, distributor, distribution, told.now).map(drop)
}

/// Closes a period that is due, or notes why it cannot be closed.
fn close_one(
    db: &Write<'_>,
    distributor: DistributorId,
    distribution: DistributionId,
    now: Instant,
) -> Result<Next> {
    let due = distributions::due_of(db, distributor, now)?;
    let Some(open) = due.filter(|open| open.id == distribution) else {
        return Err(Error::Conflict(distribution_is_not_due(
            distribution.to_string(),
        )));
    };
    let before = Savepoint::set(db)?;
    match close::close(db, &open, now) {
        Ok((row, status)) => {
            before.release()?;
            Ok(Next::Closed(row, status))
        }
        // The database itself failed, so no other distribution would fare better.
        Err(error) if !error.is_local() => Err(error),
        Err(error) => {
            before.roll_back()?;
            Ok(Next::Failed(note_failure(db, &open, &error)?))
        }
    }
}

fn note_failure(db: &Write<'_>, open: &Open, error: &Error) -> Result<ClosedRow> {
    let reason = error.to_string();
    distributions::advance(
        db,
        open.id,
        open.status,
        DistributionStatus::Failed,
        Some(&reason),
    )?;
    // Not from the rules, which may be what cannot be read.
    let head = super::row::head(db, open.distributor)?;
    let units = head
        .ok_or(Error::NotFound(Row::Distributor, open.distributor.0))?
        .units;
    Ok(ClosedRow {
        distributor: open.distributor,
        distribution: open.id,
        period: PeriodRow {
            start: open.start,
            end: open.end,
        },
        pool: PoolAmount {
            amount: Money { minor: 0, units },
            currency: units,
        },
        obligations: 0,
        reason: Some(reason),
    })
}

/// Does everything in one transaction and rolls it back, so that the answer is exactly what a real run would give.
fn rehearse(ledger: &Ledger, clocks: Clocks, budget: Budget, started: Stopwatch) -> Result<Report> {
    let now = clocks.now;
    let mut turn = ledger.turn("run_due, dry run")?;
    let mut report = Report {
        folded: turn.folded,
        unconfirmed: unconfirmed(&turn.read(), clocks, budget.confirmed)?,
        ..Report::default()
    };
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    let transaction = begin(&mut turn.db)?;
    close_all(
        &mut report,
        budget,
        started,
        |agenda, is_spent| match agenda.next(&transaction, now)? {
            None => Ok(Next::Nothing),
            Some(_) if is_spent => Ok(Next::OutOfBudget),
            Some(open) => close_one(&transaction, open.distributor, open.id, now),
        },
    )?;
    // Dropping the transaction rolls everything back.
    drop(transaction);
    Ok(report)
}

fn read_budget(cursor: &mut Cursor<'_, '_>) -> Option<Budget> {
    cursor.object(|fields| {
        let time = fields.or(
            "budget_ms",
            20_000,
            "milliseconds after which no further period is closed",
            int::<1, 3_600_000>,
        );
        let limit = fields.or(
            "limit",
            100_000,
            "the maximum number of periods to close",
            int::<1, 100_000>,
        );
        let dry_run = fields.or(
            "dry_run",
            false,
            "true answers what would be done, without doing it",
            boolean,
        );
        let confirmed = fields.or(
            "confirmed",
            false,
            "true confirms a time that would not be acted on otherwise",
            boolean,
        );
        Some(Budget {
            time: Duration::from_millis(u64::try_from(time?).ok()?),
            distributions: usize::try_from(limit?).ok()?,
            dry_run: dry_run?,
            confirmed: confirmed?,
        })
    })
}
