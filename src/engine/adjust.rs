//! A correcting obligation: what was wrong is never edited, it is made up for.

use serde::Serialize;

use super::calls::Told;
use super::once::once;
use super::owed::{self, Owed};
use super::site::read_now;
use super::{Error, Result, Site, find};
use crate::domain::event::LONGEST_KEY;
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::input::{At, Fields, Problems, Value, int, text};
use crate::domain::instant::Instant;
use crate::domain::money::{self, Sign};
use crate::domain::obligation::{Obligation, ObligationKind, ObligationStatus};
use crate::domain::outbox::MessageKind;
use crate::domain::units::{self, Units};
use crate::store::obligations::{NewObligation, Writer};
use crate::store::outbox::{self, About};
use crate::store::{Connection, collaborators};

/// The call's name.
pub const CALL: &str = "adjust";

/// The ledger's word for a correction by hand.
pub const ACT: &str = "adjustment";

/// Key, what is asked for, and when.
type Asked<'v> = (&'v str, Request<'v>, Instant);

#[derive(Debug, Serialize)]
struct Request<'v> {
    collaborator: CollaboratorId,
    amount: i64,
    currency: Units,
    reason: &'v str,
    obligation: Option<ObligationId>,
}

/// Makes a correcting obligation: `key`, `collaborator`, `amount` (may be negative), `currency`,
/// `reason`, `obligation` (the one it corrects), `now`. Answers the row. The same key and content again
/// answers the same; another content is a [`Error::Conflict`].
pub fn adjust(site: &Site, input: &Value<'_>, clock: Instant) -> Result<Obligation> {
    let asked = checked(input, clock)?;
    site.change(CALL, input, clock, |db| apply(db, &asked))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, &checked(told.input, told.now)?).map(drop)
}

fn apply(db: &Connection, (key, request, now): &Asked<'_>) -> Result<Obligation> {
    let made = once(db, *now, ACT, key, request, || make(db, request, *now))?;
    find::obligation(db, made.id)?.ok_or(Error::NotFound("obligation", made.id.0))
}

fn checked<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let asked = read(input, clock, &mut problems);
    Ok(problems.into_result(asked)?)
}

fn make(db: &Connection, request: &Request<'_>, now: Instant) -> Result<Owed> {
    collaborators::known(db, request.collaborator)?
        .ok_or(Error::NotFound("collaborator", request.collaborator.0))?;
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

/// The obligation to be corrected: it must be the same collaborator's, in the same units.
fn corrected(db: &Connection, request: &Request<'_>) -> Result<Option<Obligation>> {
    let Some(id) = request.obligation else {
        return Ok(None);
    };
    let old = find::obligation(db, id)?.ok_or(Error::NotFound("obligation", id.0))?;
    if old.collaborator != request.collaborator || old.currency != request.currency {
        return Err(Error::invalid(
            "obligation",
            format!(
                "{id} is owed to collaborator {} in {}; a correction is owed to the same in the same",
                old.collaborator, old.currency
            ),
        ));
    }
    Ok(Some(old))
}

fn read<'v>(input: &'v Value<'_>, clock: Instant, problems: &mut Problems) -> Option<Asked<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let key = fields.need("key", &at, problems);
    let key = key.and_then(|v| text(v, LONGEST_KEY, &at.key("key"), problems));
    let collaborator = fields.need("collaborator", &at, problems);
    let collaborator =
        collaborator.and_then(|v| int(v, 1..=i64::MAX, &at.key("collaborator"), problems));
    let currency = fields.need("currency", &at, problems);
    let currency = currency.and_then(|v| units::read(v, &at.key("currency"), problems));
    let amount = fields.need("amount", &at, problems);
    // Read even when the currency is not known, so that its faults are said too.
    let reading = currency.or_else(|| Units::from_code("USD"))?;
    let amount =
        amount.and_then(|v| money::read(v, reading, Sign::Any, &at.key("amount"), problems));
    if amount == Some(0) {
        problems.add(&at.key("amount"), "is zero, which corrects nothing");
    }
    let reason = fields.need("reason", &at, problems);
    let reason = reason.and_then(|v| text(v, 500, &at.key("reason"), problems));
    let obligation = fields
        .get("obligation")
        .and_then(|v| int(v, 1..=i64::MAX, &at.key("obligation"), problems));
    let now = read_now(&mut fields, clock, &at, problems);
    fields.close(&at, problems);
    let request = Request {
        collaborator: CollaboratorId(collaborator?),
        amount: amount?,
        currency: currency?,
        reason: reason?,
        obligation: obligation.map(ObligationId),
    };
    Some((key?, request, now?))
}
