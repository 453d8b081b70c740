//! A sale fills pools, and gives rise to the events `product_sold`, `coupon_used` and `sale_referred`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::entries::{self, DetailBody, SALE, SaleBody};
use super::events::{Origin, derived_key, instant};
use super::pooled::{Sold, SoldPart, pool_detail};
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::event::{
    AliasKind, COUPON_USED, Event, Owner, PRODUCT_SOLD, SALE_REFERRED, Who,
};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::money;
use crate::domain::pool::revenue_share::{Referral, Seen};
use crate::domain::transaction::{Detail, DetailKind, Transaction};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::{Error, Result};
use crate::store::events::Inserted;
use crate::store::transactions::{self, NewDetail, NewTransaction};
use crate::store::{self, ledger, meta};

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
                coupons: &json(&sale.coupons),
                referrer: active.map(|referrer| referrer.collaborator),
                self_referred: active.is_some_and(|referrer| referrer.own),
                fingerprint: sale_fingerprint(sale),
            },
        )?;
        let id = match inserted {
            Inserted::New(id) => id,
            Inserted::Known { same } => {
                self.done.duplicates += 1;
                if !same {
                    let key = format!("{}:{}", sale.source, sale.external_id);
                    meta::keep_conflict(self.db, now, "transaction", &key, &json(sale))?;
                }
                return Ok(());
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
            details: Vec::with_capacity(sale.details.len()),
            entries: Vec::new(),
        };
        for detail in &sale.details {
            let sold = Sold {
                transaction: id,
                units,
                at: instant(sale.at),
                now: instant(now),
                customer: sale.customer.as_deref(),
                renewal: sale.renewal,
                referral: Referral::of(body.referrer, body.self_referred),
            };
            self.detail(sale, &sold, detail, &mut body)?;
        }
        // The row's number: source and number of the shop could be cut apart in two ways.
        entries::note(self.db, instant(now), SALE, &id.to_string(), &body)?;
        let origin = Origin {
            id,
            renewal: sale.renewal,
        };
        self.coupons(sale, origin, &value, now)?;
        self.sale_referred(sale, origin, referrer, value, now)?;
        self.settle_waiting(&sale.source, &sale.external_id, now)
    }

    fn detail<'s>(
        &mut self,
        sale: &'s Transaction<'_>,
        sold: &Sold<'_>,
        detail: &'s Detail<'_>,
        body: &mut SaleBody<'s>,
    ) -> Result<()> {
        let event = if detail.kind == DetailKind::LineItem && !detail.owners.is_empty() {
            self.product_sold(sale, sold, detail)?
        } else {
            None
        };
        let new = NewDetail {
            external_id: &detail.external_id,
            kind: detail.kind,
            amount: detail.amount,
            quantity: detail.quantity,
            name: detail.name.as_deref(),
            product_type: detail.product_type.as_deref(),
            sku: detail.sku.as_deref(),
            categories: &json(&detail.categories),
            owners: &json(&detail.owners),
            event,
        };
        let row = transactions::insert_detail(self.db, sold.transaction, &new)?;
        body.details.push(DetailBody {
            id: row,
            external_id: Cow::Borrowed(&detail.external_id),
            kind: Cow::Borrowed(detail.kind.name()),
            amount: detail.amount,
            quantity: detail.quantity,
            event,
            texts: ledger::digest(&[
                new.name,
                new.product_type,
                new.sku,
                Some(new.categories),
                Some(new.owners),
            ]),
        });
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
            referral: sold.referral,
        };
        for index in self.book.sharing(self.db, sold.units)?.iter() {
            let tracked = &mut self.book.tracked[*index];
            let part = SoldPart {
                row,
                amount: detail.amount,
            };
            body.entries
                .extend(pool_detail(self.db, tracked, sold, part, &seen)?);
        }
        Ok(())
    }

    fn product_sold(
        &mut self,
        sale: &Transaction<'_>,
        sold: &Sold<'_>,
        detail: &Detail<'_>,
    ) -> Result<Option<EventId>> {
        let value = money::to_text(detail.amount, sold.units);
        let event = Event {
            key: derived_key("sold", &sale.source, &sale.external_id, &detail.external_id),
            kind: Cow::Borrowed(PRODUCT_SOLD),
            at: sale.at,
            owners: detail.owners.clone(),
            subject: sale.customer.clone(),
            also: sale.also.clone(),
            object: detail.name.as_deref().map(Cow::Borrowed),
            quantity: detail.quantity,
            value: Some(value.as_str().into()),
            currency: Some(sale.currency.clone()),
            ignored: None,
            data: None,
        };
        let origin = Origin {
            id: sold.transaction,
            renewal: sold.renewal,
        };
        self.event(&event, Some(origin), sold.now.micros())
    }

    fn coupons(
        &mut self,
        sale: &Transaction<'_>,
        origin: Origin,
        value: &str,
        now: i64,
    ) -> Result<()> {
        let codes: BTreeSet<Cow<'_, str>> = sale
            .coupons
            .iter()
            .map(|code| AliasKind::Coupon.folded(code))
            .collect();
        for code in codes {
            let event = Event {
                key: derived_key("coupon", &sale.source, &sale.external_id, &code),
                kind: Cow::Borrowed(COUPON_USED),
                at: sale.at,
                owners: vec![Owner {
                    who: Who::Alias(AliasKind::Coupon, code.clone()),
                    weight: 1,
                }],
                subject: sale.customer.clone(),
                also: sale.also.clone(),
                object: Some(Cow::Owned(format!("coupon:{code}"))),
                quantity: 1,
                value: Some(Cow::Borrowed(value)),
                currency: Some(sale.currency.clone()),
                ignored: None,
                data: None,
            };
            self.event(&event, Some(origin), now)?;
        }
        Ok(())
    }

    /// Who sent the customer: of those who may have, the first who is active; else the first who is
    /// known, else the first who was named.
    fn referrer(&mut self, sale: &Transaction<'_>) -> Result<Option<Referrer>> {
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

    fn sale_referred(
        &mut self,
        sale: &Transaction<'_>,
        origin: Origin,
        referrer: Option<Referrer>,
        value: String,
        now: i64,
    ) -> Result<()> {
        let Some(credited) = sale.referrers.get(referrer.map_or(0, |r| r.claim)) else {
            return Ok(());
        };
        let event = Event {
            key: derived_key("referred", &sale.source, &sale.external_id, ""),
            kind: Cow::Borrowed(SALE_REFERRED),
            at: sale.at,
            owners: vec![Owner {
                who: credited.who.clone(),
                weight: 1,
            }],
            subject: sale.customer.clone(),
            also: sale.also.clone(),
            object: None,
            quantity: 1,
            value: Some(value.into()),
            currency: Some(sale.currency.clone()),
            ignored: None,
            data: None,
        };
        self.event(&event, Some(origin), now)?;
        Ok(())
    }
}

/// Who sent the customer of a sale.
#[derive(Debug, Clone, Copy)]
struct Referrer {
    /// Which of those who may have.
    claim: usize,
    collaborator: CollaboratorId,
    active: bool,
    /// Whether it is the customer.
    own: bool,
}

/// What the products went for: their prices less what was taken off, in minor units; nothing less
/// than nothing.
fn sold_for(sale: &Transaction<'_>) -> i64 {
    let counts = |kind| matches!(kind, DetailKind::LineItem | DetailKind::Discount);
    let parts = sale.details.iter().filter(|detail| counts(detail.kind));
    // The caller has summed all details already, so these do not outgrow 64 bits by far.
    let sum: i128 = parts.map(|detail| i128::from(detail.amount)).sum();
    i64::try_from(sum.max(0)).unwrap_or(i64::MAX)
}

fn total(sale: &Transaction<'_>) -> Result<i64> {
    let sum = sale
        .details
        .iter()
        .try_fold(0_i64, |sum, detail| sum.checked_add(detail.amount));
    sum.ok_or_else(|| {
        Error::TooLarge(format!(
            "the sale {}:{} is too large to count",
            sale.source, sale.external_id
        ))
    })
}

fn sale_fingerprint(sale: &Transaction<'_>) -> u32 {
    // Not the instant: the same sale is often recorded again by a hook that fires twice.
    fingerprint(&(
        &sale.currency,
        &sale.customer,
        &sale.referrers,
        &sale.details,
        &sale.coupons,
        sale.renewal,
    ))
}

fn json(value: &impl serde::Serialize) -> String {
    // Plain records always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}
