//! Refunds whose order does not matter, because each takes exactly what it asks for, whatever the others take. Most refunds
//! are like that. If all refunds of a sale are, one that arrives late changes no other, and none is replayed.

use super::{Books, SaleLine};
use crate::domain::money;
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{DetailKind, Refund, RefundLine, Takes};

impl Books {
    /// Whether enough is left after all refunds of the sale, including this one, that it takes what it asks for in any order
    /// of application.
    ///
    /// Unless a refund is undone, what is left only shrinks: if it is enough at the end, it was enough before, and no line
    /// and no sale was ever fully refunded.
    #[must_use]
    pub fn is_enough_for(&self, refund: &Refund<'_>) -> bool {
        // Discounts and roundings are refunded along, in proportion to what is left, which depends on the order.
        let mut lines = self.lines.iter();
        let plain = lines.all(|line| line.amount >= 0 && line.lowers.is_none());
        if refund.undo || refund.cancelled || !plain {
            return false;
        }
        match &refund.takes {
            Takes::Rest => false,
            Takes::Amount(text) => self.is_one_product() && self.is_money(text),
            Takes::Lines(wanted) => {
                let distinct = (1..wanted.len()).all(|index| {
                    let mut before = wanted[..index].iter();
                    before.all(|line| line.external_id != wanted[index].external_id)
                });
                !wanted.is_empty() && distinct && wanted.iter().all(|line| self.is_enough(line))
            }
        }
    }

    /// Whether an amount without lines can only come from a single product, of which something is left.
    fn is_one_product(&self) -> bool {
        let sold = |line: &&SaleLine| line.kind == DetailKind::LineItem && line.amount != 0;
        let mut products = self.lines.iter().filter(sold);
        products.next().is_some_and(|line| line.left() > 0) && products.next().is_none()
    }

    fn is_enough(&self, wanted: &RefundLine<'_>) -> bool {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.external_id == wanted.external_id);
        line.is_some_and(|line| {
            // The price of units depends on how many were returned before, so the amount must be given.
            let money = wanted
                .amount
                .as_ref()
                .is_some_and(|text| self.is_money(text));
            let units = wanted.quantity.is_none_or(|quantity| {
                quantity >= Quantity::ZERO && line.units_left() > Quantity::ZERO
            });
            money && units && line.left() > 0
        })
    }

    fn is_money(&self, text: &str) -> bool {
        money::from_text(text, self.units).is_ok_and(|amount| amount >= 0)
    }
}
