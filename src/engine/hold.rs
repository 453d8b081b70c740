//! One obligation is held by hand, with a reason, and released by hand; the others are paid.
//!
//! States only move forward, so what could be paid does not become held again: it is rejected, and another obligation
//! that points at it stands in for it, held from the beginning. That one is released by nobody but a person: no time
//! ends it. What cannot be paid yet (a draft, or what its days hold) may still be divided again, and is held when it can.

use serde::{Deserialize, Serialize};

use super::act::{self, Act};
use super::calls::{Settings, Told, named};
use super::owed::{self, Owed};
use super::{Error, Result, Site, find};
use crate::domain::ids::ObligationId;
use crate::domain::input::{At, Problems, Value, text};
use crate::domain::instant::Instant;
use crate::domain::obligation::{HELD_BY_HAND, Obligation, ObligationKind, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::schedule::LAST_INSTANT;
use crate::store::obligations::{Advance, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Connection, ledger};

/// The name of the call that holds one.
pub const CALL: &str = "hold_obligation";

/// The name of the call that releases one.
pub const RELEASE: &str = "release_obligation";

/// The ledger's word for holding one. Its subject is the one that is rejected.
pub const HOLD: &str = "hold";

/// The ledger's word for releasing one that stood in.
pub const END: &str = "hold_end";

/// What holding one came to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// The one that could be paid.
    pub obligation: ObligationId,
    /// The one that stands in for it.
    pub held: Owed,
    /// By whom.
    pub by: Option<String>,
    /// What they noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One that was released.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ended {
    /// Which.
    pub obligation: ObligationId,
    /// By whom.
    pub by: Option<String>,
    /// What they noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Holds an obligation that could be paid; answers the one that stands in for it. Details: `by`, `note`, `now`. Holding what is
/// held by hand already changes nothing.
pub fn hold(
    site: &Site,
    id: i64,
    reason: &str,
    input: &Value<'_>,
    clock: Instant,
) -> Result<Obligation> {
    let (why, act) = checked(reason, input, clock)?;
    act.demand_name(&site.settings)?;
    let arguments = named([
        ("id", Value::Int(id)),
        ("reason", Value::Text(reason.into())),
        ("details", input.clone()),
    ]);
    site.change(CALL, &arguments, clock, |db| apply(db, id, &why, &act))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    let (why, act) = checked(told.text("reason")?, told.argument("details")?, told.now)?;
    act.demand_name(told.settings)?;
    apply(told.db, told.int("id")?, &why, &act).map(drop)
}

fn checked<'v>(reason: &str, input: &'v Value<'_>, clock: Instant) -> Result<(String, Act<'v>)> {
    let mut problems = Problems::default();
    let why = Value::Text(reason.trim().into());
    let why = text(&why, 500, &At::root().key("reason"), &mut problems).map(str::to_owned);
    let act = act::read_alone(input, clock, &mut problems);
    Ok(problems.into_result(why.zip(act))?)
}

fn apply(db: &Connection, id: i64, why: &str, act: &Act<'_>) -> Result<Obligation> {
    let old = obligation(db, id)?;
    if is_held_by_hand(&old) {
        return Ok(old);
    }
    if old.status != ObligationStatus::Pending {
        return Err(Error::Conflict(format!(
            "obligation {id} is {}; only one that is pending can be held by hand",
            old.status
        )));
    }
    if old.amount.minor < 0 {
        return Err(Error::Conflict(format!(
            "obligation {id} claims money back; there is nothing to hold"
        )));
    }
    stand_in(db, &old, why, act)
}

fn stand_in(db: &Connection, old: &Obligation, reason: &str, act: &Act<'_>) -> Result<Obligation> {
    let Act { now, by, note } = *act;
    let (from, to) = (ObligationStatus::Pending, ObligationStatus::Rejected);
    let mut writer = Writer::new(db);
    move_on(&mut writer, old, from, to, Some(HELD_BY_HAND), None)?;
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
    write_down(db, now, HOLD, old.id, &body)?;
    obligation(db, id.0)
}

/// Releases what is held by hand: it can be paid. Details: `by`, `note`,
/// `now`. Releasing it again changes nothing. Where the site asks for two people, somebody else than who held it.
pub fn release(site: &Site, id: i64, input: &Value<'_>, clock: Instant) -> Result<Obligation> {
    let act = act::read(input, clock)?;
    act.demand_name(&site.settings)?;
    let arguments = named([("id", Value::Int(id)), ("details", input.clone())]);
    site.change(RELEASE, &arguments, clock, |db| {
        apply_release(db, &site.settings, id, &act)
    })
}

/// The same out of the log.
pub fn release_from_log(told: &Told<'_>) -> Result<()> {
    let act = act::read(told.argument("details")?, told.now)?;
    apply_release(told.db, told.settings, told.int("id")?, &act).map(drop)
}

fn apply_release(
    db: &Connection,
    settings: &Settings,
    id: i64,
    act: &Act<'_>,
) -> Result<Obligation> {
    let Act { now, by, note } = *act;
    let held = obligation(db, id)?;
    if held.kind != ObligationKind::Hold {
        return Err(Error::Conflict(format!(
            "obligation {id} is {} and not held by hand",
            held.status
        )));
    }
    if !is_held_by_hand(&held) {
        return Ok(held);
    }
    let held_by = acts(db, &held)?.and_then(|(held, _)| held.by);
    act.demand_another(
        settings,
        held_by.as_deref(),
        &format!("held obligation {id}"),
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
    write_down(db, now, END, held.id, &body)?;
    obligation(db, id)
}

/// Whether somebody holds it now.
#[must_use]
pub fn is_held_by_hand(obligation: &Obligation) -> bool {
    obligation.kind == ObligationKind::Hold && obligation.status == ObligationStatus::Held
}

fn move_on(
    writer: &mut Writer<'_>,
    obligation: &Obligation,
    from: ObligationStatus,
    to: ObligationStatus,
    reason: Option<&str>,
    payable_at: Option<Instant>,
) -> Result<()> {
    let advance = Advance {
        from,
        to,
        reason,
        payable_at,
    };
    if !writer.advance(obligation, &advance)? {
        return Err(Error::Conflict(format!(
            "obligation {} was changed by someone else in the meantime; reload it and try again",
            obligation.id
        )));
    }
    Ok(())
}

fn write_down(
    db: &Connection,
    now: Instant,
    act: &'static str,
    id: ObligationId,
    body: &impl Serialize,
) -> Result<()> {
    super::fold::entries::note(db, now, act, &id.to_string(), body)
}

fn obligation(db: &Connection, id: i64) -> Result<Obligation> {
    find::obligation(db, ObligationId(id))?.ok_or(Error::NotFound("obligation", id))
}

/// By whom a row was held and released, where it was.
pub(super) fn acts(db: &Connection, row: &Obligation) -> Result<Option<(Held, Option<Ended>)>> {
    let (ObligationKind::Hold, Some(old)) = (row.kind, row.corrects) else {
        return Ok(None);
    };
    let Some(held) = ledger::body(db, HOLD, &old.to_string())? else {
        return Ok(None);
    };
    let ended = ledger::body(db, END, &row.id.to_string())?;
    let ended = ended.as_deref().map(said).transpose()?;
    Ok(Some((said(&held)?, ended)))
}

fn said<T: serde::de::DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| {
        Error::Storage(crate::store::Error::Inconsistent(format!(
            "a line of the ledger: {error}"
        )))
    })
}
