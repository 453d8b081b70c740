//! What sales, refunds and events of other periods bring to the pool of one distributor.
//!
//! An entry carries the percentage at which it counts. Where a sale belongs to a period that is closed, or a
//! refund to another period than its sale, that is the percentage of the sale's own period, and the entry stands
//! beside the open period's sources: no change of the rules reaches it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::book::Tracked;
use super::entries::{self, Entry};
use super::events::{Origin, derived_key};
use super::place::{Placed, cut_before};
use super::window::{self, place_amended, place_refund};
use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{Definition, OnRefundAfterClose};
use crate::domain::ids::{CollaboratorId, DistributionId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::pool::Source;
use crate::domain::pool::revenue_share::Seen;
use crate::domain::transaction::Transaction;
use crate::domain::units::Units;
use crate::engine::Result;
use crate::store::events::REVISION;
use crate::store::pools::{
    CLAWBACK, CLAWBACK_EVENT, CORRECTION, LATE_EVENT, NewEntry, Place, Pooled,
};
use crate::store::{Connection, Error as StoreError, distributions, lists::find};

/// A sale as the pools see it.
#[derive(Debug)]
pub struct Sold<'s> {
    pub transaction: TransactionId,
    pub units: Units,
    pub at: Instant,
    /// When the sale was paid that this is an edit of; else the same.
    pub paid_at: Instant,
    pub now: Instant,
    pub customer: Option<&'s str>,
    pub renewal: bool,
    /// The active collaborator who sent the customer.
    pub referrer: Option<CollaboratorId>,
    /// Whether that is the customer.
    pub self_referred: bool,
    /// The edit that brings it.
    pub revision: Option<i64>,
    /// Whether it is kept to try rules on, and fills no pool.
    pub history: bool,
}

impl Sold<'_> {
    /// What events of the sale follow from.
    pub fn origin(&self) -> Origin {
        Origin {
            id: self.transaction,
            renewal: self.renewal,
            goods: None,
            sold_at: self.paid_at,
        }
    }

    /// What else the customer is known by.
    pub fn also<'t>(&self, sale: &'t Transaction<'_>) -> Vec<Cow<'t, str>> {
        let names = sale.customer.iter().chain(&sale.also);
        names
            .filter(|name| Some(&***name) != self.customer)
            .map(|name| Cow::Borrowed(&**name))
            .collect()
    }

    /// The key of an event of the sale. What an edit brings takes the place of what stood under the key without one.
    pub fn key(&self, kind: &str, sale: &Transaction<'_>, what: &str) -> Cow<'static, str> {
        let key = derived_key(kind, &sale.source, &sale.external_id, what);
        match self.revision {
            Some(revision) => Cow::Owned(format!("{key}{REVISION}{revision}")),
            None => key,
        }
    }
}

/// A detail of a sale as the pools see it.
#[derive(Debug, Clone, Copy)]
pub struct SoldPart {
    pub row: i64,
    pub amount: i64,
}

/// Lets a detail fill the pool of one distributor, from each source that counts it in the period of the sale.
pub fn pool_detail(
    db: &Connection,
    tracked: &mut Tracked,
    sold: &Sold<'_>,
    part: SoldPart,
    seen: &Seen<'_>,
) -> Result<Vec<Entry>> {
    let mut made = Vec::new();
    // The units of a distributor never change, so any version tells them.
    let same_units = tracked
        .versions
        .iter()
        .any(|v| v.definition.units == sold.units);
    if part.amount == 0 || !same_units {
        return Ok(made);
    }
    let Some(placed) = place_amended(db, tracked, sold.paid_at, sold.at, sold.now)? else {
        return Ok(made);
    };
    let Some(rules) = tracked.version(placed.version) else {
        return Ok(made);
    };
    for (number, percent) in rules.definition.sources_of(sold.renewal, seen) {
        made.push(entries::insert(
            db,
            &NewEntry {
                distribution: placed.distribution,
                place: if placed.late {
                    CORRECTION
                } else {
                    place_of(number)
                },
                rate: &rate(percent),
                kind: "sale",
                base: part.amount,
                at: sold.at,
                late: placed.late,
                transaction: Some(sold.transaction),
                detail: Some(part.row),
                refund: None,
                event: None,
                customer: sold.customer,
                reason: None,
            },
        )?);
    }
    Ok(made)
}

/// A percentage as entries carry it.
fn rate(percent: Decimal) -> String {
    percent.normalize().to_string()
}

/// Where the entries of a source stand.
fn place_of(source: usize) -> Place {
    // A definition has a handful of sources.
    Place::try_from(source).unwrap_or(Place::MAX)
}

/// What a refund takes from one detail of a sale.
#[derive(Debug, Clone, Copy)]
pub struct TakenBack {
    /// The refund's row.
    pub refund: i64,
    /// The detail's row.
    pub detail: i64,
    /// Minor units; negative where an undone refund gives it again.
    pub amount: i64,
    /// When it was given.
    pub at: Instant,
    pub now: Instant,
}

/// Takes a refunded part from the pool that it filled, in the period the refund belongs to; or notes that it is
/// claimed back from those who were paid, where the rules of the closed period say so. `None` where the
/// distributor has no period left to take it from.
pub fn take_back(
    db: &Connection,
    tracked: &mut Tracked,
    pooled: &Pooled,
    taken: TakenBack,
) -> Result<Option<Entry>> {
    let entry = |placed: Placed, place, kind| NewEntry {
        distribution: placed.distribution,
        place,
        rate: &pooled.rate,
        kind,
        base: -taken.amount,
        at: taken.at,
        late: placed.late,
        transaction: None,
        detail: Some(taken.detail),
        refund: Some(taken.refund),
        event: None,
        customer: pooled.customer.as_deref(),
        reason: None,
    };
    if claims_back(db, tracked, (pooled.distribution, pooled.version), taken.at)? {
        let sold_in = Placed {
            distribution: pooled.distribution,
            version: pooled.version,
            late: true,
        };
        return entries::insert(db, &entry(sold_in, CLAWBACK, "clawback")).map(Some);
    }
    let own = (pooled.distribution, pooled.version);
    let Some(placed) = place_refund(db, tracked, own, taken.at, taken.now)? else {
        return Ok(None);
    };
    let place = if placed.distribution == pooled.distribution {
        pooled.place
    } else {
        CORRECTION
    };
    entries::insert(db, &entry(placed, place, "refund")).map(Some)
}

/// Whether what is taken from a pool is claimed back from those who were paid out of it: of which distribution, and by
/// which version that is divided.
pub fn claims_back(
    db: &Connection,
    tracked: &mut Tracked,
    (counted_in, version): (DistributionId, i64),
    at: Instant,
) -> Result<bool> {
    let rules = tracked.version(version);
    let choice = rules.map(|rules| rules.definition.on_refund_after_close);
    if choice != Some(OnRefundAfterClose::Clawback) {
        return Ok(false);
    }
    // Nothing was paid yet: it is divided again.
    if window::holds(db, tracked, counted_in, at)? {
        return Ok(false);
    }
    let sold_in = distribution(db, counted_in)?;
    Ok(match sold_in.status {
        DistributionStatus::Complete | DistributionStatus::Review => true,
        // What was left of its pool went to the next period, and there it is taken back.
        DistributionStatus::Skipped => false,
        DistributionStatus::Scheduled
        | DistributionStatus::Tracking
        | DistributionStatus::Failed => {
            // What is dated in a pause still lowers the pool that the pause left undivided.
            let cut = cut_before(tracked, at).map(|open| open.id);
            sold_in.period.end <= at && cut != Some(sold_in.id)
        }
    })
}

/// A distribution that must be there.
pub fn distribution(
    db: &Connection,
    id: DistributionId,
) -> Result<crate::domain::distribution::Distribution> {
    let found = find::one(db, &distributions::LISTING, id.0, distributions::row)?;
    Ok(found.ok_or_else(|| StoreError::Inconsistent(format!("distribution {id} is missing")))?)
}

/// What the sources of some rules pay for one event of a type, in minor units.
pub fn paid_for(rules: &Definition, kind: &str) -> i64 {
    let amounts = rules.pool.sources.iter().map(|source| match source {
        Source::PerEvent { event, amount } if event == kind => *amount,
        Source::PerEvent { .. } | Source::RevenueShare(_) | Source::Fixed(_) => 0,
    });
    // A pool that outgrows 64 bits is refused when it is filled; this one would have been before.
    amounts.fold(0, i64::saturating_add)
}

/// An amount for an event that another period counts.
#[derive(Debug, Clone, Copy)]
pub struct EventMoney {
    pub event: EventId,
    /// Minor units; negative where the event is taken back.
    pub amount: i64,
    /// When the event happened, or was taken back.
    pub at: Instant,
    /// The refund that takes it back.
    pub refund: Option<i64>,
    /// `event`, `reversal` for what became of one later, or `clawback` where that is claimed back.
    pub kind: &'static str,
}

/// Adds an amount for an event of another period; none for nothing.
pub fn add_event(db: &Connection, placed: Placed, money: EventMoney) -> Result<Option<Entry>> {
    add_event_at(db, placed, LATE_EVENT, money)
}

/// Notes an amount for an event that is claimed back of the period that counted it; none for nothing.
pub fn claim_event(db: &Connection, placed: Placed, money: EventMoney) -> Result<Option<Entry>> {
    add_event_at(db, placed, CLAWBACK_EVENT, money)
}

fn add_event_at(
    db: &Connection,
    placed: Placed,
    place: Place,
    money: EventMoney,
) -> Result<Option<Entry>> {
    if money.amount == 0 {
        return Ok(None);
    }
    let new = NewEntry {
        distribution: placed.distribution,
        place,
        rate: "",
        kind: money.kind,
        base: money.amount,
        at: money.at,
        late: placed.late,
        transaction: None,
        detail: None,
        refund: money.refund,
        event: Some(money.event),
        customer: None,
        reason: None,
    };
    entries::insert(db, &new).map(Some)
}
