//! Prizes by rank.

use num_bigint::BigUint;
use num_rational::Ratio;
use rust_decimal::Decimal;

use super::{Claim, Missing, Plan, places, weights};
use crate::domain::division::{Entrant, Reason, WhyLeft};

/// The prize of one's place is the weight. Equal scores share equal prizes; different ones go to whoever reached the
/// score first.
pub(super) fn plan(prizes: &[Decimal], missing: Missing, line: &[&Entrant]) -> Plan {
    let (prizes, hundred) = weights::percents(prizes);
    let places = places::places(line, &prizes);
    let all: BigUint = prizes.iter().sum();
    let offered = match missing {
        Missing::Rescale => all.clone(),
        Missing::RollOver => prizes.iter().take(line.len()).sum(),
    };
    let claim = |place: &usize| match prizes.get(*place) {
        Some(prize) => Claim::Weight(prize.clone()),
        None => Claim::Nothing(Reason::NotAWinner),
    };
    Plan {
        claims: places.iter().map(claim).collect(),
        places,
        portion: Ratio::new(offered, hundred.clone()),
        unclaimed: Ratio::new(all, hundred),
        rest: WhyLeft::OutsidePrizes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Leftover, distribute};
    use crate::domain::structure::Structure;

    fn ladder(percents: &[i64], missing: Missing) -> Structure {
        Structure::Ladder {
            prizes: percents
                .iter()
                .map(|percent| Decimal::new(*percent, 0))
                .collect(),
            missing,
        }
    }

    #[test]
    fn prizes_go_down_the_line_and_the_rest_wins_nothing() {
        check(
            100_001,
            &rules(ladder(&[50, 30, 20], Missing::Rescale)),
            &[(1, 1), (2, 2), (3, 3), (4, 4)],
            &[(4, 50_001), (3, 30_000), (2, 20_000), (1, 0)],
        );
    }

    #[test]
    fn e28_prizes_grow_when_people_are_missing() {
        check(
            100_000,
            &rules(ladder(&[50, 30, 20], Missing::Rescale)),
            &[(1, 9), (2, 8)],
            &[(1, 62_500), (2, 37_500)],
        );
    }

    #[test]
    fn prizes_nobody_is_there_for_may_roll_over() {
        let entrants = [entrant(1, 9), entrant(2, 8)];
        let rules = rules(ladder(&[50, 30, 20], Missing::RollOver));
        let outcome = distribute(100_000, &rules, &entrants, &[]).expect("legal rules");
        let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, [50_000, 30_000]);
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::PrizesUnclaimed,
                amount: 20_000
            }]
        );
    }

    #[test]
    fn what_nobody_takes_is_told_from_what_the_prizes_do_not_cover() {
        let outcome = distribute(
            1_001,
            &rules(ladder(&[50, 30], Missing::RollOver)),
            &[entrant(1, 9)],
            &[],
        );
        let outcome = outcome.expect("legal rules");
        // Half of 1,001 is 501; with the second prize it would be 801.
        assert_eq!(outcome.distributed, 501);
        assert_eq!(
            outcome.leftovers,
            [
                Leftover {
                    why: WhyLeft::PrizesUnclaimed,
                    amount: 300
                },
                Leftover {
                    why: WhyLeft::OutsidePrizes,
                    amount: 200
                }
            ]
        );
    }

    #[test]
    fn what_the_prizes_do_not_cover_is_not_divided() {
        let outcome = distribute(
            1_000,
            &rules(ladder(&[60, 30], Missing::Rescale)),
            &[entrant(1, 9)],
            &[],
        );
        let outcome = outcome.expect("legal rules");
        assert_eq!((outcome.distributed, outcome.rolled_over), (900, 100));
    }

    #[test]
    fn what_is_divided_is_rounded_half_up_before_it_is_split() {
        let divided = |pool, percents: &[i64], people: i64| {
            let entrants: Vec<Entrant> = (1..=people).map(|id| entrant(id, 10 - id)).collect();
            let rules = rules(ladder(percents, Missing::RollOver));
            let outcome = distribute(pool, &rules, &entrants, &[]).expect("legal rules");
            let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
            (amounts, outcome.rolled_over)
        };
        assert_eq!(divided(101, &[50, 30, 20], 2), (vec![51, 30], 20));
        assert_eq!(divided(1, &[50], 1), (vec![1], 0));
        assert_eq!(divided(1, &[49], 1), (vec![0], 1));
    }

    #[test]
    fn a_tie_for_different_prizes_is_decided_and_one_for_equal_prizes_shared() {
        let outcome = distribute(
            1_000,
            &rules(ladder(&[50, 25, 25], Missing::Rescale)),
            &[entrant(1, 9), entrant(2, 9), entrant(3, 5), entrant(4, 4)],
            &[],
        );
        let rows: Vec<_> = outcome
            .expect("legal rules")
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.rank, row.amount))
            .collect();
        assert_eq!(rows, [(1, 1, 500), (2, 2, 250), (3, 3, 250), (4, 4, 0)]);
    }
}
