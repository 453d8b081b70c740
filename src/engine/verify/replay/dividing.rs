//! Distributions with their allocations, and the obligations that they and adjustments make.

use std::borrow::Cow;

use super::{Refused, Replay, missing, note, stood, twice, unreadable};
use crate::domain::distribution::{AllocationStatus, DistributionStatus};
use crate::domain::ids::{DistributionId, DistributorId, ObligationId};
use crate::domain::instant::Instant;
use crate::domain::money;
use crate::domain::obligation::{ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::owed::Owed;
use crate::engine::run_due::snapshot::{Head, Row};
use crate::engine::verify::acts::Approval;
use crate::engine::verify::closed::Closed;
use crate::engine::verify::findings::Findings;
use crate::store::distributions::{self, NewAllocation};
use crate::store::ledger::LedgerEntry;
use crate::store::obligations::{self, NewObligation};
use crate::store::proof::scratch::ClosedRow;
use crate::store::redivisions::{self, Again};

/// What all rows of a snapshot share.
#[derive(Debug)]
pub(super) struct Closing {
    id: DistributionId,
    distributor: DistributorId,
    units: Units,
    created_at: i64,
    due_at: i64,
    payable_at: i64,
}

impl Replay {
    pub(super) fn owed(&self, line: &LedgerEntry, owed: &Owed) -> Result<Refused> {
        let id = owed.id;
        let bad =
            |column: &str, text: &str| Ok(Some(unreadable("obligations", id.0, column, text)));
        let Some(status) = ObligationStatus::from_name(&owed.status) else {
            return bad("status", &owed.status);
        };
        let Some(kind) = ObligationKind::from_name(&owed.kind) else {
            return bad("kind", &owed.kind);
        };
        let Some(units) = Units::from_code(&owed.currency) else {
            return bad("currency", &owed.currency);
        };
        let Some(payable_at) = Instant::from_micros(owed.payable_at) else {
            return bad("payable_at", &owed.payable_at.to_string());
        };
        let made = self.scratch.obligation(
            id,
            line.at,
            &NewObligation {
                status,
                kind,
                collaborator: owed.collaborator,
                distributor: owed.distributor,
                distribution: owed.distribution,
                allocation: None,
                amount: owed.amount,
                units,
                reason: owed.reason.as_deref(),
                corrects: owed.corrects,
                payable_at,
            },
        )?;
        Ok(twice(made, "obligations", id.0))
    }

    /// A participant of a distribution.
    pub(super) fn row(&self, line: &LedgerEntry, row: &Row<'_>) -> Result<Refused> {
        let (Some(closing), Some(id)) = (&self.closing, row.allocation) else {
            return Ok(None);
        };
        let Some(status) = AllocationStatus::from_name(&row.status) else {
            return Ok(Some(unreadable("allocations", id.0, "status", &row.status)));
        };
        let Some(amount) = money::from_own_text(&row.amount, closing.units) else {
            return Ok(Some(unreadable("allocations", id.0, "amount", &row.amount)));
        };
        let made = self.scratch.allocation(
            id,
            closing.id,
            &NewAllocation {
                collaborator: row.collaborator,
                status,
                rank: row.rank,
                score: row.score.clone(),
                share: &row.share,
                amount,
                reason: row.reason.as_deref(),
            },
        )?;
        let (true, Some(obligation)) = (made, row.obligation) else {
            return Ok(twice(made, "allocations", id.0));
        };
        let owed = row.owed.as_deref().unwrap_or_default();
        let Some(status) = ObligationStatus::from_name(owed) else {
            return Ok(Some(unreadable(
                "obligations",
                obligation.0,
                "status",
                owed,
            )));
        };
        let Some(payable_at) = Instant::from_micros(closing.payable_at) else {
            let shown = closing.payable_at.to_string();
            return Ok(Some(unreadable(
                "obligations",
                obligation.0,
                "payable_at",
                &shown,
            )));
        };
        let made = self.scratch.obligation(
            obligation,
            line.at,
            &NewObligation {
                status,
                kind: ObligationKind::Distribution,
                collaborator: row.collaborator,
                distributor: Some(closing.distributor),
                distribution: Some(closing.id),
                allocation: Some(id),
                amount,
                units: closing.units,
                reason: row.owed_reason.as_deref(),
                corrects: None,
                payable_at,
            },
        )?;
        Ok(twice(made, "obligations", obligation.0))
    }

    /// Rejects the obligations of a distribution, which others replace.
    pub(super) fn divides_again(&self, id: DistributionId) -> Result<()> {
        let db = &self.scratch.db();
        obligations::moves::reject_all(db, id, ObligationReason::Recounted)?;
        Ok(redivisions::remove_allocations(db, id)?)
    }

    fn closed_again(&self, line: &LedgerEntry, closed: &Closed) -> Result<Refused> {
        let id = closed.id.0;
        let Some(status) = DistributionStatus::from_name(&closed.status) else {
            return Ok(Some(unreadable(
                "distributions",
                id,
                "status",
                &closed.status,
            )));
        };
        let db = &self.scratch.db();
        let stands = distributions::any(db, closed.id)?.map(|row| row.status);
        let moved = redivisions::divide_again(
            db,
            closed.id,
            stands.unwrap_or(status),
            &Again {
                status,
                amount: closed.pool,
                obligations: closed.obligations,
                reason: closed.reason.as_deref(),
                hash: &line.hash,
            },
        )?;
        Ok(missing(moved, "distributions", id))
    }

    pub(super) fn close(&mut self, line: &LedgerEntry, closed: &Closed) -> Result<Refused> {
        let Some(closing) = self.closing.take() else {
            return Ok(None);
        };
        if closed.number > 1 {
            return self.closed_again(line, closed);
        }
        let made = self.scratch.distribution(&ClosedRow {
            id: closed.id,
            distributor: closed.distributor,
            version: closed.version,
            status: &closed.status,
            created_at: closing.created_at,
            start: closed.start,
            end: closed.end,
            due_at: closing.due_at,
            amount: closed.pool,
            obligations: closed.obligations,
            closed_at: line.at,
            reason: closed.reason.as_deref(),
            hash: &line.hash,
        })?;
        Ok(twice(made, "distributions", closed.id.0))
    }

    pub(super) fn approval(
        &self,
        part: i64,
        approval: &Approval<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let id = approval.distribution;
        if part == 0 {
            let (from, to) = (DistributionStatus::Review, DistributionStatus::Complete);
            let db = &self.scratch.db();
            let moved = distributions::advance(db, id, from, to, None)?;
            let is_skipped = distributions::any(db, id)?
                .is_some_and(|row| row.status == DistributionStatus::Skipped);
            // Dividing it again may have left nothing of it.
            let fits = moved || (is_skipped && approval.obligations.is_empty());
            note(stood(fits, "distributions", id.0, from.name()), found);
        }
        for (obligation, status, reason) in &approval.obligations {
            note(self.approve(*obligation, status, reason.as_ref())?, found);
        }
        Ok(())
    }

    pub(super) fn approve(
        &self,
        id: ObligationId,
        status: &str,
        reason: Option<&Cow<'_, str>>,
    ) -> Result<Refused> {
        let Some(to) = ObligationStatus::from_name(status) else {
            return Ok(Some(unreadable("obligations", id.0, "status", status)));
        };
        let from = ObligationStatus::Draft;
        let reason = reason.map(Cow::as_ref);
        let moved = self.scratch.advance(id, from, to, reason)?;
        Ok(stood(moved, "obligations", id.0, from.name()))
    }
}

pub(super) fn closing(head: &Head<'_>) -> Option<Closing> {
    // An unknown currency was noted when the distribution was divided again.
    Some(Closing {
        id: head.distribution,
        distributor: head.distributor,
        units: Units::from_code(&head.currency)?,
        created_at: head.created_at,
        due_at: head.due_at,
        payable_at: head.payable_at,
    })
}
