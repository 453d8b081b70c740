//! All of the pool for the highest score.

use num_bigint::BigUint;
use num_traits::One;

use super::{Claim, CustomerShare, Incentive, Plan, View, places};
use crate::domain::division::entrants::Entrant;
use crate::domain::division::outcome::Reason;
use crate::domain::input::{Fields, Value, word};
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages, points};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::domain::words::{Word, words};

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    goes_to_first(who: Message) = "goes to the highest score of {who} (the first to reach it, in a tie)";
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    goes_to_best(who: Message) = "goes to the highest score of {who} (shared equally, in a tie)";
    /// A line of a calculation. `score` is a number of points, such as "85 points".
    highest(score: Message) = "{score} is the highest score";
    /// A line of a calculation. `score` is a number of points, such as "85 points".
    highest_first(score: Message) = "{score} is the highest score, and was reached first";
    /// A line of a calculation. `score` is a number of points, such as "85 points".
    highest_shared(people: i64, score: Message) = "{score} is the highest score, which {people} collaborator has" | "{score} is the highest score, which {people} collaborators have";
    /// A line of a calculation.
    all_of_it(divided: Money) = "all of {divided}";
    /// Why somebody earned an amount. `score` is a number of points, such as "85 points".
    had_highest(score: Message, pool: Money) = "{score}, the highest score, in a pool of {pool}";
    /// Why somebody earned an amount. `score` is a number of points, such as "85 points".
    shared_highest(people: i64, score: Message, pool: Money) = "{score}, the highest score, which {people} has, in a pool of {pool}" | "{score}, the highest score, which {people} have, in a pool of {pool}";
}

words! {
    /// Who takes the pool when several share the top score.
    Tie {
        /// The one who reached the score first; if that is the same too, the one with the lowest id.
        First = "first",
        /// All of them, in equal parts.
        Split = "split",
    }
}

/// All of the pool for the highest score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopScoreWins {
    /// What happens when several have it.
    pub tie: Tie,
}

impl Kind for TopScoreWins {
    const NAME: &'static str = "top_score_wins";
    const ABOUT: &'static str = "whoever has the most points gets all of the pool";

    fn read(fields: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        let tie = fields.or(
            "tie",
            Tie::First,
            "who gets the pool when several have the most points",
            word::<Tie>,
        );
        Some(TopScoreWins { tie: tie? })
    }
}

impl Incentive for TopScoreWins {
    fn options(&self, _: Units) -> Vec<(&'static str, Value<'static>)> {
        vec![("tie", Value::Text(self.tie.name().into()))]
    }

    /// Everyone at the first place wins; the tie rule decides whether that can be several.
    fn plan(&self, _: i64, line: &[&Entrant], _: &[CustomerShare]) -> Plan {
        let places = match self.tie {
            Tie::First => places::places(line, &first_prize()),
            Tie::Split => places::places(line, &[]),
        };
        let claim = |place: &usize| match place {
            0 => Claim::Weight(BigUint::one()),
            1.. => Claim::Nothing(Reason::NotAWinner),
        };
        let claims = places.iter().map(claim).collect();
        Plan::of_all(claims, places)
    }

    fn prizes(&self) -> Option<Vec<BigUint>> {
        match self.tie {
            Tie::First => Some(first_prize().to_vec()),
            Tie::Split => None,
        }
    }

    fn weight(&self, _: i64, _: Points) -> Option<Points> {
        Some(Points::whole(1))
    }

    fn rule(&self, who: Message, _: Units) -> Message {
        match self.tie {
            Tie::First => goes_to_first(who),
            Tie::Split => goes_to_best(who),
        }
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        let score = points(view.own.score.clone());
        let highest = match self.tie {
            Tie::First if view.field.beaten > 0 => highest_first(score),
            Tie::Split if view.field.count > 1 => highest_shared(view.field.count, score),
            Tie::First | Tie::Split => highest(score),
        };
        let part = match view.uncapped() {
            1 => all_of_it(view.money(view.field.divided)),
            _ => view.equal_part(),
        };
        vec![highest, part]
    }

    fn because(&self, view: &View<'_>) -> Message {
        let (score, pool) = (points(view.own.score.clone()), view.money(view.pool));
        match view.field.count {
            1 => had_highest(score, pool),
            people => shared_highest(people, score, pool),
        }
    }
}

/// One prize, for the first place.
fn first_prize() -> [BigUint; 1] {
    [BigUint::one()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Status, distribute, ties_to_settle};
    use crate::domain::ids::CollaboratorId;

    /// Case E8: id 7 was there first.
    fn tied() -> [Entrant; 2] {
        let at = |text: &str| Some(text.parse().expect("an RFC 3339 instant"));
        [
            Entrant {
                reached_at: at("2026-05-28T09:00:00Z"),
                ..entrant(3, 300)
            },
            Entrant {
                reached_at: at("2026-05-20T10:00:00Z"),
                ..entrant(7, 300)
            },
        ]
    }

    #[test]
    fn e6_the_highest_score_takes_all() {
        check(
            500_000,
            &rules(TopScoreWins { tie: Tie::First }),
            &[(1, 850), (2, 720), (3, 430)],
            &[(1, 500_000), (2, 0), (3, 0)],
        );
    }

    #[test]
    fn e7_points_count_and_not_events() {
        check(
            1_000,
            &rules(TopScoreWins { tie: Tie::First }),
            &[(1, 200), (2, 150)],
            &[(1, 1_000), (2, 0)],
        );
    }

    #[test]
    fn the_others_lost_and_are_not_merely_at_zero() {
        let entrants = [entrant(1, 9), entrant(2, 8)];
        let outcome = distribute(5, &rules(TopScoreWins { tie: Tie::First }), &entrants, &[])
            .expect("legal rules");
        assert_eq!(
            outcome.allocations[1].status,
            Status::Ineligible(Reason::NotAWinner)
        );
    }

    #[test]
    fn e8_a_tie_goes_to_the_one_who_was_there_first() {
        let rules = rules(TopScoreWins { tie: Tie::First });
        assert_eq!(
            ties_to_settle(&rules, &tied()),
            [CollaboratorId(3), CollaboratorId(7)]
        );
        let outcome = distribute(50_001, &rules, &tied(), &[]).expect("legal rules");
        let rows: Vec<_> = outcome
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.rank, row.amount))
            .collect();
        assert_eq!(rows, [(7, 1, 50_001), (3, 2, 0)]);
    }

    #[test]
    fn e8_a_tie_may_be_split() {
        let rules = rules(TopScoreWins { tie: Tie::Split });
        assert_eq!(ties_to_settle(&rules, &tied()), []);
        let outcome = distribute(50_001, &rules, &tied(), &[]).expect("legal rules");
        let rows: Vec<_> = outcome
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.rank, row.amount))
            .collect();
        assert_eq!(rows, [(3, 1, 25_001), (7, 1, 25_000)]);
    }
}
