//! A scratch database of what should be: replayed from the ledger, compared with the real one, and discarded.
//! It is an anonymous temporary file, so that a ledger of millions needs no memory.
//!
//! Rows come with their ids. Methods return false for a row that exists already, or that is not in the expected status.
//! Changes use the same statements as the real database where they can.

use rusqlite::{Connection, params};

use crate::domain::ids::{
    AllocationId, CollaboratorId, DistributionId, DistributorId, FulfillmentId, ObligationId,
    PayoutId, TransactionId,
};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::obligation::ObligationStatus;
use crate::domain::pool_entry::Slot;
use crate::store::distributions::NewAllocation;
use crate::store::obligations::NewObligation;
use crate::store::pools::NewEntry;
use crate::store::refunds::{self, NewRefund, RefundLine};
use crate::store::transactions::{NewDetail, NewTransaction};
use crate::store::{Result, Write, disk::sqlite, ledger};

#[derive(Debug)]
pub struct Scratch {
    db: Connection,
}

#[derive(Debug)]
pub struct ClosedRow<'c> {
    pub id: DistributionId,
    pub distributor: DistributorId,
    /// By which version.
    pub version: i64,
    /// Where it stood when it was closed.
    pub status: &'c str,
    /// When its row was made.
    pub created_at: i64,
    pub start: Instant,
    /// First instant of the next.
    pub end: Instant,
    /// From when it could be closed.
    pub due_at: i64,
    /// The pool, in minor units.
    pub amount: i64,
    /// How many obligations it made.
    pub obligations: i64,
    /// When it was closed.
    pub closed_at: i64,
    /// Why it was skipped.
    pub reason: Option<&'c str>,
    /// The hash that ends its snapshot.
    pub hash: &'c str,
}

impl Scratch {
    pub fn new() -> Result<Scratch> {
        Ok(Scratch {
            db: sqlite::scratch()?,
        })
    }

    /// For queries and changes that are the same as in the real database.
    #[must_use]
    pub fn db(&self) -> Write<'_> {
        Write::of(&self.db)
    }

    /// A sale, without the texts that people can ask to have erased.
    pub fn sale(&self, id: TransactionId, new: &NewTransaction<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO transactions (id, source, external_id, status, created_at, occurred_at, currency, \
             amount, refunded, renewal, coupons, referrer_id, self_referred, fingerprint, referrers, history) \
             VALUES (?1, ?2, ?3, 'complete', ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12, '', ?13)",
        )?
        .execute(params![
            id, new.source, new.external_id, new.now, new.at, new.units, new.amount, new.renewal, new.coupons,
            new.referrer, new.self_referred, new.fingerprint, new.history
        ])?;
        Ok(made == 1)
    }

    /// A detail of a sale, with the digest of its texts as its name.
    pub fn detail(&self, id: i64, sale: TransactionId, new: &NewDetail<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO transaction_details (id, transaction_id, external_id, kind, amount, refunded, \
             quantity, name, categories, owners, event_id, referrer_id, self_referred, amendment, occurred_at, line) \
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, '', '', ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            id, sale, new.external_id, new.kind, new.amount, new.quantity, new.name, new.event, new.referrer,
            new.self_referred, new.amendment.map_or(0, |(row, _)| row), new.amendment.map(|(_, at)| at), new.line
        ])?;
        Ok(made == 1)
    }

    /// An amendment of a sale, among its refunds.
    pub fn amendment(
        &self,
        id: i64,
        (source, external_id): (&str, &str),
        revision: i64,
        now: i64,
        at: i64,
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO refunds (id, source, external_id, refund_id, undo, status, created_at, occurred_at, \
             body, fingerprint, revision) VALUES (?1, ?2, ?3, '', 0, 'applied', ?4, ?5, ?6, 0, ?7)",
        )?
        .execute(params![id, source, external_id, now, at, ledger::digest(&[Some("")]), revision])?;
        Ok(made == 1)
    }

    /// What the details of a sale come to.
    pub fn details_of(&self, sale: TransactionId) -> Result<i64> {
        let mut query = self.db.prepare_cached(
            "SELECT COALESCE(SUM(amount - lowered), 0) FROM transaction_details WHERE transaction_id = ?1",
        )?;
        Ok(query.query_row([sale], |row| row.get(0))?)
    }

    /// What a refund did to a detail. False when there is no such detail.
    pub fn take(&self, line: RefundLine) -> Result<bool> {
        refunds::add_line(&self.db(), line)?;
        let changed = self
            .db
            .prepare_cached(
                "UPDATE transaction_details SET refunded = refunded + ?2, returned = returned + ?3 WHERE id = ?1",
            )?
            .execute(params![line.detail, line.amount, line.quantity])?;
        Ok(changed == 1)
    }

    /// Takes the points of the event of a detail back (-1) or restores them (1). False when there is no such detail.
    pub fn turn(&self, detail: i64, sign: i64) -> Result<bool> {
        let changed = self
            .db
            .prepare_cached(
                "UPDATE transaction_details SET reversed = reversed - ?2 WHERE id = ?1",
            )?
            .execute(params![detail, sign])?;
        Ok(changed == 1)
    }

    /// What a refund takes in all.
    pub fn taken_by(&self, refund: i64) -> Result<i128> {
        let lines = refunds::lines(&self.db(), refund)?;
        Ok(lines.iter().map(|line| i128::from(line.amount)).sum())
    }

    /// What a refund made of its sale. False when there is no such sale.
    pub fn set_sale(&self, id: TransactionId, taken: i64, status: &str) -> Result<bool> {
        let changed = self
            .db
            .prepare_cached(
                "UPDATE transactions SET refunded = refunded + ?2, status = ?3 WHERE id = ?1",
            )?
            .execute(params![id, taken, status])?;
        Ok(changed == 1)
    }

    /// A refund, with the digest of what was recorded as its body.
    pub fn refund(&self, id: i64, new: &NewRefund<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO refunds (id, source, external_id, refund_id, undo, status, created_at, occurred_at, \
             body, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            id, new.source, new.external_id, new.refund_id, new.undo, new.now, new.at, new.body, new.fingerprint
        ])?;
        Ok(made == 1)
    }

    /// What became of a refund. False when there is no such refund.
    pub fn settle(
        &self,
        id: i64,
        status: &str,
        amount: Option<i64>,
        reason: Option<&str>,
    ) -> Result<bool> {
        let changed = self
            .db
            .prepare_cached(
                "UPDATE refunds SET status = ?2, amount = ?3, reason = ?4 WHERE id = ?1",
            )?
            .execute(params![id, status, amount, reason])?;
        Ok(changed == 1)
    }

    pub fn entry(&self, id: i64, new: &NewEntry<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO pool_entries (id, distribution_id, source, rate, kind, base, occurred_at, late, \
             transaction_id, detail_id, refund_id, reason, event_id) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            id, new.distribution, new.slot, new.rate, new.kind, new.base, new.at, new.late, new.transaction,
            new.detail, new.refund, new.reason, new.event
        ])?;
        Ok(made == 1)
    }

    /// Removes an entry. False when there was no such entry.
    pub fn remove_entry(&self, id: i64, slot: Slot, rate: &str, base: i64) -> Result<bool> {
        let gone = self
            .db
            .prepare_cached("DELETE FROM pool_entries WHERE id = ?1 AND source = ?2 AND rate = ?3 AND base = ?4")?
            .execute(params![id, slot, rate, base])?;
        Ok(gone == 1)
    }

    pub fn distribution(&self, row: &ClosedRow<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO distributions (id, distributor_id, version, status, created_at, period_start, \
             period_end, due_at, amount, obligations, closed_at, reason, hash) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            row.id, row.distributor, row.version, row.status, row.created_at, row.start, row.end, row.due_at,
            row.amount, row.obligations, row.closed_at, row.reason, row.hash
        ])?;
        Ok(made == 1)
    }

    pub fn allocation(
        &self,
        id: AllocationId,
        distribution: DistributionId,
        new: &NewAllocation<'_>,
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO allocations (id, distribution_id, collaborator_id, status, rank, points, share, \
             amount, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            id, distribution, new.collaborator, new.status, new.rank, new.score.to_string(), new.share, new.amount,
            new.reason
        ])?;
        Ok(made == 1)
    }

    pub fn obligation(&self, id: ObligationId, now: i64, new: &NewObligation<'_>) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO obligations (id, status, created_at, kind, collaborator_id, distributor_id, \
             distribution_id, allocation_id, amount, currency, reason, corrects, payable_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            id, new.status, now, new.kind, new.collaborator, new.distributor, new.distribution, new.allocation,
            new.amount, new.units, new.reason, new.corrects, new.payable_at
        ])?;
        Ok(made == 1)
    }

    /// An obligation that stands in for another one whose payout failed or came back, as `reason` says.
    pub fn reissue(
        &self,
        id: ObligationId,
        old: ObligationId,
        now: i64,
        reason: &str,
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO obligations (id, status, created_at, kind, collaborator_id, distributor_id, \
             distribution_id, amount, currency, reason, corrects, payable_at) \
             SELECT ?1, 'pending', ?3, 'reissue', collaborator_id, distributor_id, distribution_id, amount, currency, \
             ?4, id, ?3 FROM obligations WHERE id = ?2",
        )?
        .execute(params![id, old, now, reason])?;
        Ok(made == 1)
    }

    /// Changes the status of an obligation. False when it is not in the expected status.
    pub fn advance(
        &self,
        id: ObligationId,
        from: ObligationStatus,
        to: ObligationStatus,
        reason: Option<&str>,
    ) -> Result<bool> {
        let changed = self
            .db
            .prepare_cached(
                "UPDATE obligations SET status = ?3, reason = ?4 WHERE id = ?1 AND status = ?2",
            )?
            .execute(params![id, from, to, reason])?;
        Ok(changed == 1)
    }

    /// A dispute, without what was written.
    pub fn dispute(
        &self,
        id: i64,
        now: i64,
        collaborator: CollaboratorId,
        about: (Option<ObligationId>, Option<DistributionId>, Option<&str>),
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO disputes (id, status, created_at, collaborator_id, obligation_id, distribution_id, \
             reason) VALUES (?1, 'open', ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![id, now, collaborator, about.0, about.1, about.2])?;
        Ok(made == 1)
    }

    /// An answer to a dispute, and the status it leads to. False when the dispute was not open.
    pub fn dispute_answer(
        &self,
        (dispute, number): (i64, i64),
        now: i64,
        answer: &str,
        status: &str,
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO dispute_answers (dispute_id, number, created_at, answer) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![dispute, number, now, answer])?;
        let moved = self
            .db
            .prepare_cached(
                "UPDATE disputes SET status = ?2 WHERE id = ?1 AND status IN ('open', 'answered_once')",
            )?
            .execute(params![dispute, status])?;
        Ok(made == 1 && moved == 1)
    }

    pub fn fulfillment(&self, id: FulfillmentId, now: i64) -> Result<bool> {
        let made = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO fulfillments (id, status, created_at) VALUES (?1, 'pending', ?2)")?
            .execute(params![id, now])?;
        Ok(made == 1)
    }

    /// An unpaid payout.
    pub fn payout(
        &self,
        id: PayoutId,
        now: i64,
        fulfillment: FulfillmentId,
        collaborator: CollaboratorId,
        amount: Money,
    ) -> Result<bool> {
        let made = self.db.prepare_cached(
            "INSERT OR IGNORE INTO payouts (id, status, created_at, fulfillment_id, collaborator_id, amount, currency) \
             VALUES (?1, 'unpaid', ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![id, now, fulfillment, collaborator, amount.minor, amount.units])?;
        Ok(made == 1)
    }
}
