//! What sales, refunds and events of other periods bring to the pool of one distributor.
//!
//! A pool entry carries the percentage at which it counts. If a sale belongs to a closed period, or a refund to another period
//! than its sale, that is the percentage of the sale's own period, and the entry is kept apart from the sources of the open
//! period, so that no change of rules reaches it.

use rust_decimal::Decimal;

use crate::domain::distribution::DistributionStatus;
use crate::domain::distributor::{Definition, OnRefundAfterClose};
use crate::domain::ids::{DistributionId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::pool::Seen;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::domain::units::Units;
use crate::engine::bodies::{PoolEntry, insert_entry};
use crate::engine::periods::refund_window::{self, period_of_amendment, period_of_refund};
use crate::engine::periods::{FoundPeriod, Tracked, cut_by_pause};
use crate::engine::{Result, get};
use crate::store::pools::{NewEntry, Pooled};
use crate::store::{Read, Write};

/// A detail of a sale, as far as pools need it.
#[derive(Debug, Clone, Copy)]
pub struct SoldPart<'s> {
    pub transaction: TransactionId,
    pub row: i64,
    pub units: Units,
    /// Minor units.
    pub amount: i64,
    pub at: Instant,
    /// When the sale was paid. It differs from `at` in what an amendment adds.
    pub paid_at: Instant,
    pub now: Instant,
    pub customer: Option<&'s str>,
    pub renewal: bool,
}

/// Adds a detail to the pool of a distributor, once for each source that counts it in the period of the sale.
pub fn pool_detail(
    db: &Write<'_>,
    tracked: &mut Tracked,
    part: &SoldPart<'_>,
    seen: &Seen<'_>,
) -> Result<Vec<PoolEntry>> {
    let mut made = Vec::new();
    // The units of a distributor never change, so any version tells them.
    let same_units = tracked
        .versions
        .iter()
        .any(|version| version.definition.units == part.units);
    if part.amount == 0 || !same_units {
        return Ok(made);
    }
    let found = period_of_amendment(db, tracked, part.paid_at, part.at, part.now)?;
    let Some(period) = found else {
        return Ok(made);
    };
    let Some(rules) = tracked.version(period.version) else {
        return Ok(made);
    };
    for (number, percent) in rules.definition.sources_of(part.renewal, seen) {
        made.push(insert_entry(
            db,
            &NewEntry {
                distribution: period.distribution,
                slot: if period.late {
                    Slot::Correction
                } else {
                    Slot::of_source(number)
                },
                rate: &rate(percent),
                kind: EntryKind::Sale,
                base: part.amount,
                at: part.at,
                late: period.late,
                transaction: Some(part.transaction),
                detail: Some(part.row),
                refund: None,
                event: None,
                customer: part.customer,
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

/// What a refund takes from one detail of a sale.
#[derive(Debug, Clone, Copy)]
pub struct TakenBack {
    /// The row of the refund.
    pub refund: i64,
    /// The row of the detail.
    pub detail: i64,
    /// Minor units; negative if an undone refund gives it again.
    pub amount: i64,
    pub at: Instant,
    pub now: Instant,
}

/// Takes a refunded part from the pool that it went into, in the period the refund belongs to; or notes that it is claimed
/// back from those who were paid, if the rules of the closed period say so. `None` if the distributor has no period left to
/// take it from.
pub fn take_back(
    db: &Write<'_>,
    tracked: &mut Tracked,
    pooled: &Pooled,
    taken: TakenBack,
) -> Result<Option<PoolEntry>> {
    let entry = |period: FoundPeriod, slot, kind| NewEntry {
        distribution: period.distribution,
        slot,
        rate: &pooled.rate,
        kind,
        base: -taken.amount,
        at: taken.at,
        late: period.late,
        transaction: None,
        detail: Some(taken.detail),
        refund: Some(taken.refund),
        event: None,
        customer: pooled.customer.as_deref(),
        reason: None,
    };
    let own = (pooled.distribution, pooled.version);
    if claims_back(db, tracked, own, taken.at)? {
        let sold_in = FoundPeriod {
            distribution: pooled.distribution,
            version: pooled.version,
            late: true,
        };
        return insert_entry(db, &entry(sold_in, Slot::Clawback, EntryKind::Clawback)).map(Some);
    }
    let Some(period) = period_of_refund(db, tracked, own, taken.at, taken.now)? else {
        return Ok(None);
    };
    let slot = if period.distribution == pooled.distribution {
        pooled.slot
    } else {
        Slot::Correction
    };
    insert_entry(db, &entry(period, slot, EntryKind::Refund)).map(Some)
}

/// Whether what is taken from the pool of a distribution is claimed back from those who were paid out of it. The version is
/// the one by which that distribution is divided.
pub(super) fn claims_back(
    db: &Read<'_>,
    tracked: &mut Tracked,
    (counted_in, version): (DistributionId, i64),
    at: Instant,
) -> Result<bool> {
    let rules = tracked.version(version);
    let choice = rules.map(|rules| rules.definition.on_refund_after_close);
    if choice != Some(OnRefundAfterClose::Clawback) {
        return Ok(false);
    }
    // Nothing was paid yet: it is divided again instead.
    if refund_window::holds(db, tracked, counted_in, at)? {
        return Ok(false);
    }
    let sold_in = get::existing_distribution(db, counted_in)?;
    Ok(match sold_in.status {
        DistributionStatus::Complete | DistributionStatus::Review => true,
        // The rest of its pool went to the next period, and is taken back there.
        DistributionStatus::Skipped => false,
        DistributionStatus::Scheduled
        | DistributionStatus::Tracking
        | DistributionStatus::Failed => {
            // A refund dated in a pause still lowers the pool that the pause left undivided.
            let cut = cut_by_pause(tracked, at).map(|open| open.id);
            sold_in.period.end <= at && cut != Some(sold_in.id)
        }
    })
}

/// The fixed amount that the sources of some rules pay for one event of a type, in minor units.
pub(super) fn paid_for(rules: &Definition, kind: &str) -> i64 {
    let amounts = rules
        .pool
        .sources
        .iter()
        .map(|source| match source.event() {
            Some((event, amount)) if event == kind => amount,
            Some(_) | None => 0,
        });
    // A pool that exceeds 64 bits is refused when it is filled, so saturating hides nothing.
    amounts.fold(0, i64::saturating_add)
}

/// An amount for an event that another period counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct EventMoney {
    pub event: EventId,
    /// Minor units; negative if the event is taken back.
    pub amount: i64,
    /// When the event happened, or was taken back.
    pub at: Instant,
    /// The refund that takes it back.
    pub refund: Option<i64>,
    /// `Event`; `Reversal` for a later change of one, or `Clawback` if that is claimed back.
    pub kind: EntryKind,
}

/// Adds an amount for an event of another period, unless it is zero.
pub(super) fn add_event(
    db: &Write<'_>,
    period: FoundPeriod,
    money: EventMoney,
) -> Result<Option<PoolEntry>> {
    add_event_to(db, period, Slot::LateEvent, money)
}

/// Notes an amount for an event that is claimed back from the period that counted it, unless it is zero.
pub(super) fn claim_event(
    db: &Write<'_>,
    period: FoundPeriod,
    money: EventMoney,
) -> Result<Option<PoolEntry>> {
    add_event_to(db, period, Slot::ClawbackOfEvent, money)
}

fn add_event_to(
    db: &Write<'_>,
    period: FoundPeriod,
    slot: Slot,
    money: EventMoney,
) -> Result<Option<PoolEntry>> {
    if money.amount == 0 {
        return Ok(None);
    }
    let new = NewEntry {
        distribution: period.distribution,
        slot,
        rate: "",
        kind: money.kind,
        base: money.amount,
        at: money.at,
        late: period.late,
        transaction: None,
        detail: None,
        refund: money.refund,
        event: Some(money.event),
        customer: None,
        reason: None,
    };
    insert_entry(db, &new).map(Some)
}
