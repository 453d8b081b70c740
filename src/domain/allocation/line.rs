//! Who qualifies for a division, and in what order they stand.

use std::cmp::Ordering;

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
        contenders.sort_by(|a, b| by_score_then_id(a, b));
        out.sort_by(|(a, _), (b, _)| by_score_then_id(a, b));
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

fn by_score_then_id(a: &Entrant, b: &Entrant) -> Ordering {
    let (higher, lower) = (
        b.score.clone().floored_at_zero(),
        a.score.clone().floored_at_zero(),
    );
    higher.cmp(&lower).then(a.collaborator.cmp(&b.collaborator))
}
