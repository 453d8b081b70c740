//! Points of one collaborator, summed without losing a fraction.

use std::collections::BTreeMap;
use std::iter;

use crate::domain::points::Points;
use crate::engine::Result;

/// The points of a collaborator in a period, summed by denominator.
#[derive(Debug, Clone)]
pub struct PointSums {
    whole: i64,
    /// Numerators by denominator.
    parts: BTreeMap<i64, i64>,
    /// When the newest points were made, in microseconds since 1970.
    pub last: i64,
}

impl PointSums {
    pub fn new(last: i64) -> PointSums {
        PointSums {
            whole: 0,
            parts: BTreeMap::new(),
            last,
        }
    }

    /// `None` if a sum exceeds 64 bits.
    pub fn add(&mut self, parts: i64, points: i64, last: i64) -> Option<()> {
        let sum = match parts {
            1 => &mut self.whole,
            parts => self.parts.entry(parts).or_default(),
        };
        *sum = sum.checked_add(points)?;
        self.last = self.last.max(last);
        Some(())
    }

    /// Denominators with their numerators.
    pub fn each(&self) -> impl Iterator<Item = (i64, i64)> {
        let parts = self.parts.iter().map(|(parts, points)| (*parts, *points));
        iter::once((1, self.whole)).chain(parts)
    }

    pub fn score(&self) -> Result<Points> {
        let mut score = Points::whole(self.whole);
        for (parts, points) in &self.parts {
            score = score.plus(&Points::fraction(i128::from(*points), i128::from(*parts))?);
        }
        Ok(score)
    }

    pub fn is_zero(&self) -> bool {
        self.whole == 0 && self.parts.values().all(|points| *points == 0)
    }
}
