//! A share for display: a fraction of the pool with six decimals.

use std::fmt;

use num_bigint::BigUint;
use num_traits::{ToPrimitive, Zero};

use crate::domain::points::Points;
use crate::domain::shape::shape;

const MILLIONTHS: u32 = 1_000_000;

/// A fraction of a pool in millionths, rounded half up. Amounts are never calculated from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(u32);

shape!(Share, {"type": "string", "examples": ["0.333333"]});

impl Share {
    /// `numer / denom`, which is at most 1; `denom` is not zero.
    pub(super) fn of(numer: &BigUint, denom: &BigUint) -> Share {
        let doubled = (numer * MILLIONTHS * 2_u8 + denom) / (denom * 2_u8);
        Share(
            doubled
                .to_u32()
                .expect("a part of a whole has at most a million millionths"),
        )
    }

    /// `part / whole`, at most 1; zero if `whole` is zero.
    #[must_use]
    pub fn of_points(part: &Points, whole: &Points) -> Share {
        let cross = |one: &Points, other: &Points| (one.numer() * other.denom()).to_biguint();
        match (cross(part, whole), cross(whole, part)) {
            (Some(numer), Some(denom)) if !denom.is_zero() => {
                Share::of(&numer.min(denom.clone()), &denom)
            }
            _ => Share::default(),
        }
    }

    /// 0 to 1,000,000.
    #[must_use]
    pub fn millionths(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / MILLIONTHS, self.0 % MILLIONTHS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numer: u64, denom: u64, expected: &str) {
        assert_eq!(
            Share::of(&numer.into(), &denom.into()).to_string(),
            expected
        );
    }

    #[test]
    fn six_decimals_rounded_half_up() {
        check(100, 185, "0.540541");
        check(1, 2_000_000, "0.000001");
        check(1, 2_000_001, "0.000000");
        check(2, 2, "1.000000");
    }

    #[test]
    fn a_share_of_points_is_between_zero_and_one() {
        let points = |numer, denom| Points::fraction(numer, denom).expect("a fraction");
        let part = |one: &Points, all: &Points| Share::of_points(one, all).to_string();
        assert_eq!(part(&points(1, 3), &points(2, 1)), "0.166667");
        assert_eq!(part(&points(5, 1), &points(3, 1)), "1.000000");
        assert_eq!(part(&points(-1, 1), &points(3, 1)), "0.000000");
        assert_eq!(part(&points(1, 1), &Points::ZERO), "0.000000");
        assert_eq!(part(&points(1, 1), &points(-3, 1)), "0.000000");
    }
}
