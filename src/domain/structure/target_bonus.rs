//! A fixed amount for everyone who reaches a score.

use num_bigint::BigUint;
use num_rational::Ratio;
use num_traits::One;

use super::{Claim, CustomerShare, Incentive, Plan, View, places};
use crate::domain::division::entrants::Entrant;
use crate::domain::division::error::DivisionError;
use crate::domain::division::outcome::{Reason, WhyLeft};
use crate::domain::input::{Fields, Value, int};
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages, points};
use crate::domain::money::{self, Money, Sign};
use crate::domain::points::Points;
use crate::domain::units::Units;

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators"; `score` a number of points, such as "85 points".
    pays_bonus(amount: Money, who: Message, score: Message) = "pays {amount} to each of {who} who reaches {score}";
    /// A line of a calculation. `score` is a number of points, such as "85 points".
    reached_target(people: i64, score: Message) = "{people} collaborator reached the target of {score}" | "{people} collaborators reached the target of {score}";
    /// A line of a calculation.
    each_gets(amount: Money) = "each gets {amount}";
    /// A line of a calculation.
    bonus_exceeds_pool(amount: Money) = "the pool is too small for {amount} each";
    /// Why somebody earned an amount. `score` is a number of points, such as "85 points".
    had_target(score: Message, target: Points, pool: Money) = "{score}, and the target is {target}, in a pool of {pool}";
}

/// A fixed amount for everyone who reaches a score; where the pool does not suffice, all of it in equal parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetBonus {
    /// The score to reach.
    pub score: Points,
    /// Minor units for each, more than 0.
    pub amount: i64,
}

impl Kind for TargetBonus {
    const NAME: &'static str = "target_bonus";
    const ABOUT: &'static str = "everyone who reaches a number of points gets a fixed amount; where the pool is too small for \
        that, they get equal parts of it";

    fn read(fields: &mut Fields<'_, '_>, units: Units) -> Option<Self> {
        let score = fields.required(
            "score",
            "the points to reach in a period",
            int::<1, 1_000_000_000_000>,
        );
        let amount = fields.required(
            "amount",
            "the amount for everyone who reaches them",
            |cursor| money::read(cursor, units, Sign::Positive),
        );
        Some(TargetBonus {
            score: Points::whole(score?),
            amount: amount?,
        })
    }
}

impl Incentive for TargetBonus {
    fn options(&self, units: Units) -> Vec<(&'static str, Value<'static>)> {
        let score = i64::try_from(self.score.numer()).unwrap_or(i64::MAX);
        let amount = money::to_text(self.amount, units);
        vec![
            ("score", Value::Int(score)),
            ("amount", Value::Text(amount.into())),
        ]
    }

    fn check(&self) -> Result<(), DivisionError> {
        if self.amount > 0 {
            Ok(())
        } else {
            Err(DivisionError::Bonus(self.amount))
        }
    }

    /// Equal parts for all who reached the score: of the amount each where `pool` suffices, else of all there is.
    fn plan(&self, pool: i64, line: &[&Entrant], _: &[CustomerShare]) -> Plan {
        let claim = |entrant: &&Entrant| {
            if entrant.score >= self.score {
                Claim::Weight(BigUint::one())
            } else {
                Claim::Nothing(Reason::BelowTarget)
            }
        };
        let reached = line
            .iter()
            .filter(|entrant| entrant.score >= self.score)
            .count();
        let needed = BigUint::from(reached) * self.amount.unsigned_abs();
        let pool = BigUint::from(pool.unsigned_abs());
        let portion = if needed < pool {
            Ratio::new(needed, pool)
        } else {
            Ratio::one()
        };
        Plan {
            claims: line.iter().map(claim).collect(),
            places: places::places(line, &[]),
            unclaimed: portion.clone(),
            portion,
            rest: WhyLeft::BonusesPaid,
        }
    }

    fn weight(&self, _: i64, _: Points) -> Option<Points> {
        Some(Points::whole(1))
    }

    fn rule(&self, who: Message, units: Units) -> Message {
        let amount = Money {
            minor: self.amount,
            units,
        };
        pays_bonus(amount, who, points(self.score.clone()))
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        let (people, amount) = (view.uncapped(), view.money(self.amount));
        let needed = i128::from(self.amount) * i128::from(people);
        let mut lines = vec![reached_target(people, points(self.score.clone()))];
        if needed <= i128::from(view.field.divided) {
            lines.push(each_gets(amount));
        } else {
            lines.push(bonus_exceeds_pool(amount));
            lines.push(view.equal_part());
        }
        lines
    }

    fn because(&self, view: &View<'_>) -> Message {
        had_target(
            points(view.own.score.clone()),
            self.score.clone(),
            view.money(view.pool),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Leftover, distribute};

    fn bonus(amount: i64) -> TargetBonus {
        TargetBonus {
            score: Points::whole(100),
            amount,
        }
    }

    #[test]
    fn everyone_at_the_target_gets_the_bonus_and_the_rest_is_kept() {
        let entrants = [entrant(1, 150), entrant(2, 100), entrant(3, 99)];
        let outcome = distribute(1_000, &rules(bonus(300)), &entrants, &[]).expect("legal rules");
        let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, [300, 300, 0]);
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::BonusesPaid,
                amount: 400
            }]
        );
    }

    #[test]
    fn a_pool_that_does_not_suffice_is_divided_equally() {
        check(
            1_000,
            &rules(bonus(500)),
            &[(1, 300), (2, 200), (3, 100)],
            &[(1, 334), (2, 333), (3, 333)],
        );
    }

    #[test]
    fn nobody_at_the_target_leaves_all_of_the_pool() {
        let outcome =
            distribute(1_000, &rules(bonus(500)), &[entrant(1, 99)], &[]).expect("legal rules");
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::NobodyQualified,
                amount: 1_000
            }]
        );
    }
}
