//! A period as it would be divided now: its pool filled, its scores summed, its shares worked out.
//! Not here: writing any of it (`run_due`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::Result;
use super::configure::stored;
use crate::domain::allocation::{Entrant, Outcome, Standing, distribute, ties_to_settle};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distribution::{Distribution, PoolLine};
use crate::domain::distributor::Definition;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId};
use crate::domain::instant::Instant;
use crate::domain::money;
use crate::domain::points::Points;
use crate::domain::pool::{self, Correction, Filled, Source};
use crate::domain::structure::{CustomerShare, Structure};
use crate::domain::units::Units;
use crate::store::metrics::Engagement;
use crate::store::pools::{CLAWBACK, CORRECTION, CustomerMoney, OPENING, TOP_UP};
use crate::store::{Connection, Error as StoreError, collaborators, distributors, metrics, pools};

/// What a source counted, and what it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// What each source counted, in the order of the sources.
    pub bases: Vec<i64>,
    /// Refunds at percentages that are not in force any more.
    pub corrections: Vec<Correction>,
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
        StoreError::Corrupt(format!("distributor {distributor} has no version {number}"))
    })?;
    stored::definition(&text)
}

/// Works a period out.
pub fn work_out(
    db: &Connection,
    distribution: DistributionId,
    definition: Definition,
) -> Result<Preview> {
    let pool = fill(db, distribution, &definition)?;
    let mut entrants = entrants(db, distribution, &definition)?;
    settle_ties(db, distribution, &definition, &mut entrants)?;
    let customers = match definition.rules.structure {
        Structure::UserCentricPool => customers(db, distribution, &definition)?,
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
    let mut bases = vec![0; sources.len()];
    let (mut opening, mut top_ups) = (0, 0);
    let mut corrections = Vec::new();
    for total in pools::totals(db, distribution)? {
        match total.place {
            OPENING => opening = total.base,
            TOP_UP => top_ups = total.base,
            CLAWBACK => {}
            CORRECTION => corrections.push(Correction {
                percent: total.rate.parse().map_err(|_| {
                    StoreError::Corrupt(format!("a correction at \"{}\" percent", total.rate))
                })?,
                base: total.base,
            }),
            place => {
                let base = usize::try_from(place)
                    .ok()
                    .and_then(|place| bases.get_mut(place));
                *base.ok_or_else(|| {
                    StoreError::Corrupt(format!("a pool without source {place}"))
                })? = total.base;
            }
        }
    }
    for (base, source) in bases.iter_mut().zip(sources) {
        if let Source::PerEvent { event, .. } = source {
            *base = metrics::events_of_type(db, distribution, event)?;
        }
    }
    let filled = pool::fill(&definition.pool, &bases, &corrections, opening, top_ups)?;
    Ok(Pool {
        bases,
        corrections,
        filled,
    })
}

fn entrants(
    db: &Connection,
    distribution: DistributionId,
    definition: &Definition,
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
                standing: standing(db, part.collaborator, definition)?,
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
) -> Result<()> {
    for tied in ties_to_settle(&definition.rules, entrants) {
        if let Some(entrant) = entrants
            .iter_mut()
            .find(|entrant| entrant.collaborator == tied)
        {
            entrant.reached_at = reached(db, distribution, tied, &entrant.score)?;
        }
    }
    Ok(())
}

/// The first instant at which the running sum was the final score or more.
fn reached(
    db: &Connection,
    distribution: DistributionId,
    collaborator: CollaboratorId,
    score: &Points,
) -> Result<Option<DateTime<Utc>>> {
    let steps = metrics::steps(db, distribution, collaborator)?;
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
    definition: &Definition,
) -> Result<Vec<CustomerShare>> {
    customer_shares(
        definition,
        pools::by_customer(db, distribution)?,
        metrics::by_subject(db, distribution)?,
    )
}

/// Each customer's money in the pool, and whom that customer engaged with.
pub fn customer_shares(
    definition: &Definition,
    money: Vec<CustomerMoney>,
    engagements: Vec<Engagement>,
) -> Result<Vec<CustomerShare>> {
    let mut customers: HashMap<String, CustomerShare> = HashMap::new();
    let empty = || CustomerShare {
        amount: 0,
        engagements: Vec::new(),
    };
    let mut nobodys = empty();
    for money in money {
        let weight = weight(definition, &money)?;
        match money.customer {
            Some(customer) => customers.entry(customer).or_insert_with(empty).amount += weight,
            None => nobodys.amount += weight,
        }
    }
    for engagement in engagements {
        if let Some(customer) = customers.get_mut(&engagement.subject) {
            customer
                .engagements
                .push((engagement.collaborator, engagement.points));
        }
    }
    let mut named: Vec<(String, CustomerShare)> = customers.into_iter().collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(named
        .into_iter()
        .map(|(_, share)| share)
        .chain([nobodys])
        .collect())
}

/// What a customer's entries weigh: their base at their percentage, in a unit small enough for all
/// percentages to be whole.
fn weight(definition: &Definition, money: &CustomerMoney) -> Result<i128> {
    const SMALL: u32 = 6;
    let percent = match money.place {
        OPENING | TOP_UP => Decimal::ONE_HUNDRED,
        CORRECTION => money.rate.parse().map_err(|_| {
            StoreError::Corrupt(format!("a correction at \"{}\" percent", money.rate))
        })?,
        place => self::percent(definition, place).unwrap_or(Decimal::ZERO),
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
        .zip(&pool.bases)
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
    for (correction, amount) in pool.corrections.iter().zip(&pool.filled.corrections) {
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
