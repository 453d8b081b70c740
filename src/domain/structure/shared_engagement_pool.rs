//! Equal parts for all who scored.

use num_bigint::BigUint;
use num_traits::One;

use super::{Claim, Plan, places};
use crate::domain::division::Entrant;

/// The same weight for everyone.
pub(super) fn plan(line: &[&Entrant]) -> Plan {
    let claims = line.iter().map(|_| Claim::Weight(BigUint::one())).collect();
    Plan::of_all(claims, places::places(line, &[]))
}

#[cfg(test)]
mod tests {
    use crate::domain::division::tests::{check, rules};
    use crate::domain::structure::Structure::SharedEngagementPool;

    #[test]
    fn e1_ten_people_get_a_tenth_each() {
        let scores: Vec<(i64, i64)> = (1..=10).map(|id| (id, id * 7)).collect();
        let expected: Vec<(i64, i64)> = (1..=10).rev().map(|id| (id, 50_000)).collect();
        check(500_000, &rules(SharedEngagementPool), &scores, &expected);
    }

    #[test]
    fn e2_the_unit_that_is_left_over_goes_to_the_highest_score() {
        check(
            10_000,
            &rules(SharedEngagementPool),
            &[(1, 500), (2, 200), (3, 50)],
            &[(1, 3_334), (2, 3_333), (3, 3_333)],
        );
    }

    #[test]
    fn e16_a_currency_without_decimals() {
        check(
            1_000,
            &rules(SharedEngagementPool),
            &[(1, 5), (2, 5), (3, 5)],
            &[(1, 334), (2, 333), (3, 333)],
        );
    }

    #[test]
    fn e17_a_currency_with_three_decimals_and_the_lowest_ids() {
        let scores: Vec<(i64, i64)> = (1..=7).map(|id| (id, 1)).collect();
        let expected: Vec<(i64, i64)> = (1..=7)
            .map(|id| (id, if id <= 4 { 1_429 } else { 1_428 }))
            .collect();
        check(10_000, &rules(SharedEngagementPool), &scores, &expected);
    }

    #[test]
    fn e18_fewer_units_than_people() {
        check(
            2,
            &rules(SharedEngagementPool),
            &[(1, 5), (2, 5), (3, 5)],
            &[(1, 1), (2, 1), (3, 0)],
        );
    }
}
