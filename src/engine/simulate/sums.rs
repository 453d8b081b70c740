//! Sums the scores of one period.
//!
//! Nearly all points are whole points of collaborators with low numbers. These are in a list by number, because a lookup in a
//! hash table takes as long as everything else that is done for an event. The rest is in a hash table.

use rustc_hash::FxHashMap;

use crate::domain::ids::CollaboratorId;

/// How many sums the lists of all periods have together: 32 MiB.
const LISTED: usize = 1 << 21;

const NONE: Sum = Sum {
    points: 0,
    last: i64::MIN,
};

/// The points of a score that have one denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The numerator.
    pub points: i64,
    /// When the newest points were made, in microseconds since 1970.
    pub last: i64,
}

#[derive(Debug)]
pub struct Sums {
    /// Whole points, by the number of the collaborator.
    listed: Vec<Sum>,
    /// Collaborators from this number on are not listed.
    room: usize,
    others: FxHashMap<(CollaboratorId, i64), Sum>,
}

impl Sums {
    /// Empty, for one of a number of periods.
    pub fn of_one_of(periods: usize) -> Sums {
        Sums {
            listed: Vec::new(),
            room: LISTED / periods.max(1),
            others: FxHashMap::default(),
        }
    }

    /// `None` if a sum exceeds 64 bits.
    pub fn add(
        &mut self,
        collaborator: CollaboratorId,
        parts: i64,
        points: i64,
        at: i64,
    ) -> Option<()> {
        let index = usize::try_from(collaborator.0).unwrap_or(usize::MAX);
        let sum = if parts == 1 && index < self.room {
            if index >= self.listed.len() {
                self.listed.resize(index + 1, NONE);
            }
            &mut self.listed[index]
        } else {
            self.others.entry((collaborator, parts)).or_insert(NONE)
        };
        sum.points = sum.points.checked_add(points)?;
        sum.last = sum.last.max(at);
        Some(())
    }

    /// Every sum with its collaborator and denominator, in no particular order.
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
    fn a_sum_that_exceeds_64_bits_is_refused() {
        let mut sums = Sums::of_one_of(12);
        let one = CollaboratorId(1);
        sums.add(one, 1, i64::MAX, 0).unwrap();
        assert_eq!(sums.add(one, 1, 1, 0), None);
    }
}
