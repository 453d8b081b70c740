//! What of a sale counts: the parts that are switched on, narrowed by a filter.

use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value, boolean, owned_text, word};
use crate::domain::message::{Join, List, Message, messages};
use crate::domain::transaction::DetailKind;
use crate::domain::words::{Word, words};

/// How many names one list of a filter can have.
const MOST_NAMES: usize = 1_000;

messages! {
    /// Continues the path of a field.
    is_no_part() = "is empty: no part of a sale would count";
    /// A part of a sale, in the list of those that count.
    products() = "products";
    /// A part of a sale, in the list of those that count.
    discounts() = "discounts";
    /// A part of a sale, in the list of those that count.
    fees() = "fees";
    /// A part of a sale, in the list of those that count.
    shipping() = "shipping";
    /// A part of a sale, in the list of those that count.
    taxes() = "taxes";
    /// Which sales count, behind "20% of sales": by type of product.
    of_type(names: List) = "of type {names}";
    /// Which sales count, behind "20% of sales": by stock-keeping unit.
    with_sku(names: List) = "with SKU {names}";
    /// Which sales count, behind "20% of sales": by category.
    in_category(names: List) = "in category {names}";
    /// Which sales count, behind "20% of sales".
    owned_by_collaborator() = "owned by a collaborator";
    /// Which sales count, behind "20% of sales".
    to_referred_customers() = "to customers whom a collaborator sent";
}

words! {
    /// The parts of a sale that can count toward a pool.
    Compiler {
        /// Products.
        LineItems = "line_items",
        /// Discounts, which make the pool smaller. With `line_items` it is what customers paid for products.
        Discounts = "discounts",
        /// Fees, such as for a way of payment.
        Fees = "fees",
        /// Shipping.
        Shipping = "shipping",
        /// Taxes.
        Taxes = "taxes",
    }
}

impl Compiler {
    fn is_on(self, compilers: Compilers) -> bool {
        match self {
            Compiler::LineItems => compilers.line_items,
            Compiler::Discounts => compilers.discounts,
            Compiler::Fees => compilers.fees,
            Compiler::Shipping => compilers.shipping,
            Compiler::Taxes => compilers.taxes,
        }
    }

    fn switch_on(self, compilers: &mut Compilers) {
        let switch = match self {
            Compiler::LineItems => &mut compilers.line_items,
            Compiler::Discounts => &mut compilers.discounts,
            Compiler::Fees => &mut compilers.fees,
            Compiler::Shipping => &mut compilers.shipping,
            Compiler::Taxes => &mut compilers.taxes,
        };
        *switch = true;
    }
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

impl Compilers {
    /// The parts that count, in the shape they are read from.
    pub(super) fn write(self) -> Value<'static> {
        let names = Compiler::WORDS
            .iter()
            .filter(|(_, compiler)| compiler.is_on(self))
            .map(|(name, _)| Value::Text((*name).into()));
        Value::List(names.collect())
    }

    /// "products and discounts"
    pub(super) fn named(self) -> List {
        let all = [
            (self.line_items, products()),
            (self.discounts, discounts()),
            (self.fees, fees()),
            (self.shipping, shipping()),
            (self.taxes, taxes()),
        ];
        List::of(
            Join::And,
            all.into_iter().filter(|(on, _)| *on).map(|(_, name)| name),
        )
    }
}

impl Filter {
    /// The filter in the shape it is read from.
    pub(super) fn write(&self) -> Value<'static> {
        let names = |list: &[String]| {
            let names = list.iter().map(|name| Value::Text(name.clone().into()));
            Value::List(names.collect())
        };
        Value::Map(vec![
            ("types".into(), names(&self.types)),
            ("skus".into(), names(&self.skus)),
            ("categories".into(), names(&self.categories)),
            (
                "collaborator_owned".into(),
                Value::Bool(self.collaborator_owned),
            ),
            ("referred".into(), Value::Bool(self.referred)),
        ])
    }

    /// What narrows it: "of type course, owned by a collaborator"; none where nothing does.
    pub(super) fn named(&self) -> Option<List> {
        let mut only: Vec<Message> = Vec::new();
        let mut add = |list: &[String], named: fn(List) -> Message| {
            if !list.is_empty() {
                only.push(named(List::of(Join::Or, list.iter().cloned())));
            }
        };
        add(&self.types, of_type);
        add(&self.skus, with_sku);
        add(&self.categories, in_category);
        if self.collaborator_owned {
            only.push(owned_by_collaborator());
        }
        if self.referred {
            only.push(to_referred_customers());
        }
        (!only.is_empty()).then(|| List::of(Join::Comma, only))
    }
}

/// Reads the parts of a sale that count.
pub(super) fn read_compilers(cursor: &mut Cursor<'_, '_>) -> Option<Compilers> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let chosen = cursor.list(Compiler::WORDS.len(), word::<Compiler>)?;
    if chosen.is_empty() {
        return cursor.refuse(is_no_part());
    }
    let mut compilers = Compilers::default();
    for compiler in chosen {
        compiler.switch_on(&mut compilers);
    }
    Some(compilers)
}

/// Reads what narrows them.
pub(super) fn read_filter(cursor: &mut Cursor<'_, '_>) -> Option<Filter> {
    cursor.object(|fields| {
        let types = fields.or(
            "types",
            Vec::new(),
            "the types of product whose line items count, as the shop names them; all of them, if empty",
            read_names,
        );
        let skus = fields.or(
            "skus",
            Vec::new(),
            "the stock-keeping units whose line items count; all of them, if empty",
            read_names,
        );
        let categories = fields.or(
            "categories",
            Vec::new(),
            "the categories whose line items count, where one of a product's is enough; all of them, if empty",
            read_names,
        );
        let collaborator_owned = fields.or(
            "collaborator_owned",
            false,
            "true if only line items of products that belong to an active collaborator count",
            boolean,
        );
        let referred = fields.or(
            "referred",
            false,
            "true if only sales to customers whom a collaborator sent count, with all that include names",
            boolean,
        );
        Some(Filter {
            types: types?,
            skus: skus?,
            categories: categories?,
            collaborator_owned: collaborator_owned?,
            referred: referred?,
        })
    })
}

fn read_names(cursor: &mut Cursor<'_, '_>) -> Option<Vec<String>> {
    cursor.list(MOST_NAMES, owned_text::<191>)
}
