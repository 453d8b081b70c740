//! A fixed amount each period.

use rust_decimal::Decimal;

/// The amount, whatever happened.
#[must_use]
pub fn amount(minor: i64) -> Decimal {
    Decimal::from(minor)
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_it_says() {
        assert_eq!(super::amount(42_000), 42_000.into());
    }
}
