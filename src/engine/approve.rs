//! Approves a distribution in review, so that its obligations can be paid.

use serde::Serialize;

use super::act::{self, Act};
use super::bodies::append_part;
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::get::{self, DistributionDetail, Lists};
use super::run_due::redivide;
use super::run_due::release::end_window;
use super::{Error, Ledger, Result, Row, definition};
use crate::domain::distribution::DistributionStatus;
use crate::domain::division::payable_at;
use crate::domain::ids::{DistributionId, ObligationId};
use crate::domain::input::{Cursor, number};
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::obligation::{ObligationReason, ObligationStatus};
use crate::store::obligations::{self, Writer};
use crate::store::{Transaction, Write, distributions, ledger, outbox};

messages! {
    distribution_not_in_review(id: String, status: String) = "distribution {id} is {status} and is not waiting for approval";
    distribution_was_changed(id: String) = "distribution {id} was changed by someone else in the meantime; reload it and try again";
}

pub const ENTRY: Entry = Entry::change::<ApproveDistribution>().refused_for(&[
    (Refusal::NotFound, "there is no such distribution"),
    (Refusal::Conflict, "it is not waiting for approval"),
]);

/// How many obligations one part holds.
const ROWS: usize = 10_000;

/// An obligation with its new status, and the reason if it is held.
type Released = (ObligationId, ObligationStatus, Option<ObligationReason>);

#[derive(Serialize)]
struct Body<'b> {
    distribution: DistributionId,
    by: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
    obligations: &'b [Released],
}

#[derive(Debug)]
pub struct ApproveDistribution;

#[derive(Debug)]
pub struct Asked<'v> {
    id: DistributionId,
    act: Act<'v>,
}

impl Call for ApproveDistribution {
    const NAME: &'static str = "approve_distribution";
    const ABOUT: &'static str = "Approves a distribution in review, so that its obligations can be paid. If sales of its \
        period were refunded since it was closed, its pool is divided again first: the old obligations are rejected with the \
        reason recounted, and if nothing is left to divide, the distribution becomes skipped. Approving it again changes \
        nothing. Answers the distribution.";
    type Arguments<'v> = Asked<'v>;
    type Answer = DistributionDetail;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the distribution", number);
            let act = fields.details(
                "details",
                "who approves it, and when; the hold days begin then",
                |cursor| act::read_of_money(cursor, given),
            );
            Some(Asked {
                id: DistributionId(id?),
                act: act?,
            })
        })
    }
}

impl Change for ApproveDistribution {
    fn check(ledger: &Ledger, asked: &Asked<'_>) -> Result<()> {
        asked.act.demand_name(&ledger.settings)
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        asked: &Asked<'_>,
    ) -> Result<DistributionDetail> {
        asked.act.demand_name(settings)?;
        approve(db, asked.id, &asked.act)
    }
}

fn approve(db: &Write<'_>, id: DistributionId, act: &Act<'_>) -> Result<DistributionDetail> {
    let shown = get::distribution(db, id.0, Lists::With)?
        .ok_or(Error::NotFound(Row::Distribution, id.0))?;
    if shown.status() == DistributionStatus::Review {
        release(db, id, act)?;
    } else if ledger::body(db, LedgerAct::Approval, &id.to_string())?.is_none() {
        return Err(Error::Conflict(distribution_not_in_review(
            id.to_string(),
            shown.status().to_string(),
        )));
    }
    get::distribution(db, id.0, Lists::With)?.ok_or(Error::NotFound(Row::Distribution, id.0))
}

fn release(db: &Write<'_>, id: DistributionId, act: &Act<'_>) -> Result<()> {
    let now = act.now;
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound(Row::Distribution, id.0))?;
    let definition = definition::read(db, closed.distributor, closed.version)?;
    // With hold days after the approval, refunds may still lead to another division.
    let is_over = payable_at(definition.hold_days, distributions::closed_at(db, id)?) <= now;
    if is_over {
        redivide::settle(db, id, now)?;
    } else {
        redivide::redivide(db, id, now)?;
    }
    let closed = distributions::any(db, id)?.ok_or(Error::NotFound(Row::Distribution, id.0))?;
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
        return Err(Error::Conflict(distribution_was_changed(id.to_string())));
    }
    let mut released = Vec::new();
    let mut writer = Writer::new(db);
    for draft in obligations::drafts_of(db, id)? {
        let (status, reason) = if !draft.active {
            (ObligationStatus::Held, Some(ObligationReason::NotActive))
        } else if draft.payable_at > now {
            (ObligationStatus::Held, Some(ObligationReason::HoldDays))
        } else {
            (
                ObligationStatus::Pending,
                draft.is_clawback.then_some(ObligationReason::Clawback),
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

/// Writes the approval into the ledger, in parts because there may be a million obligations.
fn write_down(
    db: &Write<'_>,
    act: &Act<'_>,
    id: DistributionId,
    released: &[Released],
) -> Result<()> {
    let subject = id.to_string();
    // An approval without obligations has one empty part.
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
        append_part(db, act.now, LedgerAct::Approval, &subject, part, &body)?;
    }
    Ok(())
}
