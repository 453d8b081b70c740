//! The cap per collaborator: no one takes more than a percentage of the pool, and the excess is shared among the others.

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::Zero;
use rust_decimal::Decimal;

use super::share::Share;
use super::split::split;
use crate::domain::structure::percents;

/// A division under a cap.
pub(super) struct Capped {
    /// Minor units, in the order of the weights.
    pub parts: Vec<i64>,
    /// Whether the cap limits it, in the order of the weights.
    pub at_cap: Vec<bool>,
    /// What those below the cap divide among them, in minor units.
    pub among_others: u64,
    /// The weights, with zero for those at the cap.
    pub weights_of_others: Vec<BigUint>,
    /// Their sum.
    pub weight_of_others: BigUint,
    /// What no one could take, in minor units: all of `among_others` if everyone is at the cap, else zero.
    pub unclaimed: i64,
}

impl Capped {
    /// The share of each weight, of a pool (`pool` minor units) of which `portion` was offered.
    ///
    /// If no one is at the cap, it does not depend on the size of the pool, so an empty pool has shares too.
    pub fn shares(&self, pool: i64, portion: &Ratio<BigUint>) -> Vec<Share> {
        let pool = BigUint::from(pool.unsigned_abs());
        let (numer, denom) = if self.at_cap.contains(&true) {
            (BigUint::from(self.among_others), pool.clone())
        } else {
            (portion.numer().clone(), portion.denom().clone())
        };
        let denom = denom * &self.weight_of_others;
        let share = |((weight, part), at_cap): ((&BigUint, &i64), &bool)| {
            if *at_cap {
                Share::of(&BigUint::from(part.unsigned_abs()), &pool)
            } else if weight.is_zero() {
                Share::default()
            } else {
                Share::of(&(weight * &numer), &denom)
            }
        };
        self.weights_of_others
            .iter()
            .zip(&self.parts)
            .zip(&self.at_cap)
            .map(share)
            .collect()
    }
}

/// The most that one collaborator may take of `pool`, in minor units. Rounded down, so that the percentage is never exceeded.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "a percentage is at most 100, which every definition is checked for"
)]
pub fn units(pool: i64, cap_percent: Decimal) -> u64 {
    let (caps, hundred) = percents(&[cap_percent]);
    let product: BigUint = caps
        .iter()
        .map(|cap| cap * BigUint::from(pool.unsigned_abs()))
        .sum();
    u64::try_from(product / hundred).expect("at most the pool, as the percentage is at most 100")
}

/// Divides `amount` (minor units, 0 or more) by `weights`, with at most `cap` units for each.
///
/// A share above the cap is reduced to it, which raises the other shares, until none is above it. Going from the largest
/// weight down takes one pass, because the larger of two shares always reaches the cap first.
pub(super) fn divide(amount: i64, cap: Option<u64>, mut weights: Vec<BigUint>) -> Capped {
    let mut at_cap = vec![false; weights.len()];
    let mut among_others = amount.unsigned_abs();
    let mut weight_of_others: BigUint = weights.iter().sum();
    if let Some(cap) = cap {
        let mut by_weight: Vec<usize> = (0..weights.len()).collect();
        by_weight.sort_by(|a, b| weights[*b].cmp(&weights[*a]));
        for index in by_weight {
            let weight = &weights[index];
            if weight * among_others <= &weight_of_others * cap {
                break;
            }
            weight_of_others -= weight;
            among_others -= cap;
            at_cap[index] = true;
            weights[index] = BigUint::ZERO;
        }
    }
    let others = i64::try_from(among_others).expect("at most the amount, which is an i64");
    let (mut parts, unclaimed) = match split(others, &weights) {
        Some(parts) => (parts, 0),
        None => (vec![0; weights.len()], others),
    };
    for (part, held) in parts.iter_mut().zip(&at_cap) {
        if *held {
            *part = cap.map_or(0, |cap| {
                i64::try_from(cap).expect("at most the pool, which is an i64")
            });
        }
    }
    Capped {
        parts,
        at_cap,
        among_others,
        weights_of_others: weights,
        weight_of_others,
        unclaimed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: i64, cap: u64, weights: &[u64], expected: &[i64], unclaimed: i64) {
        let weights = weights.iter().copied().map(BigUint::from).collect();
        let capped = divide(amount, Some(cap), weights);
        assert_eq!(
            (capped.parts.as_slice(), capped.unclaimed),
            (expected, unclaimed)
        );
    }

    #[test]
    fn the_excess_is_shared_and_may_lift_others_to_the_cap() {
        // The first of 60, 25 and 15 stops at 40; the second then has 60 * 25 / 40 = 37.5, rounded up.
        check(100, 40, &[60, 25, 15], &[40, 38, 22], 0);
        // Here the excess lifts the second to the cap.
        check(100, 40, &[60, 30, 10], &[40, 40, 20], 0);
    }

    #[test]
    fn what_no_one_may_take_is_unclaimed() {
        check(100, 40, &[1, 1], &[40, 40], 20);
        check(100, 0, &[1, 1], &[0, 0], 100);
    }

    #[test]
    fn a_share_equal_to_the_cap_is_not_reduced() {
        let capped = divide(100, Some(50), vec![BigUint::from(1_u8); 2]);
        assert_eq!(
            (capped.parts, capped.at_cap),
            (vec![50, 50], vec![false, false])
        );
    }

    #[test]
    fn a_weight_of_zero_gets_none_of_the_excess() {
        check(100, 40, &[1, 0], &[40, 0], 60);
    }

    #[test]
    fn the_cap_in_units_never_exceeds_the_percentage() {
        assert_eq!(units(10, Decimal::new(333, 1)), 3);
        assert_eq!(
            units(i64::MAX, Decimal::ONE_HUNDRED),
            i64::MAX.unsigned_abs()
        );
    }
}
