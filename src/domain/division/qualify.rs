//! Who qualifies for a division, and in what order they stand.

use std::cmp::Reverse;

use super::{Entrant, OnInactive, Reason, Rules, Standing};

/// The entrants, sorted: the highest score first, among equals the lowest id.
pub(super) struct LineUp<'a> {
    /// Those who qualify.
    pub contenders: Vec<&'a Entrant>,
    /// Those who do not, and why.
    pub out: Vec<(&'a Entrant, Reason)>,
}

impl<'a> LineUp<'a> {
    /// Sorts `entrants` into those who qualify under `rules` and those who do not.
    pub fn new(rules: &Rules, entrants: &'a [Entrant]) -> LineUp<'a> {
        let mut contenders = Vec::with_capacity(entrants.len());
        let mut out = Vec::new();
        for entrant in entrants {
            match refusal(rules, entrant) {
                None => contenders.push(entrant),
                Some(reason) => out.push((entrant, reason)),
            }
        }
        // Who qualifies has more than nothing, so there is nothing to floor.
        contenders.sort_by(|a, b| {
            let higher_first = b.score.cmp(&a.score);
            higher_first.then(a.collaborator.cmp(&b.collaborator))
        });
        out.sort_by_cached_key(|(entrant, _)| {
            let score = entrant.score.clone().floored_at_zero();
            (Reverse(score), entrant.collaborator)
        });
        LineUp { contenders, out }
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
