//! A share of sales: a percentage of the details that its compilers switch on and its filter lets through.

use rust_decimal::Decimal;

use super::sale::{Compilers, Filter, Seen, read_compilers, read_filter};
use super::{PoolSource, TooLarge, percent_of};
use crate::domain::input::{Fields, Value};
use crate::domain::kind::Kind;
use crate::domain::message::{List, Message, Percent, messages};
use crate::domain::money;
use crate::domain::percent;
use crate::domain::transaction::DetailKind;
use crate::domain::units::Units;

messages! {
    /// What fills a pool. `parts` are the parts of a sale that count, such as "products and discounts".
    share_of_sales(percent: Percent, parts: List) = "{percent} of sales ({parts})";
    /// What fills a pool. `only` says which sales count, such as "of type course, owned by a collaborator"; `parts` are the parts of a sale that count, such as "products and discounts".
    share_of_some_sales(percent: Percent, only: List, parts: List) = "{percent} of sales {only} ({parts})";
}

/// A share of sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevenueShare {
    /// More than 0, at most 100.
    pub percent: Decimal,
    /// Which kinds of detail count.
    pub include: Compilers,
    /// Which line items count.
    pub filter: Filter,
}

impl RevenueShare {
    /// Whether a detail counts toward this source. The filter narrows line items only; a discount
    /// or a fee belongs to the whole purchase.
    #[must_use]
    pub fn counts(&self, detail: &Seen<'_>) -> bool {
        self.include.on(detail.kind)
            && (detail.kind != DetailKind::LineItem || self.filter.passes(detail))
    }
}

impl Kind for RevenueShare {
    const NAME: &'static str = "revenue_share";
    const ABOUT: &'static str =
        "a percentage of the sales that are paid in the period, less their refunds";

    fn read(fields: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        let percent = fields.required(
            "percent",
            "the percentage of what is included, such as \"20\" or \"7.5\"",
            percent::read,
        );
        let include = fields.required(
            "include",
            "the parts of a sale that count; no other part does",
            read_compilers,
        );
        let filter = fields.or_else(
            "filter",
            "narrows what counts; everything does, if absent",
            read_filter,
            || Some(Filter::default()),
        );
        Some(RevenueShare {
            percent: percent?,
            include: include?,
            filter: filter?,
        })
    }
}

impl PoolSource for RevenueShare {
    fn options(&self, _: Units) -> Vec<(&'static str, Value<'static>)> {
        vec![
            ("percent", percent::write(self.percent)),
            ("include", self.include.write()),
            ("filter", self.filter.write()),
        ]
    }

    fn amount(&self, base: i64) -> Result<Decimal, TooLarge> {
        percent_of(self.percent, base)
    }

    fn share_of(&self, detail: &Seen<'_>, is_referred: bool) -> Option<Decimal> {
        let counts = self.counts(detail) && (is_referred || !self.filter.referred);
        counts.then_some(self.percent)
    }

    fn percent(&self) -> Option<Decimal> {
        Some(self.percent)
    }

    fn base(&self, base: i64, units: Units) -> Option<String> {
        Some(money::to_text(base, units))
    }

    fn rule(&self, _: Units) -> Message {
        let (percent, parts) = (Percent(self.percent), self.include.named());
        match self.filter.named() {
            Some(only) => share_of_some_sales(percent, only, parts),
            None => share_of_sales(percent, parts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pool::Referral;

    fn base(include: Compilers) -> i64 {
        let share = RevenueShare {
            percent: 15.into(),
            include,
            filter: Filter::default(),
        };
        [
            (DetailKind::LineItem, 5_000),
            (DetailKind::LineItem, 3_000),
            (DetailKind::Shipping, 800),
            (DetailKind::Tax, 640),
            (DetailKind::Discount, -1_000),
        ]
        .into_iter()
        .filter(|(kind, _)| {
            share.counts(&Seen {
                kind: *kind,
                product_type: None,
                sku: None,
                categories: &[],
                owned: false,
                referral: Referral::Nobody,
            })
        })
        .map(|(_, minor)| minor)
        .sum()
    }

    #[test]
    fn compilers_choose_the_kinds() {
        let items = Compilers {
            line_items: true,
            ..Compilers::default()
        };
        let all = Compilers {
            line_items: true,
            discounts: true,
            fees: true,
            shipping: true,
            taxes: true,
        };
        assert_eq!(base(Compilers::default()), 0);
        assert_eq!(base(items), 8_000);
        assert_eq!(
            base(Compilers {
                discounts: true,
                ..items
            }),
            7_000
        );
        assert_eq!(
            base(Compilers {
                taxes: true,
                ..items
            }),
            8_640
        );
        assert_eq!(base(all), 8_440);
    }

    #[test]
    fn filters_are_joined_by_and_and_narrow_line_items_only() {
        let filter = Filter {
            types: vec!["course".into()],
            skus: vec![],
            categories: vec!["art".into(), "music".into()],
            collaborator_owned: true,
            referred: false,
        };
        let categories = ["music".to_owned()];
        let item = Seen {
            kind: DetailKind::LineItem,
            product_type: Some("course"),
            sku: None,
            categories: &categories,
            owned: true,
            referral: Referral::Nobody,
        };
        assert!(filter.passes(&item));
        assert!(!filter.passes(&Seen {
            product_type: Some("book"),
            ..item
        }));
        assert!(!filter.passes(&Seen {
            categories: &[],
            ..item
        }));
        assert!(!filter.passes(&Seen {
            owned: false,
            ..item
        }));
        let share = RevenueShare {
            percent: 10.into(),
            include: Compilers {
                line_items: true,
                discounts: true,
                ..Compilers::default()
            },
            filter,
        };
        assert!(share.counts(&Seen {
            kind: DetailKind::Discount,
            owned: false,
            ..item
        }));
    }

    #[test]
    fn the_share_is_exact() {
        let share = |percent: &str| RevenueShare {
            percent: percent.parse().unwrap(),
            include: Compilers::default(),
            filter: Filter::default(),
        };
        assert_eq!(
            share("7.5").amount(1_234_567).unwrap().to_string(),
            "92592.525"
        );
        assert_eq!(
            share("33.3333").amount(100).unwrap().to_string(),
            "33.333300"
        );
    }
}
