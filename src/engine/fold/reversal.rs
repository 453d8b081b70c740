//! The points of an event are taken back, or given again, in the period of the refund that does it.

use super::book::Book;
use super::entries::Entry;
use super::pooled::{self, EventMoney};
use super::window::place_refund;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::intake::Intake;
use crate::store::metrics::{self, NewMetric};
use crate::store::{Connection, pools};

/// What one distributor made of an event when it counted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEvent {
    /// In which distribution.
    pub distribution: DistributionId,
    /// By which version that distribution is divided.
    pub version: i64,
    /// Whether the event belongs to a period before it.
    pub late: bool,
    /// The points of each collaborator: numerator and denominator.
    pub points: Vec<(CollaboratorId, i64, i64)>,
    /// What it brought to the pool by the piece, where it was late; in minor units.
    pub late_amount: i64,
}

/// What happens to a counted event.
#[derive(Debug, Clone, Copy)]
pub struct Reversal<'r> {
    pub event: EventId,
    /// The type of event.
    pub kind: &'r str,
    /// -1 where its points are taken back, 1 where they are given again.
    pub sign: i64,
    pub at: Instant,
    pub now: Instant,
    /// The refund that does it.
    pub refund: Option<i64>,
}

/// What every distributor made of an event, and its type.
pub fn counted(
    db: &Connection,
    event: EventId,
) -> Result<Vec<(DistributorId, String, CountedEvent)>> {
    let mut all: Vec<(DistributorId, String, CountedEvent)> = Vec::new();
    for row in metrics::of_event(db, event)? {
        let one = (row.collaborator, row.points, row.parts);
        match all.last_mut() {
            Some((distributor, _, counted))
                if *distributor == row.distributor && counted.distribution == row.distribution =>
            {
                counted.points.push(one);
            }
            Some(_) | None => all.push((
                row.distributor,
                row.kind,
                CountedEvent {
                    distribution: row.distribution,
                    version: row.version,
                    late: row.late,
                    points: vec![one],
                    late_amount: 0,
                },
            )),
        }
    }
    for paid in pools::of_event(db, event)? {
        for (distributor, _, counted) in &mut all {
            if *distributor == paid.distributor && counted.late {
                counted.late_amount = paid.amount;
            }
        }
    }
    Ok(all)
}

/// Books a reversal for one distributor; answers the entries it made in a pool.
pub fn reverse(
    db: &Connection,
    book: &mut Book,
    intake: &mut Intake,
    index: usize,
    counted: &CountedEvent,
    reversal: &Reversal<'_>,
) -> Result<Option<Entry>> {
    let tracked = &mut book.tracked[index];
    let own = (counted.distribution, counted.version);
    let Some(placed) = place_refund(db, tracked, own, reversal.at, reversal.now)? else {
        return Ok(None);
    };
    let own_period = placed.distribution == counted.distribution && !counted.late;
    let paid = if counted.late {
        counted.late_amount
    } else if own_period {
        // The pool counts how many of its own events still stand.
        0
    } else {
        let rules = tracked.version(counted.version);
        rules.map_or(0, |rules| {
            pooled::paid_for(&rules.definition, reversal.kind)
        })
    };
    for (collaborator, points, parts) in &counted.points {
        intake.metric(&NewMetric {
            distribution: placed.distribution,
            collaborator: *collaborator,
            event: Some(reversal.event),
            kind: reversal.kind,
            status: if reversal.sign < 0 {
                "reversed"
            } else {
                "restored"
            },
            points: reversal.sign * points,
            parts: *parts,
            at: reversal.at,
        });
        let key = (placed.distribution, *collaborator, *parts);
        book.add_score(key, reversal.sign * points, 0)?;
    }
    pooled::add_event(
        db,
        placed,
        EventMoney {
            event: reversal.event,
            amount: reversal.sign * paid,
            at: reversal.at,
            refund: reversal.refund,
            kind: "reversal",
        },
    )
}
