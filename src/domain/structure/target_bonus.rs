//! A fixed amount for everyone who reaches a score.

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::One;

use super::{Claim, Plan, places};
use crate::domain::division::{Entrant, Reason, WhyLeft};
use crate::domain::points::Points;

/// Equal parts for all who reached `score`: of `amount` each where `pool` suffices, else of all there is. Both are in
/// minor units.
pub(super) fn plan(score: &Points, amount: i64, pool: i64, line: &[&Entrant]) -> Plan {
    let claim = |entrant: &&Entrant| {
        if entrant.score >= *score {
            Claim::Weight(BigUint::one())
        } else {
            Claim::Nothing(Reason::BelowTarget)
        }
    };
    let reached = line
        .iter()
        .filter(|entrant| entrant.score >= *score)
        .count();
    let needed = BigUint::from(reached) * amount.unsigned_abs();
    let pool = BigUint::from(pool.unsigned_abs());
    let portion = if needed < pool {
        Ratio::new(needed, pool)
    } else {
        Ratio::one()
    };
    Plan {
        claims: line.iter().map(claim).collect(),
        places: places::places(line, &[]),
        unclaimed: portion.clone(),
        portion,
        rest: WhyLeft::BonusesPaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Leftover, distribute};
    use crate::domain::structure::Structure;

    fn bonus(amount: i64) -> Structure {
        Structure::TargetBonus {
            score: Points::whole(100),
            amount,
        }
    }

    #[test]
    fn everyone_at_the_target_gets_the_bonus_and_the_rest_is_kept() {
        let entrants = [entrant(1, 150), entrant(2, 100), entrant(3, 99)];
        let outcome = distribute(1_000, &rules(bonus(300)), &entrants, &[]).expect("legal rules");
        let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, [300, 300, 0]);
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::BonusesPaid,
                amount: 400
            }]
        );
    }

    #[test]
    fn a_pool_that_does_not_suffice_is_divided_equally() {
        check(
            1_000,
            &rules(bonus(500)),
            &[(1, 300), (2, 200), (3, 100)],
            &[(1, 334), (2, 333), (3, 333)],
        );
    }

    #[test]
    fn nobody_at_the_target_leaves_all_of_the_pool() {
        let outcome =
            distribute(1_000, &rules(bonus(500)), &[entrant(1, 99)], &[]).expect("legal rules");
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::NobodyQualified,
                amount: 1_000
            }]
        );
    }
}
