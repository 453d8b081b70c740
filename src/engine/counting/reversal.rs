//! The points of an event are taken back, or given again: in the period of the refund; or in the event's own period although
//! that is final, if the rules claim refunds from those whose points they take back (Q29). Never in both.

use super::pools::{self, EventMoney};
use super::{CountedEvent, Counter};
use crate::domain::ids::{CollaboratorId, DistributionId, DistributorId, EventId};
use crate::domain::instant::Instant;
use crate::domain::metric::MetricStatus;
use crate::domain::pool_entry::EntryKind;
use crate::engine::Result;
use crate::engine::bodies::PoolEntry;
use crate::engine::periods::FoundPeriod;
use crate::engine::periods::refund_window::period_of_refund;
use crate::store::metrics::{self, NewMetric};
use crate::store::{Read, pools as stored};

/// What happens to a counted event.
#[derive(Debug, Clone, Copy)]
pub struct Reversal<'r> {
    pub event: EventId,
    /// The type of event.
    pub kind: &'r str,
    /// -1 takes its points back, 1 gives them again.
    pub sign: i64,
    pub at: Instant,
    pub now: Instant,
    /// The refund that does it.
    pub refund: Option<i64>,
}

impl<'r> Reversal<'r> {
    /// The metric of one collaborator. It gets the first status if points are taken, and the second if they are given.
    fn metric(
        &self,
        distribution: DistributionId,
        (collaborator, points, parts): (CollaboratorId, i64, i64),
        [taken, given]: [MetricStatus; 2],
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

/// What each distributor counted for an event, with the type of the event.
pub fn counted(
    db: &Read<'_>,
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
    for paid in stored::of_event(db, event)? {
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
    pub entry: Option<PoolEntry>,
    /// The final, or ended, distribution that the points are to be claimed from.
    pub claims_of: Option<DistributionId>,
}

impl Counter<'_> {
    pub fn reverse(&mut self, counted: &CountedEvent, reversal: &Reversal<'_>) -> Result<Reversed> {
        let (db, tracked) = (self.db, &mut *self.tracked);
        let own = (counted.distribution, counted.version);
        let from_credited = tracked
            .version(counted.version)
            .is_some_and(|rules| rules.definition.claims_from_credited());
        if from_credited && pools::claims_back(db, tracked, own, reversal.at)? {
            return self.reverse_in_own_period(counted, reversal);
        }
        let found = period_of_refund(db, tracked, own, reversal.at, reversal.now)?;
        let Some(period) = found else {
            return Ok(Reversed::default());
        };
        let own_period = period.distribution == counted.distribution && !counted.late;
        let paid = if own_period {
            // A pool counts how many of its own events still stand.
            0
        } else {
            self.amount_of(counted, reversal.kind)
        };
        for (collaborator, points, parts) in &counted.points {
            let points_of = (*collaborator, *points, *parts);
            self.loader.metric(&reversal.metric(
                period.distribution,
                points_of,
                [MetricStatus::Reversed, MetricStatus::Restored],
            ));
            let key = (period.distribution, *collaborator, *parts);
            self.scores.add(key, reversal.sign * points, 0)?;
        }
        let entry = pools::add_event(
            db,
            period,
            EventMoney {
                event: reversal.event,
                amount: reversal.sign * paid,
                at: reversal.at,
                refund: reversal.refund,
                kind: EntryKind::Reversal,
            },
        )?;
        Ok(Reversed {
            entry,
            claims_of: None,
        })
    }

    /// Takes the points, and the event's amount in the pool, from the period that counted it, although that is final. The
    /// score that was divided stays as it is; what is taken is kept beside it, and no open period loses it a second time.
    fn reverse_in_own_period(
        &mut self,
        counted: &CountedEvent,
        reversal: &Reversal<'_>,
    ) -> Result<Reversed> {
        for (collaborator, points, parts) in &counted.points {
            let points_of = (*collaborator, *points, *parts);
            self.loader.metric(&reversal.metric(
                counted.distribution,
                points_of,
                [MetricStatus::ClawedBack, MetricStatus::ClawbackUndone],
            ));
        }
        let paid = self.amount_of(counted, reversal.kind);
        let period = FoundPeriod {
            distribution: counted.distribution,
            version: counted.version,
            late: true,
        };
        let entry = pools::claim_event(
            self.db,
            period,
            EventMoney {
                event: reversal.event,
                amount: reversal.sign * paid,
                at: reversal.at,
                refund: reversal.refund,
                kind: EntryKind::Clawback,
            },
        )?;
        Ok(Reversed {
            entry,
            claims_of: Some(counted.distribution),
        })
    }

    /// The fixed amount that an event brought to a pool, in minor units.
    fn amount_of(&self, counted: &CountedEvent, kind: &str) -> i64 {
        if counted.late {
            return counted.late_amount;
        }
        let rules = self.tracked.version(counted.version);
        rules.map_or(0, |rules| pools::paid_for(&rules.definition, kind))
    }
}
