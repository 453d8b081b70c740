//! Who qualifies for a division, and in what order.

use std::cmp::Reverse;

use super::{Entrant, OnInactive, Reason, Rules, Standing};

/// The entrants, the highest score first; of equal scores, the lowest id first.
pub(super) struct Qualified<'a> {
    pub contenders: Vec<&'a Entrant>,
    pub unqualified: Vec<(&'a Entrant, Reason)>,
}

impl<'a> Qualified<'a> {
    pub fn new(rules: &Rules, entrants: &'a [Entrant]) -> Qualified<'a> {
        let mut contenders = Vec::with_capacity(entrants.len());
        let mut unqualified = Vec::new();
        for entrant in entrants {
            match refusal(rules, entrant) {
                None => contenders.push(entrant),
                Some(reason) => unqualified.push((entrant, reason)),
            }
        }
        // Whoever qualifies has more than zero points, so only the others are floored at zero.
        contenders.sort_by(|a, b| {
            let higher_first = b.score.cmp(&a.score);
            higher_first.then(a.collaborator.cmp(&b.collaborator))
        });
        unqualified.sort_by_cached_key(|(entrant, _)| {
            let score = entrant.score.clone().floored_at_zero();
            (Reverse(score), entrant.collaborator)
        });
        Qualified {
            contenders,
            unqualified,
        }
    }
}

fn refusal(rules: &Rules, entrant: &Entrant) -> Option<Reason> {
    match (entrant.standing, rules.on_inactive) {
        (Standing::OutsideAudience, _) => return Some(Reason::OutsideAudience),
        (Standing::Inactive, OnInactive::Exclude) => return Some(Reason::Inactive),
        (Standing::Inactive, OnInactive::Hold) | (Standing::Active, _) => {}
    }
    if !entrant.score.is_positive() {
        Some(Reason::NoScore)
    } else if entrant.score < rules.minimum_score {
        Some(Reason::BelowMinimum)
    } else {
        None
    }
}
