//! Sales and enrolments that cost nothing, and which rules count their events.

use super::decimal::fraction;
use super::distributor::{MetricRule, Students};
use super::event::{COUPON_USED, PRODUCT_SOLD, SALE_REFERRED, is_completion};
use super::ignored::IgnoredReason;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    /// The sale, or the line of it, that an event follows from.
    Sale,
    /// The enrolment of a student who completed something.
    Enrolment,
}

impl Free {
    /// What was free behind an event: the sale or line after discounts, or the enrolment. A value that was not recorded is
    /// not zero.
    #[must_use]
    pub fn of(kind: &str, value: Option<&str>) -> Option<Free> {
        let free = match kind {
            PRODUCT_SOLD | COUPON_USED | SALE_REFERRED => Free::Sale,
            _ if is_completion(kind) => Free::Enrolment,
            _ => return None,
        };
        let (numer, _) = value.and_then(fraction)?;
        (numer <= 0).then_some(free)
    }

    /// Why such an event does not count by a rule that excludes it.
    #[must_use]
    pub fn reason(self) -> IgnoredReason {
        match self {
            Free::Sale => IgnoredReason::NoValue,
            Free::Enrolment => IgnoredReason::NotPaid,
        }
    }

    /// Whether a rule counts it anyway.
    #[must_use]
    pub fn counts_by(self, rule: &MetricRule) -> bool {
        match self {
            Free::Sale => rule.count_free,
            Free::Enrolment => rule.students == Students::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::{MetricStatus, Size, why_not};
    use crate::domain::quantity::Quantity;
    use crate::domain::units::Units;

    fn usd() -> Units {
        Units::from_code("USD").unwrap()
    }

    #[test]
    fn what_cost_nothing_counts_only_for_rules_that_say_so() {
        let strict = MetricRule::plain();
        let free = MetricRule {
            count_free: true,
            ..MetricRule::plain()
        };
        for kind in [PRODUCT_SOLD, COUPON_USED, SALE_REFERRED] {
            for (value, reason) in [
                (Some("0.00"), Some(MetricStatus::NoValue)),
                (Some("0"), Some(MetricStatus::NoValue)),
                (Some("0.01"), None),
                // Not recorded.
                (None, None),
            ] {
                let size = Size::of(kind, Quantity::ONE, value, Some("USD"));
                assert_eq!(why_not(&strict, usd(), size), reason, "{kind} {value:?}");
                assert_eq!(why_not(&free, usd(), size), None, "{kind} {value:?}");
            }
        }
        let visit = Size::of("post_visited", Quantity::ONE, Some("0"), None);
        assert_eq!(why_not(&strict, usd(), visit), None);
    }

    #[test]
    fn a_free_enrolment_counts_unless_the_rule_requires_payment() {
        let all = MetricRule {
            event: "course_completed".into(),
            ..MetricRule::plain()
        };
        let paid = MetricRule {
            students: Students::Paid,
            ..all.clone()
        };
        for kind in ["course_completed", "lesson_completed"] {
            for (value, reason) in [
                (Some("0"), Some(MetricStatus::NotPaid)),
                (Some("0.00"), Some(MetricStatus::NotPaid)),
                (Some("0.01"), None),
                // Not recorded.
                (None, None),
            ] {
                let size = Size::of(kind, Quantity::ONE, value, None);
                assert_eq!(why_not(&paid, usd(), size), reason, "{kind} {value:?}");
                assert_eq!(why_not(&all, usd(), size), None, "{kind} {value:?}");
            }
        }
    }
}
