//! Who came first, where that decides a tie.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::closed::Closed;
use super::replay::Line;
use super::scores::{Belongs, Place, Step};
use crate::domain::division::Entrant;
use crate::domain::ids::CollaboratorId;
use crate::engine::fold::instant;
use crate::engine::{Result, preview};

/// The steps by which those came to their scores whose ties have to be decided.
pub type Steps = HashMap<Place, Vec<(Step, Belongs)>>;

/// Which steps belong to a period: as it is divided, or to what is left of it after refunds, in that later one.
pub fn steps_of(
    steps: &[(Step, Belongs)],
    closed: &[Closed],
    after_refunds: Option<usize>,
) -> Vec<Step> {
    let belong = |belongs: Belongs| match belongs {
        Belongs::Here => true,
        Belongs::HereUnlessDivided(earlier) => !closed[earlier].is_divided(),
        Belongs::AfterRefundsOf(period) => after_refunds.is_some_and(|now| period <= now),
    };
    let steps = steps.iter().filter(|(_, belongs)| belong(*belongs));
    steps.map(|(step, _)| *step).collect()
}

/// Finds out when somebody who is tied reached the score.
pub fn settle(
    entrants: &mut [Entrant],
    tied: CollaboratorId,
    mut steps: Vec<Step>,
    carried: Option<&Line>,
) -> Result<()> {
    let Some(entrant) = preview::entrant_mut(entrants, tied) else {
        return Ok(());
    };
    if let Some(line) = carried {
        let carried = line.each().filter(|(_, points)| *points != 0);
        steps.extend(carried.map(|(parts, points)| Step {
            at: line.last,
            points,
            parts,
        }));
    }
    steps.sort_by_key(|step| (step.at, Reverse(step.points)));
    let mut points = Vec::with_capacity(steps.len());
    for step in steps {
        points.push((instant(step.at), step.points()?));
    }
    entrant.reached_at = preview::first_reached(points, &entrant.score);
    Ok(())
}
