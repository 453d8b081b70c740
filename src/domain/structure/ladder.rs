//! Prizes by rank.

use num_bigint::BigUint;
use num_rational::Ratio;
use rust_decimal::Decimal;

use super::{Claim, CustomerShare, Incentive, Plan, View, places, weights};
use crate::domain::division::entrants::Entrant;
use crate::domain::division::error::DivisionError;
use crate::domain::division::outcome::{Reason, WhyLeft};
use crate::domain::input::{Cursor, Fields, Value, word};
use crate::domain::kind::Kind;
use crate::domain::message::{Join, List, Message, Percent, messages, points};
use crate::domain::money::Money;
use crate::domain::percent;
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::domain::words::{Word, words};

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    is_given_in_growing_prizes(prizes: List, who: Message) = "is given in prizes of {prizes} to the best of {who} (prizes nobody takes enlarge the others)";
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    is_given_in_prizes(prizes: List, who: Message) = "is given in prizes of {prizes} to the best of {who} (prizes nobody takes go into the next period)";
    /// A line of a calculation.
    prizes_come_to(given: Money, pool: Money) = "the prizes come to {given} of {pool}";
    /// A line of a calculation: the prize of one place, and all prizes that are given, in percent of the pool.
    prize_of_place(place: i64, prize: Points, all: Points) = "place {place} gets {prize} of {all} percent in prizes";
    /// Continues the path of a field.
    are_no_prizes() = "must be at least one percentage, and not more than 100 together";
    /// Continues the path of a field.
    rise_downwards() = "rise on the way down; whoever has more points must not get less";
    /// Why somebody earned an amount. `score` is a number of points, such as "85 points".
    won_place(place: i64, score: Message, pool: Money) = "place {place} with {score} in a pool of {pool}";
}

words! {
    /// What happens to the prizes that no one is there to take.
    Missing {
        /// The other prizes grow in proportion until they use up what all prizes together would.
        Rescale = "rescale",
        /// They go into the next period's pool, whatever `on_empty` says.
        RollOver = "roll_over",
    }
}

/// Prizes by rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// The percentages of the pool for the first, the second and so on; each more than 0, together at most 100.
    /// What they leave of 100 is not divided.
    pub prizes: Vec<Decimal>,
    /// What happens with fewer people than prizes.
    pub missing: Missing,
}

impl Kind for Ladder {
    const NAME: &'static str = "ladder";
    const ABOUT: &'static str = "the best get prizes by rank, in percent of the pool";

    fn read(fields: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        let prizes = fields.required(
            "prizes",
            "the percentages of the pool for the first, the second and so on, such as \"50\", \"30\", \"20\"; none is larger \
             than the one before it, and together they are at most 100",
            read_prizes,
        );
        let missing = fields.or(
            "missing",
            Missing::Rescale,
            "what happens to the prizes that are left when fewer people qualify than there are prizes",
            word::<Missing>,
        );
        Some(Ladder {
            prizes: prizes?,
            missing: missing?,
        })
    }
}

fn read_prizes(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Decimal>> {
    cursor.describe(|schema| schema.set("minItems", 1));
    let prizes = cursor.list(100, percent::read)?;
    if prizes.is_empty() || prizes.iter().sum::<Decimal>() > Decimal::ONE_HUNDRED {
        return cursor.refuse(are_no_prizes());
    }
    if !prizes.is_sorted_by(|higher, lower| higher >= lower) {
        return cursor.refuse(rise_downwards());
    }
    Some(prizes)
}

impl Incentive for Ladder {
    fn options(&self, _: Units) -> Vec<(&'static str, Value<'static>)> {
        let prizes = self.prizes.iter().copied().map(percent::write);
        vec![
            ("prizes", Value::List(prizes.collect())),
            ("missing", Value::Text(self.missing.name().into())),
        ]
    }

    fn check(&self) -> Result<(), DivisionError> {
        let sum = self
            .prizes
            .iter()
            .try_fold(Decimal::ZERO, |sum, prize| sum.checked_add(*prize));
        let fits = sum.is_some_and(|sum| sum > Decimal::ZERO && sum <= Decimal::ONE_HUNDRED);
        let positive = self.prizes.iter().all(|prize| *prize > Decimal::ZERO);
        if fits && positive {
            Ok(())
        } else {
            Err(DivisionError::Prizes)
        }
    }

    /// The prize of one's place is the weight. Equal scores share equal prizes; different ones go to whoever reached the
    /// score first.
    fn plan(&self, _: i64, line: &[&Entrant], _: &[CustomerShare]) -> Plan {
        let (prizes, hundred) = weights::percents(&self.prizes);
        let places = places::places(line, &prizes);
        let all: BigUint = prizes.iter().sum();
        let offered = match self.missing {
            Missing::Rescale => all.clone(),
            Missing::RollOver => prizes.iter().take(line.len()).sum(),
        };
        let claim = |place: &usize| match prizes.get(*place) {
            Some(prize) => Claim::Weight(prize.clone()),
            None => Claim::Nothing(Reason::NotAWinner),
        };
        Plan {
            claims: places.iter().map(claim).collect(),
            places,
            portion: Ratio::new(offered, hundred.clone()),
            unclaimed: Ratio::new(all, hundred),
            rest: WhyLeft::OutsidePrizes,
        }
    }

    fn prizes(&self) -> Option<Vec<BigUint>> {
        Some(weights::percents(&self.prizes).0)
    }

    fn weight(&self, rank: i64, _: Points) -> Option<Points> {
        let place = usize::try_from(rank - 1).ok()?;
        let prize = self.prizes.get(place)?;
        Points::fraction(prize.mantissa(), 10_i128.pow(prize.scale())).ok()
    }

    fn rule(&self, who: Message, _: Units) -> Message {
        let prizes = List::of(Join::And, self.prizes.iter().copied().map(Percent));
        match self.missing {
            Missing::Rescale => is_given_in_growing_prizes(prizes, who),
            Missing::RollOver => is_given_in_prizes(prizes, who),
        }
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        let mut lines = Vec::new();
        if view.field.given < view.pool {
            lines.push(prizes_come_to(
                view.money(view.field.given),
                view.money(view.pool),
            ));
        }
        lines.push(prize_of_place(
            view.own.rank,
            view.own.weight.clone(),
            view.field.weight.clone(),
        ));
        lines.push(view.weighted_part());
        lines
    }

    fn because(&self, view: &View<'_>) -> Message {
        won_place(
            view.own.rank,
            points(view.own.score.clone()),
            view.money(view.pool),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{check, entrant, rules};
    use crate::domain::division::{Leftover, distribute};

    fn ladder(percents: &[i64], missing: Missing) -> Ladder {
        Ladder {
            prizes: percents
                .iter()
                .map(|percent| Decimal::new(*percent, 0))
                .collect(),
            missing,
        }
    }

    #[test]
    fn prizes_go_down_the_line_and_the_rest_wins_nothing() {
        check(
            100_001,
            &rules(ladder(&[50, 30, 20], Missing::Rescale)),
            &[(1, 1), (2, 2), (3, 3), (4, 4)],
            &[(4, 50_001), (3, 30_000), (2, 20_000), (1, 0)],
        );
    }

    #[test]
    fn e28_prizes_grow_when_people_are_missing() {
        check(
            100_000,
            &rules(ladder(&[50, 30, 20], Missing::Rescale)),
            &[(1, 9), (2, 8)],
            &[(1, 62_500), (2, 37_500)],
        );
    }

    #[test]
    fn prizes_nobody_is_there_for_may_roll_over() {
        let entrants = [entrant(1, 9), entrant(2, 8)];
        let rules = rules(ladder(&[50, 30, 20], Missing::RollOver));
        let outcome = distribute(100_000, &rules, &entrants, &[]).expect("legal rules");
        let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, [50_000, 30_000]);
        assert_eq!(
            outcome.leftovers,
            [Leftover {
                why: WhyLeft::PrizesUnclaimed,
                amount: 20_000
            }]
        );
    }

    #[test]
    fn what_nobody_takes_is_told_from_what_the_prizes_do_not_cover() {
        let outcome = distribute(
            1_001,
            &rules(ladder(&[50, 30], Missing::RollOver)),
            &[entrant(1, 9)],
            &[],
        );
        let outcome = outcome.expect("legal rules");
        // Half of 1,001 is 501; with the second prize it would be 801.
        assert_eq!(outcome.distributed, 501);
        assert_eq!(
            outcome.leftovers,
            [
                Leftover {
                    why: WhyLeft::PrizesUnclaimed,
                    amount: 300
                },
                Leftover {
                    why: WhyLeft::OutsidePrizes,
                    amount: 200
                }
            ]
        );
    }

    #[test]
    fn what_the_prizes_do_not_cover_is_not_divided() {
        let outcome = distribute(
            1_000,
            &rules(ladder(&[60, 30], Missing::Rescale)),
            &[entrant(1, 9)],
            &[],
        );
        let outcome = outcome.expect("legal rules");
        assert_eq!((outcome.distributed, outcome.rolled_over), (900, 100));
    }

    #[test]
    fn what_is_divided_is_rounded_half_up_before_it_is_split() {
        let divided = |pool, percents: &[i64], people: i64| {
            let entrants: Vec<Entrant> = (1..=people).map(|id| entrant(id, 10 - id)).collect();
            let rules = rules(ladder(percents, Missing::RollOver));
            let outcome = distribute(pool, &rules, &entrants, &[]).expect("legal rules");
            let amounts: Vec<i64> = outcome.allocations.iter().map(|row| row.amount).collect();
            (amounts, outcome.rolled_over)
        };
        assert_eq!(divided(101, &[50, 30, 20], 2), (vec![51, 30], 20));
        assert_eq!(divided(1, &[50], 1), (vec![1], 0));
        assert_eq!(divided(1, &[49], 1), (vec![0], 1));
    }

    #[test]
    fn a_tie_for_different_prizes_is_decided_and_one_for_equal_prizes_shared() {
        let outcome = distribute(
            1_000,
            &rules(ladder(&[50, 25, 25], Missing::Rescale)),
            &[entrant(1, 9), entrant(2, 9), entrant(3, 5), entrant(4, 4)],
            &[],
        );
        let rows: Vec<_> = outcome
            .expect("legal rules")
            .allocations
            .iter()
            .map(|row| (row.collaborator.0, row.rank, row.amount))
            .collect();
        assert_eq!(rows, [(1, 1, 500), (2, 2, 250), (3, 3, 250), (4, 4, 0)]);
    }
}
