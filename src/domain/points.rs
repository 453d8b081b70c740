//! Exact points: fractions of any size.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, Signed, ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shape::shape;

/// An exact number of points: a fraction in lowest terms, because an event may be split among its owners, and ten points
/// for three of them are 10/3 each.
///
/// No sum is too large. Numerators and denominators of up to 128 bits are stored inline; longer ones, which come from
/// weights whose sums share no factor, go to the heap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Points(Kept);

/// A value that fits `Short` is never `Long`, so that the derived equality and hash are right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kept {
    Short(Ratio<i128>),
    Long(Box<Ratio<BigInt>>),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the denominator of points is {0}; expected 1 or more")]
pub struct NoFraction(BigInt);

impl Points {
    pub const ZERO: Points = Points(Kept::Short(Ratio::new_raw(0, 1)));

    #[must_use]
    pub const fn whole(count: i64) -> Points {
        // `as` because `From` is not const; i64 to i128 loses nothing.
        Points(Kept::Short(Ratio::new_raw(count as i128, 1)))
    }

    /// `numer / denom`, reduced to lowest terms.
    pub fn fraction(numer: i128, denom: i128) -> Result<Points, NoFraction> {
        if denom < 1 || numer == i128::MIN {
            return Points::long_fraction(numer.into(), denom.into());
        }
        if denom == 1 {
            return Ok(Points(Kept::Short(Ratio::new_raw(numer, 1))));
        }
        Ok(Points(Kept::Short(Ratio::new(numer, denom))))
    }

    /// As [`Points::fraction`], for numbers of any length.
    pub fn long_fraction(numer: BigInt, denom: BigInt) -> Result<Points, NoFraction> {
        if denom.is_positive() {
            Ok(Points::kept(Ratio::new(numer, denom)))
        } else {
            Err(NoFraction(denom))
        }
    }

    /// Reads what `Display` wrote: `100`, or `10/3`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Points> {
        let (numer, denom) = text.split_once('/').unwrap_or((text, "1"));
        Points::long_fraction(numer.parse().ok()?, denom.parse().ok()?).ok()
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub fn numer(&self) -> BigInt {
        match &self.0 {
            Kept::Short(ratio) => (*ratio.numer()).into(),
            Kept::Long(ratio) => ratio.numer().clone(),
        }
    }

    /// The denominator in lowest terms, 1 or more.
    #[must_use]
    pub fn denom(&self) -> BigInt {
        match &self.0 {
            Kept::Short(ratio) => (*ratio.denom()).into(),
            Kept::Long(ratio) => ratio.denom().clone(),
        }
    }

    /// The points as an integer, if they are whole and fit the 64 bits of a PHP integer.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match &self.0 {
            Kept::Short(ratio) if ratio.is_integer() => i64::try_from(*ratio.numer()).ok(),
            Kept::Short(_) | Kept::Long(_) => None,
        }
    }

    #[must_use]
    pub fn plus(&self, other: &Points) -> Points {
        if let (Kept::Short(one), Kept::Short(two)) = (&self.0, &other.0) {
            // Most points are whole, and finding common factors would take most of the time.
            let whole = one.is_integer() && two.is_integer();
            let sum = if whole {
                let sum = i128::checked_add(*one.numer(), *two.numer());
                sum.map(|sum| Ratio::new_raw(sum, 1))
            } else {
                one.checked_add(two)
            };
            if let Some(sum) = sum {
                return Points::short(sum);
            }
        }
        Points::kept(self.long() + other.long())
    }

    #[must_use]
    pub fn times(&self, factor: &Points) -> Points {
        if let (Kept::Short(one), Kept::Short(two)) = (&self.0, &factor.0)
            && let Some(product) = one.checked_mul(two)
        {
            return Points::short(product);
        }
        Points::kept(self.long() * factor.long())
    }

    #[must_use]
    pub fn negate(&self) -> Points {
        match &self.0 {
            // Never i128::MIN, which has no opposite: `short` stores it as `Long`.
            Kept::Short(ratio) => Points(Kept::Short(-*ratio)),
            Kept::Long(ratio) => Points::kept(-(**ratio).clone()),
        }
    }

    #[must_use]
    pub fn is_positive(&self) -> bool {
        match &self.0 {
            Kept::Short(ratio) => ratio.is_positive(),
            Kept::Long(ratio) => ratio.is_positive(),
        }
    }

    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Kept::Short(ratio) => ratio.is_negative(),
            Kept::Long(ratio) => ratio.is_negative(),
        }
    }

    /// Negative points count as zero in a division.
    #[must_use]
    pub fn floored_at_zero(self) -> Points {
        if self.is_negative() {
            Points::ZERO
        } else {
            self
        }
    }

    fn long(&self) -> Ratio<BigInt> {
        match &self.0 {
            Kept::Short(ratio) => Ratio::new_raw((*ratio.numer()).into(), (*ratio.denom()).into()),
            Kept::Long(ratio) => (**ratio).clone(),
        }
    }

    fn short(ratio: Ratio<i128>) -> Points {
        if *ratio.numer() == i128::MIN {
            let (numer, denom) = ratio.into_raw();
            return Points(Kept::Long(Box::new(Ratio::new_raw(
                numer.into(),
                denom.into(),
            ))));
        }
        Points(Kept::Short(ratio))
    }

    fn kept(ratio: Ratio<BigInt>) -> Points {
        match ratio.numer().to_i128().zip(ratio.denom().to_i128()) {
            Some((numer, denom)) => Points::short(Ratio::new_raw(numer, denom)),
            None => Points(Kept::Long(Box::new(ratio))),
        }
    }
}

impl Default for Points {
    fn default() -> Self {
        Points::ZERO
    }
}

impl From<i64> for Points {
    fn from(count: i64) -> Self {
        Points::whole(count)
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        let (Kept::Short(mine), Kept::Short(theirs)) = (&self.0, &other.0) else {
            return self.long().cmp(&other.long());
        };
        if mine.denom() == theirs.denom() {
            return mine.numer().cmp(theirs.numer());
        }
        // Cross-multiply if that fits. Comparing is most of the work of dividing among a million scores, and the general
        // comparison, by continued fractions, takes several times as long.
        let crossed =
            |one: &Ratio<i128>, two: &Ratio<i128>| i128::checked_mul(*one.numer(), *two.denom());
        match crossed(mine, theirs).zip(crossed(theirs, mine)) {
            Some((one, two)) => one.cmp(&two),
            None => mine.cmp(theirs),
        }
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `100`, or `10/3` if it is not whole.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Short(ratio) => ratio.fmt(f),
            Kept::Long(ratio) => ratio.fmt(f),
        }
    }
}

/// An integer if the points are whole and fit 64 bits, else the text of `Display`.
impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_integer() {
            Some(count) => serializer.serialize_i64(count),
            None => serializer.collect_str(self),
        }
    }
}

shape!(Points, {"type": ["integer", "string"]});

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

struct Written;

impl serde::de::Visitor<'_> for Written {
    type Value = Points;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("points: an integer, or a fraction like \"10/3\"")
    }

    fn visit_i64<E: serde::de::Error>(self, count: i64) -> Result<Points, E> {
        Ok(Points::whole(count))
    }

    fn visit_u64<E: serde::de::Error>(self, count: u64) -> Result<Points, E> {
        Points::fraction(i128::from(count), 1).map_err(E::custom)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Points, E> {
        Points::from_text(text)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numer: i128, denom: i128) -> Points {
        Points::fraction(numer, denom).expect("a legal fraction")
    }

    #[test]
    fn three_owners_of_ten_points_lose_nothing() {
        let third = fraction(10, 3);
        assert_eq!(third.plus(&third).plus(&third), Points::whole(10));
    }

    #[test]
    fn fractions_are_reduced_to_lowest_terms() {
        assert_eq!(fraction(-6, 4), fraction(-3, 2));
        let parts = (fraction(6, 4).numer(), fraction(6, 4).denom());
        assert_eq!(parts, (3.into(), 2.into()));
        assert_eq!(fraction(0, 7), Points::ZERO);
    }

    #[test]
    fn two_thirds_of_three_events_of_ten_points() {
        let all = Points::whole(10).times(&Points::whole(3));
        assert_eq!(all.times(&fraction(2, 3)), Points::whole(20));
    }

    #[test]
    fn points_are_ordered_by_value() {
        assert!(fraction(10, 3) > Points::whole(3));
        assert!(fraction(1, 3) < fraction(1, 2));
        assert!(fraction(i128::MAX, 2) < fraction(i128::MAX, 1));
        assert!(Points::whole(-1) < Points::ZERO);
    }

    #[test]
    fn a_negative_score_is_floored_and_never_positive() {
        assert_eq!(Points::whole(-5).floored_at_zero(), Points::ZERO);
        assert_eq!(Points::whole(5).floored_at_zero(), Points::whole(5));
        assert!(!Points::whole(-5).is_positive());
        assert!(!Points::ZERO.is_positive());
        assert!(fraction(1, 9).is_positive());
    }

    #[test]
    fn subtracting_is_adding_the_opposite() {
        assert_eq!(fraction(7, 2).plus(&fraction(7, 2).negate()), Points::ZERO);
    }

    #[test]
    fn a_denominator_is_one_or_more() {
        for denom in [0, -3] {
            assert_eq!(Points::fraction(1, denom), Err(NoFraction(denom.into())));
        }
    }

    #[test]
    fn splits_without_a_common_factor_never_overflow() {
        // One point split by the weights 1 and p - 1, for the first 60 primes p. The common denominator has over 300 bits.
        let primes = (2_i128..).filter(|n| (2..*n).all(|m| n % m != 0)).take(60);
        let parts: Vec<Points> = primes.map(|prime| fraction(1, prime)).collect();
        let sum = parts.iter().fold(Points::ZERO, |sum, part| sum.plus(part));
        assert!(sum.denom().bits() > 300);
        assert!(sum > Points::whole(1) && sum < Points::whole(3));
        let back = parts.iter().fold(sum, |sum, part| sum.plus(&part.negate()));
        assert_eq!(back, Points::ZERO);
    }

    #[test]
    fn points_beyond_128_bits_are_ordered_and_shrink_again() {
        let most = fraction(i128::MAX, 1);
        let more = most.plus(&Points::whole(1));
        assert!(more > most && more.negate() < most.negate());
        assert_eq!(more.plus(&Points::whole(-1)), most);
        assert_eq!(most.times(&Points::whole(2)).times(&fraction(1, 2)), most);
        assert_eq!(fraction(i128::MIN, 1).negate(), more);
        assert_eq!(fraction(i128::MIN, 1), more.negate());
    }

    #[test]
    fn points_are_displayed_as_integers_or_fractions() {
        assert_eq!(Points::whole(100).to_string(), "100");
        assert_eq!(fraction(-10, 3).to_string(), "-10/3");
    }

    #[test]
    fn points_are_read_back_from_their_text() {
        for points in [
            Points::whole(-100),
            Points::ZERO,
            fraction(10, 3),
            fraction(i128::from(i64::MAX) + 1, 1),
            fraction(i128::MAX, 7),
            fraction(i128::MIN, 7),
        ] {
            let json = serde_json::to_string(&points).expect("points are always JSON");
            assert_eq!(serde_json::from_str::<Points>(&json).ok(), Some(points));
        }
        for wrong in ["1.5", "\"1/0\"", "\"1/-2\"", "\"a\"", "null"] {
            assert!(serde_json::from_str::<Points>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn json_has_a_number_if_the_points_are_whole() {
        let json = |points: Points| serde_json::to_string(&points).expect("points are always JSON");
        assert_eq!(json(Points::whole(-100)), "-100");
        assert_eq!(json(fraction(10, 3)), "\"10/3\"");
        assert_eq!(
            json(fraction(i128::from(i64::MAX) + 1, 1)),
            "\"9223372036854775808\""
        );
    }
}
