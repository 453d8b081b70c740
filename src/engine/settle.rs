//! Moves a payout forward together with its obligations. What failed or was returned is owed again.

use serde::Serialize;

use super::act::{self, Act};
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::get::{self, PayoutDetail};
use super::{Error, Ledger, Result, Row, fulfill, owed};
use crate::domain::ids::{FulfillmentId, ObligationId, PayoutId};
use crate::domain::input::{Cursor, Fields, number, text, word};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::{Message, messages};
use crate::domain::obligation::{Obligation, ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::payout::{FulfillmentStatus, Payout, PayoutStatus};
use crate::domain::words::Word;
use crate::engine::made_by::made_by;
use crate::store::fulfillments::{self, Move};
use crate::store::obligations::{self, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Read, Transaction, Write, json, ledger};

messages! {
    /// Behind the reason why a payout cannot change.
    payout_needs_an_adjustment(reason: Message) = "{reason}; correct a wrong payment with an adjustment";
    payout_cannot_become(id: String, status: String, wanted: String) = "payout {id} is {status} and cannot become {wanted}";
    payout_was_changed(id: String) = "payout {id} was changed by someone else in the meantime; reload it and try again";
    payout_became_already(id: String, status: String) = "payout {id} already became {status} once";
}

pub const ENTRY: Entry = Entry::change::<SetPayout>().refused_for(&[
    (Refusal::NotFound, "there is no such payout"),
    (
        Refusal::Conflict,
        "it cannot move there, or somebody else must move it because the site requires two people",
    ),
]);

/// The details of a move.
#[derive(Debug)]
pub(super) struct Details<'v> {
    pub act: Act<'v>,
    /// The bank's or the payment provider's reference.
    pub reference: Option<&'v str>,
}

#[derive(Serialize)]
struct Body<'b> {
    payout: i64,
    from: PayoutStatus,
    to: PayoutStatus,
    reference: Option<&'b str>,
    note: Option<&'b str>,
    by: Option<&'b str>,
    /// Obligations, each with the new one that replaces it.
    reissued: Vec<(ObligationId, ObligationId)>,
}

#[derive(Debug)]
pub struct SetPayout;

#[derive(Debug)]
pub struct Asked<'v> {
    id: i64,
    to: PayoutStatus,
    details: Details<'v>,
}

impl Call for SetPayout {
    const NAME: &'static str = "set_payout";
    const ABOUT: &'static str = "Moves a payout forward: from unpaid to processing, from either to paid or failed, and from \
        paid to returned if the money came back. Moving it to its current status changes nothing. What a failed or returned \
        payout held is owed again by new obligations. If the site requires two people, whoever made the fulfillment cannot move \
        its payouts. Answers the payout.";
    type Arguments<'v> = Asked<'v>;
    type Answer = PayoutDetail;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the payout", number);
            let (to, details) = read_move(fields, given);
            Some(Asked {
                id: id?,
                to: to?,
                details: details?,
            })
        })
    }
}

impl Change for SetPayout {
    fn check(ledger: &Ledger, asked: &Asked<'_>) -> Result<()> {
        asked.details.act.demand_name(&ledger.settings)
    }

    fn apply(db: &Transaction<'_>, settings: &Settings, asked: &Asked<'_>) -> Result<PayoutDetail> {
        move_one(db, settings, asked)
    }
}

fn move_one(db: &Write<'_>, settings: &Settings, asked: &Asked<'_>) -> Result<PayoutDetail> {
    let Asked { id, to, details } = asked;
    let payout = get::payout(db, *id)?.ok_or(Error::NotFound(Row::Payout, *id))?;
    if payout.status() == *to {
        return Ok(payout);
    }
    let fulfillment = payout.row().fulfillment;
    let made = fulfill::made_fulfillment(fulfillment.to_string());
    let maker = made_by(db, fulfillment)?;
    details
        .act
        .demand_another(settings, maker.as_deref(), made)?;
    if let Some(reason) = refusal(payout.row(), *to) {
        return Err(Error::Conflict(payout_needs_an_adjustment(reason)));
    }
    advance(db, payout.row(), *to, details)?;
    follow(db, fulfillment)?;
    get::payout(db, *id)?.ok_or(Error::NotFound(Row::Payout, *id))
}

/// Why a payout cannot move to a status, if so.
pub(super) fn refusal(payout: &Payout, to: PayoutStatus) -> Option<Message> {
    let from = payout.status;
    (!from.may_become(to))
        .then(|| payout_cannot_become(payout.id.to_string(), from.to_string(), to.to_string()))
}

/// Moves a payout that may move there, and its obligations. Its fulfillment has to [`follow`].
pub(super) fn advance(
    db: &Write<'_>,
    payout: &Payout,
    to: PayoutStatus,
    details: &Details<'_>,
) -> Result<()> {
    let Act { now, by, note } = details.act;
    let from = payout.status;
    let moved = fulfillments::advance_payout(
        db,
        payout.id,
        &Move {
            from,
            to,
            reference: details.reference,
            note,
            paid_at: (to == PayoutStatus::Paid).then_some(now),
        },
    )?;
    if !moved {
        return Err(Error::Conflict(payout_was_changed(payout.id.to_string())));
    }
    let mut writer = Writer::new(db);
    let (standing, becoming) = (from.of_obligations(), to.of_obligations());
    let moved = if standing == becoming {
        Vec::new()
    } else {
        writer.move_payout(payout.id, standing, becoming, to.owed_again())?
    };
    let reissued = match to.owed_again() {
        Some(reason) => reissue(db, &mut writer, payout.id, &moved, reason, now)?,
        None => Vec::new(),
    };
    writer.finish()?;
    tell(db, payout.id, to, &reissued, now)?;
    let body = Body {
        payout: payout.id.0,
        from,
        to,
        reference: details.reference,
        note,
        by,
        reissued,
    };
    let body = json::text(&body)?;
    let subject = format!("{}:{to}", payout.id);
    ledger::append(db, now, LedgerAct::Payout, &subject, 0, &body)?.ok_or_else(|| {
        Error::Conflict(payout_became_already(payout.id.to_string(), to.to_string()))
    })?;
    Ok(())
}

/// Updates the status of a fulfillment from those of its payouts.
pub(super) fn follow(db: &Write<'_>, id: FulfillmentId) -> Result<()> {
    let status = FulfillmentStatus::of(&fulfillments::statuses(db, id)?);
    Ok(fulfillments::set_status(db, id, status)?)
}

/// Tells others about the payout and about what is owed again, through the outbox.
fn tell(
    db: &Write<'_>,
    payout: PayoutId,
    to: PayoutStatus,
    reissued: &[(ObligationId, ObligationId)],
    now: Instant,
) -> Result<()> {
    let kind = match to {
        PayoutStatus::Paid => MessageKind::PayoutPaid,
        PayoutStatus::Failed => MessageKind::PayoutFailed,
        PayoutStatus::Returned => MessageKind::PayoutReturned,
        PayoutStatus::Unpaid | PayoutStatus::Processing => return Ok(()),
    };
    let about = About::payout(payout);
    outbox::tell(db, now, kind, about)?;
    let again = reissued.iter().map(|(_, new)| *new);
    outbox::tell_of_all(db, now, MessageKind::ObligationReady, about, again)?;
    Ok(())
}

/// Owes the obligations of a failed or returned payout again, each by a new one that points at it.
fn reissue(
    db: &Read<'_>,
    writer: &mut Writer<'_>,
    payout: PayoutId,
    moved: &[ObligationId],
    reason: ObligationReason,
    now: Instant,
) -> Result<Vec<(ObligationId, ObligationId)>> {
    let held = obligations::of_payout(db, payout)?;
    let mut pairs = Vec::with_capacity(moved.len());
    let is_moved = |old: &&Obligation| moved.binary_search(&old.id).is_ok();
    for old in held.iter().filter(is_moved) {
        let (status, kind) = (ObligationStatus::Pending, ObligationKind::Reissue);
        let new = owed::instead_of(old, status, kind, reason.name(), now);
        pairs.push((old.id, writer.insert(now, &new)?));
    }
    Ok(pairs)
}

/// Reads the new status and the details.
pub(super) fn read_move<'v>(
    fields: &mut Fields<'_, 'v>,
    given: Given<'_>,
) -> (Option<PayoutStatus>, Option<Details<'v>>) {
    let to = fields.required("status", "the new status", word::<PayoutStatus>);
    let details = fields.details(
        "details",
        "who moves it, and details of the payment",
        |cursor| cursor.object(|fields| read_details(fields, given)),
    );
    (to, details)
}

fn read_details<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Details<'v>> {
    let act = act::read_money_fields(fields, given);
    let reference = fields.optional(
        "reference",
        "the bank's or the payment provider's reference",
        text::<500>,
    );
    Some(Details {
        act: act?,
        reference,
    })
}
