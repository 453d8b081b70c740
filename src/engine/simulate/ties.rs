//! Who came first, where that decides a tie.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::closed::Closed;
use super::replay::Line;
use super::scores::{Belongs, Place, Step};
use crate::domain::allocation::Entrant;
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
    let now = after_refunds;
    let mut own = Vec::new();
    let mut counting: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for (step, belongs) in steps {
        match belongs {
            Belongs::Here => own.push(*step),
            Belongs::HereUnlessDivided(earlier) if !closed[*earlier].is_divided() => {
                own.push(*step);
            }
            Belongs::AfterRefundsOf(period) if now.is_some_and(|now| *period <= now) => {
                own.push(*step);
            }
            Belongs::CountsAfterRefundsOf(period) if now.is_some_and(|now| *period <= now) => {
                *counting.entry((step.at, step.parts)).or_default() += step.points;
            }
            Belongs::HereUnlessDivided(_)
            | Belongs::AfterRefundsOf(_)
            | Belongs::CountsAfterRefundsOf(_) => {}
        }
    }
    let counting = counting.into_iter().filter(|(_, points)| *points != 0);
    own.extend(counting.map(|((at, parts), points)| Step { at, points, parts }));
    own
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
