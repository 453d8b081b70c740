//! Decides ties by who reached a score first.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::closed::Closed;
use super::point_sums::PointSums;
use super::step::{Belongs, PeriodMember, Step};
use crate::domain::division::{Entrant, entrant_mut};
use crate::domain::ids::CollaboratorId;
use crate::domain::instant::Instant;
use crate::engine::{Result, preview};

/// The steps of the scores of contested ties.
pub type Steps = HashMap<PeriodMember, Vec<(Step, Belongs)>>;

/// The steps that belong to a period when it is divided, or when it is divided again in the later period `after_refunds`.
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

/// Finds out when a member of a tie reached the score.
pub fn settle(
    entrants: &mut [Entrant],
    tied: CollaboratorId,
    mut steps: Vec<Step>,
    carried: Option<&PointSums>,
) -> Result<()> {
    let Some(entrant) = entrant_mut(entrants, tied) else {
        return Ok(());
    };
    if let Some(sums) = carried {
        let carried = sums.each().filter(|(_, points)| *points != 0);
        steps.extend(carried.map(|(parts, points)| Step {
            at: sums.last,
            points,
            parts,
        }));
    }
    steps.sort_by_key(|step| (step.at, Reverse(step.points)));
    let mut points = Vec::with_capacity(steps.len());
    for step in steps {
        points.push((Instant::recorded(step.at), step.points()?));
    }
    entrant.reached_at = preview::first_reached(points, &entrant.score);
    Ok(())
}
