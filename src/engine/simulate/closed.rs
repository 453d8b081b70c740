//! Periods that were paid, and what is claimed back of them when their sales are refunded later.

use std::collections::BTreeMap;

use super::TriedAdjustment;
use super::money::TakenBack;
use super::replay::{Replay, Taken};
use crate::domain::allocation::Outcome;
use crate::domain::clawback::claims;
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::ids::CollaboratorId;
use crate::domain::money::Money;
use crate::domain::pool::{self, Correction};
use crate::domain::verdict::Verdict;
use crate::engine::Result;
use crate::engine::preview::{self, Pool};
use crate::store::pools::Place;

/// A period that is over.
#[derive(Debug)]
pub struct Closed {
    period: PeriodRow,
    divided: bool,
    pool: Pool,
    paid: Vec<(CollaboratorId, i64)>,
    /// What was given back of its sales, by the number of the source.
    given_back: BTreeMap<usize, i64>,
    /// What was claimed so far, in minor units.
    claimed: i64,
}

impl Closed {
    /// Keeps what a later claim needs to know.
    pub fn new(period: PeriodRow, verdict: &Verdict, pool: Pool, outcome: &Outcome) -> Closed {
        let rows = outcome.allocations.iter();
        Closed {
            period,
            divided: verdict.status != DistributionStatus::Skipped,
            pool,
            paid: rows.map(|row| (row.collaborator, row.amount)).collect(),
            given_back: BTreeMap::new(),
            claimed: 0,
        }
    }

    /// Claims what was given back and not claimed yet.
    fn claim(&mut self, replay: &Replay<'_>) -> Result<Vec<(CollaboratorId, i64)>> {
        let definition = replay.definition;
        let given_back = self.given_back.iter();
        let corrections: Vec<Correction> = given_back
            .filter_map(|(source, base)| {
                let percent = preview::percent(definition, Place::try_from(*source).ok()?)?;
                Some(Correction {
                    percent,
                    base: *base,
                })
            })
            .collect();
        let filled = &self.pool.filled;
        let without = pool::fill(
            &definition.pool,
            &self.pool.bases,
            &corrections,
            filled.opening,
            filled.top_ups,
        )?;
        let amounts: Vec<i64> = self.paid.iter().map(|(_, amount)| *amount).collect();
        let Some(parts) = claims(filled.pool(), without.pool(), &amounts, self.claimed) else {
            return Ok(Vec::new());
        };
        self.claimed -= parts.iter().sum::<i64>();
        let each = self.paid.iter().zip(parts);
        Ok(each
            .filter(|(_, part)| *part != 0)
            .map(|((collaborator, _), part)| (*collaborator, part))
            .collect())
    }
}

/// Sorts what was given back in a period of sales of earlier ones: of those that were paid it is claimed
/// back, and the rest is taken from this period's pool.
pub fn claim_back(
    replay: &Replay<'_>,
    number: usize,
    closed: &mut [Closed],
) -> Result<(Vec<Taken>, Vec<TriedAdjustment>)> {
    let mut taken = Vec::new();
    let mut claimed: BTreeMap<(usize, CollaboratorId), i64> = BTreeMap::new();
    let after_close = &replay.money.periods[number].after_close;
    for refund in after_close.chunk_by(|a, b| a.refund == b.refund) {
        for touched in note(refund, closed, &mut taken)? {
            for (collaborator, part) in closed[touched].claim(replay)? {
                *claimed.entry((touched, collaborator)).or_default() += part;
            }
        }
    }
    let units = replay.definition.units;
    let adjustments = claimed.into_iter().filter(|(_, minor)| *minor != 0).map(
        |((sold_in, collaborator), minor)| TriedAdjustment {
            collaborator,
            amount: Money { minor, units },
            period: closed[sold_in].period,
        },
    );
    Ok((taken, adjustments.collect()))
}

/// Notes one refund; answers the paid periods it concerns.
fn note(refund: &[TakenBack], closed: &mut [Closed], taken: &mut Vec<Taken>) -> Result<Vec<usize>> {
    let mut touched = Vec::new();
    for part in refund {
        let sold_in = &mut closed[part.sold_in];
        if sold_in.divided {
            let sum = sold_in.given_back.entry(part.source).or_default();
            *sum = sum.checked_add(part.base).ok_or(pool::TooLarge)?;
            if !touched.contains(&part.sold_in) {
                touched.push(part.sold_in);
            }
        } else {
            taken.push(Taken {
                source: part.source,
                base: part.base,
                customer: part.customer,
            });
        }
    }
    Ok(touched)
}
