//! The division itself: from entrants to allocations.

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::{ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::qualify::Qualified;
use super::share::Share;
use super::{
    Allocation, DivisionError, Entrant, Leftover, Outcome, Reason, Rules, Standing, Status,
    WhyLeft, cap,
};
use crate::domain::ids::CollaboratorId;
use crate::domain::structure::{Claim, CustomerShare, Plan, contested};

/// Divides `pool` (minor units, 0 or more) among `entrants`.
///
/// `customers` says whose money the pool is, for `UserCentricPool`; the other structures ignore it. The order of entrants
/// and customers does not matter. An empty pool gives shares, and amounts of zero.
pub fn distribute(
    pool: i64,
    rules: &Rules,
    entrants: &[Entrant],
    customers: &[CustomerShare],
) -> Result<Outcome, DivisionError> {
    if pool < 0 {
        return Err(DivisionError::NegativePool(pool));
    }
    rules.check()?;
    refuse_twice(entrants)?;
    let Qualified {
        contenders,
        unqualified,
    } = Qualified::new(rules, entrants);
    let plan = rules.structure.plan(pool, &contenders, customers);
    let (mut allocations, leftovers) = divide(pool, rules.cap_percent, plan, &contenders);
    allocations.extend(allocations_of_unqualified(contenders.len(), &unqualified));
    allocations.sort_by_key(|row| (row.rank, row.collaborator));
    let distributed = allocations.iter().map(|row| row.amount).sum();
    Ok(Outcome {
        allocations,
        distributed,
        rolled_over: pool - distributed,
        leftovers,
    })
}

/// Those whose [`Entrant::reached_at`] decides a tie. Ask before [`distribute`]: the caller finds that instant by reading
/// all events of a collaborator, and nearly always there is no one to read them for.
#[must_use]
pub fn ties_to_settle(rules: &Rules, entrants: &[Entrant]) -> Vec<CollaboratorId> {
    let Some(prizes) = rules.structure.prizes() else {
        return Vec::new();
    };
    let contenders = Qualified::new(rules, entrants).contenders;
    contested(&contenders, &prizes)
        .iter()
        .map(|entrant| entrant.collaborator)
        .collect()
}

/// Rounds `plan` to whole units: an allocation for each contender, in their order, and what is left.
fn divide(
    pool: i64,
    cap_percent: Option<Decimal>,
    plan: Plan,
    contenders: &[&Entrant],
) -> (Vec<Allocation>, Vec<Leftover>) {
    let Plan {
        claims,
        places,
        portion,
        unclaimed,
        rest,
    } = plan;
    let (weights, reasons): (Vec<BigUint>, Vec<Option<Reason>>) =
        claims.into_iter().map(Claim::into_parts).unzip();
    let nobody = weights.iter().all(Zero::is_zero);
    let offered = part_of(pool, &portion);
    let cap = cap_percent.map(|percent| cap::units(pool, percent));
    let capped = cap::divide(offered, cap, weights);
    let shares = capped.shares(pool, &portion);
    let row = |(index, entrant): (usize, &&Entrant)| Allocation {
        collaborator: entrant.collaborator,
        score: entrant.score.clone(),
        rank: rank_of(places[index]),
        share: shares[index],
        amount: capped.parts[index],
        capped: capped.at_cap[index],
        status: status_of(entrant, reasons[index], capped.parts[index]),
    };
    let mut leftovers = if nobody {
        vec![Leftover {
            why: WhyLeft::NobodyQualified,
            amount: pool,
        }]
    } else {
        let with_unclaimed = part_of(pool, &unclaimed);
        vec![
            Leftover {
                why: WhyLeft::PrizesUnclaimed,
                amount: with_unclaimed - offered,
            },
            Leftover {
                why: rest,
                amount: pool - with_unclaimed,
            },
            Leftover {
                why: WhyLeft::CapReached,
                amount: capped.unclaimed,
            },
        ]
    };
    leftovers.retain(|leftover| leftover.amount > 0);
    (contenders.iter().enumerate().map(row).collect(), leftovers)
}

fn refuse_twice(entrants: &[Entrant]) -> Result<(), DivisionError> {
    let mut ids: Vec<CollaboratorId> = entrants
        .iter()
        .map(|entrant| entrant.collaborator)
        .collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(DivisionError::EnteredTwice(pair[0])),
        None => Ok(()),
    }
}

/// `portion` (0 to 1) of `pool`, rounded half up to whole minor units.
fn part_of(pool: i64, portion: &Ratio<BigUint>) -> i64 {
    let doubled = portion.numer() * pool.unsigned_abs() * 2_u8 + portion.denom();
    (doubled / (portion.denom() * 2_u8))
        .to_i64()
        .expect("at most the pool, which fits 64 bits")
}

fn rank_of(position: usize) -> i64 {
    i64::try_from(position).expect("a list in memory is shorter than 2^63") + 1
}

fn status_of(entrant: &Entrant, reason: Option<Reason>, amount: i64) -> Status {
    match (reason, entrant.standing) {
        (Some(reason), _) => Status::Ineligible(reason),
        (None, _) if amount == 0 => Status::Zero,
        (None, Standing::Inactive) => Status::Held,
        (None, Standing::Active | Standing::OutsideAudience) => Status::Paid,
    }
}

/// They rank after the `qualified` ones. `unqualified` is in descending order of scores.
fn allocations_of_unqualified<'a>(
    qualified: usize,
    unqualified: &'a [(&Entrant, Reason)],
) -> impl Iterator<Item = Allocation> + 'a {
    let mut position = qualified;
    unqualified
        .iter()
        .enumerate()
        .map(move |(index, (entrant, reason))| {
            let score = entrant.score.clone().floored_at_zero();
            if index == 0 || unqualified[index - 1].0.score.clone().floored_at_zero() != score {
                position = qualified + index;
            }
            Allocation {
                collaborator: entrant.collaborator,
                score,
                rank: rank_of(position),
                share: Share::default(),
                amount: 0,
                capped: false,
                status: Status::Ineligible(*reason),
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::OnInactive;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::points::Points;
    use crate::domain::structure::{
        Ladder, Missing, PerformanceWeightedPool, SharedEngagementPool, Tie, TopScoreWins,
    };

    fn three() -> [Entrant; 3] {
        [
            entrant(1, 500),
            Entrant {
                standing: Standing::Inactive,
                ..entrant(2, 300)
            },
            entrant(3, 200),
        ]
    }

    fn rows(outcome: &Outcome) -> Vec<(i64, i64, i64, Status)> {
        outcome
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.rank, row.amount, row.status))
            .collect()
    }

    #[test]
    fn e9_nobody_scored() {
        let entrants = [entrant(1, 0), entrant(2, -5)];
        let outcome = distribute(42_000, &rules(PerformanceWeightedPool), &entrants, &[])
            .expect("legal rules");
        assert_eq!((outcome.distributed, outcome.rolled_over), (0, 42_000));
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::NobodyQualified,
                amount: 42_000
            }]
        );
        let no_score = Status::Ineligible(Reason::NoScore);
        assert_eq!(rows(&outcome), [(1, 1, 0, no_score), (2, 1, 0, no_score)]);
        assert_eq!(outcome.allocations[1].score, Points::ZERO);
    }

    #[test]
    fn e12_an_empty_pool_pays_no_one_and_has_shares() {
        let capped = Rules {
            cap_percent: Some(Decimal::new(10, 0)),
            ..rules(PerformanceWeightedPool)
        };
        let outcome =
            distribute(0, &capped, &[entrant(1, 3), entrant(2, 1)], &[]).expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [(1, 1, 0, Status::Zero), (2, 2, 0, Status::Zero)]
        );
        let shares: Vec<String> = outcome
            .allocations
            .iter()
            .map(|row| row.share.to_string())
            .collect();
        assert_eq!(shares, ["0.750000", "0.250000"]);
        assert_eq!(outcome.leftovers, []);
    }

    #[test]
    fn e15_inactive_collaborators_are_excluded_and_the_others_share_everything() {
        let outcome = distribute(600_000, &rules(PerformanceWeightedPool), &three(), &[])
            .expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [
                (1, 1, 428_571, Status::Paid),
                (3, 2, 171_429, Status::Paid),
                (2, 3, 0, Status::Ineligible(Reason::Inactive)),
            ]
        );
    }

    #[test]
    fn e15_the_amounts_of_inactive_collaborators_are_held() {
        let hold = Rules {
            on_inactive: OnInactive::Hold,
            ..rules(PerformanceWeightedPool)
        };
        let outcome = distribute(600_000, &hold, &three(), &[]).expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [
                (1, 1, 300_000, Status::Paid),
                (2, 2, 180_000, Status::Held),
                (3, 3, 120_000, Status::Paid)
            ]
        );
    }

    #[test]
    fn e18_a_share_that_rounds_to_zero_creates_no_obligation() {
        let entrants = [entrant(1, 5), entrant(2, 5), entrant(3, 5)];
        let outcome =
            distribute(2, &rules(SharedEngagementPool), &entrants, &[]).expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [
                (1, 1, 1, Status::Paid),
                (2, 1, 1, Status::Paid),
                (3, 1, 0, Status::Zero)
            ]
        );
        assert_eq!(outcome.allocations[2].share.to_string(), "0.333333");
    }

    #[test]
    fn e26_a_minimum_score() {
        let minimum = Rules {
            minimum_score: Points::whole(30),
            ..rules(PerformanceWeightedPool)
        };
        check(
            100_000,
            &minimum,
            &[(1, 500), (2, 29), (3, 471)],
            &[(1, 51_493), (3, 48_507), (2, 0)],
        );
        let at_the_minimum = distribute(10, &minimum, &[entrant(1, 30)], &[]).expect("legal rules");
        assert_eq!(rows(&at_the_minimum), [(1, 1, 10, Status::Paid)]);
    }

    #[test]
    fn e27_a_cap_shares_the_excess_among_the_others() {
        let cap = Rules {
            cap_percent: Some(Decimal::new(50, 0)),
            ..rules(PerformanceWeightedPool)
        };
        let outcome = distribute(
            100_000,
            &cap,
            &[entrant(1, 800), entrant(2, 100), entrant(3, 100)],
            &[],
        );
        let outcome = outcome.expect("legal rules");
        let rows: Vec<_> = outcome
            .allocations
            .iter()
            .map(|row| (row.amount, row.share.to_string(), row.capped))
            .collect();
        assert_eq!(
            rows,
            [
                (50_000, "0.500000".to_owned(), true),
                (25_000, "0.250000".to_owned(), false),
                (25_000, "0.250000".to_owned(), false),
            ]
        );
    }

    #[test]
    fn what_no_one_may_take_under_the_cap_rolls_over() {
        let cap = Rules {
            cap_percent: Some(Decimal::new(30, 0)),
            ..rules(PerformanceWeightedPool)
        };
        let outcome =
            distribute(1_000, &cap, &[entrant(1, 8), entrant(2, 1)], &[]).expect("legal rules");
        assert_eq!((outcome.distributed, outcome.rolled_over), (600, 400));
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::CapReached,
                amount: 400
            }]
        );
    }

    #[test]
    fn a_ladder_and_a_cap_can_both_leave_something() {
        let prizes = vec![Decimal::new(50, 0), Decimal::new(30, 0)];
        let structure = Ladder {
            prizes,
            missing: Missing::Rescale,
        };
        let cap = Rules {
            cap_percent: Some(Decimal::new(40, 0)),
            ..rules(structure)
        };
        let outcome =
            distribute(100, &cap, &[entrant(1, 9), entrant(2, 8)], &[]).expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [(1, 1, 40, Status::Paid), (2, 2, 40, Status::Paid)]
        );
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::OutsidePrizes,
                amount: 20
            }]
        );
        let outcome = distribute(100, &cap, &[entrant(1, 9)], &[]).expect("legal rules");
        let cap_reached = Leftover {
            why: WhyLeft::CapReached,
            amount: 40,
        };
        assert_eq!(
            outcome.leftovers,
            [
                Leftover {
                    why: WhyLeft::OutsidePrizes,
                    amount: 20
                },
                cap_reached
            ]
        );
    }

    #[test]
    fn each_reason_is_distinguished() {
        let minimum = Rules {
            minimum_score: Points::whole(5),
            ..rules(SharedEngagementPool)
        };
        let entrants = [
            entrant(1, 4),
            entrant(2, 0),
            Entrant {
                standing: Standing::OutsideAudience,
                ..entrant(3, 9)
            },
            Entrant {
                standing: Standing::Inactive,
                ..entrant(4, 9)
            },
        ];
        let outcome = distribute(10, &minimum, &entrants, &[]).expect("legal rules");
        assert_eq!(
            rows(&outcome),
            [
                (3, 1, 0, Status::Ineligible(Reason::OutsideAudience)),
                (4, 1, 0, Status::Ineligible(Reason::Inactive)),
                (1, 3, 0, Status::Ineligible(Reason::BelowMinimum)),
                (2, 4, 0, Status::Ineligible(Reason::NoScore)),
            ]
        );
    }

    #[test]
    fn a_tie_below_the_prizes_need_not_be_settled() {
        let top = rules(TopScoreWins { tie: Tie::First });
        assert_eq!(
            ties_to_settle(&top, &[entrant(1, 9), entrant(2, 8), entrant(3, 8)]),
            []
        );
    }

    #[test]
    fn a_negative_pool_and_a_duplicate_entrant_are_refused() {
        let legal = rules(SharedEngagementPool);
        assert_eq!(
            distribute(-1, &legal, &[], &[]),
            Err(DivisionError::NegativePool(-1))
        );
        let twice = [entrant(4, 1), entrant(3, 1), entrant(4, 2)];
        assert_eq!(
            distribute(1, &legal, &twice, &[]),
            Err(DivisionError::EnteredTwice(CollaboratorId(4)))
        );
    }
}
