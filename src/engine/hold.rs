//! Holds one obligation by hand, with a reason, and releases it by hand. The others are paid.
//!
//! An obligation never moves backwards, so a pending one does not become held again: it is rejected, and replaced by another
//! one that is held from the start and points at it. Only a person releases that one; no time ends it. An obligation that
//! cannot be paid yet (a draft, or one with hold days) may still be replaced by another division, and cannot be held before.

use serde::{Deserialize, Serialize};

use super::act::{self, Act};
use super::bodies::append;
use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::owed::{self, Owed};
use super::{Error, Ledger, Result, Row, row};
use crate::domain::ids::ObligationId;
use crate::domain::input::{Cursor, number, trimmed_text};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::schedule::LAST_INSTANT;
use crate::store::obligations::{Advance, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Read, Transaction, Write, ledger};

messages! {
    obligation_is_not_pending(id: String, status: String) = "obligation {id} is {status}; only a pending obligation can be held by hand";
    obligation_claims_back(id: String) = "obligation {id} claims money back, so there is nothing to hold";
    obligation_is_not_held(id: String, status: String) = "obligation {id} is {status}, but not held by hand";
    obligation_was_changed(id: String) = "obligation {id} was changed by someone else in the meantime; reload it and try again";
    /// What somebody did, behind "whoever".
    held_obligation(id: String) = "held obligation {id}";
}

pub const HOLD_CALL: Entry = Entry::change::<HoldObligation>().refused_for(&[
    (Refusal::NotFound, "there is no such obligation"),
    (Refusal::Conflict, "it is not pending, or claims money back"),
]);

pub const RELEASE_CALL: Entry = Entry::change::<ReleaseObligation>().refused_for(&[
    (Refusal::NotFound, "there is no such obligation"),
    (
        Refusal::Conflict,
        "it was never held by hand, or somebody else must release it because the site requires two people",
    ),
]);

#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The obligation that was rejected.
    pub obligation: ObligationId,
    /// The one that replaces it.
    pub held: Owed,
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Ended {
    pub obligation: ObligationId,
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug)]
pub struct HoldObligation;

#[derive(Debug)]
pub struct AskedHold<'v> {
    id: i64,
    reason: &'v str,
    act: Act<'v>,
}

impl Call for HoldObligation {
    const NAME: &'static str = "hold_obligation";
    const ABOUT: &'static str = "Holds one pending obligation by hand, with a reason; the others are paid. The obligation becomes \
        rejected with the reason held_by_hand, and a new one of the kind hold replaces it and stays held until it is released. \
        Holding it again changes nothing. Answers the obligation that is held.";
    type Arguments<'v> = AskedHold<'v>;
    type Answer = Obligation;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<AskedHold<'v>> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the obligation", number);
            let reason = fields.required(
                "reason",
                "why it is held, in up to 500 characters; shown wherever the obligation is explained",
                trimmed_text::<500>,
            );
            let act = fields.details("details", "who holds it, and when", |cursor| {
                act::read_of_money(cursor, given)
            });
            Some(AskedHold {
                id: id?,
                reason: reason?,
                act: act?,
            })
        })
    }
}

impl Change for HoldObligation {
    fn check(ledger: &Ledger, asked: &AskedHold<'_>) -> Result<()> {
        asked.act.demand_name(&ledger.settings)
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        asked: &AskedHold<'_>,
    ) -> Result<Obligation> {
        asked.act.demand_name(settings)?;
        hold(db, asked)
    }
}

fn hold(db: &Write<'_>, asked: &AskedHold<'_>) -> Result<Obligation> {
    let id = asked.id;
    let old = obligation(db, id)?;
    if is_held_by_hand(&old) {
        return Ok(old);
    }
    if old.status != ObligationStatus::Pending {
        return Err(Error::Conflict(obligation_is_not_pending(
            id.to_string(),
            old.status.to_string(),
        )));
    }
    if old.amount.minor < 0 {
        return Err(Error::Conflict(obligation_claims_back(id.to_string())));
    }
    stand_in(db, &old, asked.reason, &asked.act)
}

fn stand_in(db: &Write<'_>, old: &Obligation, reason: &str, act: &Act<'_>) -> Result<Obligation> {
    let Act { now, by, note } = *act;
    let (from, to) = (ObligationStatus::Pending, ObligationStatus::Rejected);
    let mut writer = Writer::new(db);
    move_on(
        &mut writer,
        old,
        from,
        to,
        Some(ObligationReason::HeldByHand),
        None,
    )?;
    let (status, kind) = (ObligationStatus::Held, ObligationKind::Hold);
    let new = owed::instead_of(old, status, kind, reason, LAST_INSTANT.into());
    let held = owed::insert(&mut writer, now, &new)?;
    writer.finish()?;
    let id = held.id;
    let about = About::obligation(id);
    outbox::tell(db, now, MessageKind::ObligationHeld, about)?;
    let body = Held {
        obligation: old.id,
        held,
        by: by.map(str::to_owned),
        note: note.map(str::to_owned),
    };
    write_down(db, now, LedgerAct::Hold, old.id, &body)?;
    obligation(db, id.0)
}

#[derive(Debug)]
pub struct ReleaseObligation;

#[derive(Debug)]
pub struct AskedRelease<'v> {
    id: i64,
    act: Act<'v>,
}

impl Call for ReleaseObligation {
    const NAME: &'static str = "release_obligation";
    const ABOUT: &'static str = "Releases an obligation that is held by hand, so that it can be paid. If the site requires two \
        people, whoever held it cannot release it. Releasing it again changes nothing. Answers the obligation.";
    type Arguments<'v> = AskedRelease<'v>;
    type Answer = Obligation;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<AskedRelease<'v>> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the obligation", number);
            let act = fields.details("details", "who releases it, and when", |cursor| {
                act::read_of_money(cursor, given)
            });
            Some(AskedRelease { id: id?, act: act? })
        })
    }
}

impl Change for ReleaseObligation {
    fn check(ledger: &Ledger, asked: &AskedRelease<'_>) -> Result<()> {
        asked.act.demand_name(&ledger.settings)
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        asked: &AskedRelease<'_>,
    ) -> Result<Obligation> {
        release(db, settings, asked.id, &asked.act)
    }
}

fn release(db: &Write<'_>, settings: &Settings, id: i64, act: &Act<'_>) -> Result<Obligation> {
    let Act { now, by, note } = *act;
    let held = obligation(db, id)?;
    if held.kind != ObligationKind::Hold {
        return Err(Error::Conflict(obligation_is_not_held(
            id.to_string(),
            held.status.to_string(),
        )));
    }
    if !is_held_by_hand(&held) {
        return Ok(held);
    }
    let held_by = acts(db, &held)?.and_then(|(held, _)| held.by);
    act.demand_another(
        settings,
        held_by.as_deref(),
        held_obligation(id.to_string()),
    )?;
    let (from, to) = (ObligationStatus::Held, ObligationStatus::Pending);
    let mut writer = Writer::new(db);
    move_on(&mut writer, &held, from, to, None, Some(now))?;
    writer.finish()?;
    let about = About::obligation(held.id);
    outbox::tell(db, now, MessageKind::ObligationReady, about)?;
    let body = Ended {
        obligation: held.id,
        by: by.map(str::to_owned),
        note: note.map(str::to_owned),
    };
    write_down(db, now, LedgerAct::HoldEnd, held.id, &body)?;
    obligation(db, id)
}

#[must_use]
pub fn is_held_by_hand(obligation: &Obligation) -> bool {
    obligation.kind == ObligationKind::Hold && obligation.status == ObligationStatus::Held
}

fn move_on(
    writer: &mut Writer<'_>,
    obligation: &Obligation,
    from: ObligationStatus,
    to: ObligationStatus,
    reason: Option<ObligationReason>,
    payable_at: Option<Instant>,
) -> Result<()> {
    let advance = Advance {
        from,
        to,
        reason,
        payable_at,
    };
    if !writer.advance(obligation, &advance)? {
        return Err(Error::Conflict(obligation_was_changed(
            obligation.id.to_string(),
        )));
    }
    Ok(())
}

fn write_down(
    db: &Write<'_>,
    now: Instant,
    act: LedgerAct,
    id: ObligationId,
    body: &impl Serialize,
) -> Result<()> {
    append(db, now, act, &id.to_string(), body)
}

fn obligation(db: &Read<'_>, id: i64) -> Result<Obligation> {
    row::obligation(db, ObligationId(id))?.ok_or(Error::NotFound(Row::Obligation, id))
}

/// The ledger's entries about holding and releasing an obligation, if it was held by hand.
pub(super) fn acts(db: &Read<'_>, row: &Obligation) -> Result<Option<(Held, Option<Ended>)>> {
    let (ObligationKind::Hold, Some(old)) = (row.kind, row.corrects) else {
        return Ok(None);
    };
    let Some(held) = ledger::body(db, LedgerAct::Hold, &old.to_string())? else {
        return Ok(None);
    };
    let ended = ledger::body(db, LedgerAct::HoldEnd, &row.id.to_string())?;
    let ended = ended.as_deref().map(said).transpose()?;
    Ok(Some((said(&held)?, ended)))
}

fn said<T: serde::de::DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| {
        Error::Storage(crate::store::Error::Inconsistent(format!(
            "a ledger entry cannot be read: {error}"
        )))
    })
}
