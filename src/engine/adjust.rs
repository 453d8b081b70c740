//! Makes a correcting obligation: obligations are never edited.

use serde::Serialize;

use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::once::once;
use super::owed::{self, Owed};
use super::{Error, Result, Row, row};
use crate::domain::event::LONGEST_KEY;
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::input::{Cursor, id, text};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::money::{self, Sign};
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::units::{self, Units};
use crate::store::obligations::{NewObligation, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Read, Transaction, Write, collaborators};

messages! {
    /// Continues the path of a field.
    corrects_nothing() = "is zero; expected an amount other than zero";
    /// Continues the path of a field: the number of an obligation.
    is_owed_to_another(id: String, collaborator: String, currency: String) = "{id} is owed to collaborator {collaborator} in {currency}; a correction must have the same collaborator and currency";
}

pub const ENTRY: Entry = Entry::change::<Adjust>().of("adjustment").refused_for(&[
    (
        Refusal::NotFound,
        "there is no such collaborator or obligation",
    ),
    (Refusal::Conflict, "the key was used for something else"),
]);

#[derive(Debug)]
pub struct Adjust;

#[derive(Debug)]
pub struct Asked<'v> {
    key: &'v str,
    now: Instant,
    request: Request<'v>,
}

#[derive(Debug, Serialize)]
struct Request<'v> {
    collaborator: CollaboratorId,
    amount: i64,
    currency: Units,
    reason: &'v str,
    obligation: Option<ObligationId>,
}

impl Call for Adjust {
    const NAME: &'static str = "adjust";
    const ABOUT: &'static str = "Makes a correcting obligation: an additional amount that is owed to somebody, or a negative one \
        that is taken back from them. Obligations are never edited. The same key with the same content again changes nothing \
        and answers the same obligation.";
    type Arguments<'v> = Asked<'v>;
    type Answer = Obligation;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let key = fields.required(
                "key",
                "your name for this correction; using it again changes nothing",
                text::<LONGEST_KEY>,
            );
            let collaborator = fields.required("collaborator", "who is owed the amount", id);
            let currency = fields.required("currency", "the currency of amount", units::read);
            // Read even if the currency is invalid, so that the problems of both are reported.
            let reading = currency.unwrap_or(Units::Points);
            let amount = fields.required(
                "amount",
                "the amount; a negative one is taken back",
                |cursor| read_amount(cursor, reading),
            );
            let reason = fields.required(
                "reason",
                "why; shown wherever the amount is explained",
                text::<500>,
            );
            let obligation = fields.optional(
                "obligation",
                "the obligation that this corrects: one of the same collaborator in the same currency",
                id,
            );
            let now = given.now(fields);
            let request = Request {
                collaborator: CollaboratorId(collaborator?),
                amount: amount?,
                currency: currency?,
                reason: reason?,
                obligation: obligation.map(ObligationId),
            };
            Some(Asked {
                key: key?,
                now: now?,
                request,
            })
        })
    }
}

impl Change for Adjust {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<Obligation> {
        let Asked { key, now, request } = asked;
        let made = once(db, *now, LedgerAct::Adjustment, key, request, || {
            make(db, request, *now)
        })?;
        row::obligation(db, made.id)?.ok_or(Error::NotFound(Row::Obligation, made.id.0))
    }
}

fn read_amount(cursor: &mut Cursor<'_, '_>, units: Units) -> Option<i64> {
    let amount = money::read(cursor, units, Sign::Any)?;
    if amount == 0 {
        return cursor.refuse(corrects_nothing());
    }
    Some(amount)
}

fn make(db: &Write<'_>, request: &Request<'_>, now: Instant) -> Result<Owed> {
    collaborators::known(db, request.collaborator)?
        .ok_or(Error::NotFound(Row::Collaborator, request.collaborator.0))?;
    let corrected = corrected(db, request)?;
    let new = NewObligation {
        status: ObligationStatus::Pending,
        kind: ObligationKind::Adjustment,
        collaborator: request.collaborator,
        distributor: corrected.as_ref().and_then(|old| old.distributor),
        distribution: corrected.as_ref().and_then(|old| old.distribution),
        allocation: None,
        amount: request.amount,
        units: request.currency,
        reason: Some(request.reason),
        corrects: request.obligation,
        payable_at: now,
    };
    let mut writer = Writer::new(db);
    let made = owed::insert(&mut writer, now, &new)?;
    writer.finish()?;
    if made.amount > 0 {
        let about = About::obligation(made.id);
        outbox::tell(db, now, MessageKind::ObligationReady, about)?;
    }
    Ok(made)
}

/// The obligation to be corrected, which must be owed to the same collaborator in the same currency.
fn corrected(db: &Read<'_>, request: &Request<'_>) -> Result<Option<Obligation>> {
    let Some(id) = request.obligation else {
        return Ok(None);
    };
    let old = row::obligation(db, id)?.ok_or(Error::NotFound(Row::Obligation, id.0))?;
    if old.collaborator != request.collaborator || old.currency != request.currency {
        return Err(Error::invalid(
            "obligation",
            is_owed_to_another(
                id.to_string(),
                old.collaborator.to_string(),
                old.currency.to_string(),
            ),
        ));
    }
    Ok(Some(old))
}
