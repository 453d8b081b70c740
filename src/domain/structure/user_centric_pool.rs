//! Each customer's own money among those the customer engaged with, then summed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::{Claim, Incentive, Plan, View, places, weights};
use crate::domain::division::entrants::Entrant;
use crate::domain::ids::CollaboratorId;
use crate::domain::input::Fields;
use crate::domain::kind::Kind;
use crate::domain::message::{Message, messages};
use crate::domain::money::Money;
use crate::domain::points::Points;
use crate::domain::units::Units;

messages! {
    /// How a pool is divided; a sum of money stands before it, such as "100.00 USD". `who` is an audience, such as "all collaborators".
    is_shared_by_customer(who: Message) = "is shared among {who}: each customer's money among those the customer engaged with";
    /// A line of a calculation.
    customers_money() = "each customer's money goes to those the customer engaged with, by their points";
    /// A line of a calculation. `share` is a number from 0 to 1.
    share_of_pool(share: String, pool: Money, amount: Money) = "{share} of {pool} = {amount}";
    /// Why somebody earned an amount.
    customers_brought(pool: Money) = "what customers who engaged with their work brought to a pool of {pool}";
}

/// Each customer's own money among those the customer engaged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserCentricPool;

/// Up to this size a common multiple of all the customers' totals is used, and every weight is exact. That covers any
/// mix of whole totals up to about 2,800 points.
const EXACT_BITS: u64 = 4_096;

/// Beyond it customers are divided in units of 2^-512 of their money, because a common multiple would grow with the
/// number of customers and the cost with its square. Only fractions of a unit of currency that agree in some hundred
/// digits can be taken for each other then.
const FINE_BITS: u32 = 512;

/// What one customer brought into the pool and whom that customer engaged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerShare {
    /// The customer's money, as a weight: any unit, the same for all customers. Less than zero counts as zero. Money
    /// that is no customer's is a share of its own without engagements.
    pub amount: i128,
    /// Points by collaborator. Several for the same one are added first, whatever their denominators: points taken back
    /// of a split lessen whole ones. Only a sum below zero counts as zero.
    pub engagements: Vec<(CollaboratorId, Points)>,
}

impl CustomerShare {
    fn money(&self) -> BigUint {
        BigUint::from(self.amount.max(0).unsigned_abs())
    }
}

/// Money, and the contenders (by their index in the line) it is divided among in proportion to `parts`.
struct Account {
    money: BigUint,
    parts: Vec<(usize, BigUint)>,
    total: BigUint,
}

impl Account {
    /// `None` where there is no money, or nobody to divide it among.
    fn new(money: BigUint, engagements: &[(usize, Points)]) -> Option<Account> {
        if money.is_zero() || engagements.is_empty() {
            return None;
        }
        let points = weights::integers(engagements.iter().map(|(_, points)| points));
        let total = points.iter().sum();
        let parts = engagements
            .iter()
            .map(|(index, _)| *index)
            .zip(points)
            .collect();
        Some(Account {
            money,
            parts,
            total,
        })
    }

    fn of_customer(
        customer: &CustomerShare,
        line_index: &HashMap<CollaboratorId, usize>,
    ) -> Option<Account> {
        let mut sums: BTreeMap<usize, Points> = BTreeMap::new();
        for (collaborator, points) in &customer.engagements {
            if let Some(index) = line_index.get(collaborator) {
                let sum = sums.entry(*index).or_default();
                *sum = sum.plus(points);
            }
        }
        let engagements: Vec<(usize, Points)> = sums
            .into_iter()
            .filter(|(_, points)| points.is_positive())
            .collect();
        Account::new(customer.money(), &engagements)
    }
}

impl Kind for UserCentricPool {
    const NAME: &'static str = "user_centric_pool";
    const ABOUT: &'static str =
        "the money of each customer is divided among those who earned points from this customer";

    fn read(_: &mut Fields<'_, '_>, _: Units) -> Option<Self> {
        Some(UserCentricPool)
    }
}

impl Incentive for UserCentricPool {
    fn plan(&self, _: i64, line: &[&Entrant], customers: &[CustomerShare]) -> Plan {
        let claims = carried(line, customers)
            .into_iter()
            .map(Claim::Weight)
            .collect();
        Plan::of_all(claims, places::places(line, &[]))
    }

    fn needs_customers(&self) -> bool {
        true
    }

    fn weight(&self, _: i64, score: Points) -> Option<Points> {
        Some(score)
    }

    fn rule(&self, who: Message, _: Units) -> Message {
        is_shared_by_customer(who)
    }

    fn lines(&self, view: &View<'_>) -> Vec<Message> {
        let (own, pool) = (view.own, view.money(view.pool));
        vec![
            customers_money(),
            share_of_pool(own.share.clone(), pool, view.money(own.amount)),
        ]
    }

    fn because(&self, view: &View<'_>) -> Message {
        customers_brought(view.money(view.pool))
    }
}

/// The weight is the money that customers' points carry to a contender. The money of customers who engaged with no
/// contender is divided like a performance weighted pool, and so is everything where no customer brought any.
fn carried(line: &[&Entrant], customers: &[CustomerShare]) -> Vec<BigUint> {
    let line_index: HashMap<CollaboratorId, usize> = line
        .iter()
        .enumerate()
        .map(|(index, entrant)| (entrant.collaborator, index))
        .collect();
    // Made twice, once for the totals and once for the parts, so that they are never all in memory.
    let account_of = |customer: &CustomerShare| Account::of_customer(customer, &line_index);

    let mut totals = BTreeSet::new();
    let mut without_account = BigUint::ZERO;
    for customer in customers {
        match account_of(customer) {
            Some(account) => {
                totals.insert(account.total);
            }
            None => without_account += customer.money(),
        }
    }
    if totals.is_empty() && without_account.is_zero() {
        without_account = BigUint::one();
    }
    let scores: Vec<(usize, Points)> = line
        .iter()
        .map(|entrant| entrant.score.clone())
        .enumerate()
        .collect();
    let by_score = Account::new(without_account, &scores);
    totals.extend(by_score.iter().map(|account| account.total.clone()));

    let unit = unit_for(&totals);
    let mut carried = vec![BigUint::ZERO; line.len()];
    for account in customers.iter().filter_map(account_of).chain(by_score) {
        let per_point = &unit * account.money / account.total;
        for (index, points) in account.parts {
            carried[index] += &per_point * points;
        }
    }
    carried
}

/// How many parts a unit of a customer's money is cut into, so that the share of one point is a whole number of them.
fn unit_for(totals: &BTreeSet<BigUint>) -> BigUint {
    let mut common = BigUint::one();
    for total in totals {
        // The remainder first: a greatest common divisor of a long and a short number is slow.
        let shared = (&common % total).gcd(total);
        common *= total / shared;
        if common.bits() > EXACT_BITS {
            return BigUint::one() << FINE_BITS;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::{entrant, rules};
    use crate::domain::division::{Standing, distribute};

    fn customer(amount: i128, engagements: &[(i64, i64)]) -> CustomerShare {
        let engagements = engagements
            .iter()
            .map(|(id, points)| (CollaboratorId(*id), Points::whole(*points)))
            .collect();
        CustomerShare {
            amount,
            engagements,
        }
    }

    /// The amounts by id, from 1 on.
    fn check(pool: i64, entrants: &[Entrant], customers: &[CustomerShare], expected: &[i64]) {
        let outcome =
            distribute(pool, &rules(UserCentricPool), entrants, customers).expect("legal rules");
        let mut rows = outcome.allocations;
        rows.sort_by_key(|row| row.collaborator);
        let amounts: Vec<i64> = rows.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, expected);
    }

    #[test]
    fn e29_each_customer_pays_those_they_learned_from() {
        check(
            2_000,
            &[entrant(1, 200), entrant(2, 300)],
            &[
                customer(1_000, &[(1, 100)]),
                customer(1_000, &[(2, 300), (1, 100)]),
            ],
            &[1_250, 750],
        );
    }

    #[test]
    fn money_of_customers_without_anyone_is_divided_by_score() {
        check(
            2_000,
            &[entrant(1, 200), entrant(2, 300)],
            &[customer(1_000, &[(1, 100)]), customer(1_000, &[(9, 5)])],
            &[1_400, 600],
        );
        check(500, &[entrant(1, 200), entrant(2, 300)], &[], &[200, 300]);
        check(
            500,
            &[entrant(1, 200), entrant(2, 300)],
            &[customer(-7, &[(1, 1)])],
            &[200, 300],
        );
    }

    #[test]
    fn money_goes_to_the_others_where_someone_is_left_out() {
        let inactive = Entrant {
            standing: Standing::Inactive,
            ..entrant(2, 300)
        };
        check(
            1_000,
            &[entrant(1, 200), inactive],
            &[customer(1_000, &[(1, 100), (2, 300)])],
            &[1_000, 0],
        );
    }

    #[test]
    fn points_taken_back_of_a_split_lessen_whole_ones() {
        let half = |numer| Points::fraction(numer, 2).expect("a legal fraction");
        let customer = |engagements: &[(i64, Points)]| CustomerShare {
            amount: 90,
            engagements: engagements
                .iter()
                .map(|(id, points)| (CollaboratorId(*id), points.clone()))
                .collect(),
        };
        let entrants = [entrant(1, 3), entrant(2, 6)];
        // 4 points less 2/2 and 6 points are 3 to 6.
        let netted = customer(&[(1, Points::whole(4)), (1, half(-2)), (2, Points::whole(6))]);
        check(90, &entrants, &[netted], &[30, 60]);
        // 1 point less 3/2 is below zero, and zero then.
        let below = customer(&[(1, half(-3)), (1, Points::whole(1)), (2, Points::whole(6))]);
        check(90, &entrants, &[below], &[0, 90]);
    }

    #[test]
    fn equal_fractions_are_recognised_across_customers() {
        // Half a unit each: for id 1 as a third and a sixth, for id 2 in one piece. The higher score takes the unit.
        let customers = [
            customer(1, &[(1, 1), (3, 2)]),
            customer(1, &[(1, 1), (3, 5)]),
            customer(1, &[(2, 1), (3, 1)]),
        ];
        check(
            3,
            &[entrant(1, 9), entrant(2, 8), entrant(3, 7)],
            &customers,
            &[1, 0, 2],
        );
    }

    #[test]
    fn units_are_exact_as_long_as_that_is_affordable() {
        let unit =
            |totals: std::ops::RangeInclusive<u32>| unit_for(&totals.map(BigUint::from).collect());
        assert_eq!(unit(4..=6), BigUint::from(60_u8));
        let largest = unit(1..=2_800);
        assert!((1..=2_800_u32).all(|total| (&largest % total).is_zero()));
        assert_eq!(unit(1..=3_000), BigUint::one() << FINE_BITS);
    }

    #[test]
    fn very_many_different_totals_still_sum_to_the_pool() {
        let customers: Vec<CustomerShare> = (1..=5_000)
            .map(|total| customer(10, &[(1, 1), (2, total)]))
            .collect();
        let outcome = distribute(
            50_000,
            &rules(UserCentricPool),
            &[entrant(1, 1), entrant(2, 1)],
            &customers,
        );
        let outcome = outcome.expect("legal rules");
        // Ten times the sum of 1 / (total + 1), which is 80.9: (ln 5001 + 0.5772 - 1) * 10.
        assert_eq!(
            outcome
                .allocations
                .iter()
                .map(|row| row.amount)
                .collect::<Vec<_>>(),
            [81, 49_919]
        );
    }
}
