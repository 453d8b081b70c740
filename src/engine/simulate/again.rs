//! What it takes to divide a period again, as refunds come in.

use std::collections::BTreeMap;

use super::money::Taken;
use super::point_sums::PointSums;
use super::scores::TakenPoints;
use crate::domain::division::{Entrant, entrant_mut};
use crate::domain::ids::CollaboratorId;
use crate::engine::Result;

/// What it takes to divide a period again.
#[derive(Debug)]
pub struct Again {
    pub number: usize,
    pub entrants: Vec<Entrant>,
    /// What was carried over into it: money in minor units, and scores.
    pub opening: i64,
    pub carried: BTreeMap<CollaboratorId, PointSums>,
    /// What was taken from its pool for earlier periods, and since then from what it divided.
    pub taken: Vec<Taken>,
    /// The same for points; those from index `since` on were taken after it was divided.
    pub points: Vec<TakenPoints>,
    pub since: usize,
    /// What was taken for events after it was divided, in minor units, negative.
    pub events: i64,
    /// What was claimed from each so far, in minor units.
    pub claimed: BTreeMap<CollaboratorId, i64>,
}

impl Again {
    pub fn new(
        number: usize,
        entrants: Vec<Entrant>,
        (opening, carried): (i64, BTreeMap<CollaboratorId, PointSums>),
        taken: Vec<Taken>,
        points: Vec<TakenPoints>,
    ) -> Again {
        Again {
            number,
            entrants,
            opening,
            carried,
            taken,
            since: points.len(),
            points,
            events: 0,
            claimed: BTreeMap::new(),
        }
    }

    pub fn take(&mut self, taken: Taken) {
        self.taken.push(taken);
    }

    pub fn take_points(&mut self, taken: TakenPoints) {
        self.points.push(taken);
    }

    /// The participants without the points that were taken back since.
    pub fn left(&self) -> Result<Vec<Entrant>> {
        let mut left = self.entrants.clone();
        for taken in &self.points[self.since..] {
            if let Some(entrant) = entrant_mut(&mut left, taken.collaborator) {
                entrant.score = entrant.score.plus(&taken.step.points()?);
            }
        }
        Ok(left)
    }
}
