//! An explanation in one sentence.

use super::proof::Proof;
use super::{Explanation, arithmetic, credited, words};
use crate::domain::distribution::Distribution;
use crate::domain::obligation::{HELD_BY_HAND, Obligation, ObligationKind, ObligationStatus};
use crate::engine::hold;
use crate::engine::run_due::redivide::RECOUNTED;

/// Whether it explains what a refund claims back.
pub fn is_clawback(explanation: &Explanation) -> bool {
    explanation.obligation.reason.as_deref() == Some("clawback")
}

/// The sentence for the one it concerns.
pub fn said(
    explanation: &Explanation,
    name: &str,
    behind: Option<(&Distribution, &Proof)>,
) -> String {
    let obligation = &explanation.obligation;
    let minor = obligation.amount.minor;
    let amount = words::amount(minor, obligation.currency);
    let without_sign = words::amount(minor.saturating_abs(), obligation.currency);
    let reason = obligation.reason.as_deref().unwrap_or("a correction");
    let period = behind.map(|(distribution, proof)| {
        words::period(distribution.period, proof.definition.schedule.zone)
    });
    let period = period.unwrap_or_default();
    if let Some(claim) = &explanation.without_refunds {
        return credited::said(name, &period, minor, &explanation.refunds, claim);
    }
    match (obligation.kind, behind) {
        (ObligationKind::Distribution, Some((_, proof))) => format!(
            "{name} earned {amount} for {period}: {}{}.",
            arithmetic::because(proof),
            again(proof) + &standing(obligation, proof)
        ),
        (ObligationKind::Adjustment, Some(_)) if is_clawback(explanation) && minor < 0 => {
            format!(
                "{name} gives back {without_sign} of {period}, because sales of that time were refunded."
            )
        }
        (ObligationKind::Adjustment, Some(_)) if is_clawback(explanation) => {
            let because = if explanation.refunds.iter().any(|refund| refund.undo) {
                "a refund was undone"
            } else {
                "an earlier one left less for a refund to take"
            };
            format!("{name} gets back {amount} of {period}, because {because}.")
        }
        (ObligationKind::Hold, _) => {
            let why = explanation.hold.as_ref().map(|hold| hold.reason.as_str());
            let why = why.unwrap_or_default().trim_end_matches('.');
            if hold::is_held_by_hand(obligation) {
                format!("{name} is owed {amount}, and it is held: {why}.")
            } else {
                format!("{name} is owed {amount}, which was held for a time: {why}.")
            }
        }
        (ObligationKind::Reissue, _) if reason == "payout_returned" => {
            format!("{name} is owed {amount} again, because a payout was returned.")
        }
        (ObligationKind::Reissue, _) => {
            format!("{name} is owed {amount} again, because a payout did not go through.")
        }
        (ObligationKind::Adjustment | ObligationKind::Distribution, _) if minor < 0 => {
            format!("{name} owes back {without_sign}: {reason}.")
        }
        (ObligationKind::Adjustment | ObligationKind::Distribution, _) => {
            format!("{name} is owed {amount}: {reason}.")
        }
    }
}

/// What there is to say about a result that took the place of another one.
fn again(proof: &Proof) -> String {
    let before = proof
        .number
        .checked_sub(1)
        .and_then(|before| proof.divisions.get(before));
    before.map_or_else(String::new, |before| {
        format!(
            "; it was {} before sales of that time were refunded",
            words::amount(before.amount.minor, before.amount.units)
        )
    })
}

/// What there is to say about an obligation that cannot be paid yet, or not any more.
fn standing(obligation: &Obligation, proof: &Proof) -> String {
    let reason = obligation.reason.as_deref();
    match obligation.status {
        ObligationStatus::Draft => "; it waits for approval".to_owned(),
        ObligationStatus::Held if reason == Some("hold_days") => {
            let zone = proof.definition.schedule.zone;
            format!(
                "; it can be paid from {}",
                words::day(obligation.payable_at.utc(), zone)
            )
        }
        ObligationStatus::Held => "; it is held until they are active".to_owned(),
        ObligationStatus::Rejected if reason == Some("payout_failed") => {
            "; its payout did not go through, and it is owed again".to_owned()
        }
        ObligationStatus::Rejected if reason == Some("payout_returned") => {
            "; its payout was returned, and it is owed again".to_owned()
        }
        ObligationStatus::Rejected if reason == Some(HELD_BY_HAND) => {
            "; it was held by hand".to_owned()
        }
        ObligationStatus::Rejected if reason == Some(RECOUNTED) => {
            let instead = proof.divisions.get(proof.number + 1);
            let instead = instead.map_or(0, |instead| instead.amount.minor);
            format!(
                "; sales of that time were refunded before it could be paid, and {} took its place",
                words::amount(instead, obligation.currency)
            )
        }
        ObligationStatus::Rejected => "; it was rejected".to_owned(),
        ObligationStatus::Pending | ObligationStatus::Fulfilled | ObligationStatus::Complete => {
            String::new()
        }
    }
}
