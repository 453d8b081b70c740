//! All of the pool for the highest score.

use num_bigint::BigUint;
use num_traits::One;

use super::{Claim, Plan, Tie, places};
use crate::domain::division::{Entrant, Reason};

/// Everyone at the first place wins; whether a tie leaves several there is the setting's to say.
pub(super) fn plan(tie: Tie, line: &[&Entrant]) -> Plan {
    let places = match tie {
        Tie::First => places::places(line, &prizes()),
        Tie::Split => places::places(line, &[]),
    };
    let claim = |place: &usize| match place {
        0 => Claim::Weight(BigUint::one()),
        1.. => Claim::Nothing(Reason::NotAWinner),
    };
    let claims = places.iter().map(claim).collect();
    Plan::of_all(claims, places)
}

/// One prize, for the first place.
pub(super) fn prizes() -> [BigUint; 1] {
    [BigUint::one()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Status, distribute, ties_to_settle};
    use crate::domain::ids::CollaboratorId;
    use crate::domain::structure::Structure::TopScoreWins;

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
