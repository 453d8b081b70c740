//! Parts in proportion to the scores.

use super::{Claim, CustomerShare, Incentive, Plan, View, places, weights};
use crate::domain::division::entrants::Entrant;
use crate::domain::input::Fields;
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages, points};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    is_shared_by_points(who: Message) = "is shared among {who} in proportion to their points";
    /// A line of a calculation. `score` is "60 + 40 = 100 points".
    score_of_all(score: Message, all: Points) = "{score} of {all} in all";
    /// Why somebody earned an amount. `all` is a number of points, such as "185 points".
    points_of_all(score: Points, all: Message, pool: Money) = "{score} of {all} in a pool of {pool}";
}

/// Parts in proportion to the scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformanceWeightedPool;

impl Kind for PerformanceWeightedPool {
    const NAME: &'static str = "performance_weighted_pool";
    const ABOUT: &'static str = "everyone gets a share of the pool in proportion to their points";

    fn read(_: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        Some(PerformanceWeightedPool)
    }
}

impl Incentive for PerformanceWeightedPool {
    fn plan(&self, _: i64, line: &[&Entrant], _: &[CustomerShare]) -> Plan {
        let claims = weights::integers(line.iter().map(|entrant| &entrant.score))
            .into_iter()
            .map(Claim::Weight)
            .collect();
        Plan::of_all(claims, places::places(line, &[]))
    }

    fn weight(&self, _: i64, score: Points) -> Option<Points> {
        Some(score)
    }

    fn rule(&self, who: Message, _: Units) -> Message {
        is_shared_by_points(who)
    }

    fn score(&self, score: Message, view: &View<'_>) -> Message {
        score_of_all(score, view.field.points.clone())
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        vec![view.weighted_part()]
    }

    fn because(&self, view: &View<'_>) -> Message {
        points_of_all(
            view.own.score.clone(),
            points(view.field.points.clone()),
            view.money(view.pool),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Entrant, distribute};
    use crate::domain::points::Points;
    use crate::domain::structure::PerformanceWeightedPool;

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
