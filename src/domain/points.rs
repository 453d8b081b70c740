//! What scores are counted in: exact fractions. What earns points is decided elsewhere.

use std::cmp::Ordering;
use std::fmt;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact number of points: a fraction in lowest terms, because an event may be split among its owners and ten
/// points for three of them are 10/3 each, with nothing lost.
///
/// Numerator and denominator are 128 bits wide. Whatever does not fit is refused with [`PointsError`], never wrapped.
/// The default is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Points(Ratio<i128>);

/// Why a number of points could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// A fraction whose denominator is zero or negative.
    #[error("points need a denominator of 1 or more, got {0}")]
    Denominator(i128),
    /// A result outside 128 bits.
    #[error("the number of points is too large to be kept exactly")]
    TooLarge,
}

impl Points {
    /// No points.
    pub const ZERO: Points = Points(Ratio::new_raw(0, 1));

    /// `count` whole points.
    #[must_use]
    pub const fn whole(count: i64) -> Points {
        // `as` because `From` is not const; i64 to i128 loses nothing.
        Points(Ratio::new_raw(count as i128, 1))
    }

    /// `numer / denom` points, brought to lowest terms. Errors: a denominator below 1, a numerator of `i128::MIN`.
    pub fn fraction(numer: i128, denom: i128) -> Result<Points, PointsError> {
        if denom < 1 {
            return Err(PointsError::Denominator(denom));
        }
        // The one value without an opposite is kept out, so that `negate` cannot fail.
        if numer == i128::MIN {
            return Err(PointsError::TooLarge);
        }
        Ok(Points(Ratio::new(numer, denom)))
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub const fn numer(&self) -> i128 {
        *self.0.numer()
    }

    /// The denominator in lowest terms, 1 or more.
    #[must_use]
    pub const fn denom(&self) -> i128 {
        *self.0.denom()
    }

    /// The sum.
    pub fn plus(self, other: Points) -> Result<Points, PointsError> {
        Self::kept(self.0.checked_add(&other.0))
    }

    /// The product, for a quantity of events or for an owner's part of one.
    pub fn times(self, factor: Points) -> Result<Points, PointsError> {
        Self::kept(self.0.checked_mul(&factor.0))
    }

    /// The same number of points taken away.
    #[must_use]
    pub fn negate(self) -> Points {
        Points(-self.0)
    }

    /// Whether this is more than zero: zero points never qualify.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.numer() > 0
    }

    /// These points, or none where they are negative: what a division of money sees.
    #[must_use]
    pub fn floored_at_zero(self) -> Points {
        self.max(Points::ZERO)
    }

    fn kept(result: Option<Ratio<i128>>) -> Result<Points, PointsError> {
        match result {
            Some(ratio) if *ratio.numer() != i128::MIN => Ok(Points(ratio)),
            Some(_) | None => Err(PointsError::TooLarge),
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

/// By value.
impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denom() == other.denom() {
            return self.numer().cmp(&other.numer());
        }
        // Cross-multiplied where that fits: a division of a million scores is mostly comparing them, and the general
        // comparison, a continued fraction, takes several times as long.
        match self
            .numer()
            .checked_mul(other.denom())
            .zip(other.numer().checked_mul(self.denom()))
        {
            Some((mine, theirs)) => mine.cmp(&theirs),
            None => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `100`, or `10/3` where it is not whole.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denom() == 1 {
            self.numer().fmt(f)
        } else {
            write!(f, "{}/{}", self.numer(), self.denom())
        }
    }
}

/// An integer where the points are whole and fit 64 bits (what PHP's integers hold), else the text of `Display`.
impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.numer()) {
            Ok(count) if self.denom() == 1 => serializer.serialize_i64(count),
            Ok(_) | Err(_) => serializer.collect_str(self),
        }
    }
}

/// From what [`Serialize`] writes.
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
        let (numer, denom) = text.split_once('/').unwrap_or((text, "1"));
        match (numer.parse(), denom.parse()) {
            (Ok(numer), Ok(denom)) => Points::fraction(numer, denom).map_err(E::custom),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
        }
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
        assert_eq!(
            third.plus(third).and_then(|two| two.plus(third)),
            Ok(Points::whole(10))
        );
    }

    #[test]
    fn fractions_are_kept_in_lowest_terms() {
        assert_eq!(fraction(-6, 4), fraction(-3, 2));
        assert_eq!((fraction(6, 4).numer(), fraction(6, 4).denom()), (3, 2));
        assert_eq!(fraction(0, 7), Points::ZERO);
    }

    #[test]
    fn two_thirds_of_three_events_of_ten_points() {
        let points = Points::whole(10)
            .times(Points::whole(3))
            .and_then(|all| all.times(fraction(2, 3)));
        assert_eq!(points, Ok(Points::whole(20)));
    }

    #[test]
    fn they_are_ordered_by_value() {
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
    fn taking_away_is_adding_the_opposite() {
        assert_eq!(
            fraction(7, 2).plus(fraction(7, 2).negate()),
            Ok(Points::ZERO)
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let most = fraction(i128::MAX, 1);
        assert_eq!(most.plus(Points::whole(1)), Err(PointsError::TooLarge));
        assert_eq!(
            most.negate().plus(Points::whole(-1)),
            Err(PointsError::TooLarge)
        );
        assert_eq!(most.times(Points::whole(2)), Err(PointsError::TooLarge));
        assert_eq!(Points::fraction(i128::MIN, 1), Err(PointsError::TooLarge));
        assert_eq!(Points::fraction(1, 0), Err(PointsError::Denominator(0)));
        assert_eq!(Points::fraction(1, -3), Err(PointsError::Denominator(-3)));
    }

    #[test]
    fn they_are_written_as_integers_or_fractions() {
        assert_eq!(Points::whole(100).to_string(), "100");
        assert_eq!(fraction(-10, 3).to_string(), "-10/3");
    }

    #[test]
    fn what_was_written_reads_as_the_same_points() {
        for points in [
            Points::whole(-100),
            Points::ZERO,
            fraction(10, 3),
            fraction(i128::from(i64::MAX) + 1, 1),
            fraction(i128::MAX, 7),
        ] {
            let json = serde_json::to_string(&points).expect("points are always JSON");
            assert_eq!(serde_json::from_str::<Points>(&json).ok(), Some(points));
        }
        for wrong in ["1.5", "\"1/0\"", "\"1/-2\"", "\"a\"", "null"] {
            assert!(serde_json::from_str::<Points>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn json_has_a_number_where_it_can() {
        let json = |points: Points| serde_json::to_string(&points).expect("points are always JSON");
        assert_eq!(json(Points::whole(-100)), "-100");
        assert_eq!(json(fraction(10, 3)), "\"10/3\"");
        assert_eq!(
            json(fraction(i128::from(i64::MAX) + 1, 1)),
            "\"9223372036854775808\""
        );
    }
}
