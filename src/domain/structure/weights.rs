//! Fractions and percentages as integers in the same proportion, which is all a division needs of them.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;
use rust_decimal::Decimal;

use crate::domain::points::Points;

/// Integers in the same proportion as `points`, which are 0 or more.
pub(super) fn integers<'p>(points: impl Iterator<Item = &'p Points> + Clone) -> Vec<BigUint> {
    // Most points are whole, and a million ones need not be asked.
    let denominators: BTreeSet<BigUint> = points
        .clone()
        .filter(|each| each.as_integer().is_none())
        .map(|each| each.denom().into_parts().1)
        .collect();
    let common = denominators
        .iter()
        .fold(BigUint::one(), |common, denominator| {
            common.lcm(denominator)
        });
    let factors: BTreeMap<BigUint, BigUint> = denominators
        .into_iter()
        .map(|denominator| {
            let factor = &common / &denominator;
            (denominator, factor)
        })
        .collect();
    points
        .map(|each| match each.as_integer() {
            Some(count) => &common * count.unsigned_abs(),
            None => &factors[each.denom().magnitude()] * each.numer().magnitude(),
        })
        .collect()
}

/// Integers in the same proportion as `percentages`, which are 0 or more, and the integer that stands for 100 %.
pub(in crate::domain) fn percents(percentages: &[Decimal]) -> (Vec<BigUint>, BigUint) {
    let places = percentages.iter().map(Decimal::scale).max().unwrap_or(0);
    let ten = BigUint::from(10_u8);
    let integers = percentages
        .iter()
        .map(|percent| ten.pow(places - percent.scale()) * percent.mantissa().unsigned_abs())
        .collect();
    (integers, ten.pow(places) * 100_u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(values: &[u64]) -> Vec<BigUint> {
        values.iter().copied().map(BigUint::from).collect()
    }

    #[test]
    fn fractions_share_a_denominator() {
        let third = Points::fraction(10, 3).expect("a legal fraction");
        let half = Points::fraction(1, 2).expect("a legal fraction");
        assert_eq!(
            integers([third, half, Points::whole(2)].iter()),
            big(&[20, 3, 12])
        );
    }

    #[test]
    fn percentages_share_their_decimal_places() {
        let percentages = [Decimal::new(125, 1), Decimal::new(50, 0)];
        assert_eq!(
            percents(&percentages),
            (big(&[125, 500]), BigUint::from(1_000_u32))
        );
    }
}
