//! Parts in proportion to the scores.

use super::{Claim, Plan, places, weights};
use crate::domain::division::Entrant;

/// The score is the weight.
pub(super) fn plan(line: &[&Entrant]) -> Plan {
    let claims = weights::integers(line.iter().map(|entrant| &entrant.score))
        .into_iter()
        .map(Claim::Weight)
        .collect();
    Plan::of_all(claims, places::places(line, &[]))
}

#[cfg(test)]
mod tests {
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Entrant, distribute};
    use crate::domain::points::Points;
    use crate::domain::structure::Structure::PerformanceWeightedPool;

    #[test]
    fn e3_by_score() {
        check(
            600_000,
            &rules(PerformanceWeightedPool),
            &[(1, 500), (2, 300), (3, 200)],
            &[(1, 300_000), (2, 180_000), (3, 120_000)],
        );
    }

    #[test]
    fn e4_by_score_with_a_remainder() {
        check(
            10_000,
            &rules(PerformanceWeightedPool),
            &[(1, 7), (2, 5), (3, 3)],
            &[(1, 4_667), (2, 3_333), (3, 2_000)],
        );
    }

    #[test]
    fn e5_who_scored_nothing_gets_nothing() {
        check(
            250_000,
            &rules(PerformanceWeightedPool),
            &[(1, 100), (2, 85), (3, 0)],
            &[(1, 135_135), (2, 114_865), (3, 0)],
        );
    }

    #[test]
    fn split_points_divide_exactly() {
        // Three owners of one course worth ten points, and one who has ten alone.
        let third = Points::fraction(10, 3).expect("a legal fraction");
        let mut entrants: Vec<Entrant> = (1..=3)
            .map(|id| Entrant {
                score: third.clone(),
                ..entrant(id, 0)
            })
            .collect();
        entrants.push(entrant(4, 10));
        let outcome =
            distribute(600, &rules(PerformanceWeightedPool), &entrants, &[]).expect("legal rules");
        let amounts: Vec<(i64, i64)> = outcome
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.amount))
            .collect();
        assert_eq!(amounts, [(4, 300), (1, 100), (2, 100), (3, 100)]);
    }
}
