//! Periods that were paid, and what is claimed back of them when their sales are refunded later.

use std::collections::BTreeMap;

use super::TriedAdjustment;
use super::money::TakenBack;
use super::replay::{Replay, Taken};
use crate::domain::allocation::Outcome;
use crate::domain::clawback::{Divided, claims};
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
    /// What went on to the next period, and what was taken of that since.
    carried: i64,
    uncarried: i64,
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
            carried: verdict.carried,
            uncarried: 0,
        }
    }

    /// Claims what was given back and not claimed yet: from whom, and how much of what went on to the next period.
    fn claim(&mut self, replay: &Replay<'_>) -> Result<(Vec<(CollaboratorId, i64)>, i64)> {
        let definition = replay.definition;
        let given_back = self.given_back.iter().filter_map(|(source, base)| {
            let percent = preview::percent(definition, Place::try_from(*source).ok()?)?;
            Some(Correction {
                percent,
                base: *base,
            })
        });
        let mut contents = self.pool.contents.clone();
        contents.corrections.extend(given_back);
        let without = pool::fill(&definition.pool, &contents)?;
        let filled = &self.pool.filled;
        let amounts: Vec<i64> = self.paid.iter().map(|(_, amount)| *amount).collect();
        let divided = Divided {
            pool: filled.pool(),
            paid: &amounts,
            carried: self.carried,
            claimed: self.claimed,
            uncarried: self.uncarried,
        };
        let claims = claims(divided, without.pool());
        self.claimed -= claims.from_paid.iter().sum::<i64>();
        self.uncarried -= claims.from_carried;
        let each = self.paid.iter().zip(claims.from_paid);
        let from_paid = each
            .filter(|(_, part)| *part != 0)
            .map(|((collaborator, _), part)| (*collaborator, part));
        Ok((from_paid.collect(), claims.from_carried))
    }
}

/// What a period's refunds of earlier sales come to.
#[derive(Debug)]
pub struct ClaimedBack {
    /// What is taken from this period's pool.
    pub taken: Vec<Taken>,
    /// What is claimed from those who were paid.
    pub adjustments: Vec<TriedAdjustment>,
    /// What is taken from the opening, in minor units, negative.
    pub from_opening: i64,
}

/// Sorts what was given back in a period of sales of earlier ones: of those that were paid it is claimed
/// back, and the rest is taken from this period's pool, or from what it opened with.
pub fn claim_back(
    replay: &Replay<'_>,
    number: usize,
    closed: &mut [Closed],
) -> Result<ClaimedBack> {
    let mut taken = Vec::new();
    let mut from_opening = 0;
    let mut claimed: BTreeMap<(usize, CollaboratorId), i64> = BTreeMap::new();
    let after_close = &replay.money.periods[number].after_close;
    for refund in after_close.chunk_by(|a, b| a.refund == b.refund) {
        for touched in note(refund, closed, &mut taken)? {
            let (from_paid, from_carried) = closed[touched].claim(replay)?;
            from_opening += from_carried;
            for (collaborator, part) in from_paid {
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
    Ok(ClaimedBack {
        taken,
        adjustments: adjustments.collect(),
        from_opening,
    })
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
