//! A share of sales: a percentage of the details that its compilers switch on and its filter lets through.

use rust_decimal::Decimal;

use super::TooLarge;
use crate::domain::ids::CollaboratorId;
use crate::domain::transaction::DetailKind;

/// The rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevenueShare {
    /// More than 0, at most 100.
    pub percent: Decimal,
    /// Which kinds of detail count.
    pub include: Compilers,
    /// Which line items count.
    pub filter: Filter,
}

/// The transaction compilers: which kinds of detail count toward the pool. None is on until chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // five independent switches is what they are
pub struct Compilers {
    /// Products.
    pub line_items: bool,
    /// Reductions.
    pub discounts: bool,
    /// Charges beside the products.
    pub fees: bool,
    /// Delivery.
    pub shipping: bool,
    /// Taxes.
    pub taxes: bool,
}

impl Compilers {
    /// Whether a kind of detail counts.
    #[must_use]
    pub fn on(self, kind: DetailKind) -> bool {
        match kind {
            DetailKind::LineItem => self.line_items,
            DetailKind::Discount => self.discounts,
            DetailKind::Fee => self.fees,
            DetailKind::Shipping => self.shipping,
            DetailKind::Tax => self.taxes,
        }
    }
}

/// Narrows line items. An empty list lets everything through; lists are joined by "and".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Product types.
    pub types: Vec<String>,
    /// Stock-keeping units.
    pub skus: Vec<String>,
    /// Categories; one of the item's is enough.
    pub categories: Vec<String>,
    /// Only items that a collaborator owns.
    pub collaborator_owned: bool,
    /// Only purchases by somebody whom a collaborator sent; of these every detail.
    pub referred: bool,
}

/// A detail as a filter sees it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'d> {
    /// Its kind.
    pub kind: DetailKind,
    /// The shop's type of product.
    pub product_type: Option<&'d str>,
    /// Stock-keeping unit.
    pub sku: Option<&'d str>,
    /// Categories.
    pub categories: &'d [String],
    /// Whether an active collaborator owns it.
    pub owned: bool,
    /// Who sent the customer.
    pub referral: Referral,
}

/// Who sent the customer of a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referral {
    /// Nobody, or nobody who is active.
    Nobody,
    /// A collaborator.
    Another,
    /// A collaborator who is the customer.
    Oneself,
}

impl Referral {
    /// Of a purchase as it is kept.
    #[must_use]
    pub fn of(referrer: Option<CollaboratorId>, oneself: bool) -> Referral {
        match (referrer, oneself) {
            (None, _) => Referral::Nobody,
            (Some(_), false) => Referral::Another,
            (Some(_), true) => Referral::Oneself,
        }
    }
}

impl Filter {
    /// Whether a line item passes.
    #[must_use]
    pub fn passes(&self, item: &Seen<'_>) -> bool {
        let named = |list: &[String], name: Option<&str>| {
            list.is_empty() || name.is_some_and(|name| list.iter().any(|one| one == name))
        };
        named(&self.types, item.product_type)
            && named(&self.skus, item.sku)
            && (self.categories.is_empty()
                || item.categories.iter().any(|c| self.categories.contains(c)))
            && (!self.collaborator_owned || item.owned)
    }
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

/// The share of a base in minor units, exactly.
pub fn amount(share: &RevenueShare, base: i64) -> Result<Decimal, TooLarge> {
    percent_of(share.percent, base)
}

/// A percentage of a base in minor units, exactly.
pub fn percent_of(percent: Decimal, base: i64) -> Result<Decimal, TooLarge> {
    Decimal::from(base)
        .checked_mul(percent)
        .and_then(|product| product.checked_mul(Decimal::new(1, 2)))
        .ok_or(TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            amount(&share("7.5"), 1_234_567).unwrap().to_string(),
            "92592.525"
        );
        assert_eq!(
            amount(&share("33.3333"), 100).unwrap().to_string(),
            "33.333300"
        );
    }
}
