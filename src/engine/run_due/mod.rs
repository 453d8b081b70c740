//! The heartbeat: folds, then closes every period whose end has passed, one transaction each.

pub(in crate::engine) mod close;
pub(in crate::engine) mod redivide;
pub(in crate::engine) mod release;
pub(in crate::engine) mod snapshot;

use std::collections::BTreeSet;
use std::time::{Duration, Instant as Stopwatch};

use serde::Serialize;

pub(super) use close::shown;

use super::calls::{Told, named};
use super::fold::Folded;
use super::privacy::erase;
use super::site::{begin, commit};
use super::{Error, Result, Site};
use crate::domain::clock::{self, Clocks, Unconfirmed};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::ids::{DistributionId, DistributorId};
use crate::domain::input::{At, Fields, Problems, Value, boolean, int};
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
struct Budget {
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
#[derive(Debug, Default, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Whose run it is.
    pub distributor: DistributorId,
    /// Which one.
    pub distribution: DistributionId,
    /// Its period.
    pub period: PeriodRow,
    /// The pool.
    pub pool: PoolAmount,
    /// How many obligations it made.
    pub obligations: i64,
    /// Why it was skipped, or failed.
    pub reason: Option<String>,
}

/// A pool's amount.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PoolAmount {
    /// How much.
    pub amount: Money,
    /// In which units.
    pub currency: Units,
}

/// Runs what is due at `now`. Options: `budget_ms` (default 20,000), `limit`, `dry_run`, `confirmed`.
///
/// Any number may run at once: they wait for each other at the gate, and what one has closed is not
/// due for the next. A doubtful time is only acted upon where somebody has confirmed it ([`crate::domain::clock`]).
pub fn run_due(site: &Site, clocks: impl Into<Clocks>, options: &Value<'_>) -> Result<Report> {
    let clocks = clocks.into();
    let now = clocks.now;
    let mut problems = Problems::default();
    let budget = read_options(options, &mut problems);
    let budget = problems.into_result(budget)?;
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

/// Closes the next due period. The gate is given up between two, so that nobody waits for all.
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

fn read_options(options: &Value<'_>, problems: &mut Problems) -> Option<Budget> {
    let at = At::root();
    let at = at.key("options");
    let mut fields = Fields::open(options, &at, problems)?;
    let time = match fields.get("budget_ms") {
        Some(v) => int(v, 1..=3_600_000, &at.key("budget_ms"), problems),
        None => Some(20_000),
    };
    let limit = match fields.get("limit") {
        Some(v) => int(v, 1..=100_000, &at.key("limit"), problems),
        None => Some(100_000),
    };
    let dry_run = match fields.get("dry_run") {
        Some(v) => boolean(v, &at.key("dry_run"), problems),
        None => Some(false),
    };
    let confirmed = match fields.get("confirmed") {
        Some(v) => boolean(v, &at.key("confirmed"), problems),
        None => Some(false),
    };
    fields.close(&at, problems);
    Some(Budget {
        time: Duration::from_millis(u64::try_from(time?).ok()?),
        distributions: usize::try_from(limit?).ok()?,
        dry_run: dry_run?,
        confirmed: confirmed?,
    })
}
