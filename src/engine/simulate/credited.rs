//! Divides a paid period again without what was taken back, to claim it from those whose points were taken back (Q29).

use std::collections::{BTreeMap, HashSet};

use super::closed::{Closed, Parts};
use super::given::Replay;
use super::step::PeriodMember;
use super::ties::{Steps, settle, steps_of};
use crate::domain::clawback::{DividedAgain, claims_from_credited};
use crate::domain::division::{distribute, ties_to_settle};
use crate::domain::ids::CollaboratorId;
use crate::domain::pool;
use crate::domain::verdict::judge;
use crate::engine::Result;

/// Claims what was taken back from the period `sold_in` until the period `now`, and has not been claimed yet. Ties that need the
/// steps of a score are added to `contested`.
pub fn claim(
    replay: &Replay<'_>,
    (sold_in, now): (usize, usize),
    closed: &mut [Closed],
    (steps, contested): (&Steps, &mut HashSet<PeriodMember>),
) -> Result<Parts> {
    let Some(again) = &closed[sold_in].again else {
        return Ok((Vec::new(), 0));
    };
    let definition = replay.definition;
    let mut entrants = again.left()?;
    for tied in ties_to_settle(&definition.rules, &entrants) {
        match steps.get(&(again.number, tied)) {
            Some(steps) => {
                let steps = steps_of(steps, closed, Some(now));
                settle(&mut entrants, tied, steps, again.carried.get(&tied))?;
            }
            None => {
                contested.insert((again.number, tied));
            }
        }
    }
    let mut contents = closed[sold_in].contents(definition);
    contents.late_events = contents
        .late_events
        .checked_add(again.events)
        .ok_or(pool::TooLarge)?;
    let filled = pool::fill(&definition.pool, &contents)?;
    let customers = replay.customers(again.number, again.opening, &again.taken, &again.points)?;
    let outcome = distribute(filled.pool(), &definition.rules, &entrants, &customers)?;
    let verdict = judge(definition, filled.balance, &outcome);
    let amounts: BTreeMap<CollaboratorId, i64> = outcome
        .allocations
        .iter()
        .map(|row| (row.collaborator, row.amount))
        .collect();
    let of = |amounts: &BTreeMap<CollaboratorId, i64>| -> Vec<i64> {
        let paid = closed[sold_in].paid.iter();
        paid.map(|(who, _)| amounts.get(who).copied().unwrap_or(0))
            .collect()
    };
    let paid: Vec<i64> = closed[sold_in].paid.iter().map(|(_, paid)| *paid).collect();
    let claims = claims_from_credited(DividedAgain {
        paid: &paid,
        without: &of(&amounts),
        claimed: &of(&again.claimed),
        carried: closed[sold_in].carried,
        carried_without: verdict.carried,
        uncarried: closed[sold_in].uncarried,
    });
    let people = closed[sold_in].paid.iter().zip(claims.from_paid);
    let from_paid: Vec<(CollaboratorId, i64)> = people
        .filter(|(_, part)| *part != 0)
        .map(|((who, _), part)| (*who, part))
        .collect();
    closed[sold_in].uncarried -= claims.from_carried;
    if let Some(again) = &mut closed[sold_in].again {
        for (who, part) in &from_paid {
            *again.claimed.entry(*who).or_default() -= part;
        }
    }
    Ok((from_paid, claims.from_carried))
}
