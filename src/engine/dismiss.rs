//! A refund whose sale nobody tells, and nobody has to look at any more.

use super::{Error, Result, Site};
use crate::domain::words::Word;
use crate::store::refund_list::{self, LISTING, ListedRefund, RefundStatus};
use crate::store::{Connection, find};

/// Dismisses a refund that waits for its sale; doing it again changes nothing. It is kept: should the sale come after
/// all, the refund is applied to it.
pub fn dismiss_refund(site: &Site, id: i64) -> Result<ListedRefund> {
    site.write("dismiss_refund", |db| {
        let refund = listed(db, id)?;
        match refund.status {
            RefundStatus::Waiting => {
                refund_list::dismiss(db, id)?;
                listed(db, id)
            }
            RefundStatus::Dismissed => Ok(refund),
            RefundStatus::Applied | RefundStatus::Ignored | RefundStatus::Repeated => {
                Err(Error::Conflict(format!(
                    "refund {id} is {}; only one that waits for its sale can be dismissed",
                    refund.status.name()
                )))
            }
        }
    })
}

fn listed(db: &Connection, id: i64) -> Result<ListedRefund> {
    let found = find::one(db, &LISTING, id, refund_list::row)?;
    found.ok_or(Error::NotFound("refund", id))
}
