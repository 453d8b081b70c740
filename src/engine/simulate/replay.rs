//! Replays the periods one after another, each with what the one before carried over. Reads nothing from the database.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::again::Again;
use super::claim_back::{ClaimedBack, claim_back};
use super::closed::Closed;
use super::given::Replay;
use super::point_sums::PointSums;
use super::scores::TakenPoints;
use super::step::PeriodMember;
use super::ties::{Steps, settle, steps_of};
use super::{TriedAllocation, TriedPeriod};
use crate::domain::distribution::DistributionStatus;
use crate::domain::division::{
    AllocationReason, Entrant, Outcome, Standing, distribute, ties_to_settle,
};
use crate::domain::ids::CollaboratorId;
use crate::domain::money::Money as Amount;
use crate::domain::pool::{self, Contents, Correction};
use crate::domain::pool_entry::Slot;
use crate::domain::verdict::{Verdict, judge};
use crate::domain::words::Word;
use crate::engine::counting::score_too_large;
use crate::engine::pool::Pool;
use crate::engine::standings::PoolSoFar;
use crate::engine::{Error, Result, pool_lines, preview};

#[derive(Debug)]
pub struct Played {
    pub periods: Vec<TriedPeriod>,
    /// Members of ties that need the steps of their scores, which were not given.
    pub contested: HashSet<PeriodMember>,
}

/// What a period carries over to the next.
#[derive(Debug, Default)]
struct Left {
    opening: i64,
    scores: BTreeMap<CollaboratorId, PointSums>,
}

impl Replay<'_> {
    /// `steps` are those that decide ties.
    pub fn play(&self, steps: &Steps) -> Result<Played> {
        let mut left = Left::default();
        let mut closed: Vec<Closed> = Vec::new();
        let mut played = Played {
            periods: Vec::new(),
            contested: HashSet::new(),
        };
        for (number, period) in self.calendar.periods().iter().enumerate() {
            let back = claim_back(self, number, &mut closed, (steps, &mut played.contested))?;
            let sums = self.point_sums(number, &left, &back.points)?;
            let mut entrants = self.entrants(&sums)?;
            for tied in ties_to_settle(&self.definition.rules, &entrants) {
                match steps.get(&(number, tied)) {
                    Some(steps) => {
                        let steps = steps_of(steps, &closed, None);
                        settle(&mut entrants, tied, steps, left.scores.get(&tied))?;
                    }
                    None => {
                        played.contested.insert((number, tied));
                    }
                }
            }
            let opening = left.opening + back.from_opening;
            let pool = self.fill(number, opening, &back)?;
            let customers = self.customers(number, opening, &back.taken, &back.points)?;
            let rules = &self.definition.rules;
            let outcome = distribute(pool.filled.pool(), rules, &entrants, &customers)?;
            let verdict = judge(self.definition, pool.filled.balance, &outcome);
            let over = period.end <= self.to;
            let mut tried = self.shown(number, &pool, &outcome, over.then_some(&verdict));
            tried.adjustments = back.adjustments;
            played.periods.push(tried);
            let before = left;
            left = Left {
                opening: verdict.carried,
                scores: scores_left(&verdict, &entrants, sums),
            };
            let again = self.definition.claims_from_credited().then(|| {
                let opened = (opening, before.scores);
                Again::new(number, entrants, opened, back.taken, back.points)
            });
            closed.push(Closed::new(*period, &verdict, pool, &outcome, again));
        }
        Ok(played)
    }

    /// What was carried over, what this period counts, and what it loses of earlier ones, by collaborator.
    fn point_sums(
        &self,
        number: usize,
        left: &Left,
        taken: &[TakenPoints],
    ) -> Result<Vec<(CollaboratorId, PointSums)>> {
        let left = left.scores.iter().flat_map(|(collaborator, sums)| {
            let each = sums.each();
            each.map(|(parts, points)| (*collaborator, parts, points, sums.last))
        });
        let counted = self.counted[number].scores.each();
        let mut all: Vec<_> = counted
            .map(|(collaborator, parts, sum)| (collaborator, parts, sum.points, sum.last))
            .chain(left)
            .chain(taken.iter().map(|taken| {
                let step = taken.step;
                (taken.collaborator, step.parts, step.points, step.at)
            }))
            .collect();
        all.sort_unstable();
        let mut of_each: Vec<(CollaboratorId, PointSums)> = Vec::with_capacity(all.len());
        for (collaborator, parts, points, last) in all {
            let sums = match of_each.last_mut() {
                Some((same, sums)) if *same == collaborator => sums,
                Some(_) | None => {
                    of_each.push((collaborator, PointSums::new(last)));
                    let (_, sums) = of_each.last_mut().expect("it was pushed just now");
                    sums
                }
            };
            sums.add(parts, points, last)
                .ok_or_else(|| Error::TooLarge(score_too_large(collaborator.to_string())))?;
        }
        Ok(of_each)
    }

    fn entrants(&self, sums: &[(CollaboratorId, PointSums)]) -> Result<Vec<Entrant>> {
        let entrant = |(collaborator, sums): &(CollaboratorId, PointSums)| {
            Ok(Entrant {
                collaborator: *collaborator,
                score: sums.score()?,
                // Everybody with points was looked up.
                standing: self
                    .standings
                    .get(collaborator)
                    .copied()
                    .unwrap_or(Standing::Inactive),
                reached_at: None,
            })
        };
        sums.iter().map(entrant).collect()
    }

    fn fill(&self, number: usize, opening: i64, back: &ClaimedBack) -> Result<Pool> {
        let rules = &self.definition.pool;
        let (counted, money) = (&self.counted[number], &self.money.periods[number]);
        let mut bases = vec![0; rules.sources.len()];
        for (source, base) in bases.iter_mut().enumerate() {
            let found = counted
                .events
                .get(&source)
                .or_else(|| money.bases.get(&source));
            *base = found.copied().unwrap_or(0);
        }
        let mut corrections = money.corrections.clone();
        for taken in &back.taken {
            let sum = corrections.entry(taken.source).or_default();
            *sum = sum.checked_add(taken.base).ok_or(pool::TooLarge)?;
        }
        let mut late_events = back.events;
        for (source, times) in &counted.late_events {
            let paid = self.paid_for(*source, *times)?;
            late_events = late_events.checked_add(paid).ok_or(pool::TooLarge)?;
        }
        let contents = Contents {
            bases,
            corrections: self.by_percentage(&corrections)?,
            late_events,
            opening,
            top_ups: 0,
        };
        let filled = pool::fill(rules, &contents)?;
        Ok(Pool { contents, filled })
    }

    /// Sales that count apart from the sources, summed by percentage and in the same order as in a real pool.
    fn by_percentage(&self, bases: &HashMap<usize, i64>) -> Result<Vec<Correction>> {
        let mut sums: BTreeMap<String, Correction> = BTreeMap::new();
        for (source, base) in bases {
            let Some(percent) = preview::percent(self.definition, Slot::of_source(*source)) else {
                continue;
            };
            let nothing = Correction { percent, base: 0 };
            let sum = sums
                .entry(percent.normalize().to_string())
                .or_insert(nothing);
            sum.base = sum.base.checked_add(*base).ok_or(pool::TooLarge)?;
        }
        let corrections = sums.into_values();
        Ok(corrections.filter(|sum| sum.base != 0).collect())
    }

    /// `verdict` is `None` while the period is not over.
    fn shown(
        &self,
        number: usize,
        pool: &Pool,
        outcome: &Outcome,
        verdict: Option<&Verdict>,
    ) -> TriedPeriod {
        let units = self.definition.units;
        let status = match verdict.map(|verdict| verdict.status) {
            None => DistributionStatus::Tracking,
            Some(DistributionStatus::Skipped) => DistributionStatus::Skipped,
            // A review is assumed to end with an approval.
            Some(_) => DistributionStatus::Complete,
        };
        let allocations = match status {
            DistributionStatus::Skipped => &[][..],
            _ => &outcome.allocations,
        };
        TriedPeriod {
            period: self.calendar.periods()[number],
            status,
            reason: verdict.and_then(|verdict| verdict.reason).map(Word::name),
            pool: PoolSoFar {
                amount: Amount {
                    minor: pool.filled.pool(),
                    units,
                },
                currency: units,
                sources: pool_lines::lines(self.definition, pool),
            },
            carried: verdict.map(|verdict| Amount {
                minor: verdict.carried,
                units,
            }),
            allocations: allocations
                .iter()
                .map(|allocation| {
                    let (status, reason) = allocation.status_and_reason();
                    TriedAllocation {
                        collaborator: allocation.collaborator,
                        rank: allocation.rank,
                        score: allocation.score.clone(),
                        share: allocation.share,
                        amount: Amount {
                            minor: allocation.amount,
                            units,
                        },
                        status,
                        reason: reason.map(AllocationReason::name),
                    }
                })
                .collect(),
            adjustments: Vec::new(),
        }
    }
}

/// The scores that are carried over: all of them after a period without a pool, else the negative ones. `entrants` and `sums` are
/// in the same order.
fn scores_left(
    verdict: &Verdict,
    entrants: &[Entrant],
    sums: Vec<(CollaboratorId, PointSums)>,
) -> BTreeMap<CollaboratorId, PointSums> {
    let mut left = BTreeMap::new();
    for ((collaborator, sums), entrant) in sums.into_iter().zip(entrants) {
        if (verdict.scores_too || entrant.score.is_negative()) && !sums.is_zero() {
            left.insert(collaborator, sums);
        }
    }
    left
}
