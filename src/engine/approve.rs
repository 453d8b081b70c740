//! Approving a distribution whose rules ask for it: its obligations can then be paid.

use serde::Serialize;

use super::act::{self, Act};
use super::calls::{Told, named};
use super::fold::entries;
use super::get::{self, DistributionDetail, Lists};
use super::run_due::close::payable_at;
use super::run_due::redivide;
use super::run_due::release::end_window;
use super::{Error, Result, Site, preview};
use crate::domain::distribution::DistributionStatus;
use crate::domain::ids::{DistributionId, ObligationId};
use crate::domain::input::Value;
use crate::domain::instant::Instant;
use crate::domain::obligation::ObligationStatus;
use crate::store::obligations::{self, Writer};
use crate::store::outbox::{self, NOT_ACTIVE};
use crate::store::{Connection, distributions, ledger};

/// The call's name.
pub const CALL: &str = "approve_distribution";

/// The ledger's word for an approval.
pub const ACT: &str = "approval";

/// Obligations in one line.
const ROWS: usize = 10_000;

/// Number, where it stands now, and why it is held if it is.
type Released = (ObligationId, ObligationStatus, Option<&'static str>);

#[derive(Serialize)]
struct Body<'b> {
    distribution: DistributionId,
    by: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
    obligations: &'b [Released],
}

/// Approves a distribution in review. Approving it again changes nothing; one that was never in
/// review is a [`Error::Conflict`].
///
/// Details: `by`, `note`, `now`, which tells what is held on.
pub fn approve(
    site: &Site,
    id: i64,
    input: &Value<'_>,
    clock: Instant,
) -> Result<DistributionDetail> {
    let act = act::read(input, clock)?;
    act.demand_name(&site.settings)?;
    let arguments = named([("id", Value::Int(id)), ("details", input.clone())]);
    site.change(CALL, &arguments, clock, |db| apply(db, id, &act))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    let act = act::read(told.argument("details")?, told.now)?;
    act.demand_name(told.settings)?;
    apply(told.db, told.int("id")?, &act).map(drop)
}

fn apply(db: &Connection, id: i64, act: &Act<'_>) -> Result<DistributionDetail> {
    let id = DistributionId(id);
    let shown =
        get::distribution(db, id.0, Lists::With)?.ok_or(Error::NotFound("distribution", id.0))?;
    if shown.status() == DistributionStatus::Review {
        release(db, id, act)?;
    } else if ledger::body(db, ACT, &id.to_string())?.is_none() {
        return Err(Error::Conflict(format!(
            "distribution {id} is {} and does not wait for approval",
            shown.status()
        )));
    }
    get::distribution(db, id.0, Lists::With)?.ok_or(Error::NotFound("distribution", id.0))
}

fn release(db: &Connection, id: DistributionId, act: &Act<'_>) -> Result<()> {
    let now = act.now;
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound("distribution", id.0))?;
    let definition = preview::definition(db, closed.distributor, closed.version)?;
    // Held for some days after the approval, it may be divided once more.
    let is_over = payable_at(&definition, distributions::closed_at(db, id)?) <= now;
    if is_over {
        redivide::settle(db, id, now)?;
    } else {
        redivide::redivide(db, id, now)?;
    }
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound("distribution", id.0))?;
    if closed.status == DistributionStatus::Skipped {
        return write_down(db, act, id, &[]);
    }
    let moved = distributions::advance(
        db,
        id,
        DistributionStatus::Review,
        DistributionStatus::Complete,
        None,
    )?;
    if !moved {
        return Err(Error::Conflict(format!(
            "distribution {id} was changed by someone else in the meantime; reload it and try again"
        )));
    }
    let mut released = Vec::new();
    let mut writer = Writer::new(db);
    for draft in obligations::drafts_of(db, id)? {
        let (status, reason) = if !draft.active {
            (ObligationStatus::Held, Some(NOT_ACTIVE))
        } else if draft.payable_at > now {
            (ObligationStatus::Held, Some("hold_days"))
        } else {
            (
                ObligationStatus::Pending,
                draft.is_clawback.then_some("clawback"),
            )
        };
        writer.leave_draft(&draft, status, reason)?;
        released.push((draft.id, status, reason));
    }
    writer.finish()?;
    write_down(db, act, id, &released)?;
    outbox::tell_completed(db, now, id, released.iter().copied())?;
    if is_over && definition.hold_days > 0 {
        end_window(db, id, now)?;
    }
    Ok(())
}

/// Writes it down in parts: one text about a million obligations would be long.
fn write_down(
    db: &Connection,
    act: &Act<'_>,
    id: DistributionId,
    released: &[Released],
) -> Result<()> {
    let subject = id.to_string();
    // Without obligations there is still the distribution that was approved.
    let parts = released
        .chunks(ROWS)
        .chain(released.is_empty().then_some(released));
    for (part, obligations) in (0..).zip(parts) {
        let body = Body {
            distribution: id,
            by: act.by,
            note: act.note,
            obligations,
        };
        entries::note_part(db, act.now, ACT, &subject, part, &body)?;
    }
    Ok(())
}
