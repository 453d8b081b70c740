//! An explanation in one sentence.

use super::messages::{
    a_correction, earned, gets_back_less_left, gets_back_undone, gives_back, held_by_hand,
    held_until_active, is_held, is_owed, owed_again_failed, owed_again_returned, owes_back,
    payable_from, payout_failed, payout_returned, rejected, replaced, stated_reason,
    waits_for_approval, was_before_refunds, was_held,
};
use super::proof::Proof;
use super::{Explanation, arithmetic, credited, period};
use crate::domain::distribution::Distribution;
use crate::domain::message::Message;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, ObligationKind, ObligationReason, ObligationStatus};
use crate::domain::words::Word;
use crate::engine::hold;

/// Whether it explains what a refund claims back.
pub fn is_clawback(explanation: &Explanation) -> bool {
    explanation.obligation.reason.as_deref() == Some(ObligationReason::Clawback.name())
}

/// The sentence for the one it concerns.
pub fn said(
    explanation: &Explanation,
    name: &str,
    behind: Option<(&Distribution, &Proof)>,
) -> Message {
    let obligation = &explanation.obligation;
    let name = name.to_owned();
    let minor = obligation.amount.minor;
    let amount = Money {
        minor,
        units: obligation.currency,
    };
    let without_sign = Money {
        minor: minor.saturating_abs(),
        ..amount
    };
    let reason = obligation.reason.as_deref();
    if let Some((distribution, proof)) = behind {
        let period = period::period(distribution.period, proof.definition.schedule.zone);
        if let Some(claim) = &explanation.without_refunds {
            return credited::said(name, period, minor, &explanation.refunds, claim);
        }
        match obligation.kind {
            ObligationKind::Distribution => {
                let why = again(arithmetic::because(proof), proof);
                return earned(name, amount, period, standing(why, obligation, proof));
            }
            ObligationKind::Adjustment if is_clawback(explanation) => {
                return if minor < 0 {
                    gives_back(name, without_sign, period)
                } else if explanation.refunds.iter().any(|refund| refund.undo) {
                    gets_back_undone(name, amount, period)
                } else {
                    gets_back_less_left(name, amount, period)
                };
            }
            ObligationKind::Adjustment | ObligationKind::Hold | ObligationKind::Reissue => {}
        }
    }
    match obligation.kind {
        ObligationKind::Hold => {
            let why = explanation.hold.as_ref().map(|hold| hold.reason.as_str());
            let why = why.unwrap_or_default().trim_end_matches('.').to_owned();
            if hold::is_held_by_hand(obligation) {
                is_held(name, amount, why)
            } else {
                was_held(name, amount, why)
            }
        }
        ObligationKind::Reissue if reason == Some(ObligationReason::PayoutReturned.name()) => {
            owed_again_returned(name, amount)
        }
        ObligationKind::Reissue => owed_again_failed(name, amount),
        ObligationKind::Adjustment | ObligationKind::Distribution => {
            let reason =
                reason.map_or_else(a_correction, |reason| stated_reason(reason.to_owned()));
            if minor < 0 {
                owes_back(name, without_sign, reason)
            } else {
                is_owed(name, amount, reason)
            }
        }
    }
}

/// What there is to say about a result that took the place of another one.
fn again(why: Message, proof: &Proof) -> Message {
    let before = proof
        .number
        .checked_sub(1)
        .and_then(|before| proof.divisions.get(before));
    match before {
        Some(before) => was_before_refunds(why, before.amount),
        None => why,
    }
}

/// What there is to say about an obligation that cannot be paid yet, or not any more.
fn standing(why: Message, obligation: &Obligation, proof: &Proof) -> Message {
    let reason = obligation.reason.as_deref();
    let reason = reason.and_then(ObligationReason::from_name);
    match obligation.status {
        ObligationStatus::Draft => waits_for_approval(why),
        ObligationStatus::Held if reason == Some(ObligationReason::HoldDays) => {
            let zone = proof.definition.schedule.zone;
            payable_from(why, period::day(obligation.payable_at.utc(), zone))
        }
        ObligationStatus::Held => held_until_active(why),
        ObligationStatus::Rejected if reason == Some(ObligationReason::PayoutFailed) => {
            payout_failed(why)
        }
        ObligationStatus::Rejected if reason == Some(ObligationReason::PayoutReturned) => {
            payout_returned(why)
        }
        ObligationStatus::Rejected if reason == Some(ObligationReason::HeldByHand) => {
            held_by_hand(why)
        }
        ObligationStatus::Rejected if reason == Some(ObligationReason::Recounted) => {
            let instead = proof.divisions.get(proof.number + 1);
            let minor = instead.map_or(0, |instead| instead.amount.minor);
            let units = obligation.currency;
            replaced(why, Money { minor, units })
        }
        ObligationStatus::Rejected => rejected(why),
        ObligationStatus::Pending | ObligationStatus::Fulfilled | ObligationStatus::Complete => why,
    }
}
