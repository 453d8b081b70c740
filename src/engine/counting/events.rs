//! An event becomes metrics of a distributor: one for each collaborator whom it credits.

use super::Counter;
use super::pools::{EventMoney, add_event, paid_for};
use crate::domain::distributor::Definition;
use crate::domain::ids::{CollaboratorId, DistributionId, EventId};
use crate::domain::instant::Instant;
use crate::domain::message::messages;
use crate::domain::metric::{Counting, MetricStatus, Size, why_not, worths};
use crate::domain::pool_entry::EntryKind;
use crate::engine::bodies::PoolEntry;
use crate::engine::periods::refund_window::period_of_amendment;
use crate::engine::periods::{FoundPeriod, TrackedVersion};
use crate::engine::{Error, Result};
use crate::store::distributions;
use crate::store::metrics::NewMetric;

messages! {
    points_of_event_too_many(event: String) = "the points of event {event} are too many to count";
}

/// An event, as far as counting needs it.
pub struct Fact<'f> {
    pub id: EventId,
    pub kind: &'f str,
    pub at: Instant,
    /// When the sale that the event follows from was paid.
    pub sold_at: Option<Instant>,
    /// When the event happened that this one replaces in an amended sale.
    pub replaced: Option<Instant>,
    pub now: Instant,
    /// Whether it follows from a recurring payment of a subscription.
    pub renewal: bool,
    pub size: Size,
}

/// What one distributor counted for an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEvent {
    pub distribution: DistributionId,
    /// The version by which that distribution is divided.
    pub version: i64,
    /// Whether the event belongs to an earlier period.
    pub late: bool,
    /// The points of each collaborator: numerator and denominator.
    pub points: Vec<(CollaboratorId, i64, i64)>,
    /// The fixed amount per event that it brought to the pool as a late event, in minor units.
    pub late_amount: i64,
}

impl Counter<'_> {
    /// Counts an event, if the distributor measures its type, by the rules of the period that the event belongs to. An event
    /// that replaces another counts by the rules that counted the other one.
    ///
    /// Answers what was counted, and the pool entry if the event is late and the rules pay a fixed amount per event.
    pub fn count(
        &mut self,
        fact: &Fact<'_>,
        credits: &[Counting],
    ) -> Result<Option<(CountedEvent, Option<PoolEntry>)>> {
        let (db, tracked) = (self.db, &mut *self.tracked);
        let measured = |version: &TrackedVersion| version.definition.metric(fact.kind).is_some();
        if !tracked.versions.iter().any(measured) {
            return Ok(None);
        }
        let sold_at = fact.sold_at.unwrap_or(fact.at);
        let found = period_of_amendment(db, tracked, sold_at, fact.at, fact.now)?;
        let Some(mut period) = found else {
            return Ok(None);
        };
        // An amendment changes the sale, not the rules that it counts by.
        if let Some(first) = fact.replaced
            && let Some(version) = distributions::version_covering(db, tracked.id, first)?
            && version != period.version
        {
            period = FoundPeriod {
                version,
                late: true,
                ..period
            };
        }
        let Some(definition) = tracked
            .version(period.version)
            .map(|version| &version.definition)
        else {
            return Ok(None);
        };
        let refused = refused(definition, fact);
        let worths = worths_of(definition, fact, credits)?;
        if let Some(refusal) = refused {
            // Kept so that collaborators can be told why. It gives no points, so a refund has nothing to take back.
            for (collaborator, ..) in worths {
                self.loader.metric(&NewMetric {
                    distribution: period.distribution,
                    collaborator,
                    event: Some(fact.id),
                    kind: fact.kind,
                    status: refusal,
                    points: 0,
                    parts: 1,
                    at: fact.at,
                });
            }
            return Ok(None);
        }
        if worths.is_empty() {
            return Ok(None);
        }
        let late_amount = if period.late {
            paid_for(definition, fact.kind)
        } else {
            // A pool counts its own events when it is filled.
            0
        };
        for (collaborator, points, parts) in &worths {
            let (collaborator, points, parts) = (*collaborator, *points, *parts);
            self.loader.metric(&NewMetric {
                distribution: period.distribution,
                collaborator,
                event: Some(fact.id),
                kind: fact.kind,
                status: if period.late {
                    MetricStatus::Late
                } else {
                    MetricStatus::Counted
                },
                points,
                parts,
                at: fact.at,
            });
            self.scores
                .add((period.distribution, collaborator, parts), points, 1)?;
        }
        let entry = add_event(
            db,
            period,
            EventMoney {
                event: fact.id,
                amount: late_amount,
                at: fact.at,
                refund: None,
                kind: EntryKind::Event,
            },
        )?;
        let counted = CountedEvent {
            distribution: period.distribution,
            version: period.version,
            late: period.late,
            points: worths,
            late_amount,
        };
        Ok(Some((counted, entry)))
    }
}

/// The rule by which an event does not count, if there is one.
fn refused(definition: &Definition, fact: &Fact<'_>) -> Option<MetricStatus> {
    let rule = definition.counts(fact.kind, fact.renewal)?;
    why_not(rule, definition.units, fact.size)
}

/// The points of an event for each collaborator: numerator and denominator.
fn worths_of(
    definition: &Definition,
    fact: &Fact<'_>,
    credits: &[Counting],
) -> Result<Vec<(CollaboratorId, i64, i64)>> {
    let Some(rule) = definition.counts(fact.kind, fact.renewal) else {
        return Ok(Vec::new());
    };
    let each = worths(
        rule,
        definition.units,
        definition.own_activity,
        fact.size,
        credits,
    );
    each.map(|(collaborator, worth)| match worth {
        Some((points, parts)) => Ok((collaborator, points, parts)),
        None => Err(too_many(fact.id)),
    })
    .collect()
}

pub fn too_many(event: EventId) -> Error {
    Error::TooLarge(points_of_event_too_many(event.to_string()))
}
