//! Clawback: a refund of a period that was paid claims its part back from those who were paid,
//! instead of lessening the open period's pool. The closed rows stay as they are.
//!
//! What is claimed is the difference between the pool that was divided and the pool as it would have
//! been without all that was taken back so far, less what was claimed before. So many small refunds
//! claim what one large one would, to the unit, and an undone one gives it again.
//!
//! That is clawback from everyone; from those whose points were taken back it is `credited`.
//!
//! Whether the heartbeat was late is no influence: a refund given after the end of a period that nobody
//! has closed yet is noted, and claimed when it closes.

use std::collections::BTreeSet;

use super::credited::{DividedWithout, Why};
use super::entries::{self, Entry};
use super::place::place_or_next;
use super::pooled::distribution;
use super::recount::{self, Change, Counts};
use super::refunds::Booking;
use super::window;
use super::{Batch, Tracked};
use crate::domain::clawback::{Divided, claims};
use crate::domain::distribution::{Distribution, DistributionStatus};
use crate::domain::ids::DistributionId;
use crate::domain::instant::Instant;
use crate::domain::obligation::{ObligationKind, ObligationStatus};
use crate::domain::pool;
use crate::engine::owed::{self, Owed};
use crate::engine::{Error, Result, find, preview};
use crate::store::obligations::{self, NewObligation, Writer};
use crate::store::pools::{
    self, CLAWBACK_EVENT, CORRECTION, LATE_EVENT, NewEntry, OPENING, UNCARRIED,
};
use crate::store::{Connection, Error as StoreError, clawed_back, distributions, ledger, metrics};

/// The ledger's word for what a closed period leaves to the next.
pub const CARRY: &str = "carry";

/// The ledger's word for what is claimed when a period closes, of refunds between its end and its close.
pub const ACT: &str = "clawback";

/// What a line of the ledger about a distribution is about that may come several times, as it does with each of its
/// snapshots: the distribution, and from the second time on which time that is.
pub fn numbered(id: DistributionId, time: i64) -> String {
    match time {
        1 => id.to_string(),
        number => format!("{id}:{number}"),
    }
}

impl Batch<'_> {
    /// Makes the obligations that claim back what this refund took from closed pools.
    pub(super) fn settle_clawbacks(&mut self, booking: &mut Booking) -> Result<()> {
        let mut touched: Vec<DistributionId> = Vec::new();
        for entry in booking.entries.iter().filter(|entry| entry.is_clawback()) {
            if !touched.contains(&entry.distribution()) {
                touched.push(entry.distribution());
            }
        }
        for id in touched {
            let sold_in = distribution(self.db, id)?;
            // What is still provisional may be divided again: it is claimed when that is over.
            if !is_divided(&sold_in) || window::is_open(self.db, id)? {
                continue;
            }
            let rules = preview::definition(self.db, sold_in.distributor, sold_in.version);
            if rules.is_ok_and(|rules| rules.claims_from_credited()) {
                // Once for all that is booked together, when the ledger has it.
                booking.touched.insert(id);
                continue;
            }
            let made = match claim_from(self.db, &sold_in, booking.now) {
                // Rules or entries that do not read keep no other distributor's refund from being booked.
                Err(error) if error.is_local() => continue,
                made => made?,
            };
            booking.adjustments.extend(made.adjustments);
            if made.from_carried == 0 {
                continue;
            }
            let Some(index) = self.book.find_ever(self.db, sold_in.distributor)? else {
                continue;
            };
            let tracked = &mut self.book.tracked[index];
            if let Some(placed) = place_or_next(self.db, tracked, booking.at, booking.now)? {
                let lowered = Lowered {
                    closed: id,
                    open: placed.distribution,
                    amount: made.from_carried,
                    at: booking.at,
                    refund: Some(booking.row),
                };
                booking.entries.extend(lower_carried(self.db, lowered)?);
            }
        }
        Ok(())
    }
}

/// Whether somebody got something of it.
pub(super) fn is_divided(distribution: &Distribution) -> bool {
    matches!(
        distribution.status,
        DistributionStatus::Complete | DistributionStatus::Review
    )
}

/// Settles what was given back between a period's end and its close, or the end of its refund window: where it was divided it is claimed
/// from those who got it, else it is taken from the pool of its own period, as it would have been had the heartbeat
/// been in time.
pub fn settle_at_close(
    db: &Connection,
    id: DistributionId,
    next: Option<DistributionId>,
    now: Instant,
) -> Result<()> {
    if is_nothing_noted(db, id)? {
        return Ok(());
    }
    let closed = distribution(db, id)?;
    let mut changes = Vec::new();
    let rules = preview::definition(db, closed.distributor, closed.version)?;
    if is_divided(&closed) && rules.claims_from_credited() {
        let refunds = clawed_back::refunds(db, id)?;
        let why = Why {
            refunds: &refunds,
            at: closed.period.end,
            refund: None,
            now,
        };
        return DividedWithout::read(db, &closed)?.claim(db, &closed, next, why);
    }
    if is_divided(&closed) {
        let made = claim_from(db, &closed, now)?;
        // One that was closed while claims were made before the review is settled twice.
        let before = ledger::numbered(db, ACT, &id.to_string())?.len();
        let subject = numbered(id, i64::try_from(before).unwrap_or(i64::MAX) + 1);
        entries::note(db, now, ACT, &subject, &made.adjustments)?;
        if let Some(open) = next.filter(|_| made.from_carried != 0) {
            let lowered = Lowered {
                closed: id,
                open,
                amount: made.from_carried,
                at: closed.period.end,
                refund: None,
            };
            changes.extend(lower_carried(db, lowered)?.map(Change::Added));
        }
        return recount::note_changes(db, closed.distributor, now, &changes);
    }
    if next.is_none() {
        return Ok(());
    }
    let head = find::head(db, closed.distributor)?
        .ok_or(Error::NotFound("distributor", closed.distributor.0))?;
    let mut tracked = Tracked::read(db, head.id, head.status)?;
    let changes = take_instead(db, &mut tracked, id, now)?;
    recount::note_changes(db, closed.distributor, now, &changes)
}

/// Whether no refund after its end is to be claimed of a period.
fn is_nothing_noted(db: &Connection, id: DistributionId) -> Result<bool> {
    Ok(pools::clawbacks(db, id)?.is_empty() && !clawed_back::are_there(db, id)?)
}

/// Takes what was to be claimed from the pools, and the points from the scores, to which the dates of the refunds belong.
fn take_instead(
    db: &Connection,
    tracked: &mut Tracked,
    id: DistributionId,
    now: Instant,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for moved in pools::take_clawbacks(db, id)? {
        let claimed = Entry::from(moved.entry);
        let at = Instant::from_micros(claimed.occurred_at).unwrap_or(now);
        let Some(placed) = place_or_next(db, tracked, at, now)? else {
            continue;
        };
        changes.push(Change::Removed(Counts {
            id: claimed.id,
            distribution: id,
            source: claimed.source,
            rate: claimed.rate.clone(),
            base: claimed.base,
        }));
        if let Some(event) = claimed.event
            && placed.distribution == id
            && clawed_back::is_own(db, id, event)?
        {
            continue;
        }
        let (place, kind) = match claimed.source {
            CLAWBACK_EVENT => (LATE_EVENT, "reversal"),
            _ => (CORRECTION, "refund"),
        };
        let entry = entries::insert(
            db,
            &NewEntry {
                distribution: placed.distribution,
                place,
                rate: &claimed.rate,
                kind,
                base: claimed.base,
                at,
                late: placed.late,
                transaction: None,
                detail: claimed.detail,
                refund: claimed.refund,
                event: claimed.event,
                customer: moved.customer.as_deref(),
                reason: None,
            },
        )?;
        changes.push(Change::Added(entry));
    }
    let mut touched = BTreeSet::new();
    for (metric, at) in clawed_back::dated(db, id)? {
        if let Some(placed) = place_or_next(db, tracked, at, now)? {
            clawed_back::count_in(db, metric, placed.distribution)?;
            touched.insert(placed.distribution);
        }
    }
    for distribution in touched {
        metrics::rebuild_scores(db, distribution)?;
    }
    Ok(changes)
}

/// What is claimed of a divided pool.
struct Claimed {
    adjustments: Vec<Owed>,
    /// Minor units to be taken from what it had left to the next period, negative.
    from_carried: i64,
}

/// A change of what a divided pool had left to the next.
#[derive(Clone, Copy)]
pub(super) struct Lowered {
    pub closed: DistributionId,
    pub open: DistributionId,
    /// Minor units, negative; positive where an undone refund gives it again.
    pub amount: i64,
    pub at: Instant,
    pub refund: Option<i64>,
}

/// Takes a part of what a divided pool had left from the pool that is open now, and keeps beside the divided one how
/// much that was.
pub(super) fn lower_carried(db: &Connection, lowered: Lowered) -> Result<[Entry; 2]> {
    let entry = |distribution, place| {
        entries::insert(
            db,
            &NewEntry {
                distribution,
                place,
                rate: "",
                kind: "clawback",
                base: lowered.amount,
                at: lowered.at,
                late: false,
                transaction: None,
                detail: None,
                refund: lowered.refund,
                event: None,
                customer: None,
                reason: None,
            },
        )
    };
    Ok([
        entry(lowered.closed, UNCARRIED)?,
        entry(lowered.open, OPENING)?,
    ])
}

/// What a closed period left to the next, in minor units.
pub(super) fn carried(db: &Connection, closed: DistributionId) -> Result<i64> {
    let mut carried = 0;
    // Another one follows where it was divided again.
    for carry in ledger::numbered(db, CARRY, &closed.to_string())? {
        let entry: Entry = serde_json::from_str(&carry.body).map_err(|error| {
            StoreError::Inconsistent(format!(
                "the ledger's line about what distribution {closed} left does not read: {error}"
            ))
        })?;
        carried += entry.base;
    }
    Ok(carried)
}

/// Makes the obligations that claim back what was taken from a divided pool and not claimed yet.
fn claim_from(db: &Connection, closed: &Distribution, now: Instant) -> Result<Claimed> {
    let id = closed.id;
    let definition = preview::definition(db, closed.distributor, closed.version)?;
    let pool = preview::fill(db, id, &definition)?;
    let mut contents = pool.contents;
    for (rate, base) in pools::clawbacks(db, id)? {
        contents.corrections.push(preview::correction(&rate, base)?);
    }
    let without = pool::fill(&definition.pool, &contents)?;
    let paid = distributions::allocations_of(db, id)?;
    let amounts: Vec<i64> = paid.iter().map(|row| row.amount.minor).collect();
    let divided = Divided {
        pool: closed.amount.map_or(0, |amount| amount.minor),
        paid: &amounts,
        carried: carried(db, id)?,
        claimed: -obligations::clawed_back(db, id)?,
        uncarried: -pools::uncarried(db, id)?,
    };
    let claims = claims(divided, without.pool());
    let status = match closed.status {
        DistributionStatus::Review => ObligationStatus::Draft,
        _ => ObligationStatus::Pending,
    };
    let mut made = Vec::new();
    let mut writer = Writer::new(db);
    for (row, amount) in paid.iter().zip(claims.from_paid) {
        if amount == 0 {
            continue;
        }
        made.push(owed::insert(
            &mut writer,
            now,
            &NewObligation {
                status,
                kind: ObligationKind::Adjustment,
                collaborator: row.collaborator,
                distributor: Some(closed.distributor),
                distribution: Some(id),
                allocation: None,
                amount,
                units: closed.currency,
                reason: Some("clawback"),
                corrects: obligations::of_allocation(db, row.id)?,
                payable_at: now,
            },
        )?);
    }
    writer.finish()?;
    Ok(Claimed {
        adjustments: made,
        from_carried: claims.from_carried,
    })
}
