//! Fulfillments and moves of payouts.

use super::{Refused, Replay, note, stood, twice, unreadable};
use crate::domain::ids::{FulfillmentId, ObligationId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::money::{self, Money};
use crate::domain::obligation::{ObligationReason, ObligationStatus};
use crate::domain::payout::{FulfillmentStatus, PayoutStatus};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::hold::{Ended, Held};
use crate::engine::verify::acts::{Fulfillment, Move};
use crate::engine::verify::findings::Findings;
use crate::store::ledger::LedgerEntry;
use crate::store::obligations::Advance;
use crate::store::{fulfillments, obligations};

impl Replay {
    pub(super) fn fulfillment(
        &self,
        line: &LedgerEntry,
        made: &Fulfillment<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let fulfillment = FulfillmentId(made.fulfillment);
        let new = self.scratch.fulfillment(fulfillment, line.at)?;
        note(twice(new, "fulfillments", made.fulfillment), found);
        for payout in &made.payouts {
            let id = PayoutId(payout.payout);
            let Some(units) = Units::from_code(&payout.currency) else {
                note(
                    Some(unreadable("payouts", id.0, "currency", &payout.currency)),
                    found,
                );
                continue;
            };
            let Some(minor) = money::from_own_text(&payout.amount, units) else {
                note(
                    Some(unreadable("payouts", id.0, "amount", &payout.amount)),
                    found,
                );
                continue;
            };
            let amount = Money { minor, units };
            let new = self
                .scratch
                .payout(id, line.at, fulfillment, payout.collaborator, amount)?;
            note(twice(new, "payouts", id.0), found);
            let taken = payout
                .obligations
                .iter()
                .map(|obligation| (*obligation, id));
            for refused in obligations::moves::put_into(&self.scratch.db(), fulfillment, taken)? {
                note(stood(false, "obligations", refused.0, "pending"), found);
            }
        }
        Ok(())
    }

    /// Rejects an obligation, and replaces it by one that is held.
    pub(super) fn hold(&self, line: &LedgerEntry, held: &Held, found: &mut Findings) -> Result<()> {
        let (id, from) = (held.obligation, ObligationStatus::Pending);
        let moved = self.scratch.advance(
            id,
            from,
            ObligationStatus::Rejected,
            Some(ObligationReason::HeldByHand.name()),
        )?;
        note(stood(moved, "obligations", id.0, from.name()), found);
        if held.held.corrects != Some(id) {
            let message = "replaces another obligation than the ledger says";
            found.add("obligations", held.held.id.0, "corrects", message);
        }
        note(self.owed(line, &held.held)?, found);
        Ok(())
    }

    pub(super) fn end_hold(&self, line: &LedgerEntry, ended: &Ended) -> Result<Refused> {
        let (id, from) = (ended.obligation, ObligationStatus::Held);
        let moved = obligations::moves::advance(
            &self.scratch.db(),
            id,
            &Advance {
                from,
                to: ObligationStatus::Pending,
                reason: None,
                payable_at: Instant::from_micros(line.at),
            },
        )?;
        Ok(stood(moved, "obligations", id.0, from.name()))
    }

    pub(super) fn payout(
        &self,
        line: &LedgerEntry,
        payout: &Move<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let db = &self.scratch.db();
        let id = PayoutId(payout.payout);
        let statuses =
            PayoutStatus::from_name(&payout.from).zip(PayoutStatus::from_name(&payout.to));
        let Some((from, to)) = statuses.filter(|(from, to)| from.may_become(*to)) else {
            let message = format!(
                "went from {} to {}, which is not a move forward",
                payout.from, payout.to
            );
            found.add("payouts", id.0, "status", message);
            return Ok(());
        };
        let paid_at = Instant::from_micros(line.at).filter(|_| to == PayoutStatus::Paid);
        let moved = fulfillments::advance_payout(
            db,
            id,
            &fulfillments::Move {
                from,
                to,
                reference: payout.reference.as_deref(),
                note: payout.note.as_deref(),
                paid_at,
            },
        )?;
        note(stood(moved, "payouts", id.0, from.name()), found);
        let (standing, becoming) = (from.of_obligations(), to.of_obligations());
        let reason = to.owed_again();
        let mut owed_again: Vec<ObligationId> = Vec::new();
        if standing != becoming {
            let held = obligations::moves::move_payout(db, id, standing, becoming, reason)?;
            if reason.is_some() {
                owed_again = held.into_iter().map(|(old, _)| old).collect();
            }
        }
        // Exactly the obligations of this payout must be owed again, each once.
        owed_again.sort_unstable();
        let reissued: Vec<_> = payout.reissued.iter().map(|(old, _)| *old).collect();
        if reissued != owed_again {
            let message = format!(
                "owes {} again, should be {}",
                listed(&reissued),
                listed(&owed_again)
            );
            found.add("payouts", id.0, "obligations", message);
        }
        for (old, new) in &payout.reissued {
            let made = self
                .scratch
                .reissue(*new, *old, line.at, reason.map_or("", Word::name))?;
            note(twice(made, "obligations", new.0), found);
        }
        if let Some(fulfillment) = fulfillments::of_payout(db, id)? {
            let status = FulfillmentStatus::of(&fulfillments::statuses(db, fulfillment)?);
            fulfillments::set_status(db, fulfillment, status)?;
        }
        Ok(())
    }
}

fn listed(ids: &[ObligationId]) -> String {
    if ids.is_empty() {
        return "no obligation".to_owned();
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.join(", ")
}
