//! What somebody looked at and nobody has to look at any more. It is kept as it is: only whether it is a problem changes.

use super::act::{self, Act};
use super::calls::{Told, named};
use super::conflicts::{self, ConflictRow};
use super::{Error, Result, Site};
use crate::domain::input::Value;
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::store::conflicts::{ConflictStatus, LISTING as CONFLICTS};
use crate::store::dismissals::{self, Dismissible};
use crate::store::refund_list::{self, LISTING as REFUNDS, ListedRefund, RefundStatus};
use crate::store::{Connection, conflicts as kept, find};

/// The name of the call that dismisses a refund.
pub const REFUND: &str = "dismiss_refund";

/// The name of the call that dismisses a conflict.
pub const CONFLICT: &str = "dismiss_conflict";

/// Dismisses a refund that waits for its sale, or does not fit it; doing it again changes nothing. Should the sale come
/// after all, the refund is applied to it. What became of one that does not fit stays as it is. Details: `by`, `note`,
/// `now`.
pub fn dismiss_refund(
    site: &Site,
    id: i64,
    input: &Value<'_>,
    clock: Instant,
) -> Result<ListedRefund> {
    let details = act::read(input, clock)?;
    let arguments = named([("id", Value::Int(id)), ("details", input.clone())]);
    site.change(REFUND, &arguments, clock, |db| {
        apply_to_refund(db, id, &details)
    })
}

/// The same out of the log.
pub fn refund_from_log(told: &Told<'_>) -> Result<()> {
    let details = act::read(told.argument("details")?, told.now)?;
    apply_to_refund(told.db, told.int("id")?, &details).map(drop)
}

fn apply_to_refund(db: &Connection, id: i64, details: &Act<'_>) -> Result<ListedRefund> {
    let refund = refund(db, id)?;
    match refund.status {
        RefundStatus::Waiting => {
            refund_list::dismiss(db, id)?;
            keep(db, Dismissible::WaitingRefund, id, details)?;
        }
        RefundStatus::Ignored => keep(db, Dismissible::IgnoredRefund, id, details)?,
        RefundStatus::Dismissed => {}
        RefundStatus::Applied | RefundStatus::Repeated => {
            return Err(Error::Conflict(format!(
                "refund {id} is {}; only one that waits for its sale or does not fit it can be dismissed",
                refund.status.name()
            )));
        }
    }
    self::refund(db, id)
}

/// Dismisses a conflict; doing it again changes nothing. The first record stands, and the second is kept beside it.
/// Details as of a refund.
pub fn dismiss_conflict(
    site: &Site,
    id: i64,
    input: &Value<'_>,
    clock: Instant,
) -> Result<ConflictRow> {
    let details = act::read(input, clock)?;
    let arguments = named([("id", Value::Int(id)), ("details", input.clone())]);
    site.change(CONFLICT, &arguments, clock, |db| {
        apply_to_conflict(db, id, &details)
    })
}

/// The same out of the log.
pub fn conflict_from_log(told: &Told<'_>) -> Result<()> {
    let details = act::read(told.argument("details")?, told.now)?;
    apply_to_conflict(told.db, told.int("id")?, &details).map(drop)
}

fn apply_to_conflict(db: &Connection, id: i64, details: &Act<'_>) -> Result<ConflictRow> {
    if conflict(db, id)?.status == ConflictStatus::Open {
        keep(db, Dismissible::Conflict, id, details)?;
    }
    conflict(db, id)
}

fn keep(db: &Connection, what: Dismissible, id: i64, details: &Act<'_>) -> Result<()> {
    let Act { now, by, note } = *details;
    Ok(dismissals::keep(db, what, id, now, by, note)?)
}

fn refund(db: &Connection, id: i64) -> Result<ListedRefund> {
    let found = find::one(db, &REFUNDS, id, refund_list::row)?;
    found.ok_or(Error::NotFound("refund", id))
}

fn conflict(db: &Connection, id: i64) -> Result<ConflictRow> {
    let found = find::one(db, &CONFLICTS, id, kept::row)?;
    conflicts::shown(db, found.ok_or(Error::NotFound("conflict", id))?)
}
