//! The exact split of an amount into whole units by weight (largest remainder method). Every division uses it.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

/// Divides `total` (minor units) in proportion to `weights`: every part is rounded down, and the remaining units go one
/// each to the largest remainders; of equal ones, to the earlier in the list. The parts, in the order of the weights,
/// sum to `total` exactly. A negative total is divided like its absolute value.
///
/// `None` if no weight is positive.
///
/// ```
/// use num_bigint::BigUint;
/// use siren::domain::division::split;
///
/// // A dollar among three: 33⅓ cents each. The remaining cent goes to the first.
/// let equal = [1_u8, 1, 1].map(BigUint::from);
/// assert_eq!(split(100, &equal), Some(vec![34, 33, 33]));
///
/// // In the ratio 2:3:1: 33⅓, 50 and 16⅔. The largest remainder, not the largest part, gets the cent.
/// let weighted = [2_u8, 3, 1].map(BigUint::from);
/// assert_eq!(split(100, &weighted), Some(vec![33, 50, 17]));
/// ```
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "the proofs beside the two expectations hold for all arguments"
)]
pub fn split(total: i64, weights: &[BigUint]) -> Option<Vec<i64>> {
    let weight_sum: BigUint = weights.iter().sum();
    if weight_sum.is_zero() {
        return None;
    }
    let whole = BigUint::from(total.unsigned_abs());
    let mut parts = Vec::with_capacity(weights.len());
    let mut cut_off = Vec::with_capacity(weights.len());
    let mut left_over = total.unsigned_abs();
    for weight in weights {
        let (floor, fraction) = (&whole * weight).div_rem(&weight_sum);
        let floor = floor
            .to_u64()
            .expect("a part is at most the total, which fits 64 bits");
        left_over -= floor;
        parts.push(floor);
        cut_off.push(fraction);
    }
    for index in largest(&cut_off, left_over) {
        parts[index] += 1;
    }
    Some(
        parts
            .into_iter()
            .map(|part| with_sign_of(total, part))
            .collect(),
    )
}

/// Whether [`split`] would return these parts, for weights in minor units and a total of 0 or more. It needs no division:
/// the remainder of a part follows from two products, its weight times the total and the part times all weights.
#[must_use]
pub fn is_split(total: i64, weights: &[i64], parts: &[i64]) -> bool {
    let Some(sum) = weights.iter().try_fold(0_i64, |sum, w| sum.checked_add(*w)) else {
        return false;
    };
    let (total, sum) = (i128::from(total), i128::from(sum));
    // The smallest remainder that got a unit, and the largest that got none. Of equal ones the earlier is the larger.
    let (mut with, mut without) = (None, None);
    let mut given = 0;
    for (index, (weight, part)) in (0_i64..).zip(weights.iter().zip(parts)) {
        let part = i128::from(*part);
        given += part;
        let cut_off = total * i128::from(*weight) - part * sum;
        if (0..sum).contains(&cut_off) {
            without = without.max(Some((cut_off, -index)));
        } else if (1..sum).contains(&(cut_off + sum)) {
            let fraction = (cut_off + sum, -index);
            with = Some(with.map_or(fraction, |with: (i128, i64)| with.min(fraction)));
        } else {
            return false;
        }
    }
    weights.len() == parts.len() && given == total && with.is_none_or(|with| without < Some(with))
}

/// The indexes of the `count` largest values, preferring the earlier of equals. Takes linear time: nothing is sorted.
fn largest(values: &[BigUint], count: u64) -> Vec<usize> {
    let mut indexes: Vec<usize> = (0..values.len()).collect();
    let count = usize::try_from(count).expect("fewer units are left over than there are parts");
    if count == 0 {
        return Vec::new();
    }
    let larger_then_earlier =
        |a: &usize, b: &usize| -> Ordering { values[*b].cmp(&values[*a]).then(a.cmp(b)) };
    indexes.select_nth_unstable_by(count - 1, larger_then_earlier);
    indexes.truncate(count);
    indexes
}

/// `part` with the sign of `total`. It is at most `total` in size, so it never saturates.
fn with_sign_of(total: i64, part: u64) -> i64 {
    if total < 0 {
        0_i64.saturating_sub_unsigned(part)
    } else {
        0_i64.saturating_add_unsigned(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(total: i64, weights: &[u64], expected: &[i64]) {
        let weights: Vec<BigUint> = weights.iter().copied().map(BigUint::from).collect();
        assert_eq!(split(total, &weights).as_deref(), Some(expected));
    }

    #[test]
    fn remaining_units_go_to_the_largest_remainders() {
        check(10_000, &[7, 5, 3], &[4_667, 3_333, 2_000]);
        check(250_000, &[100, 85], &[135_135, 114_865]);
    }

    #[test]
    fn of_equal_remainders_the_earlier_gets_the_unit() {
        check(10_000, &[1, 1, 1], &[3_334, 3_333, 3_333]);
        check(2, &[1, 1, 1], &[1, 1, 0]);
    }

    #[test]
    fn a_weight_of_zero_gets_none_of_the_remaining_units() {
        check(5, &[0, 1, 1], &[0, 3, 2]);
    }

    #[test]
    fn a_negative_total_is_divided_like_its_absolute_value() {
        check(-30_000, &[300, 180, 120], &[-15_000, -9_000, -6_000]);
        check(i64::MIN, &[1], &[i64::MIN]);
    }

    #[test]
    fn neither_the_largest_total_nor_enormous_weights_overflow() {
        check(
            i64::MAX,
            &[u64::MAX, u64::MAX, u64::MAX],
            &[i64::MAX / 3 + 1, i64::MAX / 3, i64::MAX / 3],
        );
        let enormous = vec![BigUint::from(1_u8) << 4_000_u32; 2];
        assert_eq!(split(3, &enormous), Some(vec![2, 1]));
    }

    #[test]
    fn is_split_accepts_exactly_what_split_returns() {
        let of = |total, parts: [i64; 3]| is_split(total, &[2, 2, 3], &parts);
        // 2 6/7, 2 6/7 and 4 2/7; then 3 1/7, 3 1/7 and 4 5/7; then equal ones.
        assert!(of(10, [3, 3, 4]) && !of(10, [2, 3, 5]) && !of(10, [3, 2, 5]));
        assert!(of(11, [3, 3, 5]) && !of(11, [4, 3, 4]) && !of(11, [3, 3, 6]));
        assert!(of(0, [0, 0, 0]) && !of(0, [1, 0, -1]));
        assert!(is_split(1, &[1, 1], &[1, 0]) && !is_split(1, &[1, 1], &[0, 1]));
        assert!(is_split(i64::MAX, &[i64::MAX], &[i64::MAX]) && !is_split(1, &[], &[]));
    }

    #[test]
    fn no_positive_weight_gives_none() {
        assert_eq!(split(5, &[]), None);
        assert_eq!(split(5, &[BigUint::ZERO]), None);
    }
}
