//! Writes obligations. Whatever makes or moves one goes through a [`Writer`], which also keeps the counts.

use rusqlite::{CachedStatement, params};

use super::super::Result;
use super::counters::{Counters, IN_BUCKET};
use super::moves::{self, Advance};
use super::{Draft, NewObligation};
use crate::domain::ids::{DistributionId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{Obligation, ObligationReason, ObligationStatus};
use crate::domain::units::Units;
use crate::store::Write;

/// Obligations that were released, in order of id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Released {
    pub all: Vec<ObligationId>,
    /// Those that are owed to somebody; the others claim money back.
    pub owed: Vec<ObligationId>,
}

/// Makes and moves obligations. [`Writer::finish`] writes their counts and belongs in the same transaction.
#[must_use = "without finish() the counts stay wrong for ever"]
pub struct Writer<'db> {
    db: &'db Write<'db>,
    counters: Counters,
    /// Prepared once: looking it up for each of twenty thousand obligations would add 2 % to a close.
    insertion: Option<CachedStatement<'db>>,
}

impl<'db> Writer<'db> {
    pub fn new(db: &'db Write<'db>) -> Self {
        Self {
            db,
            counters: Counters::default(),
            insertion: None,
        }
    }

    pub fn insert(&mut self, now: Instant, new: &NewObligation<'_>) -> Result<ObligationId> {
        let insertion = match &mut self.insertion {
            Some(insertion) => insertion,
            none => none.insert(self.db.prepare_cached(
                "INSERT INTO obligations (status, created_at, kind, collaborator_id, distributor_id, distribution_id, \
                 allocation_id, amount, currency, reason, corrects, payable_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?),
        };
        insertion.execute(params![
            new.status,
            now,
            new.kind,
            new.collaborator,
            new.distributor,
            new.distribution,
            new.allocation,
            new.amount,
            new.units,
            new.reason,
            new.corrects,
            new.payable_at
        ])?;
        let id = ObligationId(self.db.last_insert_rowid());
        self.counters.made(id, new.units, new.status);
        Ok(id)
    }

    /// Puts pending obligations into payouts of a fulfillment. Returns those that are no longer pending.
    pub fn put_into(
        &mut self,
        fulfillment: FulfillmentId,
        taken: &[(ObligationId, PayoutId, Units)],
    ) -> Result<Vec<ObligationId>> {
        let into = taken.iter().map(|(id, payout, _)| (*id, *payout));
        let refused = moves::put_into(self.db, fulfillment, into)?;
        let (from, to) = (ObligationStatus::Pending, ObligationStatus::Fulfilled);
        for (id, _, units) in taken {
            if !refused.contains(id) {
                self.counters.moved(*id, *units, from, to);
            }
        }
        Ok(refused)
    }

    /// Changes the status of an obligation. False when it is not in the expected status.
    pub fn advance(&mut self, obligation: &Obligation, advance: &Advance) -> Result<bool> {
        let moved = moves::advance(self.db, obligation.id, advance)?;
        if moved {
            self.counters
                .moved(obligation.id, obligation.currency, advance.from, advance.to);
        }
        Ok(moved)
    }

    /// Changes the status of every obligation in a payout. Returns those that changed, in order of id.
    pub fn move_payout(
        &mut self,
        payout: PayoutId,
        from: ObligationStatus,
        to: ObligationStatus,
        reason: Option<ObligationReason>,
    ) -> Result<Vec<ObligationId>> {
        let moved = moves::move_payout(self.db, payout, from, to, reason)?;
        Ok(self.count_moved(moved, from, to))
    }

    /// Releases the obligations that were held until now, except those of some distributions.
    pub fn release_held(&mut self, now: Instant, but: &[DistributionId]) -> Result<Released> {
        let mut update = self.db.prepare_cached(&format!(
            "UPDATE obligations SET status = 'pending', reason = NULL WHERE status = 'held' AND id IN ( \
             SELECT o.id FROM obligation_counts s CROSS JOIN obligations o ON {IN_BUCKET} \
             WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
             AND o.collaborator_id IN (SELECT id FROM collaborators WHERE status = 'active') \
             AND COALESCE(o.distribution_id, 0) NOT IN (SELECT value FROM json_each(?2))) RETURNING id, currency, amount > 0"
        ))?;
        let but: Vec<String> = but.iter().map(ToString::to_string).collect();
        let but = format!("[{}]", but.join(","));
        let (mut released, mut owed) = (Vec::new(), Vec::new());
        let mut rows = update.query(params![now, but])?;
        while let Some(row) = rows.next()? {
            let id: ObligationId = row.get(0)?;
            released.push((id, row.get(1)?));
            owed.extend(row.get::<_, bool>(2)?.then_some(id));
        }
        owed.sort_unstable();
        let (from, to) = (ObligationStatus::Held, ObligationStatus::Pending);
        let all = self.count_moved(released, from, to);
        Ok(Released { all, owed })
    }

    /// Rejects the shares of a distribution that is divided again, none of which was released.
    pub fn reject_all(
        &mut self,
        distribution: DistributionId,
        reason: ObligationReason,
    ) -> Result<()> {
        for (id, units, from) in moves::reject_all(self.db, distribution, reason)? {
            self.counters
                .moved(id, units, from, ObligationStatus::Rejected);
        }
        Ok(())
    }

    /// Changes the status of an approved obligation.
    pub fn leave_draft(
        &mut self,
        draft: &Draft,
        to: ObligationStatus,
        reason: Option<ObligationReason>,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE obligations SET status = ?2, reason = ?3 WHERE id = ?1 AND status = 'draft'",
            )?
            .execute(params![draft.id, to, reason])?;
        self.counters
            .moved(draft.id, draft.units, ObligationStatus::Draft, to);
        Ok(())
    }

    /// Writes the counts.
    pub fn finish(self) -> Result<()> {
        self.counters.write(self.db)
    }

    fn count_moved(
        &mut self,
        mut moved: Vec<(ObligationId, Units)>,
        from: ObligationStatus,
        to: ObligationStatus,
    ) -> Vec<ObligationId> {
        // SQLite returns them in no particular order.
        moved.sort_unstable_by_key(|(id, _)| *id);
        for (id, units) in &moved {
            self.counters.moved(*id, *units, from, to);
        }
        moved.into_iter().map(|(id, _)| id).collect()
    }
}
