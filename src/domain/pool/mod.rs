//! The reward pool: what fills it, and what it comes to when its period closes. A source is one file here, with everything
//! about it, a `mod` line and a line in the list below.
//! Not here: how it is divided (`structure`), or where its entries are kept (`store`).
//!
//! Each source turns what it counted (its base) into an exact amount. The amounts are summed, held
//! between floor and cap, and rounded once, half away from zero, to the currency's exponent. What
//! was carried over from the period before, and what was added by hand, is whole already and is
//! added after floor and cap: money once carried is not lost to a cap, a debt not forgiven by a floor.

mod fixed;
mod per_event;
mod revenue_share;
mod sale;

use rust_decimal::{Decimal, RoundingStrategy};

use super::input::Value;
use super::kind::kinds;
use super::message::Message;
use super::units::Units;

pub use sale::{Compilers, Filter, Referral, Seen};

kinds! {
    /// One source of a pool.
    Source: PoolSource, "where the money comes from", sale::MESSAGES;
    revenue_share::RevenueShare;
    fixed::Fixed;
    per_event::PerEvent;
}

/// What a source does.
pub trait PoolSource {
    /// The options in the shape they are read from.
    fn options(&self, units: Units) -> Vec<(&'static str, Value<'static>)>;

    /// What it brings for a base: minor units of sales, a number of events, or 0 where it counts nothing. Exact.
    fn amount(&self, base: i64) -> Result<Decimal, TooLarge>;

    /// The type of event that is its base, and the minor units for each.
    fn event(&self) -> Option<(&str, i64)> {
        None
    }

    /// The percentage at which a detail of a sale counts, where it is part of its base. `is_referred` says whether a
    /// collaborator sent the customer.
    fn share_of(&self, detail: &Seen<'_>, is_referred: bool) -> Option<Decimal> {
        let _ = (detail, is_referred);
        None
    }

    /// The percentage of its base, where that is sales.
    fn percent(&self) -> Option<Decimal> {
        None
    }

    /// Its base as it is shown; none where it counts nothing.
    fn base(&self, base: i64, units: Units) -> Option<String> {
        let _ = (base, units);
        None
    }

    /// What it brings, such as "20% of sales (products)".
    fn rule(&self, units: Units) -> Message;
}

/// A percentage of a base in minor units, exactly.
fn percent_of(percent: Decimal, base: i64) -> Result<Decimal, TooLarge> {
    Decimal::from(base)
        .checked_mul(percent)
        .and_then(|product| product.checked_mul(Decimal::new(1, 2)))
        .ok_or(TooLarge)
}

/// The rules by which a pool fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// What fills it; the amounts are summed. May be empty: then only top-ups fill it.
    pub sources: Vec<Source>,
    /// The least the sources bring, in minor units.
    pub floor: Option<i64>,
    /// The most the sources bring, in minor units.
    pub cap: Option<i64>,
}

/// A pool whose amount does not fit: some rule or sum is beyond any real sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pool's amount is beyond what can be counted")]
pub struct TooLarge;

/// Sales that belong to another period, or refunds of such sales: they count at the percentage of that period,
/// whatever this period's rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The percentage.
    pub percent: Decimal,
    /// Minor units of sales; negative where they were taken back.
    pub base: i64,
}

/// What was counted into a pool, before its rules turn it into an amount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// What each source counted, in the order of the sources.
    pub bases: Vec<i64>,
    /// Sales and refunds that count at the percentages of other periods.
    pub corrections: Vec<Correction>,
    /// Amounts per event, in minor units, of events that belong to other periods; negative where they were
    /// taken back.
    pub late_events: i64,
    /// Carried over from the period before, in minor units; negative where it was owed.
    pub opening: i64,
    /// Added by hand, in minor units.
    pub top_ups: i64,
}

/// A pool as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What each source brings, exactly, in the order of the sources.
    pub sources: Vec<Decimal>,
    /// What each correction brings, exactly, in the order of the corrections.
    pub corrections: Vec<Decimal>,
    /// Amounts per event of events that belong to other periods.
    pub late_events: i64,
    /// What floor or cap added (or took, negative).
    pub adjusted: Decimal,
    /// Carried over from the period before; negative where it was owed.
    pub opening: i64,
    /// Added by hand.
    pub top_ups: i64,
    /// The rounded sum of all, which may be negative.
    pub balance: i64,
}

impl Filled {
    /// What can be divided: the balance, never less than nothing.
    #[must_use]
    pub fn pool(&self) -> i64 {
        self.balance.max(0)
    }
}

/// Fills a pool.
///
/// # Panics
/// When there is not exactly one base for each source; the caller reads them from one version.
pub fn fill(pool: &Pool, contents: &Contents) -> Result<Filled, TooLarge> {
    let Contents {
        bases,
        corrections,
        late_events,
        opening,
        top_ups,
    } = contents;
    assert_eq!(pool.sources.len(), bases.len(), "one base for each source");
    let sources: Vec<Decimal> = pool
        .sources
        .iter()
        .zip(bases)
        .map(|(source, base)| source.amount(*base))
        .collect::<Result<_, _>>()?;
    let corrections: Vec<Decimal> = corrections
        .iter()
        .map(|correction| percent_of(correction.percent, correction.base))
        .collect::<Result<_, _>>()?;
    let sum = sources
        .iter()
        .chain(&corrections)
        .chain([&Decimal::from(*late_events)])
        .try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount))
        .ok_or(TooLarge)?;
    let mut held = sum;
    if let Some(floor) = pool.floor {
        held = held.max(Decimal::from(floor));
    }
    if let Some(cap) = pool.cap {
        held = held.min(Decimal::from(cap));
    }
    let brought =
        i64::try_from(held.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
            .map_err(|_| TooLarge)?;
    let balance = brought
        .checked_add(*opening)
        .and_then(|n| n.checked_add(*top_ups))
        .ok_or(TooLarge)?;
    Ok(Filled {
        sources,
        corrections,
        late_events: *late_events,
        adjusted: held - sum,
        opening: *opening,
        top_ups: *top_ups,
        balance,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(percent: &str) -> Source {
        Source::from(RevenueShare {
            percent: percent.parse().unwrap(),
            include: Compilers::default(),
            filter: Filter::default(),
        })
    }

    fn contents(bases: &[i64], opening: i64) -> Contents {
        Contents {
            bases: bases.to_vec(),
            opening,
            ..Contents::default()
        }
    }

    fn check(sources: Vec<Source>, bases: &[i64], opening: i64, expect: i64) {
        let pool = Pool {
            sources,
            floor: None,
            cap: None,
        };
        assert_eq!(
            fill(&pool, &contents(bases, opening)).unwrap().balance,
            expect
        );
    }

    #[test]
    fn a_share_of_sales_is_rounded_once_half_away_from_zero() {
        check(vec![share("7.5")], &[1_234_567], 0, 92_593);
        check(vec![share("10")], &[4_876_544], 0, 487_654);
        check(vec![share("10")], &[5], 0, 1);
        check(vec![share("10")], &[-5], 0, -1);
        // Two sources of 0.4 each come to 0.8: rounded after the sum, not before.
        check(vec![share("10"), share("10")], &[4, 4], 0, 1);
    }

    #[test]
    fn what_is_owed_is_carried_and_the_pool_is_never_negative() {
        let pool = Pool {
            sources: vec![share("10")],
            floor: None,
            cap: None,
        };
        let may = fill(&pool, &contents(&[300_000 - 500_000], 0)).unwrap();
        assert_eq!((may.balance, may.pool()), (-20_000, 0));
        let june = fill(&pool, &contents(&[1_000_000], may.balance)).unwrap();
        assert_eq!(june.pool(), 80_000);
    }

    #[test]
    fn what_is_taken_back_is_taken_at_the_percentage_it_was_counted_at() {
        let pool = Pool {
            sources: vec![share("20")],
            floor: None,
            cap: None,
        };
        let contents = Contents {
            corrections: vec![Correction {
                percent: 10.into(),
                base: -1_000,
            }],
            late_events: 30,
            ..contents(&[10_000], 0)
        };
        let filled = fill(&pool, &contents).unwrap();
        assert_eq!(
            (filled.corrections, filled.balance),
            (vec![Decimal::from(-100)], 1_930)
        );
    }

    #[test]
    fn floor_and_cap_hold_what_the_sources_bring() {
        let pool = Pool {
            sources: vec![share("10")],
            floor: Some(500),
            cap: Some(1_000),
        };
        for (base, opening, expect) in [
            (100, 0, 500),
            (7_000, 0, 700),
            (90_000, 0, 1_000),
            (90_000, 300, 1_300),
            (100, -600, -100),
        ] {
            assert_eq!(
                fill(&pool, &contents(&[base], opening)).unwrap().balance,
                expect,
                "{base} {opening}"
            );
        }
    }

    #[test]
    fn sources_and_top_ups_are_summed() {
        let pool = Pool {
            sources: vec![
                share("20"),
                Fixed { amount: 5_000 }.into(),
                PerEvent {
                    event: "site_visited".into(),
                    amount: 3,
                }
                .into(),
            ],
            floor: None,
            cap: None,
        };
        let filled = fill(
            &pool,
            &Contents {
                top_ups: 100,
                ..contents(&[10_000, 0, 7], 11)
            },
        )
        .unwrap();
        assert_eq!(
            filled.sources,
            [
                Decimal::from(2_000),
                Decimal::from(5_000),
                Decimal::from(21)
            ]
        );
        assert_eq!(filled.balance, 2_000 + 5_000 + 21 + 11 + 100);
    }

    #[test]
    fn beyond_all_money_is_an_error_not_a_wrong_sum() {
        let pool = Pool {
            sources: vec![
                PerEvent {
                    event: "x".into(),
                    amount: i64::MAX,
                }
                .into(),
            ],
            floor: None,
            cap: None,
        };
        assert_eq!(fill(&pool, &contents(&[i64::MAX], 0)), Err(TooLarge));
        assert_eq!(
            fill(
                &Pool {
                    sources: vec![],
                    floor: None,
                    cap: None
                },
                &Contents {
                    top_ups: 1,
                    ..contents(&[], i64::MAX)
                }
            ),
            Err(TooLarge)
        );
    }
}
