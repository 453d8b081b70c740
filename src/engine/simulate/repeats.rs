//! Points that would not have counted because their customers had counted already (Q30), as `engine::repeats` books them. Takes
//! a pass of its own over the events, and only for rules that count once per customer.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::Calendar;
use super::measured::Rules;
use super::scores;
use super::step::{Repeat, Step};
use crate::domain::distributor::{Definition, OncePer};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::repeats::{Worth, unbooked};
use crate::engine::customers::Customers;
use crate::engine::repeats::once_per_customer;
use crate::engine::{Error, Result};
use crate::store::interval::Interval;
use crate::store::{Read, history};

/// An event of a customer as it counts for one collaborator.
#[derive(Debug)]
struct OfCustomer {
    event: EventId,
    /// Its points and their reversals, with the indexes of the periods.
    steps: Vec<(usize, Step)>,
    booked: i64,
}

/// The index of the period, the collaborator, the number of the type, and the number of the customer.
type Group = (usize, CollaboratorId, usize, usize);

pub fn repeats(
    db: &Read<'_>,
    definition: &Definition,
    calendar: &Calendar,
    interval: Interval,
) -> Result<Vec<Repeat>> {
    if once_per_customer(definition).next().is_none() {
        return Ok(Vec::new());
    }
    let mut customers = Customers::default();
    let mut groups: BTreeMap<Group, Vec<OfCustomer>> = BTreeMap::new();
    let mut rules = Rules::new(definition);
    let mut cursor = calendar.cursor();
    let amended = scores::amended(db, calendar)?;
    history::events_with_subjects(db, interval, |view| {
        let kind = view.kind;
        let rule = rules.of(kind, view.event.kind).rule(view.event.renewal);
        let once = rule.filter(|rule| rule.once_per == Some(OncePer::Customer));
        let Some((rule, name)) = once.zip(view.subject) else {
            return Ok(());
        };
        let customer = customers.number(db, name)?;
        let own = scores::own(&mut cursor, &amended, view);
        let mut of_event: BTreeMap<CollaboratorId, Vec<(usize, Step)>> = BTreeMap::new();
        scores::each_step(definition, rule, view, |collaborator, step| {
            let period = cursor.index_after(own, step.at);
            of_event
                .entry(collaborator)
                .or_default()
                .push((period, step));
            Ok(())
        })?;
        for (collaborator, steps) in of_event {
            let home = steps.first().map_or(own, |(period, _)| *period);
            let group = groups.entry((home, collaborator, kind, customer));
            group.or_default().push(OfCustomer {
                event: view.event.id,
                steps,
                booked: 0,
            });
        }
        Ok::<(), Error>(())
    })?;
    let mut all = Vec::new();
    for ((home, collaborator, _, customer), events) in &mut groups {
        let name = customers.name(*customer);
        of_group(*home, *collaborator, name, events, &mut all);
    }
    Ok(all)
}

/// The repeats of one group, in the order of the periods.
fn of_group(
    home: usize,
    collaborator: CollaboratorId,
    customer: &str,
    events: &mut [OfCustomer],
    all: &mut Vec<Repeat>,
) {
    let touched = events.iter().flat_map(|event| &event.steps);
    let periods: BTreeSet<usize> = touched.map(|(period, _)| (*period).max(home)).collect();
    for period in periods {
        let until = |event: &OfCustomer| -> Vec<(usize, Step)> {
            let steps = event.steps.iter().copied();
            steps.filter(|(each, _)| *each <= period).collect()
        };
        let turned = events.iter().flat_map(until);
        let turned = turned.filter(|(each, _)| *each == period && period != home);
        let turned_at = turned.map(|(_, step)| step.at).max();
        let worths = events.iter().map(|event| Worth {
            at: event.steps[0].1.at,
            event: event.event,
            points: until(event).iter().map(|(_, step)| step.points).sum(),
            booked: event.booked,
        });
        let owed = unbooked(&worths.collect::<Vec<_>>());
        for (event, points) in events.iter_mut().zip(owed) {
            if points == 0 {
                continue;
            }
            event.booked += points;
            let given = event.steps[0].1;
            all.push(Repeat {
                home,
                period,
                event: event.event,
                collaborator,
                customer: customer.to_owned(),
                step: Step {
                    at: turned_at.unwrap_or(given.at),
                    points,
                    parts: given.parts,
                },
                event_at: given.at,
            });
        }
    }
}
