//! The heartbeat: folds, then closes every period whose end has passed, one transaction each.

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
use super::site::{begin, commit};
use super::{Error, Result, Site};
use crate::domain::clock::{self, Clocks, Unconfirmed};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{Cursor, Value, boolean, int};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::units::Units;
use crate::store::distributions::{self, Open};
use crate::store::{Connection, Savepoint, signs};

/// The name of the call that closes one period.
pub const CLOSE: &str = "close_period";

/// The name of the call that releases what was held until now.
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
    /// Whether no more than what is done fits. One distribution always does, or there would be no end.
    fn is_spent(&self, done: usize, started: Stopwatch) -> bool {
        done >= self.distributions || (done > 0 && started.elapsed() >= self.time)
    }
}

/// What a heartbeat did.
#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
pub struct Report {
    /// Distributions that were divided.
    pub ran: Vec<Line>,
    /// Distributions with nothing to divide or nobody to receive.
    pub skipped: Vec<Line>,
    /// Distributions that could not be closed; they are tried again at the next heartbeat.
    pub failed: Vec<Line>,
    /// Whether more is due than the budget allowed.
    pub more_due: bool,
    /// A time that is not acted upon, and why; null where it is.
    pub unconfirmed: Option<Unconfirmed>,
    /// What was folded before.
    pub folded: Folded,
}

/// One distribution in a report.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Line {
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
    /// Why it was skipped, or failed.
    pub reason: Option<String>,
}

/// A pool's amount.
#[derive(Debug, Clone, Copy, Serialize, schemars::JsonSchema)]
pub struct PoolAmount {
    /// The amount.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
}

/// The call.
pub const ENTRY: Entry = Entry::task::<RunDue>();

/// Runs what is due.
#[derive(Debug)]
pub struct RunDue;

impl Call for RunDue {
    const NAME: &'static str = "run_due";
    const ABOUT: &'static str = "The heartbeat: folds what was recorded, and closes every period whose end has passed at now, each \
        exactly once. Any number of heartbeats may run at once. A time that lies ahead of the machine's clock, or more than 90 \
        days after the last sign of life that the data shows, is not acted upon unless somebody has confirmed it.";
    type Arguments<'v> = (Instant, Budget);
    type Answer = Report;

    fn read(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<(Instant, Budget)> {
        cursor.object(|fields| {
            let now = given.now(fields);
            let budget = fields.details("options", "how much to do at once", read_budget);
            Some((now?, budget?))
        })
    }
}

impl Run for RunDue {
    fn run(site: &Site, (now, budget): (Instant, Budget), machine: Instant) -> Result<Report> {
        run_due(site, Clocks { now, machine }, budget)
    }
}

/// Any number may run at once: they wait for each other at the write lock, and what one has closed is not due for the next. A
/// doubtful time is only acted upon where somebody has confirmed it ([`crate::domain::clock`]).
fn run_due(site: &Site, clocks: Clocks, budget: Budget) -> Result<Report> {
    let now = clocks.now;
    let started = Stopwatch::now();
    if budget.dry_run {
        return rehearse(site, clocks, budget, started);
    }
    let mut report = prepare(site, clocks, budget.confirmed)?;
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    let mut agenda = Agenda::default();
    for done in 0.. {
        match next(site, now, &mut agenda, budget.is_spent(done, started))? {
            Next::Nothing => break,
            Next::OutOfBudget => {
                report.more_due = true;
                break;
            }
            Next::Closed(line, DistributionStatus::Skipped) => report.skipped.push(line),
            Next::Closed(line, _) => report.ran.push(line),
            Next::Failed(line) => {
                agenda.failed.insert(line.distributor);
                report.failed.push(line);
            }
        }
    }
    // Of an erasure that could not be ended; should it fail again, the status says so, and the next run tries once more.
    let _ = erase::finish(site, clocks.machine);
    Ok(report)
}

/// Whose turn it is to be closed. Read once for all that is due: to find them again for each would take a time that
/// grows with their square.
#[derive(Debug, Default)]
struct Agenda {
    /// Distributors of which something was due when it was read, the next one last.
    waiting: Vec<DistributorId>,
    /// What failed in this run is not tried again in it.
    failed: BTreeSet<DistributorId>,
}

impl Agenda {
    /// The next distribution to be closed, as it stands now.
    fn next(&mut self, db: &Connection, now: Instant) -> Result<Option<Open>> {
        // What was read before may be closed by now, and something else be due: then it is read once more.
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
    Closed(Line, DistributionStatus),
    Failed(Line),
}

/// Folds, and releases what was held. Of a time that is doubtful and not confirmed nothing is kept.
fn prepare(site: &Site, clocks: Clocks, confirmed: bool) -> Result<Report> {
    let mut turn = site.turn("run_due")?;
    let report = Report {
        folded: turn.folded,
        unconfirmed: unconfirmed(&turn.db, clocks, confirmed)?,
        ..Report::default()
    };
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    if release::is_due(&turn.db, clocks.now)? {
        let now = clocks.now;
        turn.change(RELEASE, &named([]), now, |db| release::release(db, now))?;
    }
    let transaction = begin(&mut turn.db)?;
    signs::note_run(&transaction, clocks.now)?;
    commit(transaction)?;
    Ok(report)
}

/// The release of what was held until then, out of the log.
pub fn release_from_log(told: &Told<'_>) -> Result<()> {
    release::release(told.db, told.now)
}

/// What is doubtful about the time, where nobody has confirmed it.
pub(super) fn unconfirmed(
    db: &Connection,
    clocks: Clocks,
    confirmed: bool,
) -> Result<Option<Unconfirmed>> {
    if confirmed {
        return Ok(None);
    }
    Ok(clock::doubt(clocks, signs::last(db, clocks.now)?))
}

/// Closes the next due period. The write lock is given up between two, so that nobody waits for all.
fn next(site: &Site, now: Instant, agenda: &mut Agenda, spent: bool) -> Result<Next> {
    // What was acknowledged a moment ago still belongs to the period that is about to close.
    let mut turn = site.turn("run_due")?;
    let Some(open) = agenda.next(&turn.db, now)? else {
        return Ok(Next::Nothing);
    };
    if spent {
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

/// The close of one period, out of the log.
pub fn close_from_log(told: &Told<'_>) -> Result<()> {
    let distributor = DistributorId(told.int("distributor")?);
    let distribution = DistributionId(told.int("distribution")?);
    close_one(told.db, distributor, distribution, told.now).map(drop)
}

/// Closes a period that is due, or notes why it could not be closed.
fn close_one(
    db: &Connection,
    distributor: DistributorId,
    distribution: DistributionId,
    now: Instant,
) -> Result<Next> {
    let due = distributions::due_of(db, distributor, now)?;
    let Some(open) = due.filter(|open| open.id == distribution) else {
        return Err(Error::Conflict(format!(
            "distribution {distribution} is not due any more"
        )));
    };
    let before = Savepoint::set(db)?;
    match close::close(db, &open, now) {
        Ok((line, status)) => {
            before.release()?;
            Ok(Next::Closed(line, status))
        }
        // The database itself is in trouble: nobody else's distribution would fare better.
        Err(error) if !error.is_local() => Err(error),
        Err(error) => {
            before.roll_back()?;
            Ok(Next::Failed(note_failure(db, &open, &error)?))
        }
    }
}

fn note_failure(db: &Connection, open: &Open, error: &Error) -> Result<Line> {
    let reason = error.to_string();
    distributions::advance(
        db,
        open.id,
        open.status,
        DistributionStatus::Failed,
        Some(&reason),
    )?;
    // Its rules may be what does not read.
    let head = super::find::head(db, open.distributor)?;
    let units = head
        .ok_or(Error::NotFound("distributor", open.distributor.0))?
        .units;
    Ok(Line {
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

/// Does all of it and takes it back: the answer is exactly what a real run would give.
fn rehearse(site: &Site, clocks: Clocks, budget: Budget, started: Stopwatch) -> Result<Report> {
    let now = clocks.now;
    let mut turn = site.turn("run_due, dry run")?;
    let mut report = Report {
        folded: turn.folded,
        unconfirmed: unconfirmed(&turn.db, clocks, budget.confirmed)?,
        ..Report::default()
    };
    if report.unconfirmed.is_some() {
        return Ok(report);
    }
    let transaction = begin(&mut turn.db)?;
    let mut agenda = Agenda::default();
    for done in 0.. {
        let Some(open) = agenda.next(&transaction, now)? else {
            break;
        };
        if budget.is_spent(done, started) {
            report.more_due = true;
            break;
        }
        let before = Savepoint::set(&transaction)?;
        match close::close(&transaction, &open, now) {
            Ok((line, DistributionStatus::Skipped)) => report.skipped.push(line),
            Ok((line, _)) => report.ran.push(line),
            Err(error) if !error.is_local() => return Err(error),
            Err(error) => {
                before.roll_back()?;
                agenda.failed.insert(open.distributor);
                report
                    .failed
                    .push(note_failure(&transaction, &open, &error)?);
                continue;
            }
        }
        before.release()?;
    }
    // Dropping the transaction takes everything back.
    drop(transaction);
    Ok(report)
}

fn read_budget(cursor: &mut Cursor<'_, '_>) -> Option<Budget> {
    cursor.object(|fields| {
        let time = fields.or(
            "budget_ms",
            20_000,
            "milliseconds after which no further period is begun",
            int::<1, 3_600_000>,
        );
        let limit = fields.or(
            "limit",
            100_000,
            "how many periods to close at most",
            int::<1, 100_000>,
        );
        let dry_run = fields.or(
            "dry_run",
            false,
            "true answers what would be done, and does nothing",
            boolean,
        );
        let confirmed = fields.or(
            "confirmed",
            false,
            "true says that somebody looked at a time that is not acted upon otherwise",
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
