//! What a simulation is given: the rules, the calendar, and everything that was counted.

use rustc_hash::FxHashMap;

use super::calendar::Calendar;
use super::money::{Money, Taken};
use super::scores::{PeriodCounts, TakenPoints};
use crate::domain::distributor::Definition;
use crate::domain::division::Standing;
use crate::domain::ids::CollaboratorId;
use crate::domain::instant::Instant;
use crate::domain::points::Points;
use crate::domain::pool;
use crate::domain::pool_entry::Slot;
use crate::domain::structure::CustomerShare;
use crate::engine::{Result, preview};
use crate::store::engagements::Engagement;
use crate::store::pools::CustomerMoney;

/// Everything that the periods follow from.
#[derive(Debug)]
pub struct Replay<'r> {
    pub definition: &'r Definition,
    pub calendar: &'r Calendar,
    /// The end of the simulation. A period that ends later is not closed.
    pub to: Instant,
    /// By the index of the period.
    pub counted: &'r [PeriodCounts],
    pub money: &'r Money,
    /// The current standing of everybody who scored.
    pub standings: &'r FxHashMap<CollaboratorId, Standing>,
}

impl Replay<'_> {
    /// The fixed amounts of a source for a number of events, in minor units.
    pub fn paid_for(&self, source: usize, times: i64) -> Result<i64> {
        match self.definition.pool.sources[source].event() {
            Some((_, amount)) => Ok(amount.checked_mul(times).ok_or(pool::TooLarge)?),
            None => Ok(0),
        }
    }

    /// The customers whose money is in the pool, if the structure divides by customer.
    pub fn customers(
        &self,
        number: usize,
        opening: i64,
        taken: &[Taken],
        points: &[TakenPoints],
    ) -> Result<Vec<CustomerShare>> {
        if !self.definition.rules.structure.needs_customers() {
            return Ok(Vec::new());
        }
        let customers = &self.money.customers;
        let name = |customer: usize| customers.name(customer).to_owned();
        let called = |customer: Option<usize>| customer.map(name);
        let entry = |customer, slot, base| CustomerMoney {
            customer,
            slot,
            rate: preview::percent(self.definition, slot)
                .map_or_else(String::new, |percent| percent.to_string()),
            base,
        };
        let brought = self.money.periods[number].customers.iter();
        let mut money: Vec<CustomerMoney> = brought
            .map(|((customer, source), base)| {
                entry(called(*customer), Slot::of_source(*source), *base)
            })
            .collect();
        let given_back = taken.iter();
        money.extend(given_back.map(|taken| {
            entry(
                called(taken.customer),
                Slot::of_source(taken.source),
                taken.base,
            )
        }));
        money.push(entry(None, Slot::Opening, opening));
        let mut engagements = Vec::new();
        for ((customer, collaborator, parts), points) in &self.counted[number].engagements {
            engagements.push(Engagement {
                subject: name(*customer),
                collaborator: *collaborator,
                points: Points::fraction(i128::from(*points), i128::from(*parts))?,
            });
        }
        for taken in points {
            if let Some(customer) = taken.customer {
                engagements.push(Engagement {
                    subject: name(customer),
                    collaborator: taken.collaborator,
                    points: taken.step.points()?,
                });
            }
        }
        preview::customer_shares(customers, money, engagements)
    }
}
