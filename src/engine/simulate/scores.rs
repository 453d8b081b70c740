//! What events would have counted for: a pass over all of them that keeps sums, not events.

use std::collections::{HashMap, HashSet};

use super::calendar::Calendar;
use crate::domain::distributor::Definition;
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::{Counting, Size, worths};
use crate::domain::pool::Source;
use crate::engine::fold::too_many;
use crate::engine::{Error, Result};
use crate::store::Connection;
use crate::store::history::{self, Happened, Stretch, Turn};

/// A part of a score: all its points of one denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Numerator.
    pub points: i64,
    /// When the newest event in it happened.
    pub last: Instant,
}

/// What one period counts.
#[derive(Debug, Default)]
pub struct Counted {
    /// Sums by collaborator and denominator.
    pub scores: HashMap<(CollaboratorId, i64), Sum>,
    /// Events of each source that is paid by the event, by the number of the source.
    pub events: HashMap<usize, i64>,
    /// Sums by customer (as `Customers` numbers them), collaborator and denominator.
    pub engagements: HashMap<(usize, CollaboratorId, i64), i64>,
}

/// Points at an instant: numerator and denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// Numerator.
    pub points: i64,
    /// Denominator.
    pub parts: i64,
}

/// A period, by its number, and somebody in it.
pub type Place = (usize, CollaboratorId);

/// The customers whose engagement is asked for, numbered.
pub type Customers = HashMap<String, usize>;

/// Counts all events of a stretch by a definition, in periods.
pub fn count(
    db: &Connection,
    definition: &Definition,
    calendar: &Calendar,
    stretch: Stretch,
    customers: &Customers,
) -> Result<Vec<Counted>> {
    let mut periods: Vec<Counted> = Vec::new();
    periods.resize_with(calendar.periods().len(), Counted::default);
    history::events(db, stretch, |event, credits, turns| {
        let customer = event.subject.and_then(|who| customers.get(who)).copied();
        let mut counts = false;
        each_step(definition, event, credits, turns, |collaborator, step| {
            counts = true;
            periods[calendar.index(step.at)].add(event.id, collaborator, customer, step)
        })?;
        if counts {
            count_event(definition, calendar, event, turns, &mut periods);
        }
        Ok::<(), Error>(())
    })?;
    Ok(periods)
}

/// The single steps by which some people came to their scores, in the order they were recorded.
pub fn steps(
    db: &Connection,
    definition: &Definition,
    calendar: &Calendar,
    stretch: Stretch,
    wanted: &HashSet<Place>,
) -> Result<HashMap<Place, Vec<Step>>> {
    let mut steps: HashMap<Place, Vec<Step>> =
        wanted.iter().map(|place| (*place, Vec::new())).collect();
    history::events(db, stretch, |event, credits, turns| {
        each_step(definition, event, credits, turns, |collaborator, step| {
            if let Some(steps) = steps.get_mut(&(calendar.index(step.at), collaborator)) {
                steps.push(step);
            }
            Ok(())
        })
    })?;
    Ok(steps)
}

/// Says what an event gave to each of those it counts for, and each time that was turned.
fn each_step(
    definition: &Definition,
    event: &Happened<'_>,
    credits: &[Counting],
    turns: &[Turn],
    mut take: impl FnMut(CollaboratorId, Step) -> Result<()>,
) -> Result<()> {
    let Some(rule) = definition.metric(event.kind) else {
        return Ok(());
    };
    let size = Size::of(event.kind, event.quantity, event.value, event.currency);
    for (collaborator, worth) in worths(
        rule,
        definition.units,
        definition.own_activity,
        size,
        credits,
    ) {
        let (points, parts) = worth.ok_or_else(|| too_many(event.id))?;
        take(
            collaborator,
            Step {
                at: event.at,
                points,
                parts,
            },
        )?;
        for turn in turns {
            let points = turn.sign * points;
            take(
                collaborator,
                Step {
                    at: turn.at,
                    points,
                    parts,
                },
            )?;
        }
    }
    Ok(())
}

fn count_event(
    definition: &Definition,
    calendar: &Calendar,
    event: &Happened<'_>,
    turns: &[Turn],
    periods: &mut [Counted],
) {
    for (number, source) in definition.pool.sources.iter().enumerate() {
        let Source::PerEvent { event: kind, .. } = source else {
            continue;
        };
        if kind == event.kind {
            *periods[calendar.index(event.at)]
                .events
                .entry(number)
                .or_default() += event.times;
            for turn in turns {
                *periods[calendar.index(turn.at)]
                    .events
                    .entry(number)
                    .or_default() += turn.sign;
            }
        }
    }
}

impl Counted {
    fn add(
        &mut self,
        event: EventId,
        collaborator: CollaboratorId,
        customer: Option<usize>,
        step: Step,
    ) -> Result<()> {
        let sum = self
            .scores
            .entry((collaborator, step.parts))
            .or_insert(Sum {
                points: 0,
                last: step.at,
            });
        sum.points = plus(sum.points, step.points, event)?;
        sum.last = sum.last.max(step.at);
        if let Some(customer) = customer {
            let points = self
                .engagements
                .entry((customer, collaborator, step.parts))
                .or_default();
            *points = plus(*points, step.points, event)?;
        }
        Ok(())
    }
}

fn plus(sum: i64, points: i64, event: EventId) -> Result<i64> {
    sum.checked_add(points).ok_or_else(|| {
        Error::TooLarge(format!(
            "a score with the points of event {event} is too large to count"
        ))
    })
}
