//! What is claimed back from periods that were paid when their sales are refunded later.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::closed::{Closed, Parts};
use super::given::Replay;
use super::money::{Taken, TakenBack};
use super::scores::TakenPoints;
use super::step::PeriodMember;
use super::ties::Steps;
use super::{TriedAdjustment, credited};
use crate::domain::ids::CollaboratorId;
use crate::domain::money::Money;
use crate::domain::pool;
use crate::engine::Result;

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
                let parts = closed[touched].claim(replay.definition)?;
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
