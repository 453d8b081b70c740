//! A metric: an event as one distributor counts it, in exact points. Which events count at all is in `engine::fold`; their
//! sum is in `points`.

use num_integer::Integer;

use super::decimal::fraction;
use super::distributor::{MetricRule, OwnActivity, Per, Split};
use super::event::PRODUCT_SOLD;
use super::free::Free;
use super::ids::CollaboratorId;
use super::quantity::Quantity;
use super::units::Units;
use super::words::words;

words! {
    /// What a metric is, or why it does not count. Those of clawbacks are summed beside the score that was divided.
    MetricStatus {
        /// It counts in the period that contains it.
        Counted = "counted",
        /// It belongs to an earlier period, and counts in this one.
        Late = "late",
        /// Points taken back.
        Reversed = "reversed",
        /// Points given again, because what took them back was undone.
        Restored = "restored",
        /// The score that the period before left to this one.
        Carried = "carried",
        /// It does not count: the sale, or the line of it, cost nothing.
        NoValue = "no_value",
        /// It does not count: the student's enrolment cost nothing.
        NotPaid = "not_paid",
        /// It does not count: the goods of its sale cost less than the rule's minimum.
        BelowMinimumAmount = "below_minimum_amount",
        /// Points taken because the rule counts one event per customer and this customer counted already, or given
        /// because they no longer do.
        CustomerCounted = "customer_counted",
        /// Points that a refund took back after their distribution was final, to be claimed from whoever had them.
        ClawedBack = "clawed_back",
        /// Points that the undoing of such a refund restored.
        ClawbackUndone = "clawback_undone",
        /// Points of a customer's next event, which counts since a refund took the one before it.
        ClawbackCounted = "clawback_counted",
    }
}

/// What the points of an event can be multiplied by. Fractions are `(numerator, denominator)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many times it counts.
    pub quantity: (i64, i64),
    /// How many units were sold.
    pub units: (i64, i64),
    /// What was paid, in major units.
    pub value: (i64, i64),
    /// The currency of `value`; absent if it was not recorded.
    pub currency: Option<Units>,
    pub free: Option<Free>,
    /// What the goods of the whole sale cost, in minor units, if that is not `value`.
    pub goods: Option<i64>,
}

impl Size {
    /// The size of an event as it was recorded. A sold line counts once whatever its quantity; units and value are for rules
    /// that use them.
    #[must_use]
    pub fn of(kind: &str, quantity: Quantity, value: Option<&str>, currency: Option<&str>) -> Size {
        let units = quantity.fraction();
        Size {
            quantity: if kind == PRODUCT_SOLD { (1, 1) } else { units },
            units,
            value: value.and_then(fraction).unwrap_or((0, 1)),
            currency: currency.and_then(Units::of_sale),
            free: Free::of(kind, value),
            goods: None,
        }
    }

    /// As a line of a sale whose goods cost this much, in minor units.
    #[must_use]
    pub fn in_sale(self, goods: Option<i64>) -> Size {
        Size { goods, ..self }
    }

    /// Whether its sale reaches an amount in minor units. A sale in another currency never does.
    fn reaches(self, minimum: i64, units: Units) -> bool {
        if self.currency.is_some_and(|currency| currency != units) {
            return false;
        }
        if let Some(goods) = self.goods {
            return goods >= minimum;
        }
        let (numer, denom) = self.value;
        let smallest = 10_i128.pow(units.exponent());
        i128::from(numer) * smallest >= i128::from(minimum) * i128::from(denom)
    }
}

/// Why an event does not count by a rule, whoever it credits; `None` if it counts.
#[must_use]
pub fn why_not(rule: &MetricRule, units: Units, size: Size) -> Option<MetricStatus> {
    if let Some(free) = size.free
        && !free.counts_by(rule)
    {
        return Some(match free {
            Free::Sale => MetricStatus::NoValue,
            Free::Enrolment => MetricStatus::NotPaid,
        });
    }
    let minimum = rule.minimum_amount?;
    (!size.reaches(minimum, units)).then_some(MetricStatus::BelowMinimumAmount)
}

/// An owner's part in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub weight: i64,
    /// The sum of the weights of all owners who count.
    pub whole: i64,
    /// How many owners count.
    pub owners: i64,
}

/// The points of an event for one of its owners, as a fraction in lowest terms; `units` are the distributor's. `None` if
/// the number is too large.
///
/// A sale in a currency other than the rule's is worth zero, because amounts in two currencies are never added up, not even
/// as points.
#[must_use]
pub fn worth(rule: &MetricRule, units: Units, size: Size, part: Part) -> Option<(i64, i64)> {
    let times = match rule.per {
        Per::Event => size.quantity,
        Per::Unit => size.units,
        Per::CurrencyUnit => {
            let counted = rule.currency.unwrap_or(units);
            if size.currency.is_none_or(|currency| currency == counted) {
                size.value
            } else {
                (0, 1)
            }
        }
    };
    let share = match rule.split {
        Split::Each => (1, 1),
        Split::Equally => (1, part.owners),
        Split::ByWeight => (part.weight, part.whole),
    };
    if times.1 == 1 && share == (1, 1) {
        // Nearly every event. There is nothing to divide or to reduce.
        return Some((rule.points.checked_mul(times.0)?, 1));
    }
    let numer = i128::from(rule.points) * i128::from(times.0);
    let numer = numer.checked_mul(i128::from(share.0))?;
    let denom = i128::from(times.1).checked_mul(i128::from(share.1))?;
    let common = numer.gcd(&denom).max(1);
    Some((
        i64::try_from(numer / common).ok()?,
        i64::try_from(denom / common).ok()?,
    ))
}

/// A collaborator for whom an event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    pub collaborator: CollaboratorId,
    /// Their part if points are split by weight.
    pub weight: i64,
    /// Whether it is their own activity.
    pub own: bool,
}

/// [`worth`] for each collaborator for whom an event counts.
pub fn worths<'c>(
    rule: &'c MetricRule,
    units: Units,
    own_activity: OwnActivity,
    size: Size,
    credits: &'c [Counting],
) -> impl Iterator<Item = (CollaboratorId, Option<(i64, i64)>)> + 'c {
    let counted = move |credit: &&Counting| own_activity == OwnActivity::Count || !credit.own;
    let (mut whole, mut owners) = (0, 0);
    for credit in credits.iter().filter(counted) {
        whole += credit.weight;
        owners += 1;
    }
    credits.iter().filter(counted).map(move |credit| {
        let part = Part {
            weight: credit.weight,
            whole,
            owners,
        };
        (credit.collaborator, worth(rule, units, size, part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sold(value: &str, sold_in: &str, goods: Option<i64>) -> Size {
        Size::of(PRODUCT_SOLD, Quantity::ONE, Some(value), Some(sold_in)).in_sale(goods)
    }

    #[test]
    fn a_sale_is_compared_with_the_minimum_amount() {
        let rule = MetricRule {
            minimum_amount: Some(1_000),
            ..MetricRule::plain()
        };
        let below = Some(MetricStatus::BelowMinimumAmount);
        for (size, reason) in [
            (sold("10.00", "USD", None), None),
            (sold("10", "USD", None), None),
            (sold("9.99", "USD", None), below),
            // The sale decides, not the line.
            (sold("1.00", "USD", Some(1_000)), None),
            (sold("50.00", "USD", Some(999)), below),
            // Another currency is never compared.
            (sold("50.00", "EUR", Some(5_000)), below),
        ] {
            assert_eq!(why_not(&rule, usd(), size), reason, "{size:?}");
        }
    }

    fn usd() -> Units {
        Units::from_code("USD").unwrap()
    }

    fn check(points: i64, per: Per, split: Split, part: (i64, i64, i64), expect: (i64, i64)) {
        let rule = MetricRule {
            event: "product_sold".into(),
            points,
            split,
            per,
            currency: None,
            ..MetricRule::plain()
        };
        let size = Size::of(
            "product_sold",
            Quantity::whole(3),
            Some("12.34"),
            Some("USD"),
        );
        let (weight, whole, owners) = part;
        assert_eq!(
            worth(
                &rule,
                usd(),
                size,
                Part {
                    weight,
                    whole,
                    owners
                }
            ),
            Some(expect)
        );
    }

    #[test]
    fn points_are_split_without_loss() {
        check(10, Per::Event, Split::Each, (1, 3, 3), (10, 1));
        check(10, Per::Event, Split::Equally, (1, 3, 3), (10, 3));
        check(10, Per::Event, Split::ByWeight, (37, 100, 2), (37, 10));
        check(10, Per::Unit, Split::Each, (1, 1, 1), (30, 1));
        check(2, Per::CurrencyUnit, Split::Each, (1, 1, 1), (617, 25));
        check(0, Per::Event, Split::Each, (1, 1, 1), (0, 1));
    }

    #[test]
    fn a_part_of_a_unit_earns_its_part_of_the_points() {
        let points = |millionths: i64, per: Per, owners: i64| {
            let rule = MetricRule {
                event: PRODUCT_SOLD.into(),
                points: 10,
                split: Split::Equally,
                per,
                currency: None,
                ..MetricRule::plain()
            };
            let quantity = Quantity::of_millionths(millionths);
            let size = Size::of(PRODUCT_SOLD, quantity, None, None);
            let part = Part {
                weight: 1,
                whole: owners,
                owners,
            };
            worth(&rule, usd(), size, part)
        };
        assert_eq!(points(2_500_000, Per::Unit, 1), Some((25, 1)));
        assert_eq!(points(2_500_000, Per::Unit, 3), Some((25, 3)));
        assert_eq!(points(1, Per::Unit, 1), Some((1, 100_000)));
        // The line counts once, whatever its quantity.
        assert_eq!(points(2_500_000, Per::Event, 1), Some((10, 1)));
    }

    #[test]
    fn a_sale_in_another_currency_earns_no_points() {
        let of = |currency: Option<&str>, sold_in: Option<&str>| {
            let rule = MetricRule {
                event: "product_sold".into(),
                points: 1,
                split: Split::Each,
                per: Per::CurrencyUnit,
                currency: currency.and_then(Units::from_code),
                ..MetricRule::plain()
            };
            let part = Part {
                weight: 1,
                whole: 1,
                owners: 1,
            };
            worth(
                &rule,
                usd(),
                Size::of("product_sold", Quantity::ONE, Some("5"), sold_in),
                part,
            )
        };
        assert_eq!(of(None, Some("USD")), Some((5, 1)));
        assert_eq!(of(None, Some("EUR")), Some((0, 1)));
        assert_eq!(of(Some("EUR"), Some("EUR")), Some((5, 1)));
        assert_eq!(of(Some("EUR"), Some("USD")), Some((0, 1)));
        // Without a recorded currency, the value is taken to be in the rule's.
        assert_eq!(of(None, None), Some((5, 1)));
    }

    #[test]
    fn own_activity_takes_part_in_a_split_only_if_it_counts() {
        let rule = MetricRule {
            event: "x".into(),
            points: 10,
            split: Split::Equally,
            per: Per::Event,
            currency: None,
            ..MetricRule::plain()
        };
        let credit = |id, own| Counting {
            collaborator: CollaboratorId(id),
            weight: 1,
            own,
        };
        let credits = [credit(1, true), credit(2, false)];
        let size = Size::of("x", Quantity::ONE, None, None);
        let of = |own| -> Vec<_> { worths(&rule, usd(), own, size, &credits).collect() };
        assert_eq!(
            of(OwnActivity::Ignore),
            [(CollaboratorId(2), Some((10, 1)))]
        );
        assert_eq!(
            of(OwnActivity::Count),
            [
                (CollaboratorId(1), Some((5, 1))),
                (CollaboratorId(2), Some((5, 1)))
            ]
        );
    }

    #[test]
    fn a_number_that_is_too_large_is_none_rather_than_wrong() {
        let rule = MetricRule {
            event: "x".into(),
            points: i64::MAX,
            split: Split::Each,
            per: Per::Event,
            currency: None,
            ..MetricRule::plain()
        };
        let size = Size::of("x", Quantity::whole(2), None, None);
        assert_eq!(
            worth(
                &rule,
                usd(),
                size,
                Part {
                    weight: 1,
                    whole: 1,
                    owners: 1
                }
            ),
            None
        );
    }
}
