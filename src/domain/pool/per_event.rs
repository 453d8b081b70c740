//! An amount for each counted event of a type.

use rust_decimal::Decimal;

use super::TooLarge;

/// The amount for so many events.
pub fn amount(each: i64, events: i64) -> Result<Decimal, TooLarge> {
    Decimal::from(each)
        .checked_mul(Decimal::from(events))
        .ok_or(TooLarge)
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_event_counts() {
        assert_eq!(super::amount(3, 7), Ok(21.into()));
        assert_eq!(super::amount(3, 0), Ok(0.into()));
    }
}
