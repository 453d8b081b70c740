//! A sale fills pools, and the events `product_sold`, `coupon_used` and `sale_referred` follow from it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::credit::Origin;
use super::refunds::account::Account;
use super::sold::Sold;
use super::worth::{line_sold_for, sold_for};
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::event::{
    AliasKind, COUPON_USED, Event, Owner, PRODUCT_SOLD, SALE_REFERRED, Who,
};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::money;
use crate::domain::pool::{Referral, Seen};
use crate::domain::quantity::Quantity;
use crate::domain::transaction::{Detail, DetailKind, Transaction, sale_too_large};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::bodies::{DetailBody, PoolEntry, SaleBody, append};
use crate::engine::counting::pool_detail;
use crate::engine::{Error, Result};
use crate::store::events::Inserted;
use crate::store::transactions::{self, NewDetail, NewTransaction};
use crate::store::{self, conflicts, json, ledger};

impl Batch<'_> {
    /// Folds a sale, unless it was folded before.
    pub(super) fn sale(&mut self, sale: &Transaction<'_>, now: i64) -> Result<()> {
        let units = Units::of_sale(&sale.currency)
            .ok_or_else(|| store::Error::Corrupt(format!("a sale in {}", sale.currency)))?;
        let amount = total(sale)?;
        let referrer = self.referrer(sale)?;
        let active = referrer.filter(|referrer| referrer.active);
        let inserted = transactions::insert(
            self.db,
            &NewTransaction {
                source: &sale.source,
                external_id: &sale.external_id,
                now,
                at: sale.at,
                units,
                customer: sale.customer.as_deref(),
                amount,
                renewal: sale.renewal,
                coupons: &json::text(&sale.coupons)?,
                referrer: active.map(|referrer| referrer.collaborator),
                self_referred: active.is_some_and(|referrer| referrer.own),
                referrers: &json::text(&sale.referrers)?,
                revision: sale.revision,
                history: sale.history,
                fingerprint: sale_fingerprint(sale)?,
            },
        )?;
        let id = match inserted {
            Inserted::New(id) => id,
            Inserted::Known { same: true } => return self.told_again(sale, true, now),
            Inserted::Known { same: false } => {
                return self.told_again(&self.known_sale(sale)?, false, now);
            }
        };
        self.done.transactions += 1;
        self.book
            .people
            .told(self.db, sale.customer.as_deref(), &sale.also)?;
        let value = money::to_text(sold_for(sale), units);
        let mut body = SaleBody {
            transaction: id,
            source: Cow::Borrowed(&sale.source),
            external_id: Cow::Borrowed(&sale.external_id),
            currency: Cow::Borrowed(units.code()),
            occurred_at: sale.at,
            amount,
            renewal: sale.renewal,
            coupons: sale
                .coupons
                .iter()
                .map(|code| Cow::Borrowed(&**code))
                .collect(),
            referrer: active.map(|referrer| referrer.collaborator),
            self_referred: active.is_some_and(|referrer| referrer.own),
            history: sale.history,
            details: Vec::with_capacity(sale.details.len()),
            entries: Vec::new(),
        };
        let sold = Sold {
            transaction: id,
            units,
            at: Instant::recorded(sale.at),
            paid_at: Instant::recorded(sale.at),
            now: Instant::recorded(now),
            customer: sale.customer.as_deref(),
            renewal: sale.renewal,
            referrer: body.referrer,
            self_referred: body.self_referred,
            revision: None,
            history: sale.history,
        };
        for detail in &sale.details {
            self.detail(sale, &sold, detail, &mut body)?;
        }
        // The number of the row is the subject, because the shop's source and number could be joined ambiguously.
        append(
            self.db,
            Instant::recorded(now),
            LedgerAct::Sale,
            &id.to_string(),
            &body,
        )?;
        for code in coupon_codes(sale) {
            self.coupon_used(sale, &sold, &code, &value)?;
        }
        self.sale_referred(sale, &sold, referrer, &value)?;
        self.settle_waiting(&sale.source, &sale.external_id, now)
    }

    /// A sale whose number is known already: a copy, an amendment, or a conflict that only a person can judge. Whether it is
    /// history was decided the first time.
    fn told_again(&mut self, sale: &Transaction<'_>, is_copy: bool, now: i64) -> Result<()> {
        if let Some(revision) = sale.revision
            && let Some(account) = Account::open(self.db, &sale.source, &sale.external_id)?
        {
            let standing = transactions::standing(self.db, account.sale.id)?;
            let is_newer = standing.revision < sale.revision;
            if is_newer && is_copy {
                self.done.duplicates += 1;
                // None of the revisions in between is what the sale is now.
                let id = account.sale.id;
                return Ok(transactions::set_revision(self.db, id, Some(revision))?);
            }
            if is_newer && standing.units.code() == sale.currency {
                self.done.transactions += 1;
                return self.amend(sale, revision, account, &standing, now);
            }
        }
        self.done.duplicates += 1;
        if !is_copy {
            let key = format!("{}:{}", sale.source, sale.external_id);
            conflicts::keep(self.db, now, "transaction", &key, &json::text(sale)?)?;
        }
        Ok(())
    }

    fn detail<'s>(
        &mut self,
        sale: &'s Transaction<'_>,
        sold: &Sold<'_>,
        detail: &'s Detail<'_>,
        body: &mut SaleBody<'s>,
    ) -> Result<()> {
        let event = self.product_sold(sale, sold, detail)?;
        let added = AddedRow {
            amount: detail.amount,
            event,
            amendment: None,
        };
        let (row, entries) = self.add_row(sold, detail, added)?;
        body.details.push(row);
        body.entries.extend(entries);
        Ok(())
    }

    /// Adds a row for a detail, and its amount to the pools.
    pub(super) fn add_row<'s>(
        &mut self,
        sold: &Sold<'_>,
        detail: &'s Detail<'_>,
        added: AddedRow,
    ) -> Result<(DetailBody<'s>, Vec<PoolEntry>)> {
        let AddedRow {
            amount,
            event,
            amendment,
        } = added;
        let new = NewDetail {
            external_id: &detail.external_id,
            kind: detail.kind,
            amount,
            quantity: detail.quantity,
            name: detail.name.as_deref(),
            product_type: detail.product_type.as_deref(),
            sku: detail.sku.as_deref(),
            categories: &json::text(&detail.categories)?,
            owners: &json::text(&detail.owners)?,
            line: detail.line.as_deref(),
            event,
            referrer: sold.referrer,
            self_referred: sold.self_referred,
            amendment: amendment.map(|row| (row, sold.at.micros())),
        };
        let row = transactions::insert_detail(self.db, sold.transaction, &new)?;
        let body = DetailBody {
            id: row,
            external_id: Cow::Borrowed(&detail.external_id),
            kind: Cow::Borrowed(detail.kind.name()),
            amount,
            quantity: detail.quantity,
            event,
            line: detail.line.as_deref().map(Cow::Borrowed),
            texts: ledger::digest(&[
                new.name,
                new.product_type,
                new.sku,
                Some(new.categories),
                Some(new.owners),
            ]),
        };
        if sold.history {
            return Ok((body, Vec::new()));
        }
        let mut entries = Vec::new();
        let mut owned = false;
        for owner in &detail.owners {
            let known = self.book.who(self.db, &owner.who)?;
            owned |= known.is_some_and(|(_, known)| known.status == CollaboratorStatus::Active);
        }
        let categories: Vec<String> = detail
            .categories
            .iter()
            .map(|c| c.clone().into_owned())
            .collect();
        let seen = Seen {
            kind: detail.kind,
            product_type: detail.product_type.as_deref(),
            sku: detail.sku.as_deref(),
            categories: &categories,
            owned,
            referral: Referral::of(sold.referrer, sold.self_referred),
        };
        for index in self.book.sharing(self.db, sold.units)?.iter() {
            let tracked = &mut self.book.tracked[*index];
            let part = sold.part(row, amount);
            entries.extend(pool_detail(self.db, tracked, &part, &seen)?);
        }
        Ok((body, entries))
    }

    /// The event `product_sold`, if somebody owns the product.
    pub(super) fn product_sold(
        &mut self,
        sale: &Transaction<'_>,
        sold: &Sold<'_>,
        detail: &Detail<'_>,
    ) -> Result<Option<EventId>> {
        if detail.kind != DetailKind::LineItem || detail.owners.is_empty() {
            return Ok(None);
        }
        let goods = sold_for(sale);
        let value = money::to_text(line_sold_for(sale, detail), sold.units);
        let event = Event {
            key: sold.key("sold", sale, &detail.external_id),
            kind: Cow::Borrowed(PRODUCT_SOLD),
            at: sale.at,
            owners: detail.owners.clone(),
            subject: sold.customer.map(Cow::Borrowed),
            also: sold.also(sale),
            object: detail.name.as_deref().map(Cow::Borrowed),
            quantity: detail.quantity,
            value: Some(value.as_str().into()),
            currency: Some(Cow::Borrowed(sold.units.code())),
            ignored: None,
            data: None,
            network: None,
            history: sold.history,
        };
        let origin = Origin {
            goods: Some(goods),
            ..sold.origin()
        };
        self.event(&event, Some(origin), sold.now.micros())
    }

    /// The event `coupon_used`.
    pub(super) fn coupon_used(
        &mut self,
        sale: &Transaction<'_>,
        sold: &Sold<'_>,
        code: &str,
        value: &str,
    ) -> Result<Option<EventId>> {
        let event = Event {
            key: sold.key("coupon", sale, code),
            kind: Cow::Borrowed(COUPON_USED),
            at: sale.at,
            owners: vec![Owner {
                who: Who::Alias(AliasKind::Coupon, Cow::Borrowed(code)),
                weight: 1,
            }],
            subject: sold.customer.map(Cow::Borrowed),
            also: sold.also(sale),
            object: Some(Cow::Owned(coupon_object(code))),
            quantity: Quantity::ONE,
            value: Some(Cow::Borrowed(value)),
            currency: Some(Cow::Borrowed(sold.units.code())),
            ignored: None,
            data: None,
            network: None,
            history: sold.history,
        };
        self.event(&event, Some(sold.origin()), sold.now.micros())
    }

    /// Who sent the customer: of those who may have, the first who is active, else the first who is known.
    pub(super) fn referrer(&mut self, sale: &Transaction<'_>) -> Result<Option<Referrer>> {
        let mut known_first = None;
        for (claim, owner) in sale.referrers.iter().enumerate() {
            let Some((collaborator, known)) = self.book.who(self.db, &owner.who)? else {
                continue;
            };
            let referrer = Referrer {
                claim,
                collaborator,
                active: known.status == CollaboratorStatus::Active,
                own: known.is(sale.customer.as_deref(), &sale.also),
            };
            if referrer.active {
                return Ok(Some(referrer));
            }
            known_first = known_first.or(Some(referrer));
        }
        Ok(known_first)
    }

    /// The event `sale_referred`, which credits the first who was named if none of them is known.
    pub(super) fn sale_referred(
        &mut self,
        sale: &Transaction<'_>,
        sold: &Sold<'_>,
        referrer: Option<Referrer>,
        value: &str,
    ) -> Result<Option<EventId>> {
        let Some(credited) = sale.referrers.get(referrer.map_or(0, |r| r.claim)) else {
            return Ok(None);
        };
        if !sale.credit_referrer {
            return Ok(None);
        }
        let event = Event {
            key: sold.key("referred", sale, ""),
            kind: Cow::Borrowed(SALE_REFERRED),
            at: sale.at,
            owners: vec![Owner {
                who: credited.who.clone(),
                weight: 1,
            }],
            subject: sold.customer.map(Cow::Borrowed),
            also: sold.also(sale),
            object: None,
            quantity: Quantity::ONE,
            value: Some(value.into()),
            currency: Some(Cow::Borrowed(sold.units.code())),
            ignored: None,
            data: None,
            network: None,
            history: sold.history,
        };
        self.event(&event, Some(sold.origin()), sold.now.micros())
    }
}

/// The collaborator who sent the customer of a sale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Referrer {
    /// The index among those who may have.
    claim: usize,
    pub collaborator: CollaboratorId,
    pub active: bool,
    /// Whether they are the customer.
    pub own: bool,
}

/// The row that is added for a detail.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddedRow {
    /// Minor units.
    pub amount: i64,
    /// The event `product_sold` of the detail.
    pub event: Option<EventId>,
    /// The amendment that adds it.
    pub amendment: Option<i64>,
}

/// The coupon codes of a sale, each once.
pub(super) fn coupon_codes<'s>(sale: &'s Transaction<'_>) -> BTreeSet<Cow<'s, str>> {
    let codes = sale.coupons.iter();
    codes.map(|code| AliasKind::Coupon.folded(code)).collect()
}

/// The object of the event `coupon_used`.
pub(super) fn coupon_object(code: &str) -> String {
    format!("coupon:{code}")
}

pub(super) fn total(sale: &Transaction<'_>) -> Result<i64> {
    let sum = sale
        .details
        .iter()
        .try_fold(0_i64, |sum, detail| sum.checked_add(detail.amount));
    sum.ok_or_else(|| {
        Error::TooLarge(sale_too_large(
            sale.source.to_string(),
            sale.external_id.to_string(),
        ))
    })
}

/// Covers what money and points follow from. The instant and texts are left out, because the same sale is often recorded
/// again, by a hook that fires twice or after a product was renamed.
pub(super) fn sale_fingerprint(sale: &Transaction<'_>) -> Result<u32> {
    let mut details: Vec<_> = sale
        .details
        .iter()
        .map(|detail| {
            let owners = same_order(&detail.owners)?;
            Ok((
                &detail.external_id,
                detail.kind.name(),
                detail.amount,
                detail.quantity,
                owners,
                &detail.line,
            ))
        })
        .collect::<Result<_>>()?;
    details.sort();
    Ok(fingerprint(&(
        &sale.currency,
        &sale.referrers,
        sale.credits_referrer(),
        details,
        coupon_codes(sale),
    )))
}

/// Owners as sorted texts, because the order in which they are named does not matter.
pub(super) fn same_order(owners: &[Owner<'_>]) -> Result<Vec<String>> {
    let mut texts: Vec<String> = owners
        .iter()
        .map(json::text)
        .collect::<store::Result<_>>()?;
    texts.sort();
    Ok(texts)
}
