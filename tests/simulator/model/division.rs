//! The division of a pool.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::script::{Rules, Structure};

pub fn whole(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// Rounds half away from zero.
pub fn rounded(exact: &BigRational) -> i64 {
    exact.round().to_integer().to_i64().expect("a small sum")
}

/// Rounds each part down and gives the remaining units, one each, to the largest remainders; of equal ones, to the earlier.
pub fn split(total: i64, weights: &[BigRational]) -> Vec<i64> {
    let sum: BigRational = weights.iter().sum();
    if !sum.is_positive() {
        return vec![0; weights.len()];
    }
    let exact: Vec<BigRational> = weights
        .iter()
        .map(|w| whole(total.abs()) * w / &sum)
        .collect();
    let mut parts: Vec<i64> = exact
        .iter()
        .map(|e| e.floor().to_integer().to_i64().expect("a part"))
        .collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().cmp(&exact[*a].fract()).then(a.cmp(b)));
    let left = total.abs() - parts.iter().sum::<i64>();
    for index in order
        .into_iter()
        .take(usize::try_from(left).expect("not negative"))
    {
        parts[index] += 1;
    }
    parts.iter().map(|part| part * total.signum()).collect()
}

pub struct Entrant {
    pub id: i64,
    pub score: BigRational,
    /// When the score was first reached.
    pub reached: i64,
}

/// What one customer paid, and whom they engaged with.
#[derive(Debug, Default, Clone, PartialEq, PartialOrd)]
pub struct Customer {
    pub money: BigRational,
    pub engaged: BTreeMap<i64, BigRational>,
}

pub struct Divided {
    pub parts: Vec<(i64, i64)>,
    /// Unclaimed prizes, if the rules say that they roll over.
    pub unclaimed: i64,
    /// Everything else that no one got.
    pub left: i64,
    /// Why no one got a cent although someone qualified.
    pub too_little: Option<&'static str>,
}

/// Divides a pool among entrants in the order of their scores. `persons` are for the user-centric pool; the last of them is
/// for purchases without a customer.
pub fn divide(rules: &Rules, pool: i64, line: &[Entrant], persons: &[Customer]) -> Divided {
    let weights = weights(rules, line, persons);
    let anybody = weights.iter().any(Signed::is_positive);
    let offered = if anybody {
        offered(rules, pool, line, &weights)
    } else {
        0
    };
    let cap = rules.cap_permille.map(|cap| pool * cap / 1_000);
    let parts = capped(offered, cap, weights);
    let given: i64 = parts.iter().sum();
    let unclaimed = match &rules.structure {
        Structure::Ladder(prizes, true) if anybody => part_of(pool, prizes.iter().sum()) - offered,
        _ => 0,
    };
    Divided {
        parts: line.iter().map(|one| one.id).zip(parts).collect(),
        unclaimed,
        left: pool - given - unclaimed,
        too_little: match (anybody && given == 0, offered) {
            (false, _) => None,
            (true, 0) => Some("less_than_one_unit"),
            (true, _) => Some("cap_below_one_unit"),
        },
    }
}

/// The weights of the entrants.
fn weights(rules: &Rules, line: &[Entrant], persons: &[Customer]) -> Vec<BigRational> {
    let best = line.first().map(|one| &one.score);
    // Equal scores are in the order in which they were reached.
    let mut ranking: Vec<usize> = (0..line.len()).collect();
    ranking.sort_by(|a, b| {
        let (a, b) = (&line[*a], &line[*b]);
        b.score
            .cmp(&a.score)
            .then(a.reached.cmp(&b.reached))
            .then(a.id.cmp(&b.id))
    });
    let prizes = |prizes: &[i64]| {
        let mut weights = vec![BigRational::zero(); line.len()];
        for (index, prize) in ranking.iter().zip(prizes) {
            weights[*index] = whole(*prize);
        }
        weights
    };
    match &rules.structure {
        Structure::Shared => vec![whole(1); line.len()],
        Structure::Weighted => line.iter().map(|one| one.score.clone()).collect(),
        Structure::TopFirst => prizes(&[1]),
        Structure::TopSplit => line
            .iter()
            .map(|one| whole(i64::from(Some(&one.score) == best)))
            .collect(),
        Structure::Ladder(percents, _) => prizes(percents),
        Structure::Bonus(score, _) => line
            .iter()
            .map(|one| whole(i64::from(one.score >= whole(*score))))
            .collect(),
        Structure::UserCentric => user_centric(line, persons),
    }
}

/// Each customer's money goes to those whom the customer engaged with. The money of customers who engaged with no entrant is
/// divided by score, and so is everything if no customer paid anything.
fn user_centric(line: &[Entrant], persons: &[Customer]) -> Vec<BigRational> {
    let mut weights = vec![BigRational::zero(); line.len()];
    let mut by_score = BigRational::zero();
    let mut anything = false;
    for person in persons.iter().filter(|person| person.money.is_positive()) {
        anything = true;
        let engaged: Vec<BigRational> = line
            .iter()
            .map(|one| person.engaged.get(&one.id).cloned().unwrap_or_default())
            .map(|points| points.max(BigRational::zero()))
            .collect();
        let sum: BigRational = engaged.iter().sum();
        if sum.is_positive() {
            for (weight, points) in weights.iter_mut().zip(engaged) {
                *weight += &person.money * points / &sum;
            }
        } else {
            by_score += &person.money;
        }
    }
    if !anything {
        by_score = whole(1);
    }
    let scores: BigRational = line.iter().map(|one| &one.score).sum();
    for (weight, one) in weights.iter_mut().zip(line) {
        *weight += &by_score * &one.score / &scores;
    }
    weights
}

/// How much of the pool is divided.
fn offered(rules: &Rules, pool: i64, line: &[Entrant], weights: &[BigRational]) -> i64 {
    match &rules.structure {
        Structure::Ladder(prizes, roll_over) => {
            let takers = if *roll_over { line.len() } else { prizes.len() };
            part_of(pool, prizes.iter().take(takers).sum())
        }
        Structure::Bonus(_, amount) => {
            let reached = weights.iter().filter(|weight| weight.is_positive());
            let reached = i64::try_from(reached.count()).expect("a few");
            pool.min(amount * reached)
        }
        _ => pool,
    }
}

fn part_of(pool: i64, percent: i64) -> i64 {
    rounded(&(whole(pool) * whole(percent) / whole(100)))
}

/// Divides under a cap per collaborator; the excess is shared among the others.
fn capped(offered: i64, cap: Option<i64>, mut weights: Vec<BigRational>) -> Vec<i64> {
    let Some(cap) = cap else {
        return split(offered, &weights);
    };
    let mut parts = vec![0; weights.len()];
    let mut left = offered;
    loop {
        let sum: BigRational = weights.iter().sum();
        let over =
            |weight: &BigRational| weight.is_positive() && whole(left) * weight / &sum > whole(cap);
        let Some(index) = weights.iter().position(over) else {
            break;
        };
        weights[index] = BigRational::zero();
        parts[index] = cap;
        left -= cap;
    }
    for (part, more) in parts.iter_mut().zip(split(left, &weights)) {
        *part += more;
    }
    parts
}
