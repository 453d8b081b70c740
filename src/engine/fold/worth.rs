//! What a sale and its lines went for: what rules judge its events by.

use super::Batch;
use crate::domain::event::PRODUCT_SOLD;
use crate::domain::ids::EventId;
use crate::domain::money;
use crate::domain::refunding;
use crate::domain::transaction::{Detail, DetailKind, Transaction};
use crate::domain::units::Units;
use crate::engine::Result;
use crate::store::worth;

/// What the products went for: their prices less what was taken off, in minor units; nothing less
/// than nothing.
pub(super) fn sold_for(sale: &Transaction<'_>) -> i64 {
    let parts = sale
        .details
        .iter()
        .filter(|detail| is_of_goods(detail.kind));
    // The caller has summed all details already, so these do not outgrow 64 bits by far.
    let sum: i128 = parts.map(|detail| i128::from(detail.amount)).sum();
    i64::try_from(sum.max(0)).unwrap_or(i64::MAX)
}

/// The same of a sale as it stands in the books.
pub(super) fn products_of(books: &refunding::Books) -> i64 {
    let lines = books.lines.iter().filter(|line| is_of_goods(line.kind));
    lines.map(|line| line.amount).sum::<i64>().max(0)
}

/// What a line went for: its price less the discounts that name it; nothing where the whole sale went for nothing.
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
    /// Whether the event of a line says what the line is worth now, and every rule judges its sale as before. `goods` is
    /// what the sale went for before, and the sale now.
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
