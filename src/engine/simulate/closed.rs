//! Periods that were paid, and what is claimed back from them when their sales are refunded later.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::TriedAdjustment;
use super::credited::{self, Again};
use super::money::TakenBack;
use super::replay::{Replay, Taken};
use super::scores::{PeriodMember, TakenPoints};
use super::ties::Steps;
use crate::domain::clawback::{Divided, claims};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::division::Outcome;
use crate::domain::ids::CollaboratorId;
use crate::domain::money::Money;
use crate::domain::pool::{self, Contents, Correction};
use crate::domain::pool_entry::Slot;
use crate::domain::verdict::Verdict;
use crate::engine::pool::Pool;
use crate::engine::{Result, preview};

#[derive(Debug)]
pub struct Closed {
    period: PeriodRow,
    divided: bool,
    pool: Pool,
    pub paid: Vec<(CollaboratorId, i64)>,
    /// What was refunded of its sales, by the index of the source.
    given_back: BTreeMap<usize, i64>,
    /// Minor units so far.
    claimed: i64,
    /// What it carried over to the next period, and what was taken from that since.
    pub carried: i64,
    pub uncarried: i64,
    /// What it takes to divide it again, if refunds are claimed from those whose points they take back.
    pub again: Option<Again>,
}

impl Closed {
    pub fn new(
        period: PeriodRow,
        verdict: &Verdict,
        pool: Pool,
        outcome: &Outcome,
        again: Option<Again>,
    ) -> Closed {
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
            again,
        }
    }

    /// What it takes to divide it again, if anybody got a share.
    fn claimable(&mut self) -> Option<&mut Again> {
        self.again.as_mut().filter(|_| self.divided)
    }

    /// Whether anybody got a share.
    pub fn is_divided(&self) -> bool {
        self.divided
    }

    /// The contents of the pool without what was refunded.
    pub fn contents(&self, replay: &Replay<'_>) -> Contents {
        let definition = replay.definition;
        let given_back = self.given_back.iter().filter_map(|(source, base)| {
            let percent = preview::percent(definition, Slot::of_source(*source))?;
            Some(Correction {
                percent,
                base: *base,
            })
        });
        let mut contents = self.pool.contents.clone();
        contents.corrections.extend(given_back);
        contents
    }

    /// Claims what was refunded and has not been claimed yet.
    fn claim(&mut self, replay: &Replay<'_>) -> Result<Parts> {
        let contents = self.contents(replay);
        let without = pool::fill(&replay.definition.pool, &contents)?;
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

/// What is claimed from whom, and what is taken from what was carried over to the next period.
pub type Parts = (Vec<(CollaboratorId, i64)>, i64);

/// The effect of a period's refunds of earlier sales.
#[derive(Debug)]
pub struct ClaimedBack {
    /// What is taken from this period's pool.
    pub taken: Vec<Taken>,
    /// What is taken from its pool for events of earlier periods, in minor units, negative.
    pub events: i64,
    /// The points that are taken back of earlier periods that were not divided.
    pub points: Vec<TakenPoints>,
    /// What is claimed from those who were paid.
    pub adjustments: Vec<TriedAdjustment>,
    /// What is taken from the opening, in minor units, negative.
    pub from_opening: i64,
}

/// Sorts what was refunded in a period of sales of earlier ones. Refunds of paid periods are claimed back, and the rest is taken
/// from this period's pool, or from its opening balance.
pub fn claim_back(
    replay: &Replay<'_>,
    number: usize,
    closed: &mut [Closed],
    ties: (&Steps, &mut HashSet<PeriodMember>),
) -> Result<ClaimedBack> {
    let mut taken = Vec::new();
    let mut from_opening = 0;
    let (mut points, mut events) = (Vec::new(), 0);
    let mut claimed: BTreeMap<(usize, CollaboratorId), i64> = BTreeMap::new();
    let mut claim = |sold_in: usize, (from_paid, from_carried): Parts| {
        from_opening += from_carried;
        for (collaborator, part) in from_paid {
            *claimed.entry((sold_in, collaborator)).or_default() += part;
        }
    };
    let after_close = &replay.money.periods[number].after_close;
    if replay.definition.claims_from_credited() {
        // A claim is the difference to earlier claims, so all refunds of a period can be claimed at once.
        let mut touched: BTreeSet<usize> =
            note(after_close, closed, &mut taken)?.into_iter().collect();
        let counted = &replay.counted[number];
        for taken in &counted.after_close {
            match closed[taken.counted_in].claimable() {
                Some(again) => {
                    again.take_points(*taken);
                    touched.insert(taken.counted_in);
                }
                None => points.push(*taken),
            }
        }
        for (counted_in, source, times) in &counted.events_after_close {
            let paid = replay.paid_for(*source, *times)?;
            let sum = match closed[*counted_in].claimable() {
                Some(again) => &mut again.events,
                None => &mut events,
            };
            *sum = sum.checked_add(paid).ok_or(pool::TooLarge)?;
        }
        let (steps, contested) = ties;
        for sold_in in touched {
            let parts = credited::claim(replay, (sold_in, number), closed, (steps, contested))?;
            claim(sold_in, parts);
        }
    } else {
        for refund in after_close.chunk_by(|a, b| a.refund == b.refund) {
            for touched in note(refund, closed, &mut taken)? {
                let parts = closed[touched].claim(replay)?;
                claim(touched, parts);
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
        events,
        points,
        adjustments: adjustments.collect(),
        from_opening,
    })
}

/// Notes refunds, and answers the paid periods that they concern.
fn note(refund: &[TakenBack], closed: &mut [Closed], taken: &mut Vec<Taken>) -> Result<Vec<usize>> {
    let mut touched = Vec::new();
    for part in refund {
        let sold_in = &mut closed[part.sold_in];
        if sold_in.divided {
            let sum = sold_in.given_back.entry(part.source).or_default();
            *sum = sum.checked_add(part.base).ok_or(pool::TooLarge)?;
            if let Some(again) = &mut sold_in.again {
                again.take(Taken {
                    source: part.source,
                    base: part.base,
                    customer: part.customer,
                });
            }
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
