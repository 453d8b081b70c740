//! Properties of every division under every rule: nothing is lost, no amount is negative, and order does not matter.

use chrono::{DateTime, Utc};
use num_bigint::BigUint;
use num_traits::Zero;
use proptest::prelude::*;
use rust_decimal::Decimal;
use siren::domain::division::{
    Allocation, Entrant, OnInactive, Outcome, Rules, Standing, Status, distribute, split,
    ties_to_settle,
};
use siren::domain::ids::CollaboratorId;
use siren::domain::points::Points;
use siren::domain::structure::{
    CustomerShare, Ladder, Missing, PerformanceWeightedPool, SharedEngagementPool, Structure,
    TargetBonus, Tie, TopScoreWins, UserCentricPool,
};

/// The ids of entrants. Few, so that customers engage with some who are entrants and some who are not.
const IDS: i64 = 12;

fn points() -> impl Strategy<Value = Points> {
    prop_oneof![
        // Few values, so that ties are common.
        6 => (-1_i128..6, Just(1_i128)),
        3 => (-20_i128..200, 1_i128..8),
        1 => (0_i128..i128::from(i64::MAX), Just(1_i128)),
    ]
    .prop_map(|(numer, denom)| Points::fraction(numer, denom).expect("a legal fraction"))
}

fn instant() -> impl Strategy<Value = Option<DateTime<Utc>>> {
    prop::option::of(
        (0_i64..4)
            .prop_map(|second| DateTime::from_timestamp(second, 0).expect("within the calendar")),
    )
}

fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        8 => Just(Standing::Active),
        1 => Just(Standing::Inactive),
        1 => Just(Standing::OutsideAudience),
    ]
}

fn entrants() -> impl Strategy<Value = Vec<Entrant>> {
    entrants_at_least(0)
}

fn entrants_at_least(fewest: usize) -> impl Strategy<Value = Vec<Entrant>> {
    let ids = prop::sample::subsequence((1..=IDS).collect::<Vec<_>>(), fewest..=9).prop_shuffle();
    let rest = prop::collection::vec((points(), standing(), instant()), 9);
    (ids, rest).prop_map(|(ids, rest)| {
        let entrant = |(id, (score, standing, reached_at))| Entrant {
            collaborator: CollaboratorId(id),
            score,
            standing,
            reached_at,
        };
        ids.into_iter().zip(rest).map(entrant).collect()
    })
}

fn customers() -> impl Strategy<Value = Vec<CustomerShare>> {
    let engagements = prop::collection::vec(((1..=IDS).prop_map(CollaboratorId), points()), 0..5);
    let customer = (-5_i128..1_000, engagements).prop_map(|(amount, engagements)| CustomerShare {
        amount,
        engagements,
    });
    prop::collection::vec(customer, 0..6)
}

fn percent() -> impl Strategy<Value = Decimal> {
    (1_i64..=1_000).prop_map(|tenths| Decimal::new(tenths, 1))
}

/// Prizes in descending order that sum to at most 100 %.
fn prizes() -> impl Strategy<Value = Vec<Decimal>> {
    prop::collection::vec(1_i64..=250, 1..=4).prop_map(|mut tenths| {
        tenths.sort_unstable_by(|a, b| b.cmp(a));
        tenths
            .into_iter()
            .map(|tenth| Decimal::new(tenth, 1))
            .collect()
    })
}

/// Structures whose result depends only on the proportion of the scores.
fn proportional() -> impl Strategy<Value = Structure> {
    let missing = prop::sample::select(vec![Missing::Rescale, Missing::RollOver]);
    prop_oneof![
        Just(SharedEngagementPool.into()),
        Just(PerformanceWeightedPool.into()),
        prop::sample::select(vec![Tie::First, Tie::Split])
            .prop_map(|tie| TopScoreWins { tie }.into()),
        (prizes(), missing).prop_map(|(prizes, missing)| Ladder { prizes, missing }.into()),
        Just(UserCentricPool.into()),
    ]
}

fn structure() -> impl Strategy<Value = Structure> {
    let bonus =
        (points(), 1_i64..2_000).prop_map(|(score, amount)| TargetBonus { score, amount }.into());
    prop_oneof![5 => proportional(), 1 => bonus]
}

fn rules() -> impl Strategy<Value = Rules> {
    let minimum = prop_oneof![3 => Just(Points::ZERO), 1 => points()];
    let on_inactive = prop::sample::select(vec![OnInactive::Exclude, OnInactive::Hold]);
    (
        structure(),
        minimum,
        prop::option::of(percent()),
        on_inactive,
    )
        .prop_map(
            |(structure, minimum_score, cap_percent, on_inactive)| Rules {
                structure,
                minimum_score,
                cap_percent,
                on_inactive,
            },
        )
}

fn pool() -> impl Strategy<Value = i64> {
    prop_oneof![2 => 0_i64..30, 2 => 0_i64..100_000, 1 => 0..=i64::MAX]
}

fn divided(pool: i64, rules: &Rules, entrants: &[Entrant], customers: &[CustomerShare]) -> Outcome {
    distribute(pool, rules, entrants, customers).expect("legal rules and arguments")
}

fn row(outcome: &Outcome, id: CollaboratorId) -> &Allocation {
    let row = outcome
        .allocations
        .iter()
        .find(|row| row.collaborator == id);
    row.expect("a row for each entrant")
}

/// The split done by hand: sort by remainder and give out the units one by one.
fn split_by_hand(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    let product = |index: usize| u128::from(total) * u128::from(weights[index]);
    let part = |index| u64::try_from(product(index) / sum).expect("at most the total");
    let mut parts: Vec<u64> = (0..weights.len()).map(part).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(product(*index) % sum));
    let left_over = total - parts.iter().sum::<u64>();
    for index in order
        .into_iter()
        .take(usize::try_from(left_over).expect("fewer than there are parts"))
    {
        parts[index] += 1;
    }
    parts
}

/// The cap as one explains it: divide, reduce those above it, divide the rest among the others, and repeat.
fn cap_by_hand(pool: u64, cap: u64, weights: &[u64]) -> Vec<u64> {
    let mut held = vec![false; weights.len()];
    loop {
        let free: Vec<usize> = (0..weights.len()).filter(|index| !held[*index]).collect();
        let left = pool - cap * (weights.len() - free.len()) as u64;
        let sum: u128 = free.iter().map(|index| u128::from(weights[*index])).sum();
        let over: Vec<usize> = free
            .iter()
            .copied()
            .filter(|index| u128::from(left) * u128::from(weights[*index]) > u128::from(cap) * sum)
            .collect();
        if over.is_empty() {
            let mut parts = vec![cap; weights.len()];
            let free_weights: Vec<u64> = free.iter().map(|index| weights[*index]).collect();
            if !free.is_empty() {
                for (index, part) in free.iter().zip(split_by_hand(left, &free_weights)) {
                    parts[*index] = part;
                }
            }
            return parts;
        }
        for index in over {
            held[index] = true;
        }
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn nothing_is_lost_and_no_amount_is_negative(
        pool in pool(), rules in rules(), entrants in entrants(), customers in customers(),
    ) {
        let outcome = divided(pool, &rules, &entrants, &customers);
        let amounts: i128 = outcome.allocations.iter().map(|row| i128::from(row.amount)).sum();
        prop_assert_eq!(amounts, i128::from(outcome.distributed));
        prop_assert_eq!(i128::from(outcome.distributed) + i128::from(outcome.rolled_over), i128::from(pool));
        let left: i64 = outcome.leftovers.iter().map(|leftover| leftover.amount).sum();
        prop_assert_eq!(left, outcome.rolled_over);
        prop_assert!(outcome.leftovers.iter().all(|leftover| leftover.amount > 0));
        prop_assert_eq!(outcome.allocations.len(), entrants.len());
        for row in &outcome.allocations {
            match row.status {
                Status::Paid | Status::Held => prop_assert!(row.amount > 0),
                Status::Zero => prop_assert_eq!(row.amount, 0),
                Status::Ineligible(_) => prop_assert_eq!((row.amount, row.share.millionths()), (0, 0)),
            }
            prop_assert!(row.share.millionths() <= 1_000_000);
        }
    }

    #[test]
    fn the_order_of_entrants_and_customers_does_not_matter(
        pool in pool(), rules in rules(),
        (entrants, shuffled) in entrants().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (customers, mixed) in customers().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let outcome = divided(pool, &rules, &entrants, &customers);
        prop_assert_eq!(outcome, divided(pool, &rules, &shuffled, &mixed));
    }

    #[test]
    fn more_points_never_mean_less_money(
        pool in pool(), rules in rules(), entrants in entrants_at_least(1), mut customers in customers(),
        which in any::<prop::sample::Index>(), more in (1_i128..40, 1_i128..4),
    ) {
        let more = Points::fraction(more.0, more.1).expect("a legal fraction");
        let before = divided(pool, &rules, &entrants, &customers);
        let mut raised = entrants;
        let lucky = which.get_mut(&mut raised);
        // Points come from a customer, if the structure counts customers.
        lucky.score = lucky.score.plus(&more);
        let id = lucky.collaborator;
        if let Some(customer) = customers.first_mut() {
            customer.engagements.push((id, more));
        }
        let after = divided(pool, &rules, &raised, &customers);
        prop_assert!(row(&after, id).amount >= row(&before, id).amount, "{before:?}\n{after:?}");
    }

    #[test]
    fn the_scale_of_the_scores_does_not_matter(
        pool in pool(), structure in proportional(), cap_percent in prop::option::of(percent()),
        entrants in entrants(), customers in customers(), factor in (1_i128..50, 1_i128..50),
    ) {
        let rules = Rules { structure, minimum_score: Points::ZERO, cap_percent, on_inactive: OnInactive::Hold };
        let factor = Points::fraction(factor.0, factor.1).expect("a legal fraction");
        let scaled = |points: &Points| points.times(&factor);
        let others: Vec<Entrant> =
            entrants.iter().map(|entrant| Entrant { score: scaled(&entrant.score), ..entrant.clone() }).collect();
        let payers: Vec<CustomerShare> = customers
            .iter()
            .map(|customer| CustomerShare {
                amount: customer.amount * 7,
                engagements: customer.engagements.iter().map(|(id, points)| (*id, scaled(points))).collect(),
            })
            .collect();
        let (once, again) = (divided(pool, &rules, &entrants, &customers), divided(pool, &rules, &others, &payers));
        for (one, other) in once.allocations.iter().zip(&again.allocations) {
            prop_assert_eq!(one, &Allocation { score: one.score.clone(), ..other.clone() });
        }
        prop_assert_eq!(once.leftovers, again.leftovers);
    }

    #[test]
    fn no_one_takes_more_than_the_cap(
        pool in pool(), rules in rules(), cap in percent(), entrants in entrants(), customers in customers(),
    ) {
        let rules = Rules { cap_percent: Some(cap), ..rules };
        let outcome = divided(pool, &rules, &entrants, &customers);
        for row in &outcome.allocations {
            prop_assert!(Decimal::from(row.amount) * Decimal::ONE_HUNDRED <= Decimal::from(pool) * cap);
        }
    }

    #[test]
    fn only_ties_to_settle_depend_on_who_was_first(
        pool in pool(), rules in rules(), entrants in entrants(), instants in prop::collection::vec(instant(), 9),
    ) {
        let named = ties_to_settle(&rules, &entrants);
        let others: Vec<Entrant> = entrants
            .iter()
            .zip(instants)
            .map(|(entrant, reached_at)| {
                if named.contains(&entrant.collaborator) { entrant.clone() } else { Entrant { reached_at, ..entrant.clone() } }
            })
            .collect();
        prop_assert_eq!(divided(pool, &rules, &entrants, &[]), divided(pool, &rules, &others, &[]));
    }

    #[test]
    fn a_split_equals_one_done_by_hand(total in any::<u32>(), weights in prop::collection::vec(0_u64..50, 1..20)) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let big: Vec<BigUint> = weights.iter().copied().map(BigUint::from).collect();
        let parts: Vec<i64> = split_by_hand(total.into(), &weights).into_iter().map(|part| part.try_into().expect("small")).collect();
        prop_assert_eq!(split(i64::from(total), &big), Some(parts.clone()));
        let negated = parts.into_iter().map(|part| -part).collect();
        prop_assert_eq!(split(-i64::from(total), &big), Some(negated));
    }

    #[test]
    fn every_part_is_the_exact_one_rounded_down_or_up(
        total in any::<i64>(), weights in prop::collection::vec(any::<u128>(), 1..20),
    ) {
        let weights: Vec<BigUint> = weights.into_iter().map(BigUint::from).collect();
        let sum: BigUint = weights.iter().sum();
        prop_assume!(!sum.is_zero());
        let parts = split(total, &weights).expect("somebody has weight");
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        for (part, weight) in parts.iter().zip(&weights) {
            let floor = weight * total.unsigned_abs() / &sum;
            let part = BigUint::from(part.unsigned_abs());
            prop_assert!(part == floor || part == floor + 1_u8);
        }
    }

    #[test]
    fn a_cap_equals_one_done_by_hand(
        pool in 1_u32.., percent in 1_i64..=100, scores in prop::collection::vec(1_u64..60, 1..10),
    ) {
        // In descending order, because by hand the earlier of equals gets the unit.
        let mut scores = scores;
        scores.sort_unstable_by(|a, b| b.cmp(a));
        let cap = u64::from(pool) * percent.unsigned_abs() / 100;
        let entrants: Vec<Entrant> = (1..)
            .zip(&scores)
            .map(|(id, score)| Entrant {
                collaborator: CollaboratorId(id),
                score: Points::whole(i64::try_from(*score).expect("small")),
                standing: Standing::Active,
                reached_at: None,
            })
            .collect();
        let rules = Rules {
            structure: PerformanceWeightedPool.into(),
            minimum_score: Points::ZERO,
            cap_percent: Some(Decimal::new(percent, 0)),
            on_inactive: OnInactive::Exclude,
        };
        let outcome = divided(pool.into(), &rules, &entrants, &[]);
        let amounts: Vec<u64> = outcome.allocations.iter().map(|row| row.amount.unsigned_abs()).collect();
        prop_assert_eq!(amounts, cap_by_hand(pool.into(), cap, &scores));
    }
}
