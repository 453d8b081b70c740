//! Fulfillments, and payouts that move on.

use super::{Replay, note, stood, twice, unreadable};
use crate::domain::ids::{FulfillmentId, PayoutId};
use crate::domain::instant::Instant;
use crate::domain::money::{self, Money};
use crate::domain::obligation::ObligationStatus;
use crate::domain::payout::{FulfillmentStatus, PayoutStatus};
use crate::domain::units::Units;
use crate::domain::words::Word;
use crate::engine::Result;
use crate::engine::verify::acts::{Fulfillment, Move};
use crate::engine::verify::findings::Findings;
use crate::store::ledger::Line;
use crate::store::{fulfillments, obligations};

impl Replay {
    pub(super) fn fulfillment(
        &self,
        line: &Line,
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
            for refused in obligations::put_into(self.scratch.db(), fulfillment, taken)? {
                note(stood(false, "obligations", refused.0, "pending"), found);
            }
        }
        Ok(())
    }

    pub(super) fn payout(
        &self,
        line: &Line,
        payout: &Move<'_>,
        found: &mut Findings,
    ) -> Result<()> {
        let db = self.scratch.db();
        let id = PayoutId(payout.payout);
        let statuses =
            PayoutStatus::from_name(&payout.from).zip(PayoutStatus::from_name(&payout.to));
        let Some((from, to)) = statuses.filter(|(from, to)| from.may_become(*to)) else {
            let message = format!(
                "went from {} to {}, which is no way forward",
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
        match to {
            PayoutStatus::Paid => {
                obligations::move_payout(db, id, ObligationStatus::Complete, None)?;
            }
            PayoutStatus::Failed => {
                let reason = Some("payout_failed");
                let held = obligations::move_payout(db, id, ObligationStatus::Rejected, reason)?;
                found.expect(
                    ("payouts", id.0, "obligations"),
                    &payout.reissued.len(),
                    &held.len(),
                );
            }
            PayoutStatus::Unpaid | PayoutStatus::Processing => {}
        }
        for (old, new) in &payout.reissued {
            let made = self.scratch.reissue(*new, *old, line.at)?;
            note(twice(made, "obligations", new.0), found);
        }
        if let Some(fulfillment) = fulfillments::of_payout(db, id)? {
            let status = FulfillmentStatus::of(&fulfillments::statuses(db, fulfillment)?);
            fulfillments::set_status(db, fulfillment, status)?;
        }
        Ok(())
    }
}
