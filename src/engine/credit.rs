//! Points given by hand, for one distributor, with a reason.

use serde::Serialize;

use super::calls::Told;
use super::fold::{Tracked, place};
use super::once::once;
use super::site::read_now;
use super::{Error, Result, Site, find};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::event::{EventStatus, LONGEST_KEY, MANUAL};
use crate::domain::ids::{CollaboratorId, DistributorId, EventId};
use crate::domain::input::{At, Fields, Problems, Value, int, text};
use crate::domain::instant::Instant;
use crate::domain::quantity::Quantity;
use crate::store::events::{EventRow, Inserted, NewCredit, NewEvent};
use crate::store::intake::Intake;
use crate::store::keys::Key;
use crate::store::metrics::{self, NewMetric};
use crate::store::{Connection, Error as StoreError, collaborators};

/// The call's name.
pub const CALL: &str = "credit";

/// The ledger's word for points given by hand.
pub const ACT: &str = "credit";

/// The most points one credit can give or take.
const MOST: i64 = 1_000_000_000;

/// Key, what is asked for, and when.
type Asked<'v> = (&'v str, Request<'v>, Instant);

#[derive(Debug, Serialize)]
struct Request<'v> {
    distributor: DistributorId,
    collaborator: CollaboratorId,
    points: i64,
    reason: &'v str,
}

/// Gives points: `key`, `distributor`, `collaborator`, `points` (negative ones take), `reason`, `now`.
/// Answers the event. The same key and content again answers the same; another content is a
/// [`Error::Conflict`].
pub fn credit(site: &Site, input: &Value<'_>, clock: Instant) -> Result<EventRow> {
    let asked = checked(input, clock)?;
    site.change(CALL, input, clock, |db| apply(db, &asked))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, &checked(told.input, told.now)?).map(drop)
}

fn apply(db: &Connection, (key, request, now): &Asked<'_>) -> Result<EventRow> {
    let id = once(db, *now, ACT, key, request, || give(db, key, request, *now))?;
    find::event(db, id)?.ok_or(Error::NotFound("event", id.0))
}

fn checked<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let asked = read(input, clock, &mut problems);
    Ok(problems.into_result(asked)?)
}

fn give(db: &Connection, key: &str, request: &Request<'_>, now: Instant) -> Result<EventId> {
    let head = find::head(db, request.distributor)?
        .ok_or(Error::NotFound("distributor", request.distributor.0))?;
    let known = collaborators::known(db, request.collaborator)?
        .ok_or(Error::NotFound("collaborator", request.collaborator.0))?;
    if known.status != CollaboratorStatus::Active {
        return Err(Error::Conflict(format!(
            "collaborator {} is {} and cannot be given points",
            request.collaborator, known.status
        )));
    }
    let mut tracked = Tracked::read(db, head.id, head.status)?;
    let placed = place(db, &mut tracked, now, now)?.ok_or_else(|| {
        Error::Conflict(format!(
            "distributor {} is {} and counts nothing now",
            head.id, head.status
        ))
    })?;
    let mut intake = Intake::begin(db)?;
    let id = take_event(db, &mut intake, key, request, now)?;
    intake.metric(&NewMetric {
        distribution: placed.distribution,
        collaborator: request.collaborator,
        event: Some(id),
        kind: MANUAL,
        status: if placed.late { "late" } else { "counted" },
        points: request.points,
        parts: 1,
        at: now,
    });
    intake.end(db)?;
    metrics::add_score(
        db,
        placed.distribution,
        request.collaborator,
        1,
        request.points,
        1,
    )?;
    Ok(id)
}

fn take_event(
    db: &Connection,
    intake: &mut Intake,
    key: &str,
    request: &Request<'_>,
    now: Instant,
) -> Result<EventId> {
    let data = serde_json::json!({ "reason": request.reason }).to_string();
    let inserted = intake.event(
        db,
        &NewEvent {
            key: Key::of(&format!("{MANUAL}:{key}")),
            kind: MANUAL,
            now: now.micros(),
            at: now.micros(),
            subject: None,
            object: Some(&format!("distributor:{}", request.distributor)),
            quantity: Quantity::ONE,
            value: Some(&request.points.to_string()),
            data: Some(&data),
            currency: None,
            transaction: None,
            renewal: false,
            network: None,
            fingerprint: 0,
            status: EventStatus::Counted,
            reason: None,
        },
    )?;
    let Inserted::New(id) = inserted else {
        return Err(StoreError::Inconsistent(format!(
            "the credit {key} has an event but no line in the ledger"
        ))
        .into());
    };
    let credit = NewCredit {
        collaborator: Some(request.collaborator),
        named: None,
        weight: 1,
        own: false,
        reason: None,
    };
    intake.credit(id, 0, &credit);
    Ok(id)
}

fn read<'v>(input: &'v Value<'_>, clock: Instant, problems: &mut Problems) -> Option<Asked<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let key = fields.need("key", &at, problems);
    let key = key.and_then(|v| text(v, LONGEST_KEY, &at.key("key"), problems));
    let mut id = |name: &'static str, problems: &mut Problems| {
        let value = fields.need(name, &at, problems);
        value.and_then(|v| int(v, 1..=i64::MAX, &at.key(name), problems))
    };
    let distributor = id("distributor", problems);
    let collaborator = id("collaborator", problems);
    let points = fields.need("points", &at, problems);
    let points = points.and_then(|v| int(v, -MOST..=MOST, &at.key("points"), problems));
    if points == Some(0) {
        problems.add(&at.key("points"), "is 0, which changes nothing");
    }
    let reason = fields.need("reason", &at, problems);
    let reason = reason.and_then(|v| text(v, 500, &at.key("reason"), problems));
    let now = read_now(&mut fields, clock, &at, problems);
    fields.close(&at, problems);
    let request = Request {
        distributor: DistributorId(distributor?),
        collaborator: CollaboratorId(collaborator?),
        points: points?,
        reason: reason?,
    };
    Some((key?, request, now?))
}
