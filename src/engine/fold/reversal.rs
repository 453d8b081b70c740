//! The points of an event are taken back, or given again: in the period of the refund that does it; or in the event's own
//! period, though that is final, where refunds are claimed from those whose points they take back (Q29). Never in both.

use super::book::{Book, Tracked};
use super::entries::Entry;
use super::place::Placed;
use super::pooled::{self, EventMoney};
use super::window::place_refund;
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::load::loader::Loader;
use crate::store::metrics::{self, NewMetric};
use crate::store::metrics::{CLAWBACK_UNDONE, CLAWED_BACK};
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

impl<'r> Reversal<'r> {
    /// The row of somebody's points in a distribution, with the first status where they are taken and the second where
    /// they are given again.
    fn metric(
        &self,
        distribution: DistributionId,
        (collaborator, points, parts): (CollaboratorId, i64, i64),
        [taken, given]: [&'static str; 2],
    ) -> NewMetric<'r> {
        NewMetric {
            distribution,
            collaborator,
            event: Some(self.event),
            kind: self.kind,
            status: if self.sign < 0 { taken } else { given },
            points: self.sign * points,
            parts,
            at: self.at,
        }
    }
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

/// What a reversal did.
#[derive(Debug, Default)]
pub struct Reversed {
    /// The entry it made in a pool.
    pub entry: Option<Entry>,
    /// The final, or ended, distribution of which the points are to be claimed.
    pub claims_of: Option<DistributionId>,
}

/// Books a reversal for one distributor.
pub fn reverse(
    db: &Connection,
    book: &mut Book,
    loader: &mut Loader,
    index: usize,
    counted: &CountedEvent,
    reversal: &Reversal<'_>,
) -> Result<Reversed> {
    let tracked = &mut book.tracked[index];
    let own = (counted.distribution, counted.version);
    let from_credited = tracked
        .version(counted.version)
        .is_some_and(|rules| rules.definition.claims_from_credited());
    if from_credited && pooled::claims_back(db, tracked, own, reversal.at)? {
        return take_from_own(db, tracked, loader, counted, reversal);
    }
    let Some(placed) = place_refund(db, tracked, own, reversal.at, reversal.now)? else {
        return Ok(Reversed::default());
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
        let points_of = (*collaborator, *points, *parts);
        loader.metric(&reversal.metric(placed.distribution, points_of, ["reversed", "restored"]));
        let key = (placed.distribution, *collaborator, *parts);
        book.add_score(key, reversal.sign * points, 0)?;
    }
    let entry = pooled::add_event(
        db,
        placed,
        EventMoney {
            event: reversal.event,
            amount: reversal.sign * paid,
            at: reversal.at,
            refund: reversal.refund,
            kind: "reversal",
        },
    )?;
    Ok(Reversed {
        entry,
        claims_of: None,
    })
}

/// Takes the points, and what the pool held for the event, from the period that counted it, though it is final. The
/// score that was divided stays as it is; what is taken stands beside it, and no open period loses it once more.
fn take_from_own(
    db: &Connection,
    tracked: &Tracked,
    loader: &mut Loader,
    counted: &CountedEvent,
    reversal: &Reversal<'_>,
) -> Result<Reversed> {
    for (collaborator, points, parts) in &counted.points {
        let points_of = (*collaborator, *points, *parts);
        loader.metric(&reversal.metric(
            counted.distribution,
            points_of,
            [CLAWED_BACK, CLAWBACK_UNDONE],
        ));
    }
    let paid = if counted.late {
        counted.late_amount
    } else {
        let rules = tracked.version(counted.version);
        rules.map_or(0, |rules| {
            pooled::paid_for(&rules.definition, reversal.kind)
        })
    };
    let placed = Placed {
        distribution: counted.distribution,
        version: counted.version,
        late: true,
    };
    let entry = pooled::claim_event(
        db,
        placed,
        EventMoney {
            event: reversal.event,
            amount: reversal.sign * paid,
            at: reversal.at,
            refund: reversal.refund,
            kind: "clawback",
        },
    )?;
    Ok(Reversed {
        entry,
        claims_of: Some(counted.distribution),
    })
}
