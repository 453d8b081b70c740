//! A sale fills pools, and gives rise to the events `product_sold` and `coupon_used`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::book::Tracked;
use super::events::{Size, derived_key, fraction, instant};
use super::place::place;
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distributor::Renewals;
use crate::domain::event::{AliasKind, Event, Owner, Who};
use crate::domain::ids::{EventId, TransactionId};
use crate::domain::money;
use crate::domain::pool::Source;
use crate::domain::pool::revenue_share::Seen;
use crate::domain::transaction::{Detail, DetailKind, Transaction};
use crate::domain::units::Units;
use crate::engine::{Error, Result};
use crate::store::events::Inserted;
use crate::store::pools::{self, NewEntry};
use crate::store::transactions::{self, NewDetail, NewTransaction};
use crate::store::{self, meta};

impl Batch<'_> {
    /// Folds a sale, unless it was folded before.
    pub(super) fn sale(&mut self, sale: &Transaction<'_>, now: i64) -> Result<()> {
        let units = Units::from_code(&sale.currency)
            .ok_or_else(|| store::Error::Corrupt(format!("a sale in {}", sale.currency)))?;
        let amount = sale
            .details
            .iter()
            .try_fold(0_i64, |sum, detail| sum.checked_add(detail.amount));
        let amount = amount.ok_or_else(|| {
            Error::TooLarge(format!(
                "the sale {}:{} is too large to count",
                sale.source, sale.external_id
            ))
        })?;
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
        for detail in &sale.details {
            self.detail(sale, id, detail, units, now)?;
        }
        self.coupons(sale, id, now)?;
        self.settle_waiting(&sale.source, &sale.external_id, now)
    }

    fn detail(
        &mut self,
        sale: &Transaction<'_>,
        id: TransactionId,
        detail: &Detail<'_>,
        units: Units,
        now: i64,
    ) -> Result<()> {
        let event = if detail.kind == DetailKind::LineItem && !detail.owners.is_empty() {
            self.sold(sale, id, detail, units, now)?
        } else {
            None
        };
        let row = transactions::insert_detail(
            self.db,
            id,
            &NewDetail {
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
            },
        )?;
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
        };
        for index in 0..self.book.tracked.len() {
            if detail.amount != 0 {
                let tracked = &mut self.book.tracked[index];
                pool_detail(
                    self.db,
                    tracked,
                    sale,
                    &Pooling {
                        id,
                        row,
                        amount: detail.amount,
                        units,
                        now,
                    },
                    &seen,
                )?;
            }
        }
        Ok(())
    }

    fn sold(
        &mut self,
        sale: &Transaction<'_>,
        id: TransactionId,
        detail: &Detail<'_>,
        units: Units,
        now: i64,
    ) -> Result<Option<EventId>> {
        let value = money::to_text(detail.amount, units);
        let size = Size {
            quantity: 1,
            units: detail.quantity,
            value: fraction(&value).unwrap_or((0, 1)),
        };
        let event = Event {
            key: derived_key("sold", &sale.source, &sale.external_id, &detail.external_id),
            kind: Cow::Borrowed("product_sold"),
            at: sale.at,
            owners: detail.owners.clone(),
            subject: sale.customer.clone(),
            object: detail.name.as_deref().map(Cow::Borrowed),
            quantity: 1,
            value: Some(value.as_str().into()),
            data: None,
        };
        self.count(&event, size, Some(id), now)
    }

    fn coupons(&mut self, sale: &Transaction<'_>, id: TransactionId, now: i64) -> Result<()> {
        let codes: BTreeSet<Cow<'_, str>> = sale
            .coupons
            .iter()
            .map(|code| AliasKind::Coupon.folded(code))
            .collect();
        for code in codes {
            let size = Size {
                quantity: 1,
                units: 1,
                value: (0, 1),
            };
            let event = Event {
                key: derived_key("coupon", &sale.source, &sale.external_id, &code),
                kind: Cow::Borrowed("coupon_used"),
                at: sale.at,
                owners: vec![Owner {
                    who: Who::Alias(AliasKind::Coupon, code.clone()),
                    weight: 1,
                }],
                subject: sale.customer.clone(),
                object: Some(Cow::Owned(format!("coupon:{code}"))),
                quantity: 1,
                value: None,
                data: None,
            };
            self.count(&event, size, Some(id), now)?;
        }
        Ok(())
    }
}

struct Pooling {
    id: TransactionId,
    row: i64,
    amount: i64,
    units: Units,
    now: i64,
}

fn pool_detail(
    db: &store::Connection,
    tracked: &mut Tracked,
    sale: &Transaction<'_>,
    pooling: &Pooling,
    seen: &Seen<'_>,
) -> Result<()> {
    if !tracked
        .versions
        .iter()
        .any(|version| version.definition.units == pooling.units)
    {
        return Ok(());
    }
    let at = instant(sale.at);
    let Some(placed) = place(db, tracked, at, instant(pooling.now))? else {
        return Ok(());
    };
    let Some(version) = tracked.version(placed.version) else {
        return Ok(());
    };
    if sale.renewal && version.definition.renewals == Renewals::FirstPaymentOnly {
        return Ok(());
    }
    for (number, source) in (0..).zip(&version.definition.pool.sources) {
        let counts = match source {
            Source::RevenueShare(share) => share.counts(seen),
            Source::Fixed(_) | Source::PerEvent { .. } => false,
        };
        if counts {
            pools::insert(
                db,
                &NewEntry {
                    distribution: placed.distribution,
                    place: number,
                    rate: "",
                    kind: "sale",
                    base: pooling.amount,
                    at,
                    late: placed.late,
                    transaction: Some(pooling.id),
                    detail: Some(pooling.row),
                    refund: None,
                    customer: sale.customer.as_deref(),
                    reason: None,
                },
            )?;
        }
    }
    Ok(())
}

fn sale_fingerprint(sale: &Transaction<'_>) -> u32 {
    // Not the instant: the same sale is often recorded again by a hook that fires twice.
    fingerprint(&(
        &sale.currency,
        &sale.customer,
        &sale.details,
        &sale.coupons,
        sale.renewal,
    ))
}

fn json(value: &impl serde::Serialize) -> String {
    // Plain records always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}
