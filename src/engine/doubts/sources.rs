//! Visits from busy networks, and payout accounts that several collaborators share.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, EXAMPLES, Found};
use crate::domain::division::Share;
use crate::domain::doubt::{self, BUSY_NETWORK, DoubtKind};
use crate::domain::ids::{CollaboratorId, DistributionId};
use crate::domain::points::Points;
use crate::engine::{Result, json};
use crate::store::Read;
use crate::store::doubts::{self as stored, FromNetwork};

/// Collaborators at least half of whose visits came from busy networks.
pub(super) fn of_visits(
    db: &Read<'_>,
    distribution: DistributionId,
    only: Option<CollaboratorId>,
    scores: &BTreeMap<CollaboratorId, Points>,
    found: &mut Found,
) -> Result<()> {
    let rows = joined(stored::visits(db, distribution, only)?);
    for of in rows.chunk_by(|one, next| one.collaborator == next.collaborator) {
        let (Some(collaborator), visits) = (
            of.first().map(|row| row.collaborator),
            of.iter().map(|row| row.visits).sum::<i64>(),
        ) else {
            continue;
        };
        let is_busy = |row: &&FromNetwork| row.network.is_some() && row.visits >= BUSY_NETWORK;
        let mut busy: Vec<&FromNetwork> = of.iter().filter(is_busy).collect();
        busy.sort_by_key(|row| (-row.visits, row.first));
        let count = busy.iter().map(|row| row.visits).sum::<i64>();
        let Some(score) = scores
            .get(&collaborator)
            .filter(|_| count > 0 && count * 2 >= visits)
        else {
            continue;
        };
        let points = busy
            .iter()
            .fold(Points::ZERO, |sum, row| sum.plus(&row.points));
        found.entry(collaborator).or_default().push(Doubt {
            kind: DoubtKind::OneNetwork,
            count,
            of: Some(visits),
            share: Share::of_points(&points, score).to_string(),
            points,
            types: BTreeSet::new(),
            events: busy.iter().take(EXAMPLES).map(|row| row.first).collect(),
            collaborators: BTreeSet::new(),
            domain: None,
            networks: i64::try_from(busy.len()).ok(),
        });
    }
    Ok(())
}

/// Joins the rows of one network and day, of which there are several if points have several denominators.
fn joined(rows: Vec<FromNetwork>) -> Vec<FromNetwork> {
    let mut all: Vec<FromNetwork> = Vec::with_capacity(rows.len());
    for row in rows {
        match all.last_mut() {
            Some(last)
                if (last.collaborator, last.day, &last.network)
                    == (row.collaborator, row.day, &row.network) =>
            {
                last.visits += row.visits;
                last.points = last.points.plus(&row.points);
                last.first = last.first.min(row.first);
            }
            _ => all.push(row),
        }
    }
    all
}

/// Collaborators who are paid to an account that another collaborator has too.
pub(super) fn of_accounts(
    db: &Read<'_>,
    scores: &BTreeMap<CollaboratorId, Points>,
    found: &mut Found,
) -> Result<()> {
    let mut owners: BTreeMap<String, BTreeSet<CollaboratorId>> = BTreeMap::new();
    for (id, payout) in stored::payouts(db)? {
        for account in doubt::accounts(&json::parse(&payout)?) {
            owners.entry(account).or_default().insert(id);
        }
    }
    let mut others: BTreeMap<CollaboratorId, BTreeSet<CollaboratorId>> = BTreeMap::new();
    for shared in owners.values().filter(|owners| owners.len() > 1) {
        for owner in shared {
            others.entry(*owner).or_default().extend(shared);
        }
    }
    for (collaborator, mut others) in others {
        let Some(score) = scores.get(&collaborator) else {
            continue;
        };
        others.remove(&collaborator);
        found.entry(collaborator).or_default().push(Doubt {
            kind: DoubtKind::SharedPayout,
            count: i64::try_from(others.len()).unwrap_or(i64::MAX),
            of: None,
            points: score.clone(),
            share: Share::of_points(score, score).to_string(),
            types: BTreeSet::new(),
            events: Vec::new(),
            collaborators: others,
            domain: None,
            networks: None,
        });
    }
    Ok(())
}
