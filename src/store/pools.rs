//! The entries that fill reward pools, and their running sums.

use rusqlite::{Row, params};

use super::Result;
use super::interval::Interval;
use super::transactions::dated_within;
use crate::domain::ids::{DistributionId, DistributorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::pool_entry::{EntryKind, Slot};
use crate::store::{Read, Write};

/// One entry to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry<'a> {
    pub distribution: DistributionId,
    pub slot: Slot,
    /// The percentage at which it counts; empty for whole amounts.
    pub rate: &'a str,
    pub kind: EntryKind,
    /// Minor units before any percentage.
    pub base: i64,
    pub at: Instant,
    /// Whether it came after its own period was closed.
    pub late: bool,
    pub transaction: Option<TransactionId>,
    pub detail: Option<i64>,
    pub refund: Option<i64>,
    /// The event that is paid for.
    pub event: Option<EventId>,
    pub customer: Option<&'a str>,
    /// Why, where a person added it.
    pub reason: Option<&'a str>,
}

/// Inserts an entry and adds it to the sum; answers its number.
pub fn insert(db: &Write<'_>, new: &NewEntry<'_>) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO pool_entries (distribution_id, source, rate, kind, base, occurred_at, late, transaction_id, \
         detail_id, refund_id, customer, reason, event_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        new.distribution,
        new.slot,
        new.rate,
        new.kind,
        new.base,
        new.at,
        new.late,
        new.transaction,
        new.detail,
        new.refund,
        new.customer,
        new.reason,
        new.event
    ])?;
    let id = db.last_insert_rowid();
    db.prepare_cached(
        "INSERT INTO pool_totals (distribution_id, source, rate, base, entries) VALUES (?1, ?2, ?3, ?4, 1) \
         ON CONFLICT (distribution_id, source, rate) \
         DO UPDATE SET base = base + excluded.base, entries = entries + 1",
    )?
    .execute(params![new.distribution, new.slot, new.rate, new.base])?;
    Ok(id)
}

/// A running sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolTotal {
    pub slot: Slot,
    /// The percentage; empty where there is none.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

/// The sums of a distribution.
pub fn totals(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<PoolTotal>> {
    let mut query = db.prepare_cached(
        "SELECT source, rate, base FROM pool_totals WHERE distribution_id = ?1 ORDER BY source, rate",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(PoolTotal {
            slot: row.get(0)?,
            rate: row.get(1)?,
            base: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How a pool counted a detail of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pooled {
    pub distributor: DistributorId,
    pub distribution: DistributionId,
    /// By which version.
    pub version: i64,
    pub slot: Slot,
    /// At which percentage.
    pub rate: String,
    pub customer: Option<String>,
}

/// What an event brought to a pool that belongs to another period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidEvent {
    pub distributor: DistributorId,
    /// Minor units.
    pub amount: i64,
}

/// What an event brought to pools of periods other than its own.
pub fn of_event(db: &Read<'_>, event: EventId) -> Result<Vec<PaidEvent>> {
    let mut query = db.prepare_cached(
        "SELECT n.distributor_id, SUM(e.base) FROM pool_entries e JOIN distributions n ON n.id = e.distribution_id \
         WHERE e.event_id = ?1 AND e.kind = 'event' GROUP BY n.distributor_id ORDER BY n.distributor_id",
    )?;
    let rows = query.query_map([event], |row| {
        Ok(PaidEvent {
            distributor: row.get(0)?,
            amount: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The pools that counted a detail of a sale.
pub fn of_detail(db: &Read<'_>, detail: i64) -> Result<Vec<Pooled>> {
    let mut query = db.prepare_cached(
        "SELECT n.distributor_id, e.distribution_id, n.version, e.source, e.customer, e.rate \
         FROM pool_entries e JOIN distributions n ON n.id = e.distribution_id \
         WHERE e.detail_id = ?1 AND e.kind = 'sale' ORDER BY e.id",
    )?;
    let rows = query.query_map([detail], |row| {
        Ok(Pooled {
            distributor: row.get(0)?,
            distribution: row.get(1)?,
            version: row.get(2)?,
            slot: row.get(3)?,
            customer: row.get(4)?,
            rate: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The sum of a customer's entries from one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerMoney {
    /// `None` for money without a customer: an opening balance, a top-up, a guest.
    pub customer: Option<String>,
    pub slot: Slot,
    /// The percentage; empty where there is none.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

/// The entries of a distribution summed by customer and source.
pub fn by_customer(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<CustomerMoney>> {
    let mut query = db.prepare_cached(
        "SELECT customer, source, rate, SUM(base) FROM pool_entries WHERE distribution_id = ?1 \
         GROUP BY customer, source, rate ORDER BY customer, source, rate",
    )?;
    let rows = query.query_map([distribution], |row| {
        Ok(CustomerMoney {
            customer: row.get(0)?,
            slot: row.get(1)?,
            rate: row.get(2)?,
            base: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn count(db: &Read<'_>, distribution: DistributionId) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(entries), 0) FROM pool_totals WHERE distribution_id = ?1",
    )?;
    Ok(query.query_row([distribution], |row| row.get(0))?)
}

/// What was claimed back from those whom a distribution paid: the negative sum of the bases for each percentage.
pub fn clawbacks(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<(String, i64)>> {
    let mut query = db.prepare_cached(
        "SELECT rate, base FROM pool_totals WHERE distribution_id = ?1 AND source = ?2 ORDER BY rate",
    )?;
    let rows = query.query_map(params![distribution, Slot::Clawback], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was claimed back of what a pool held for single events, in minor units, negative.
pub fn clawed_events(db: &Read<'_>, distribution: DistributionId) -> Result<i64> {
    sum(db, distribution, Slot::ClawbackOfEvent)
}

/// What was taken from what a divided pool had left to the next, in minor units, negative.
pub fn uncarried(db: &Read<'_>, distribution: DistributionId) -> Result<i64> {
    sum(db, distribution, Slot::Uncarried)
}

fn sum(db: &Read<'_>, distribution: DistributionId, slot: Slot) -> Result<i64> {
    let mut query = db.prepare_cached(
        "SELECT COALESCE(SUM(base), 0) FROM pool_totals WHERE distribution_id = ?1 AND source = ?2",
    )?;
    Ok(query.query_row(params![distribution, slot], |row| row.get(0))?)
}

/// An entry as it counts in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub entry: i64,
    pub distribution: DistributionId,
    pub slot: Slot,
    /// The percentage; empty where there is none.
    pub rate: String,
    /// Minor units before any percentage.
    pub base: i64,
}

/// Forgets what the sales and events of an interval brought to the open pools of a distributor, refunds of those sales
/// included; answers what was forgotten. [`rebuild_totals`] follows.
pub fn forget(
    db: &Write<'_>,
    distributor: DistributorId,
    interval: Interval,
) -> Result<Vec<Counted>> {
    let mut delete = db.prepare_cached(&format!(
        "DELETE FROM pool_entries WHERE id IN ( \
           SELECT e.id FROM {} \
           CROSS JOIN pool_entries e ON e.detail_id = d.id CROSS JOIN distributions n ON n.id = e.distribution_id \
           WHERE n.distributor_id = ?1 AND n.status IN ('scheduled', 'tracking', 'failed') \
           UNION ALL \
           SELECT e.id FROM pool_entries e CROSS JOIN events v ON v.id = e.event_id \
           CROSS JOIN distributions n ON n.id = e.distribution_id \
           WHERE e.event_id IS NOT NULL AND v.occurred_at >= ?2 AND v.occurred_at < ?3 \
           AND n.distributor_id = ?1 AND n.status IN ('scheduled', 'tracking', 'failed')) \
         RETURNING id, distribution_id, source, rate, base",
        dated_within("?2", "?3")
    ))?;
    let rows = delete.query_map(params![distributor, interval.from, interval.to], |row| {
        Ok(Counted {
            entry: row.get(0)?,
            distribution: row.get(1)?,
            slot: row.get(2)?,
            rate: row.get(3)?,
            base: row.get(4)?,
        })
    })?;
    let mut forgotten = rows.collect::<rusqlite::Result<Vec<Counted>>>()?;
    forgotten.sort_unstable_by_key(|counted| counted.entry);
    Ok(forgotten)
}

/// An entry that went into another pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub id: i64,
    pub distribution: DistributionId,
    pub slot: Slot,
    pub rate: String,
    pub kind: EntryKind,
    pub base: i64,
    pub at: Instant,
    pub late: bool,
    pub transaction: Option<TransactionId>,
    pub detail: Option<i64>,
    pub refund: Option<i64>,
    pub reason: Option<String>,
    pub event: Option<EventId>,
}

/// A claim that was taken out of a pool, with whose money it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The entry it was.
    pub entry: Moved,
    pub customer: Option<String>,
}

/// Removes all claims from a pool. Returns them in the order in which they came.
pub fn take_clawbacks(db: &Write<'_>, distribution: DistributionId) -> Result<Vec<Claim>> {
    let mut delete = db.prepare_cached(
        "DELETE FROM pool_entries WHERE distribution_id = ?1 AND source IN (?2, ?3) RETURNING id, distribution_id, source, \
         rate, kind, base, occurred_at, late, transaction_id, detail_id, refund_id, reason, event_id, customer",
    )?;
    let clawbacks = params![distribution, Slot::Clawback, Slot::ClawbackOfEvent];
    let rows = delete.query_map(clawbacks, |row| {
        Ok(Claim {
            entry: moved(row)?,
            customer: row.get(13)?,
        })
    })?;
    let mut claims = rows.collect::<rusqlite::Result<Vec<Claim>>>()?;
    claims.sort_unstable_by_key(|claim| claim.entry.id);
    rebuild_totals(db, distribution)?;
    Ok(claims)
}

/// Removes from a pool what refunds dated from an instant on took from it or will claim from it. Returns the entries in the order
/// in which they came. The caller calls [`rebuild_totals`].
pub fn take_refunds(
    db: &Write<'_>,
    distribution: DistributionId,
    from: Instant,
) -> Result<Vec<Moved>> {
    let mut delete = db.prepare_cached(
        "DELETE FROM pool_entries WHERE distribution_id = ?1 AND (kind IN ('refund', 'reversal') OR source IN (?3, ?4)) \
         AND occurred_at >= ?2 RETURNING id, distribution_id, source, rate, kind, base, occurred_at, late, \
         transaction_id, detail_id, refund_id, reason, event_id",
    )?;
    let (clawback, of_event) = (Slot::Clawback, Slot::ClawbackOfEvent);
    let rows = delete.query_map(params![distribution, from, clawback, of_event], moved)?;
    let mut taken = rows.collect::<rusqlite::Result<Vec<Moved>>>()?;
    taken.sort_unstable_by_key(|entry| entry.id);
    Ok(taken)
}

fn moved(row: &Row<'_>) -> rusqlite::Result<Moved> {
    Ok(Moved {
        id: row.get(0)?,
        distribution: row.get(1)?,
        slot: row.get(2)?,
        rate: row.get(3)?,
        kind: row.get(4)?,
        base: row.get(5)?,
        at: row.get(6)?,
        late: row.get(7)?,
        transaction: row.get(8)?,
        detail: row.get(9)?,
        refund: row.get(10)?,
        reason: row.get(11)?,
        event: row.get(12)?,
    })
}

/// The entries of a pool with the time of what they book, in the order in which they came.
pub fn dated(db: &Read<'_>, distribution: DistributionId) -> Result<Vec<(i64, Instant)>> {
    let mut query = db.prepare_cached(
        "SELECT id, occurred_at FROM pool_entries WHERE distribution_id = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([distribution], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Moves an entry into another pool and returns the moved entry. The caller calls [`rebuild_totals`].
pub fn move_entry(db: &Write<'_>, entry: i64, to: DistributionId) -> Result<Moved> {
    let mut update = db.prepare_cached(
        "UPDATE pool_entries SET distribution_id = ?2 WHERE id = ?1 RETURNING id, distribution_id, source, rate, kind, \
         base, occurred_at, late, transaction_id, detail_id, refund_id, reason, event_id",
    )?;
    Ok(update.query_row(params![entry, to], moved)?)
}

/// Recalculates the sums of a distribution from its entries.
pub fn rebuild_totals(db: &Write<'_>, distribution: DistributionId) -> Result<()> {
    db.prepare_cached("DELETE FROM pool_totals WHERE distribution_id = ?1")?
        .execute([distribution])?;
    db.prepare_cached(
        "INSERT INTO pool_totals (distribution_id, source, rate, base, entries) \
         SELECT distribution_id, source, rate, SUM(base), COUNT(*) FROM pool_entries \
         WHERE distribution_id = ?1 GROUP BY source, rate",
    )?
    .execute([distribution])?;
    Ok(())
}
