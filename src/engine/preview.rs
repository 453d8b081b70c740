//! A period as it would be divided now: its pool filled, its scores summed, its shares worked out.
//! Not here: writing any of it (`run_due`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::Result;
use super::clawed_back;
use super::customers::Customers;
use super::pool::{Pool, correction, fill};
use super::repeats;
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distributor::Definition;
use crate::domain::division::{
    Entrant, Outcome, Standing, distribute, entrant_mut, ties_to_settle,
};
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::domain::pool_entry::Slot;
use crate::domain::structure::CustomerShare;
use crate::store::distributions::Open;
use crate::store::engagements::{self, Engagement};
use crate::store::metrics::Seen;
use crate::store::pools::CustomerMoney;
use crate::store::repeats::Repeat;
use crate::store::{Read, collaborators, metrics, pools};

/// A period worked out.
#[derive(Debug)]
pub struct Preview {
    /// By which rules.
    pub definition: Definition,
    /// The reward pool.
    pub pool: Pool,
    /// Everyone with points, sorted by id. Points are not clamped and may be negative.
    pub entrants: Vec<Entrant>,
    /// Whose money it is, for structures that ask for it; anonymous and in arbitrary order.
    pub customers: Vec<CustomerShare>,
    /// Who gets what.
    pub outcome: Outcome,
}

/// Works out a period that is not over: what customers who came again gave is left out, and booked nowhere.
pub fn so_far(db: &Read<'_>, open: &Open, definition: Definition) -> Result<Preview> {
    let repeats = repeats::unbooked_in(db, open, &definition)?;
    let seen = Seen::AsDivided;
    work_out(db, open.id, definition, &BTreeMap::new(), &repeats, seen)
}

/// Works a period out, where it is known of some how they stand, without points that are still to be taken; as it was
/// divided, or as it would have been without what refunds took back since it was final (Q29).
pub fn work_out(
    db: &Read<'_>,
    distribution: DistributionId,
    definition: Definition,
    known: &BTreeMap<CollaboratorId, Standing>,
    repeats: &[Repeat],
    seen: Seen,
) -> Result<Preview> {
    let mut pool = fill(db, distribution, &definition)?;
    let mut entrants = entrants(db, distribution, &definition, known)?;
    if seen == Seen::AfterRefunds {
        pool = clawed_back::without(db, distribution, &definition, pool)?;
        clawed_back::take(db, distribution, &mut entrants)?;
    }
    for repeat in repeats {
        if let Some(entrant) = entrant_mut(&mut entrants, repeat.collaborator) {
            entrant.score = entrant.score.plus(&points_of(repeat)?);
        }
    }
    settle_ties(
        db,
        distribution,
        &definition,
        &mut entrants,
        (repeats, seen),
    )?;
    let customers = if definition.rules.structure.needs_customers() {
        customers(db, distribution, repeats, seen)?
    } else {
        Vec::new()
    };
    let outcome = distribute(pool.filled.pool(), &definition.rules, &entrants, &customers)?;
    Ok(Preview {
        definition,
        pool,
        entrants,
        customers,
        outcome,
    })
}

fn entrants(
    db: &Read<'_>,
    distribution: DistributionId,
    definition: &Definition,
    known: &BTreeMap<CollaboratorId, Standing>,
) -> Result<Vec<Entrant>> {
    let mut entrants: Vec<Entrant> = Vec::new();
    for part in metrics::scores(db, distribution)? {
        match entrants.last_mut() {
            Some(last) if last.collaborator == part.collaborator => {
                last.score = last.score.plus(&part.points);
            }
            _ => entrants.push(Entrant {
                collaborator: part.collaborator,
                score: part.points,
                standing: match known.get(&part.collaborator) {
                    Some(standing) => *standing,
                    None => standing(db, part.collaborator, definition)?,
                },
                reached_at: None,
            }),
        }
    }
    Ok(entrants)
}

/// How a collaborator stands toward a distributor now.
pub fn standing(db: &Read<'_>, id: CollaboratorId, definition: &Definition) -> Result<Standing> {
    let known = collaborators::known(db, id)?;
    let groups = known.as_ref().map_or(&[][..], |known| &known.groups);
    if !definition.audience.holds(id, groups) {
        return Ok(Standing::OutsideAudience);
    }
    let active = known.is_some_and(|known| known.status == CollaboratorStatus::Active);
    Ok(if active {
        Standing::Active
    } else {
        Standing::Inactive
    })
}

/// Finds out when those who are tied reached their score, which nobody else needs to know.
fn settle_ties(
    db: &Read<'_>,
    distribution: DistributionId,
    definition: &Definition,
    entrants: &mut [Entrant],
    (repeats, seen): (&[Repeat], Seen),
) -> Result<()> {
    for tied in ties_to_settle(&definition.rules, entrants) {
        if let Some(entrant) = entrant_mut(entrants, tied) {
            let steps = steps(db, distribution, (tied, seen), repeats)?;
            entrant.reached_at = first_reached(steps, &entrant.score);
        }
    }
    Ok(())
}

/// The steps by which somebody came to a score in a distribution, without points that are still to be taken.
pub fn steps(
    db: &Read<'_>,
    distribution: DistributionId,
    (collaborator, seen): (CollaboratorId, Seen),
    repeats: &[Repeat],
) -> Result<Vec<(Instant, Points)>> {
    let mut steps = metrics::steps(db, distribution, collaborator, seen)?;
    for repeat in repeats {
        if repeat.collaborator == collaborator {
            take_from(&mut steps, repeat)?;
        }
    }
    Ok(steps)
}

/// Takes points that do not count from the steps by which somebody came to a score: from the step that gave them, so
/// that nobody had them for an instant.
fn take_from(steps: &mut Vec<(Instant, Points)>, repeat: &Repeat) -> Result<()> {
    let points = points_of(repeat)?;
    let given = points.times(&Points::whole(-1));
    let at = steps.partition_point(|(at, _)| *at < repeat.at);
    let of_instant = steps[at..].iter().take_while(|(at, _)| *at == repeat.at);
    let gave = of_instant.clone().position(|(_, points)| *points == given);
    match gave {
        Some(place) => {
            steps.remove(at + place);
        }
        None => steps.insert(at + of_instant.count(), (repeat.at, points)),
    }
    Ok(())
}

/// The points of a repeat: negative where they are taken.
pub fn points_of(repeat: &Repeat) -> Result<Points> {
    Ok(Points::fraction(
        i128::from(repeat.points),
        i128::from(repeat.parts),
    )?)
}

/// The first instant at which the sum of the steps so far was a score or more. The steps stand in the
/// order they happened; those of one instant that give points before those that take them.
pub fn first_reached(
    steps: impl IntoIterator<Item = (Instant, Points)>,
    score: &Points,
) -> Option<DateTime<Utc>> {
    let mut sum = Points::ZERO;
    for (at, points) in steps {
        sum = sum.plus(&points);
        if sum >= *score {
            return Some(at.utc());
        }
    }
    None
}

fn customers(
    db: &Read<'_>,
    distribution: DistributionId,
    repeats: &[Repeat],
    seen: Seen,
) -> Result<Vec<CustomerShare>> {
    let mut money = pools::by_customer(db, distribution)?;
    if seen == Seen::AsDivided {
        money.retain(|money| money.slot != Slot::Clawback);
    }
    let mut customers = Customers::default();
    for name in money.iter().filter_map(|money| money.customer.as_ref()) {
        customers.number(db, name)?;
    }
    let mut engagements = engagements::by_subject(db, distribution, seen)?;
    for repeat in repeats {
        engagements.push(Engagement {
            subject: repeat.subject.clone(),
            collaborator: repeat.collaborator,
            points: points_of(repeat)?,
        });
    }
    customer_shares(&customers, money, engagements)
}

/// Each customer's money in the pool, and whom that customer engaged with: by the numbers of the customers, and at the
/// end the money that is nobody's.
pub fn customer_shares(
    customers: &Customers,
    money: Vec<CustomerMoney>,
    engagements: Vec<Engagement>,
) -> Result<Vec<CustomerShare>> {
    let empty = CustomerShare {
        amount: 0,
        engagements: Vec::new(),
    };
    let nobody = customers.len();
    let mut shares = vec![empty; nobody + 1];
    for money in money {
        let weight = weight(&money)?;
        let customer = money.customer.and_then(|name| customers.find(&name));
        shares[customer.unwrap_or(nobody)].amount += weight;
    }
    for engagement in engagements {
        if let Some(customer) = customers.find(&engagement.subject) {
            shares[customer]
                .engagements
                .push((engagement.collaborator, engagement.points));
        }
    }
    Ok(shares)
}

/// What a customer's entries weigh: their base at their percentage, in a unit small enough for all
/// percentages to be whole.
fn weight(money: &CustomerMoney) -> Result<i128> {
    const SMALL: u32 = 6;
    let percent = match money.slot {
        Slot::Opening | Slot::TopUp => Decimal::ONE_HUNDRED,
        // What is paid by the event is nobody's own money.
        Slot::Uncarried | Slot::LateEvent | Slot::ClawbackOfEvent => Decimal::ZERO,
        Slot::Clawback | Slot::Correction | Slot::Source(_) => {
            correction(&money.rate, money.base)?.percent
        }
    };
    let mut scaled = percent;
    scaled.rescale(SMALL);
    Ok(i128::from(money.base) * scaled.mantissa())
}

/// The percentage of a slot, where it belongs to a source that is a share of sales.
#[must_use]
pub fn percent(definition: &Definition, slot: Slot) -> Option<Decimal> {
    let Slot::Source(source) = slot else {
        return None;
    };
    definition.pool.sources.get(source as usize)?.percent()
}
