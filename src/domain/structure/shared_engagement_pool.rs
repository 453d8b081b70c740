//! Equal parts for all who scored.

use num_bigint::BigUint;
use num_traits::One;

use super::{Claim, CustomerShare, Incentive, Plan, View, places};
use crate::domain::division::entrants::Entrant;
use crate::domain::input::Fields;
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    is_shared_equally(who: Message) = "is shared equally among {who} who scored";
    /// A line of a calculation.
    everyone_gets_equal(people: i64) = "{people} collaborator scored and gets all of it" | "{people} collaborators scored and get equal parts";
    /// Why somebody earned an amount.
    only_one_scored(pool: Money) = "no one else scored in a pool of {pool}";
    /// Why somebody earned an amount.
    one_of_equals(people: i64, pool: Money) = "one of {people} who scored and share a pool of {pool} equally";
}

/// Equal parts for all who scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedEngagementPool;

impl Kind for SharedEngagementPool {
    const NAME: &'static str = "shared_engagement_pool";
    const ABOUT: &'static str = "everyone gets the same share of the pool";

    fn read(_: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        Some(SharedEngagementPool)
    }
}

impl Incentive for SharedEngagementPool {
    fn plan(&self, _: i64, line: &[&Entrant], _: &[CustomerShare]) -> Plan {
        let claims = line.iter().map(|_| Claim::Weight(BigUint::one())).collect();
        Plan::of_all(claims, places::places(line, &[]))
    }

    fn weight(&self, _: i64, _: Points) -> Option<Points> {
        Some(Points::whole(1))
    }

    fn rule(&self, who: Message, _: Units) -> Message {
        is_shared_equally(who)
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        vec![everyone_gets_equal(view.uncapped()), view.equal_part()]
    }

    fn because(&self, view: &View<'_>) -> Message {
        let pool = view.money(view.pool);
        match view.field.count {
            1 => only_one_scored(pool),
            people => one_of_equals(people, pool),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::division::tests::{check, rules};
    use crate::domain::structure::SharedEngagementPool;

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
