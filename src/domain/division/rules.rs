//! The settings of a division.

use rust_decimal::Decimal;

use super::DivisionError;
use crate::domain::points::Points;
use crate::domain::structure::Structure;
use crate::domain::words::words;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub structure: Structure,
    /// The lowest score that qualifies. A score of zero never does.
    pub minimum_score: Points,
    /// The most that one collaborator may take, in percent of the pool: more than 0, at most 100. The excess is shared
    /// among the others; what they cannot take rolls over.
    pub cap_percent: Option<Decimal>,
    pub on_inactive: OnInactive,
}

words! {
    /// What happens to collaborators who are not active when a period ends.
    OnInactive {
        /// They get nothing, and the others share the whole pool.
        Exclude = "exclude",
        /// They get their share, and it is held.
        Hold = "hold",
    }
}

impl Rules {
    pub fn check(&self) -> Result<(), DivisionError> {
        if let Some(cap) = self.cap_percent
            && (cap <= Decimal::ZERO || cap > Decimal::ONE_HUNDRED)
        {
            return Err(DivisionError::Cap(cap));
        }
        self.structure.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::rules;
    use crate::domain::structure::{Ladder, Missing, SharedEngagementPool, TargetBonus};

    #[test]
    fn a_cap_is_a_percentage_above_zero() {
        for cap in [Decimal::ZERO, Decimal::new(-1, 0), Decimal::new(10_001, 2)] {
            let capped = Rules {
                cap_percent: Some(cap),
                ..rules(SharedEngagementPool)
            };
            assert_eq!(capped.check(), Err(DivisionError::Cap(cap)));
        }
        let whole = Rules {
            cap_percent: Some(Decimal::ONE_HUNDRED),
            ..rules(SharedEngagementPool)
        };
        assert_eq!(whole.check(), Ok(()));
    }

    #[test]
    fn prizes_are_percentages_above_zero_and_at_most_the_pool() {
        let check = |prizes: &[i64]| {
            let prizes = prizes
                .iter()
                .map(|percent| Decimal::new(*percent, 0))
                .collect();
            rules(Ladder {
                prizes,
                missing: Missing::Rescale,
            })
            .check()
        };
        assert_eq!(check(&[60, 40]), Ok(()));
        for illegal in [&[][..], &[0], &[60, 41], &[-1, 5], &[60, 0, 40]] {
            assert_eq!(check(illegal), Err(DivisionError::Prizes));
        }
        let huge = Ladder {
            prizes: vec![Decimal::MAX; 2],
            missing: Missing::Rescale,
        };
        assert_eq!(rules(huge).check(), Err(DivisionError::Prizes));
    }

    #[test]
    fn a_bonus_is_more_than_zero() {
        let bonus = |amount| {
            rules(TargetBonus {
                score: Points::whole(1),
                amount,
            })
            .check()
        };
        assert_eq!(bonus(1), Ok(()));
        assert_eq!(bonus(0), Err(DivisionError::Bonus(0)));
    }
}
