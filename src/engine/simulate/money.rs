//! What sales and refunds would have brought to the pools: one pass over all of them.

use std::collections::HashMap;

use super::calendar::Calendar;
use crate::domain::distributor::{Definition, OnRefundAfterClose};
use crate::domain::message::messages;
use crate::domain::pool::Seen;
use crate::engine::customers::Customers;
use crate::engine::{Error, Result};
use crate::store::Read;
use crate::store::flows::{Flow, flows};
use crate::store::interval::Interval;

messages! {
    sales_too_large() = "the sales of a period are too large to count";
}

/// What one period brings.
#[derive(Debug, Default)]
pub struct Brought {
    /// Minor units by the number of the source.
    pub bases: HashMap<usize, i64>,
    /// What was refunded for sales of other periods, in minor units by the number of the source.
    pub corrections: HashMap<usize, i64>,
    /// Minor units by customer (none for a guest) and source; only where the structure asks for it.
    pub customers: HashMap<(Option<usize>, usize), i64>,
    /// What was refunded for sales of earlier periods, where the rules may claim it back from those who
    /// were paid; in the order it was recorded.
    pub after_close: Vec<TakenBack>,
}

/// A part of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// Which refund.
    pub refund: i64,
    /// In which period the sale was counted.
    pub sold_in: usize,
    /// By which source.
    pub source: usize,
    /// Minor units, negative; positive where a refund was undone.
    pub base: i64,
    /// Who had bought.
    pub customer: Option<usize>,
}

/// What a refund takes from a later period's pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The index of the source that counted the sale.
    pub source: usize,
    /// Minor units, negative.
    pub base: i64,
    /// The number of the customer.
    pub customer: Option<usize>,
}

/// All that sales and refunds brought.
#[derive(Debug, Default)]
pub struct Money {
    /// By period.
    pub periods: Vec<Brought>,
    /// The customers, numbered; only where the structure asks for them.
    pub customers: Customers,
}

/// Pools all sales and refunds of an interval by a definition, in periods.
pub fn pool(
    db: &Read<'_>,
    definition: &Definition,
    calendar: &Calendar,
    interval: Interval,
) -> Result<Money> {
    let mut money = Money::default();
    money
        .periods
        .resize_with(calendar.periods().len(), Brought::default);
    flows(db, definition.units, interval, |flow| {
        let seen = Seen {
            kind: flow.kind,
            product_type: flow.product_type,
            sku: flow.sku,
            categories: flow.categories,
            owned: flow.owned,
            referral: flow.referral,
        };
        for (source, _) in definition.sources_of(flow.renewal, &seen) {
            let customer = if definition.rules.structure.needs_customers() {
                let name = flow.customer.map(|name| money.customers.number(db, name));
                name.transpose()?
            } else {
                None
            };
            money.take(definition, calendar, flow, source, customer)?;
        }
        Ok::<(), Error>(())
    })?;
    Ok(money)
}

impl Money {
    fn take(
        &mut self,
        definition: &Definition,
        calendar: &Calendar,
        flow: &Flow<'_>,
        source: usize,
        customer: Option<usize>,
    ) -> Result<()> {
        let sold_in = calendar.index_after(calendar.index(flow.paid_at), flow.sold_at);
        let period = match flow.refund {
            Some(_) => calendar.index_after(sold_in, flow.at),
            None => sold_in,
        };
        let brought = &mut self.periods[period];
        match flow.refund {
            Some(refund)
                if definition.on_refund_after_close == OnRefundAfterClose::Clawback
                    && sold_in < period =>
            {
                brought.after_close.push(TakenBack {
                    refund,
                    sold_in,
                    source,
                    base: flow.amount,
                    customer,
                });
                Ok(())
            }
            Some(_) if sold_in != period => {
                add(brought.corrections.entry(source).or_default(), flow.amount)?;
                brought.add_customer(definition, source, customer, flow.amount)
            }
            Some(_) | None => {
                add(brought.bases.entry(source).or_default(), flow.amount)?;
                brought.add_customer(definition, source, customer, flow.amount)
            }
        }
    }
}

impl Brought {
    fn add_customer(
        &mut self,
        definition: &Definition,
        source: usize,
        customer: Option<usize>,
        base: i64,
    ) -> Result<()> {
        if definition.rules.structure.needs_customers() {
            add(self.customers.entry((customer, source)).or_default(), base)?;
        }
        Ok(())
    }
}

fn add(sum: &mut i64, base: i64) -> Result<()> {
    *sum = sum
        .checked_add(base)
        .ok_or_else(|| Error::TooLarge(sales_too_large()))?;
    Ok(())
}
