//! Periods that were paid, and what is claimed back from them when their sales are refunded later.

use std::collections::BTreeMap;

use super::again::Again;
use crate::domain::clawback::{Divided, claims};
use crate::domain::distribution::{DistributionStatus, PeriodRow};
use crate::domain::distributor::Definition;
use crate::domain::division::Outcome;
use crate::domain::ids::CollaboratorId;
use crate::domain::pool::{self, Contents, Correction};
use crate::domain::pool_entry::Slot;
use crate::domain::verdict::Verdict;
use crate::engine::pool::Pool;
use crate::engine::{Result, preview};

#[derive(Debug)]
pub struct Closed {
    pub period: PeriodRow,
    pub divided: bool,
    pool: Pool,
    pub paid: Vec<(CollaboratorId, i64)>,
    /// What was refunded of its sales, by the index of the source.
    pub given_back: BTreeMap<usize, i64>,
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
    pub fn claimable(&mut self) -> Option<&mut Again> {
        self.again.as_mut().filter(|_| self.divided)
    }

    /// Whether anybody got a share.
    pub fn is_divided(&self) -> bool {
        self.divided
    }

    /// The contents of the pool without what was refunded.
    pub fn contents(&self, definition: &Definition) -> Contents {
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
    pub fn claim(&mut self, definition: &Definition) -> Result<Parts> {
        let contents = self.contents(definition);
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

/// What is claimed from whom, and what is taken from what was carried over to the next period.
pub type Parts = (Vec<(CollaboratorId, i64)>, i64);
