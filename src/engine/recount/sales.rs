//! The details of sales of an interval, and their refunds, in the pools of one distributor.

use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::pool::Seen;
use crate::engine::Result;
use crate::engine::bodies::PoolEntry;
use crate::engine::counting::{SoldPart, TakenBack, pool_detail, take_back};
use crate::engine::periods::Tracked;
use crate::store::interval::Interval;
use crate::store::transactions::{self, StoredDetail};
use crate::store::{Read, Write, collaborators, events, pools, refunds};

/// Answers the pool entries that were made.
pub(super) fn count(
    db: &Write<'_>,
    tracked: &mut Tracked,
    interval: Interval,
) -> Result<Vec<PoolEntry>> {
    let mut made = Vec::new();
    for detail in transactions::stored_details(db, interval)? {
        made.extend(count_detail(db, tracked, &detail)?);
    }
    Ok(made)
}

/// Adds a detail to the pool of its period, and takes what refunds took of it from the pools of theirs.
fn count_detail(
    db: &Write<'_>,
    tracked: &mut Tracked,
    detail: &StoredDetail,
) -> Result<Vec<PoolEntry>> {
    let part = SoldPart {
        transaction: detail.transaction,
        row: detail.id,
        units: detail.units,
        amount: detail.amount,
        at: detail.at,
        paid_at: detail.sold_at,
        now: detail.now,
        customer: detail.customer.as_deref(),
        renewal: detail.renewal,
    };
    let seen = Seen {
        kind: detail.kind,
        product_type: detail.product_type.as_deref(),
        sku: detail.sku.as_deref(),
        categories: &detail.categories,
        owned: match detail.event {
            Some(event) => is_owned(db, event)?,
            None => false,
        },
        referral: detail.referral,
    };
    let mut made = pool_detail(db, tracked, &part, &seen)?;
    if made.is_empty() {
        return Ok(made);
    }
    let mut pooled = pools::of_detail(db, detail.id)?;
    pooled.retain(|pooled| pooled.distributor == tracked.id);
    for refunded in refunds::refunded_parts(db, detail.id)? {
        let taken = TakenBack {
            refund: refunded.refund,
            detail: detail.id,
            amount: refunded.amount,
            at: refunded.at,
            now: detail.now,
        };
        for pooled in &pooled {
            made.extend(take_back(db, tracked, pooled, taken)?);
        }
    }
    Ok(made)
}

fn is_owned(db: &Read<'_>, event: EventId) -> Result<bool> {
    for credit in events::stored_credits(db, event)? {
        if let Some(id) = credit.collaborator
            && is_active(db, id)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_active(db: &Read<'_>, id: CollaboratorId) -> Result<bool> {
    let known = collaborators::known(db, id)?;
    Ok(known.is_some_and(|known| known.status == CollaboratorStatus::Active))
}
