//! A period as it would be divided now: its pool filled, its scores summed, its shares worked out.
//! Not here: writing any of it (`run_due`).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::Result;
use super::clawed_back;
use super::configure::stored;
use super::customers::Customers;
use crate::domain::allocation::{Entrant, Outcome, Standing, distribute, ties_to_settle};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distribution::{Distribution, PoolLine};
use crate::domain::distributor::Definition;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::money;
use crate::domain::points::Points;
use crate::domain::pool::{self, Contents, Correction, Filled, Source};
use crate::domain::structure::{CustomerShare, Structure};
use crate::domain::units::Units;
use crate::store::metrics::{Engagement, Seen};
use crate::store::pools::{
    CLAWBACK, CLAWBACK_EVENT, CORRECTION, CustomerMoney, LATE_EVENT, OPENING, TOP_UP, UNCARRIED,
};
use crate::store::{Connection, Error as StoreError, collaborators, distributors, metrics, pools};

/// What a source counted, and what it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// What was counted.
    pub contents: Contents,
    /// What all of it comes to.
    pub filled: Filled,
}

/// A period worked out.
#[derive(Debug)]
pub struct Preview {
    /// By which rules.
    pub definition: Definition,
    /// The pool.
    pub pool: Pool,
    /// Who has points, by id, as they are: they may be below nothing.
    pub entrants: Vec<Entrant>,
    /// Whose money it is, where that matters; nameless, in no order that means anything.
    pub customers: Vec<CustomerShare>,
    /// Who gets what.
    pub outcome: Outcome,
}

/// The rules of a version.
pub fn definition(db: &Connection, distributor: DistributorId, number: i64) -> Result<Definition> {
    let text = distributors::definition(db, distributor, number)?.ok_or_else(|| {
        StoreError::Inconsistent(format!("distributor {distributor} has no version {number}"))
    })?;
    stored::definition(&text)
}

/// Works a period out.
pub fn work_out(
    db: &Connection,
    distribution: DistributionId,
    definition: Definition,
) -> Result<Preview> {
    work_out_as(
        db,
        distribution,
        definition,
        &BTreeMap::new(),
        Seen::AsDivided,
    )
}

/// The same, where it is known of some how they stand; as it was divided, or as it would have been without what refunds
/// took back since it was final (Q29).
pub fn work_out_as(
    db: &Connection,
    distribution: DistributionId,
    definition: Definition,
    known: &BTreeMap<CollaboratorId, Standing>,
    seen: Seen,
) -> Result<Preview> {
    let mut pool = fill(db, distribution, &definition)?;
    let mut entrants = entrants(db, distribution, &definition, known)?;
    if seen == Seen::AfterRefunds {
        pool = clawed_back::without(db, distribution, &definition, pool)?;
        clawed_back::take(db, distribution, &mut entrants)?;
    }
    settle_ties(db, distribution, &definition, &mut entrants, seen)?;
    let customers = match definition.rules.structure {
        Structure::UserCentricPool => customers(db, distribution, seen)?,
        Structure::SharedEngagementPool
        | Structure::PerformanceWeightedPool
        | Structure::TopScoreWins { .. }
        | Structure::Ladder { .. }
        | Structure::TargetBonus { .. } => Vec::new(),
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

/// Fills the pool of a period.
pub fn fill(
    db: &Connection,
    distribution: DistributionId,
    definition: &Definition,
) -> Result<Pool> {
    let sources = &definition.pool.sources;
    let mut contents = Contents {
        bases: vec![0; sources.len()],
        ..Contents::default()
    };
    for total in pools::totals(db, distribution)? {
        match total.place {
            OPENING => contents.opening = total.base,
            TOP_UP => contents.top_ups = total.base,
            LATE_EVENT => contents.late_events = total.base,
            CLAWBACK | CLAWBACK_EVENT | UNCARRIED => {}
            // Refunded and undone.
            CORRECTION if total.base == 0 => {}
            CORRECTION => contents
                .corrections
                .push(correction(&total.rate, total.base)?),
            place => {
                let base = usize::try_from(place)
                    .ok()
                    .and_then(|place| contents.bases.get_mut(place));
                *base.ok_or_else(|| {
                    StoreError::Inconsistent(format!(
                        "the pool of distribution {distribution} has sales from source {place}, and its rules have {} \
                         sources",
                        sources.len()
                    ))
                })? = total.base;
            }
        }
    }
    for (base, source) in contents.bases.iter_mut().zip(sources) {
        if let Source::PerEvent { event, .. } = source {
            *base = metrics::events_of_type(db, distribution, event)?;
        }
    }
    let filled = pool::fill(&definition.pool, &contents)?;
    Ok(Pool { contents, filled })
}

/// Sales that count at a percentage of their own, which is read back from where it was kept.
pub fn correction(rate: &str, base: i64) -> Result<Correction> {
    let percent = rate
        .parse()
        .map_err(|_| StoreError::Inconsistent(format!("a pool has sales at \"{rate}\" percent")))?;
    Ok(Correction { percent, base })
}

fn entrants(
    db: &Connection,
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
pub fn standing(db: &Connection, id: CollaboratorId, definition: &Definition) -> Result<Standing> {
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
    db: &Connection,
    distribution: DistributionId,
    definition: &Definition,
    entrants: &mut [Entrant],
    seen: Seen,
) -> Result<()> {
    for tied in ties_to_settle(&definition.rules, entrants) {
        if let Some(entrant) = entrant_mut(entrants, tied) {
            entrant.reached_at = reached(db, distribution, (tied, seen), &entrant.score)?;
        }
    }
    Ok(())
}

/// One of the entrants, who stand by id. There may be as many ties as entrants, so each is found by halving.
pub fn entrant_mut(entrants: &mut [Entrant], id: CollaboratorId) -> Option<&mut Entrant> {
    let index = entrants.binary_search_by_key(&id, |entrant| entrant.collaborator);
    entrants.get_mut(index.ok()?)
}

/// The first instant at which the running sum was the final score or more.
fn reached(
    db: &Connection,
    distribution: DistributionId,
    (collaborator, seen): (CollaboratorId, Seen),
    score: &Points,
) -> Result<Option<DateTime<Utc>>> {
    let steps = metrics::steps(db, distribution, collaborator, seen)?;
    Ok(first_reached(steps, score))
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
    db: &Connection,
    distribution: DistributionId,
    seen: Seen,
) -> Result<Vec<CustomerShare>> {
    let mut money = pools::by_customer(db, distribution)?;
    if seen == Seen::AsDivided {
        money.retain(|money| money.place != CLAWBACK);
    }
    let mut customers = Customers::default();
    for name in money.iter().filter_map(|money| money.customer.as_ref()) {
        customers.number(db, name)?;
    }
    let engagements = metrics::by_subject(db, distribution, seen)?;
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
    let percent = match money.place {
        OPENING | TOP_UP => Decimal::ONE_HUNDRED,
        // What is paid by the event is nobody's own money.
        UNCARRIED | LATE_EVENT | CLAWBACK_EVENT => Decimal::ZERO,
        _ => correction(&money.rate, money.base)?.percent,
    };
    let mut scaled = percent;
    scaled.rescale(SMALL);
    Ok(i128::from(money.base) * scaled.mantissa())
}

/// The percentage of a source, where it is a share of sales.
#[must_use]
pub fn percent(definition: &Definition, source: i64) -> Option<Decimal> {
    let source = usize::try_from(source).ok()?;
    match definition.pool.sources.get(source)? {
        Source::RevenueShare(share) => Some(share.percent),
        Source::Fixed(_) | Source::PerEvent { .. } => None,
    }
}

/// The pool of a distribution as lines to show.
pub fn pool_lines(db: &Connection, distribution: &Distribution) -> Result<Vec<PoolLine>> {
    let definition = definition(db, distribution.distributor, distribution.version)?;
    let pool = fill(db, distribution.id, &definition)?;
    Ok(lines(&definition, &pool))
}

/// A filled pool as lines to show: its sources, then what was added to them.
#[must_use]
pub fn lines(definition: &Definition, pool: &Pool) -> Vec<PoolLine> {
    let units = definition.units;
    let mut lines = Vec::new();
    for ((source, base), amount) in definition
        .pool
        .sources
        .iter()
        .zip(&pool.contents.bases)
        .zip(&pool.filled.sources)
    {
        let (percent, base) = match source {
            Source::RevenueShare(share) => (
                Some(share.percent.normalize().to_string()),
                Some(money::to_text(*base, units)),
            ),
            Source::Fixed(_) => (None, None),
            Source::PerEvent { .. } => (None, Some(base.to_string())),
        };
        lines.push(PoolLine {
            kind: source.kind(),
            percent,
            base,
            amount: major(*amount, units),
        });
    }
    for (correction, amount) in pool
        .contents
        .corrections
        .iter()
        .zip(&pool.filled.corrections)
    {
        lines.push(PoolLine {
            kind: "correction",
            percent: Some(correction.percent.normalize().to_string()),
            base: Some(money::to_text(correction.base, units)),
            amount: major(*amount, units),
        });
    }
    let mut whole = |kind, minor: i64| {
        if minor != 0 {
            lines.push(PoolLine {
                kind,
                percent: None,
                base: None,
                amount: money::to_text(minor, units),
            });
        }
    };
    whole("late_events", pool.filled.late_events);
    whole("opening", pool.filled.opening);
    whole("top_up", pool.filled.top_ups);
    if !pool.filled.adjusted.is_zero() {
        lines.push(PoolLine {
            kind: "adjusted",
            percent: None,
            base: None,
            amount: major(pool.filled.adjusted, units),
        });
    }
    lines
}

/// Exact minor units as text in major units, with at least the currency's decimals.
fn major(minor: Decimal, units: Units) -> String {
    let mut text = minor;
    // Only moves the point: the digits stay.
    if text.set_scale(minor.scale() + units.exponent()).is_err() {
        return minor.to_string();
    }
    let normal = text.normalize();
    let mut shown = normal;
    if normal.scale() < units.exponent() {
        shown.rescale(units.exponent());
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_amounts_are_shown_with_all_their_digits() {
        let usd = Units::from_code("USD").unwrap();
        let jpy = Units::from_code("JPY").unwrap();
        for (minor, units, shown) in [
            ("92592.525", usd, "925.92525"),
            ("600000", usd, "6000.00"),
            ("-5", usd, "-0.05"),
            ("0", usd, "0.00"),
            ("333.5", jpy, "333.5"),
        ] {
            assert_eq!(major(minor.parse().unwrap(), units), shown);
        }
    }
}
