//! What somebody looked at and nobody has to look at any more. It is kept as it is: only whether it is a problem changes.

use super::conflicts::{self, ConflictRow};
use super::site::read_now;
use super::{Error, Result, Site};
use crate::domain::input::{At, Fields, Problems, Value, text};
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::store::conflicts::{ConflictStatus, LISTING as CONFLICTS};
use crate::store::dismissals::{self, Dismissible};
use crate::store::refund_list::{self, LISTING as REFUNDS, ListedRefund, RefundStatus};
use crate::store::{Connection, conflicts as kept, find};

#[derive(Debug)]
struct Details<'v> {
    now: Instant,
    by: Option<&'v str>,
    note: Option<&'v str>,
}

/// Dismisses a refund that waits for its sale, or does not fit it; doing it again changes nothing. Should the sale come
/// after all, the refund is applied to it. What became of one that does not fit stays as it is. Details: `by`, `note`,
/// `now`.
pub fn dismiss_refund(
    site: &Site,
    id: i64,
    input: &Value<'_>,
    clock: Instant,
) -> Result<ListedRefund> {
    let details = read(input, clock)?;
    site.write("dismiss_refund", |db| {
        let refund = refund(db, id)?;
        match refund.status {
            RefundStatus::Waiting => {
                refund_list::dismiss(db, id)?;
                keep(db, Dismissible::WaitingRefund, id, &details)?;
            }
            RefundStatus::Ignored => keep(db, Dismissible::IgnoredRefund, id, &details)?,
            RefundStatus::Dismissed => {}
            RefundStatus::Applied | RefundStatus::Repeated => {
                return Err(Error::Conflict(format!(
                    "refund {id} is {}; only one that waits for its sale or does not fit it can be dismissed",
                    refund.status.name()
                )));
            }
        }
        self::refund(db, id)
    })
}

/// Dismisses a conflict; doing it again changes nothing. The first record stands, and the second is kept beside it.
/// Details as of a refund.
pub fn dismiss_conflict(
    site: &Site,
    id: i64,
    input: &Value<'_>,
    clock: Instant,
) -> Result<ConflictRow> {
    let details = read(input, clock)?;
    site.write("dismiss_conflict", |db| {
        if conflict(db, id)?.status == ConflictStatus::Open {
            keep(db, Dismissible::Conflict, id, &details)?;
        }
        conflict(db, id)
    })
}

fn keep(db: &Connection, what: Dismissible, id: i64, details: &Details<'_>) -> Result<()> {
    let Details { now, by, note } = *details;
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

fn read<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Details<'v>> {
    let mut problems = Problems::default();
    let details = read_details(input, clock, &mut problems);
    Ok(problems.into_result(details)?)
}

fn read_details<'v>(
    input: &'v Value<'_>,
    clock: Instant,
    problems: &mut Problems,
) -> Option<Details<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let now = read_now(&mut fields, clock, &at, problems);
    let mut optional = |name: &'static str, most, problems: &mut Problems| {
        fields
            .get(name)
            .and_then(|v| text(v, most, &at.key(name), problems))
    };
    let by = optional("by", 191, problems);
    let note = optional("note", 500, problems);
    fields.close(&at, problems);
    Some(Details {
        now: now?,
        by,
        note,
    })
}
