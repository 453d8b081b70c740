//! The scores of one period while they are summed up.
//!
//! Whole points of collaborators with low numbers, which is nearly all there is, stand in a list by number:
//! a look into a hash table takes as long as all else that is done for an event. The rest is in such a table.

use rustc_hash::FxHashMap;

use crate::domain::ids::CollaboratorId;

/// How many sums stand in the lists of all periods together: 32 MiB of them.
const LISTED: usize = 1 << 21;

/// Where there is none.
const NONE: Sum = Sum {
    points: 0,
    last: i64::MIN,
};

/// A part of a score: all its points of one denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Numerator.
    pub points: i64,
    /// When the newest event in it happened, in microseconds since 1970.
    pub last: i64,
}

/// Sums by collaborator and denominator.
#[derive(Debug)]
pub struct Sums {
    /// Of whole points, by the collaborator's number.
    listed: Vec<Sum>,
    /// From which number on they are not listed.
    room: usize,
    others: FxHashMap<(CollaboratorId, i64), Sum>,
}

impl Sums {
    /// Nothing, for one of so many periods.
    pub fn of_one_of(periods: usize) -> Sums {
        Sums {
            listed: Vec::new(),
            room: LISTED / periods.max(1),
            others: FxHashMap::default(),
        }
    }

    /// Adds points; `None` when they are too many.
    pub fn add(
        &mut self,
        collaborator: CollaboratorId,
        parts: i64,
        points: i64,
        at: i64,
    ) -> Option<()> {
        let place = usize::try_from(collaborator.0).unwrap_or(usize::MAX);
        let sum = if parts == 1 && place < self.room {
            if place >= self.listed.len() {
                self.listed.resize(place + 1, NONE);
            }
            &mut self.listed[place]
        } else {
            self.others.entry((collaborator, parts)).or_insert(NONE)
        };
        sum.points = sum.points.checked_add(points)?;
        sum.last = sum.last.max(at);
        Some(())
    }

    /// Every sum with its collaborator and denominator, in no order.
    pub fn each(&self) -> impl Iterator<Item = (CollaboratorId, i64, Sum)> {
        let listed = (0..).zip(&self.listed);
        let listed = listed.filter(|(_, sum)| **sum != NONE);
        let others = self.others.iter();
        listed
            .map(|(id, sum)| (CollaboratorId(id), 1, *sum))
            .chain(others.map(|((id, parts), sum)| (*id, *parts, *sum)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_low_and_of_high_numbers_are_the_same() {
        for periods in [1, LISTED / 4, LISTED * 2] {
            let mut sums = Sums::of_one_of(periods);
            for (id, parts, points, at) in [
                (3, 1, 5, 10),
                (3, 3, 2, 7),
                (4, 1, 0, 1),
                (3, 1, -1, 9),
                (i64::MAX, 1, 6, 2),
                (-1, 1, 7, 3),
            ] {
                sums.add(CollaboratorId(id), parts, points, at).unwrap();
            }
            let mut all: Vec<_> = sums
                .each()
                .map(|(id, parts, sum)| (id.0, parts, sum.points, sum.last))
                .collect();
            all.sort_unstable();
            let expected = [
                (-1, 1, 7, 3),
                (3, 1, 4, 10),
                (3, 3, 2, 7),
                (4, 1, 0, 1),
                (i64::MAX, 1, 6, 2),
            ];
            assert_eq!(all, expected, "{periods} periods");
        }
    }

    #[test]
    fn too_many_points_are_no_sum() {
        let mut sums = Sums::of_one_of(12);
        let one = CollaboratorId(1);
        sums.add(one, 1, i64::MAX, 0).unwrap();
        assert_eq!(sums.add(one, 1, 1, 0), None);
    }
}
