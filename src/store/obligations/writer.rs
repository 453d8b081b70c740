//! Writing obligations. Whatever makes or moves one goes through a [`Writer`], so that none is made or moved without
//! being counted where it stands.

use rusqlite::{CachedStatement, Connection, params};

use super::super::Result;
use super::super::counts::Tally;
use super::moves::{self, Advance};
use super::{Draft, NewObligation};
use crate::domain::ids::{DistributionId, FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::obligation::{Obligation, ObligationStatus};
use crate::domain::units::Units;

/// Obligations that were released, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Released {
    /// All of them.
    pub all: Vec<ObligationId>,
    /// Those that are owed; the others claim money back.
    pub owed: Vec<ObligationId>,
}

/// Makes and moves obligations; [`Writer::finish`] counts them, in the same transaction.
#[must_use = "counts that are not written are wrong for ever: call finish"]
pub struct Writer<'db> {
    db: &'db Connection,
    tally: Tally,
    /// Looked up once: to find it again for each of twenty thousand obligations is a fiftieth of what a close costs.
    insertion: Option<CachedStatement<'db>>,
}

impl<'db> Writer<'db> {
    /// Nothing is written yet.
    pub fn new(db: &'db Connection) -> Self {
        Self {
            db,
            tally: Tally::default(),
            insertion: None,
        }
    }

    /// Inserts an obligation.
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
        self.tally.made(id, new.units, new.status);
        Ok(id)
    }

    /// Puts pending obligations into payouts of a fulfillment; answers which are not pending any more.
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
                self.tally.moved(*id, *units, from, to);
            }
        }
        Ok(refused)
    }

    /// Moves an obligation on; false when it does not stand where it would have to.
    pub fn advance(&mut self, obligation: &Obligation, advance: &Advance<'_>) -> Result<bool> {
        let moved = moves::advance(self.db, obligation.id, advance)?;
        if moved {
            self.tally
                .moved(obligation.id, obligation.currency, advance.from, advance.to);
        }
        Ok(moved)
    }

    /// Moves every obligation of a payout on from where it stands; answers which moved, by number.
    pub fn move_payout(
        &mut self,
        payout: PayoutId,
        from: ObligationStatus,
        to: ObligationStatus,
        reason: Option<&str>,
    ) -> Result<Vec<ObligationId>> {
        let moved = moves::move_payout(self.db, payout, from, to, reason)?;
        Ok(self.count_moved(moved, from, to))
    }

    /// Releases what was held until now, but for that of some distributions; answers which.
    pub fn release_held(&mut self, now: Instant, but: &[DistributionId]) -> Result<Released> {
        let mut update = self.db.prepare_cached(
            "UPDATE obligations SET status = 'pending', reason = NULL WHERE status = 'held' AND id IN ( \
             SELECT o.id FROM obligation_counts s CROSS JOIN obligations o ON o.id BETWEEN s.stretch * 64 AND s.stretch * 64 + 63 \
             WHERE s.status = 'held' AND o.status = s.status AND o.currency = s.currency AND o.payable_at <= ?1 \
             AND o.collaborator_id IN (SELECT id FROM collaborators WHERE status = 'active') \
             AND COALESCE(o.distribution_id, 0) NOT IN (SELECT value FROM json_each(?2))) RETURNING id, currency, amount > 0",
        )?;
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

    /// Rejects the shares of a distribution that is divided again; none of them was released.
    pub fn reject_all(&mut self, distribution: DistributionId, reason: &str) -> Result<()> {
        for (id, units, from) in moves::reject_all(self.db, distribution, reason)? {
            self.tally
                .moved(id, units, from, ObligationStatus::Rejected);
        }
        Ok(())
    }

    /// Moves an approved obligation on.
    pub fn leave_draft(
        &mut self,
        draft: &Draft,
        to: ObligationStatus,
        reason: Option<&str>,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE obligations SET status = ?2, reason = ?3 WHERE id = ?1 AND status = 'draft'",
            )?
            .execute(params![draft.id, to, reason])?;
        self.tally
            .moved(draft.id, draft.units, ObligationStatus::Draft, to);
        Ok(())
    }

    /// Counts them where they stand now.
    pub fn finish(self) -> Result<()> {
        self.tally.write(self.db)
    }

    fn count_moved(
        &mut self,
        mut moved: Vec<(ObligationId, Units)>,
        from: ObligationStatus,
        to: ObligationStatus,
    ) -> Vec<ObligationId> {
        // SQLite answers them in the order in which it met them.
        moved.sort_unstable_by_key(|(id, _)| *id);
        for (id, units) in &moved {
            self.tally.moved(*id, *units, from, to);
        }
        moved.into_iter().map(|(id, _)| id).collect()
    }
}
