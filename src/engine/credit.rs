//! Gives points by hand for one distributor, with a reason.

use serde::Serialize;

use super::calls::{Call, Change, Entry, Given, Refusal, Settings};
use super::once::once;
use super::periods::{Tracked, period_at};
use super::{Error, Result, Row, row};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::event::{EventStatus, LONGEST_KEY, MANUAL};
use crate::domain::ids::{CollaboratorId, DistributorId, EventId};
use crate::domain::input::{Cursor, id, int, text};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::metric::MetricStatus;
use crate::domain::quantity::Quantity;
use crate::store::events::{EventRow, Inserted, NewCredit, NewEvent};
use crate::store::keys::Key;
use crate::store::load::loader::Loader;
use crate::store::metrics::{self, NewMetric};
use crate::store::{Error as StoreError, Transaction, Write, collaborators};

messages! {
    /// Continues the path of a field.
    gives_no_points() = "is 0; expected a number other than 0";
    collaborator_gets_no_points(collaborator: String, status: String) = "collaborator {collaborator} is {status} and cannot be given points";
    distributor_counts_nothing(distributor: String, status: String) = "distributor {distributor} is {status} and is not counting now";
}

pub const ENTRY: Entry = Entry::change::<Credit>()
    .of("credit")
    .refused_for(&[
        (Refusal::NotFound, "there is no such distributor or collaborator"),
        (
            Refusal::Conflict,
            "the distributor is not counting now, the collaborator is not active, or the key was used for something else",
        ),
    ]);

#[derive(Debug)]
pub struct Credit;

/// The maximum number of points that one credit can give or take.
const MOST: i64 = 1_000_000_000;

#[derive(Debug)]
pub struct Asked<'v> {
    key: &'v str,
    now: Instant,
    request: Request<'v>,
}

#[derive(Debug, Serialize)]
struct Request<'v> {
    distributor: DistributorId,
    collaborator: CollaboratorId,
    points: i64,
    reason: &'v str,
}

impl Call for Credit {
    const NAME: &'static str = "credit";
    const ABOUT: &'static str = "Gives a collaborator points by hand. The same key with the same content again changes \
        nothing and answers the same event.";
    type Arguments<'v> = Asked<'v>;
    type Answer = EventRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let key = fields.required(
                "key",
                "your name for this credit; using it again changes nothing",
                text::<LONGEST_KEY>,
            );
            let distributor = fields.required("distributor", "the number of the distributor", id);
            let collaborator = fields.required("collaborator", "who gets the points", id);
            let points = fields.required(
                "points",
                "how many points; a negative number takes them away",
                read_points,
            );
            let reason = fields.required(
                "reason",
                "why; shown wherever the points are explained",
                text::<500>,
            );
            let now = given.now(fields);
            let request = Request {
                distributor: DistributorId(distributor?),
                collaborator: CollaboratorId(collaborator?),
                points: points?,
                reason: reason?,
            };
            Some(Asked {
                key: key?,
                now: now?,
                request,
            })
        })
    }
}

impl Change for Credit {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<EventRow> {
        let Asked { key, now, request } = asked;
        let id = once(db, *now, LedgerAct::Credit, key, request, || {
            give(db, key, request, *now)
        })?;
        row::event(db, id)?.ok_or(Error::NotFound(Row::Event, id.0))
    }
}

fn read_points(cursor: &mut Cursor<'_, '_>) -> Option<i64> {
    let points = int::<{ -MOST }, MOST>(cursor)?;
    if points == 0 {
        return cursor.refuse(gives_no_points());
    }
    Some(points)
}

fn give(db: &Write<'_>, key: &str, request: &Request<'_>, now: Instant) -> Result<EventId> {
    let head = row::head(db, request.distributor)?
        .ok_or(Error::NotFound(Row::Distributor, request.distributor.0))?;
    let known = collaborators::known(db, request.collaborator)?
        .ok_or(Error::NotFound(Row::Collaborator, request.collaborator.0))?;
    if known.status != CollaboratorStatus::Active {
        return Err(Error::Conflict(collaborator_gets_no_points(
            request.collaborator.to_string(),
            known.status.to_string(),
        )));
    }
    let mut tracked = Tracked::read(db, head.id, head.status)?;
    let period = period_at(db, &mut tracked, now, now)?.ok_or_else(|| {
        Error::Conflict(distributor_counts_nothing(
            head.id.to_string(),
            head.status.to_string(),
        ))
    })?;
    let mut loader = Loader::begin(db)?;
    let id = take_event(db, &mut loader, key, request, now)?;
    loader.metric(&NewMetric {
        distribution: period.distribution,
        collaborator: request.collaborator,
        event: Some(id),
        kind: MANUAL,
        status: if period.late {
            MetricStatus::Late
        } else {
            MetricStatus::Counted
        },
        points: request.points,
        parts: 1,
        at: now,
    });
    loader.end(db)?;
    metrics::add_score(
        db,
        period.distribution,
        request.collaborator,
        1,
        request.points,
        1,
    )?;
    Ok(id)
}

fn take_event(
    db: &Write<'_>,
    loader: &mut Loader,
    key: &str,
    request: &Request<'_>,
    now: Instant,
) -> Result<EventId> {
    let data = serde_json::json!({ "reason": request.reason }).to_string();
    let inserted = loader.event(
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
            "the credit {key} has an event but no ledger entry"
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
    loader.credit(id, 0, &credit);
    Ok(id)
}
