//! The price of a sale and of its lines, which rules judge events by.

use super::Batch;
use crate::domain::event::PRODUCT_SOLD;
use crate::domain::ids::EventId;
use crate::domain::money;
use crate::domain::refunding;
use crate::domain::transaction::{Detail, DetailKind, Transaction};
use crate::domain::units::Units;
use crate::engine::Result;
use crate::store::worth;

/// The price of the products less discounts, in minor units; at least zero.
pub(super) fn sold_for(sale: &Transaction<'_>) -> i64 {
    let parts = sale
        .details
        .iter()
        .filter(|detail| is_of_goods(detail.kind));
    // The caller has checked that the sum of all details fits 64 bits.
    let sum: i128 = parts.map(|detail| i128::from(detail.amount)).sum();
    i64::try_from(sum.max(0)).unwrap_or(i64::MAX)
}

/// The same for the books of a sale.
pub(super) fn products_of(books: &refunding::Books) -> i64 {
    let lines = books.lines.iter().filter(|line| is_of_goods(line.kind));
    lines.map(|line| line.amount).sum::<i64>().max(0)
}

/// The price of a line less the discounts that name it, in minor units; zero if the whole sale was free.
pub(super) fn line_sold_for(sale: &Transaction<'_>, line: &Detail<'_>) -> i64 {
    if sold_for(sale) == 0 {
        return 0;
    }
    let lowers = |detail: &&Detail<'_>| detail.line.as_ref() == Some(&line.external_id);
    let discounts = sale.details.iter().filter(lowers);
    let sum: i128 = discounts.map(|detail| i128::from(detail.amount)).sum();
    let net = (sum + i128::from(line.amount)).max(0);
    i64::try_from(net).unwrap_or(i64::MAX)
}

fn is_of_goods(kind: DetailKind) -> bool {
    matches!(kind, DetailKind::LineItem | DetailKind::Discount)
}

impl Batch<'_> {
    /// Whether the event of a line still has the right value, and every rule still judges its sale in the same way. `goods` is
    /// the price of the sale before the amendment, and the amended sale.
    pub(super) fn is_worth_the_same(
        &mut self,
        event: EventId,
        goods: (i64, &Transaction<'_>),
        line: &Detail<'_>,
        units: Units,
    ) -> Result<bool> {
        let (was, sale) = goods;
        let value = money::to_text(line_sold_for(sale, line), units);
        if worth::value(self.db, event)?.as_deref() != Some(&value) {
            return Ok(false);
        }
        let is = sold_for(sale);
        let measuring = self.book.measuring(self.db, PRODUCT_SOLD)?;
        let mut minimums = measuring.iter().flat_map(|index| {
            let versions = &self.book.tracked[*index].versions;
            versions.iter().filter_map(|version| {
                let rule = version.definition.metric(PRODUCT_SOLD)?;
                let same_units = version.definition.units == units;
                rule.minimum_amount.filter(|_| same_units)
            })
        });
        Ok(minimums.all(|minimum| (was >= minimum) == (is >= minimum)))
    }
}
