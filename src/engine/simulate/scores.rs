//! Sums what events would have counted for, in one pass over all of them.
//!
//! The editor runs it over every event after each change of the form. So the rules for a type are looked up once, the period of
//! an instant is first looked for where the last one was found, and instants stay in microseconds.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use super::calendar::{Calendar, Cursor};
use super::measured::Rules;
use super::step::{Belongs, PeriodMember, Repeat, Step};
use super::sums::Sums;
use crate::domain::distributor::{Definition, MetricRule};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::message::messages;
use crate::domain::metric::{Size, why_not, worths};
use crate::engine::counting::too_many;
use crate::engine::customers::Customers;
use crate::engine::{Error, Result};
use crate::store::history::{self, EventView};
use crate::store::interval::Interval;
use crate::store::{Read, amendments};

messages! {
    score_with_event_too_large(event: String) = "a score with the points of event {event} is too large to count";
}

/// What one period counts.
#[derive(Debug)]
pub struct PeriodCounts {
    /// By collaborator and denominator.
    pub scores: Sums,
    /// The number of events of each source with a fixed amount per event, by the index of the source.
    pub events: HashMap<usize, i64>,
    /// The same for events of other periods that were taken back or given again in this one.
    pub late_events: HashMap<usize, i64>,
    /// Sums by customer (as `Customers` numbers them), collaborator and denominator.
    pub engagements: FxHashMap<(usize, CollaboratorId, i64), i64>,
    /// Points of earlier periods that were taken back or given again in this one, if the rules claim them from those who had
    /// them. They are claimed if their period was divided.
    pub after_close: Vec<TakenPoints>,
    /// The same for events of sources with a fixed amount per event: the period that counted them, the source, and how many.
    pub events_after_close: Vec<(usize, usize, i64)>,
}

/// Points of an earlier period, taken back or given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenPoints {
    /// The index of the period that counted them.
    pub counted_in: usize,
    pub collaborator: CollaboratorId,
    /// The number of the customer, if the structure divides by customer.
    pub customer: Option<usize>,
    /// Negative if they were taken back.
    pub step: Step,
}

/// Counts all events of an interval, by period.
pub fn count(
    db: &Read<'_>,
    definition: &Definition,
    calendar: &Calendar,
    interval: Interval,
    customers: &Customers,
    repeats: &[Repeat],
) -> Result<Vec<PeriodCounts>> {
    let of_all = calendar.periods().len();
    let mut periods: Vec<PeriodCounts> = Vec::new();
    periods.resize_with(of_all, || PeriodCounts::of_one_of(of_all));
    let mut rules = Rules::new(definition);
    let mut cursor = calendar.cursor();
    let amended = amended(db, calendar)?;
    let claims = definition.claims_from_credited();
    let count = |view: &EventView<'_>| {
        let measured = rules.of(view.kind, view.event.kind);
        let Some(rule) = measured.rule(view.event.renewal) else {
            return Ok(());
        };
        let customer = view.subject.and_then(|who| customers.find(who));
        let mut counts = false;
        let own = own(&mut cursor, &amended, view);
        each_step(definition, rule, view, |collaborator, step| {
            counts = true;
            let period = cursor.index_after(own, step.at);
            if claims && own < period {
                periods[period].after_close.push(TakenPoints {
                    counted_in: own,
                    collaborator,
                    customer,
                    step,
                });
                return Ok(());
            }
            periods[period].add(view.event.id, collaborator, customer, step)
        })?;
        if counts {
            for source in &measured.sources {
                add(&mut periods[own].events, *source, view.event.times);
                for turn in view.turns {
                    let period = cursor.index_after(own, turn.at);
                    if claims && own < period {
                        let event = (own, *source, turn.sign);
                        periods[period].events_after_close.push(event);
                        continue;
                    }
                    let events = if period == own {
                        &mut periods[period].events
                    } else {
                        &mut periods[period].late_events
                    };
                    add(events, *source, turn.sign);
                }
            }
        }
        Ok::<(), Error>(())
    };
    if customers.is_empty() {
        each_event(db, definition, interval, count)?;
    } else {
        history::events_with_subjects(db, interval, count)?;
    }
    for repeat in repeats {
        let customer = customers.find(&repeat.customer);
        let period = &mut periods[repeat.period];
        if claims && repeat.home < repeat.period {
            period.after_close.push(TakenPoints {
                counted_in: repeat.home,
                collaborator: repeat.collaborator,
                customer,
                step: repeat.step,
            });
        } else {
            period.add(repeat.event, repeat.collaborator, customer, repeat.step)?;
        }
    }
    Ok(periods)
}

/// Visits every event of an interval, with the price of its sale if the rules have a minimum.
fn each_event(
    db: &Read<'_>,
    definition: &Definition,
    interval: Interval,
    visit: impl FnMut(&EventView<'_>) -> Result<()>,
) -> Result<()> {
    let mut rules = definition.metrics.iter();
    if rules.any(|rule| rule.minimum_amount.is_some()) {
        history::events_with_subjects(db, interval, visit)
    } else {
        history::events(db, interval, visit)
    }
}

/// The single steps of some scores, in the order in which they were recorded.
pub fn steps(
    db: &Read<'_>,
    definition: &Definition,
    calendar: &Calendar,
    interval: Interval,
    wanted: &HashSet<PeriodMember>,
    repeats: &[Repeat],
) -> Result<HashMap<PeriodMember, Vec<(Step, Belongs)>>> {
    let mut steps: HashMap<PeriodMember, Vec<(Step, Belongs)>> =
        wanted.iter().map(|member| (*member, Vec::new())).collect();
    let mut rules = Rules::new(definition);
    let mut cursor = calendar.cursor();
    let amended = amended(db, calendar)?;
    let claims = definition.claims_from_credited();
    each_event(db, definition, interval, |view| {
        let measured = rules.of(view.kind, view.event.kind);
        let Some(rule) = measured.rule(view.event.renewal) else {
            return Ok(());
        };
        let own = own(&mut cursor, &amended, view);
        each_step(definition, rule, view, |collaborator, step| {
            let period = cursor.index_after(own, step.at);
            let mut add = |period, belongs| {
                if let Some(steps) = steps.get_mut(&(period, collaborator)) {
                    steps.push((step, belongs));
                }
            };
            if claims && own < period {
                add(own, Belongs::AfterRefundsOf(period));
                add(period, Belongs::HereUnlessDivided(own));
            } else {
                add(period, Belongs::Here);
            }
            Ok::<(), Error>(())
        })
    })?;
    for repeat in repeats {
        let mut take = |period, at, belongs| {
            if let Some(steps) = steps.get_mut(&(period, repeat.collaborator)) {
                let step = Step { at, ..repeat.step };
                take_from(steps, step, belongs);
            }
        };
        let (home, period, at) = (repeat.home, repeat.period, repeat.step.at);
        if claims && home < period {
            take(home, repeat.event_at, Belongs::AfterRefundsOf(period));
            take(period, at, Belongs::HereUnlessDivided(home));
        } else {
            take(period, at, Belongs::Here);
        }
    }
    Ok(steps)
}

/// Removes the step that gave points that do not count, so that nobody appears to have had them for a moment.
fn take_from(steps: &mut Vec<(Step, Belongs)>, taken: Step, belongs: Belongs) {
    let given = Step {
        points: -taken.points,
        ..taken
    };
    match steps.iter().position(|step| *step == (given, belongs)) {
        Some(index) => {
            steps.remove(index);
        }
        None => steps.push((taken, belongs)),
    }
}

/// When the sales of amendments' events were paid, in microseconds since 1970. It matters only with hold days.
pub(super) fn amended(db: &Read<'_>, calendar: &Calendar) -> Result<FxHashMap<EventId, i64>> {
    if !calendar.has_windows() {
        return Ok(FxHashMap::default());
    }
    let amended = amendments::events(db)?.into_iter();
    Ok(amended
        .map(|(id, paid_at)| (id, paid_at.micros()))
        .collect())
}

/// The index of the period that an event belongs to.
pub(super) fn own(
    cursor: &mut Cursor<'_>,
    amended: &FxHashMap<EventId, i64>,
    view: &EventView<'_>,
) -> usize {
    let at = view.event.at;
    match amended.get(&view.event.id) {
        Some(paid_at) => {
            let paid_in = cursor.index(*paid_at);
            cursor.index_after(paid_in, at)
        }
        None => cursor.index(at),
    }
}

/// Visits the points of an event for each collaborator, and each of their reversals.
pub(super) fn each_step(
    definition: &Definition,
    rule: &MetricRule,
    view: &EventView<'_>,
    mut take: impl FnMut(CollaboratorId, Step) -> Result<()>,
) -> Result<()> {
    let event = &view.event;
    let size = Size::of(event.kind, event.quantity, event.value, event.currency);
    let size = size.in_sale(view.goods);
    if why_not(rule, definition.units, size).is_some() {
        return Ok(());
    }
    for (collaborator, worth) in worths(
        rule,
        definition.units,
        definition.own_activity,
        size,
        view.credits,
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
        for turn in view.turns {
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

impl PeriodCounts {
    /// Empty, for one of a number of periods.
    pub fn of_one_of(periods: usize) -> PeriodCounts {
        PeriodCounts {
            scores: Sums::of_one_of(periods),
            events: HashMap::new(),
            late_events: HashMap::new(),
            engagements: FxHashMap::default(),
            after_close: Vec::new(),
            events_after_close: Vec::new(),
        }
    }

    fn add(
        &mut self,
        event: EventId,
        collaborator: CollaboratorId,
        customer: Option<usize>,
        step: Step,
    ) -> Result<()> {
        let added = self
            .scores
            .add(collaborator, step.parts, step.points, step.at);
        added.ok_or_else(|| too_large(event))?;
        if let Some(customer) = customer {
            let points = self
                .engagements
                .entry((customer, collaborator, step.parts))
                .or_default();
            let sum = points.checked_add(step.points);
            *points = sum.ok_or_else(|| too_large(event))?;
        }
        Ok(())
    }
}

fn add(events: &mut HashMap<usize, i64>, source: usize, times: i64) {
    *events.entry(source).or_default() += times;
}

fn too_large(event: EventId) -> Error {
    Error::TooLarge(score_with_event_too_large(event.to_string()))
}
