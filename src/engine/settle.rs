//! A payout moves on. What it holds moves with it, and what failed or came back is owed again.

use serde::Serialize;

use super::act::{self, Act};
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::get::{self, PayoutDetail};
use super::{Error, Result, Site, fulfill, owed};
use crate::domain::ids::{FulfillmentId, ObligationId, PayoutId};
use crate::domain::input::{Cursor, Fields, number, text, word};
use crate::domain::instant::Instant;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::payout::{FulfillmentStatus, Payout, PayoutStatus};
use crate::store::fulfillments::{self, Move};
use crate::store::obligations::{self, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Connection, Transaction, json, ledger};

/// The call.
pub const ENTRY: Entry = Entry::change::<SetPayout>().refused_for(&[
    (Refusal::NotFound, "there is no such payout"),
    (
        Refusal::Conflict,
        "it would not move forward, or somebody else must move it because the site asks for two people",
    ),
]);

/// The ledger's word for a move of a payout.
pub const ACT: &str = "payout";

/// What is said of a move beside where it goes.
#[derive(Debug)]
pub(super) struct Details<'v> {
    /// Who does it, and when.
    pub act: Act<'v>,
    /// The payment's reference.
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
    /// Old obligation and the one that stands in for it.
    reissued: Vec<(ObligationId, ObligationId)>,
}

/// Moves one payout.
#[derive(Debug)]
pub struct SetPayout;

/// Which payout is to be moved, and where.
#[derive(Debug)]
pub struct Asked<'v> {
    id: i64,
    to: PayoutStatus,
    details: Details<'v>,
}

impl Call for SetPayout {
    const NAME: &'static str = "set_payout";
    const ABOUT: &'static str = "Moves a payout forward: from unpaid to processing, from either to paid or failed, and from \
        paid to returned where the money came back. Moving it to where it is already changes nothing. What a failed or \
        returned payout held is owed again by new obligations. Where the site asks for two people, somebody else than who \
        made the fulfillment must do it. Answers the payout.";
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
    fn check(site: &Site, asked: &Asked<'_>) -> Result<()> {
        asked.details.act.demand_name(&site.settings)
    }

    fn apply(db: &Transaction<'_>, settings: &Settings, asked: &Asked<'_>) -> Result<PayoutDetail> {
        move_one(db, settings, asked)
    }
}

fn move_one(db: &Connection, settings: &Settings, asked: &Asked<'_>) -> Result<PayoutDetail> {
    let Asked { id, to, details } = asked;
    let payout = get::payout(db, *id)?.ok_or(Error::NotFound("payout", *id))?;
    if payout.status() == *to {
        return Ok(payout);
    }
    let fulfillment = payout.row().fulfillment;
    let made = format!("made fulfillment {fulfillment}");
    let maker = fulfill::made_by(db, fulfillment)?;
    details
        .act
        .demand_another(settings, maker.as_deref(), &made)?;
    if let Some(reason) = stands_in_the_way(payout.row(), *to) {
        return Err(Error::Conflict(format!(
            "{reason}; what was paid wrongly is corrected by an adjustment"
        )));
    }
    advance(db, payout.row(), *to, details)?;
    follow(db, fulfillment)?;
    get::payout(db, *id)?.ok_or(Error::NotFound("payout", *id))
}

/// Why a payout cannot move there from where it stands.
pub(super) fn stands_in_the_way(payout: &Payout, to: PayoutStatus) -> Option<String> {
    let from = payout.status;
    (!from.may_become(to)).then(|| {
        let id = payout.id;
        format!("payout {id} is {from} and cannot become {to}")
    })
}

/// Moves a payout on that may move there, and what it holds. Its fulfillment has to [`follow`].
pub(super) fn advance(
    db: &Connection,
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
        return Err(Error::Conflict(format!(
            "payout {} was changed by someone else in the meantime; reload it and try again",
            payout.id
        )));
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
    ledger::append(db, now, ACT, &subject, 0, &body)?
        .ok_or_else(|| Error::Conflict(format!("payout {} became {to} before", payout.id)))?;
    Ok(())
}

/// Lets a fulfillment stand where its payouts stand.
pub(super) fn follow(db: &Connection, id: FulfillmentId) -> Result<()> {
    let status = FulfillmentStatus::of(&fulfillments::statuses(db, id)?);
    Ok(fulfillments::set_status(db, id, status)?)
}

/// Puts into the outbox where the payout came to, and what is owed again.
fn tell(
    db: &Connection,
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

/// Owes the obligations that a payout gave up again, each by a new one that points at it.
fn reissue(
    db: &Connection,
    writer: &mut Writer<'_>,
    payout: PayoutId,
    moved: &[ObligationId],
    reason: &str,
    now: Instant,
) -> Result<Vec<(ObligationId, ObligationId)>> {
    let held = obligations::of_payout(db, payout)?;
    let mut pairs = Vec::with_capacity(moved.len());
    let gave_up = |old: &&Obligation| moved.binary_search(&old.id).is_ok();
    for old in held.iter().filter(gave_up) {
        let (status, kind) = (ObligationStatus::Pending, ObligationKind::Reissue);
        let new = owed::instead_of(old, status, kind, reason, now);
        pairs.push((old.id, writer.insert(now, &new)?));
    }
    Ok(pairs)
}

/// Reads where payouts are to be moved, and the details.
pub(super) fn read_move<'v>(
    fields: &mut Fields<'_, 'v>,
    given: Given<'_>,
) -> (Option<PayoutStatus>, Option<Details<'v>>) {
    let to = fields.required("status", "what becomes of it", word::<PayoutStatus>);
    let details = fields.details(
        "details",
        "who moves it, and what is known about it",
        |cursor| cursor.object(|fields| read_details(fields, given)),
    );
    (to, details)
}

fn read_details<'v>(fields: &mut Fields<'_, 'v>, given: Given<'_>) -> Option<Details<'v>> {
    let act = act::read_money_fields(fields, given);
    let reference = fields.optional(
        "reference",
        "the bank's or the payer's reference of the payment",
        text::<500>,
    );
    Some(Details {
        act: act?,
        reference,
    })
}
