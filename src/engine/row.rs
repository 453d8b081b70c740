//! One row of a noun, with what belongs to it: aliases, rules, totals, credits.
//! Not here: lists of rows (`find`), or a row with its parts (`get`).

use serde::Serialize;

use super::periods::Tracked;
use super::{Result, json};
use crate::domain::collaborator::Collaborator;
use crate::domain::distribution::PeriodRow;
use crate::domain::distributor::{Defaults, Definition, DistributorStatus};
use crate::domain::event::EventStatus;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId, ObligationId};
use crate::domain::input::{Value, schema_of};
use crate::domain::instant::Instant;
use crate::domain::obligation::Obligation;
use crate::domain::payout::Fulfillment;
use crate::domain::zone::Zone;
use crate::store::distributors::Head;
use crate::store::events::EventRow;
use crate::store::lists::find::one;
use crate::store::{Read, collaborators, distributors, events, fulfillments, obligations};

/// A distributor with its newest rules.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DistributorRow {
    /// The number of the distributor.
    pub id: DistributorId,
    /// The status of the distributor.
    pub status: DistributorStatus,
    /// When it was first saved.
    pub created_at: Instant,
    /// The newest version, which may not be in force yet.
    pub version: i64,
    /// All rules, in the form in which they are saved.
    #[serde(flatten)]
    #[schemars(schema_with = "rules_schema")]
    pub rules: Value<'static>,
    /// The open distribution.
    pub distribution: Option<DistributionId>,
    /// The period of the open distribution.
    pub period: Option<PeriodRow>,
}

/// The schema by which rules are read, but with every key required.
fn rules_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let defaults = Defaults {
        now: Instant::default(),
        timezone: Ok(Zone::UTC),
    };
    let rules = schema_of(|cursor| cursor.object(|fields| Definition::read(fields, &defaults)));
    let mut rules = rules.into_json();
    if let Some(fields) = rules["properties"].as_object() {
        rules["required"] = fields.keys().cloned().collect();
    }
    schemars::Schema::try_from(rules).unwrap_or_default()
}

pub fn collaborator(db: &Read<'_>, id: CollaboratorId) -> Result<Option<Collaborator>> {
    let row = one(db, &collaborators::LISTING, id.0, collaborators::row)?;
    row.map(|row| with_aliases(db, row)).transpose()
}

pub(super) fn with_aliases(
    db: &Read<'_>,
    (mut row, payout): (Collaborator, Option<String>),
) -> Result<Collaborator> {
    row.aliases = collaborators::aliases(db, row.id, false)?;
    row.old_aliases = collaborators::aliases(db, row.id, true)?;
    row.payout = payout.as_deref().map(json::parse).transpose()?;
    Ok(row)
}

pub fn head(db: &Read<'_>, id: DistributorId) -> Result<Option<Head>> {
    Ok(one(db, &distributors::LISTING, id.0, distributors::row)?)
}

pub fn distributor(db: &Read<'_>, id: DistributorId) -> Result<Option<DistributorRow>> {
    head(db, id)?.map(|head| with_rules(db, &head)).transpose()
}

pub(super) fn with_rules(db: &Read<'_>, head: &Head) -> Result<DistributorRow> {
    let tracked = Tracked::read(db, head.id, head.status)?;
    let rules = tracked
        .versions
        .last()
        .map_or(Value::Map(Vec::new()), |newest| newest.definition.write());
    let open = match head.status {
        DistributorStatus::Active => tracked.open.first(),
        DistributorStatus::Draft | DistributorStatus::Paused | DistributorStatus::Archived => None,
    };
    Ok(DistributorRow {
        id: head.id,
        status: head.status,
        created_at: head.created_at,
        version: head.version,
        rules,
        distribution: open.map(|open| open.id),
        period: open.map(|open| PeriodRow {
            start: open.start,
            end: open.end,
        }),
    })
}

pub(super) fn with_totals(db: &Read<'_>, mut row: Fulfillment) -> Result<Fulfillment> {
    row.totals = fulfillments::totals(db, row.id)?;
    Ok(row)
}

pub fn obligation(db: &Read<'_>, id: ObligationId) -> Result<Option<Obligation>> {
    Ok(one(db, &obligations::LISTING, id.0, obligations::row)?)
}

pub fn event(db: &Read<'_>, id: EventId) -> Result<Option<EventRow>> {
    let row = one(db, &events::LISTING, id.0, events::row)?;
    row.map(|row| with_credits(db, row)).transpose()
}

pub(super) fn with_credits(db: &Read<'_>, mut row: EventRow) -> Result<EventRow> {
    row.collaborators = events::credits(db, row.id)?;
    for credit in &mut row.collaborators {
        if row.status == EventStatus::History && credit.status == EventStatus::Counted {
            credit.status = EventStatus::History;
        }
    }
    Ok(row)
}
