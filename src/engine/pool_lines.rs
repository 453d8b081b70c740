//! Shows the parts of a pool.

use rust_decimal::Decimal;

use super::Result;
use super::definition;
use super::pool::{Pool, fill};
use crate::domain::distribution::{Distribution, PoolContribution};
use crate::domain::distributor::Definition;
use crate::domain::money;
use crate::domain::units::Units;
use crate::store::Read;

pub fn of(db: &Read<'_>, distribution: &Distribution) -> Result<Vec<PoolContribution>> {
    let definition = definition::read(db, distribution.distributor, distribution.version)?;
    let pool = fill(db, distribution.id, &definition)?;
    Ok(lines(&definition, &pool))
}

/// The sources of a pool, then what was added to them.
#[must_use]
pub fn lines(definition: &Definition, pool: &Pool) -> Vec<PoolContribution> {
    let units = definition.units;
    let mut lines = Vec::new();
    for ((source, base), amount) in definition
        .pool
        .sources
        .iter()
        .zip(&pool.contents.bases)
        .zip(&pool.filled.sources)
    {
        lines.push(PoolContribution {
            kind: source.kind(),
            percent: source
                .percent()
                .map(|percent| percent.normalize().to_string()),
            base: source.base(*base, units),
            amount: major(*amount, units),
        });
    }
    for (correction, amount) in pool
        .contents
        .corrections
        .iter()
        .zip(&pool.filled.corrections)
    {
        lines.push(PoolContribution {
            kind: "correction",
            percent: Some(correction.percent.normalize().to_string()),
            base: Some(money::to_text(correction.base, units)),
            amount: major(*amount, units),
        });
    }
    let mut whole = |kind, minor: i64| {
        if minor != 0 {
            lines.push(PoolContribution {
                kind,
                percent: None,
                base: None,
                amount: money::to_text(minor, units),
            });
        }
    };
    whole("late_events", pool.filled.late_events);
    whole("opening", pool.filled.opening);
    whole("top_up", pool.filled.top_ups);
    if !pool.filled.adjusted.is_zero() {
        lines.push(PoolContribution {
            kind: "adjusted",
            percent: None,
            base: None,
            amount: major(pool.filled.adjusted, units),
        });
    }
    lines
}

/// Exact minor units as text in major units, with at least the decimals of the currency.
fn major(minor: Decimal, units: Units) -> String {
    let mut text = minor;
    // Moves the decimal point and keeps the digits.
    if text.set_scale(minor.scale() + units.exponent()).is_err() {
        return minor.to_string();
    }
    let normal = text.normalize();
    let mut shown = normal;
    if normal.scale() < units.exponent() {
        shown.rescale(units.exponent());
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_amounts_are_shown_with_all_their_digits() {
        let usd = Units::from_code("USD").unwrap();
        let jpy = Units::from_code("JPY").unwrap();
        for (minor, units, shown) in [
            ("92592.525", usd, "925.92525"),
            ("600000", usd, "6000.00"),
            ("-5", usd, "-0.05"),
            ("0", usd, "0.00"),
            ("333.5", jpy, "333.5"),
        ] {
            assert_eq!(major(minor.parse().unwrap(), units), shown);
        }
    }
}
