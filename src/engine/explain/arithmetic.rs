//! From points to money, line by line, and in one sentence.

use num_integer::Integer;
use num_traits::Zero;

use super::points::{TypePoints, line};
use super::proof::Proof;
use super::words;
use crate::domain::points::Points;
use crate::domain::structure::{Structure, Tie};

/// The lines that lead from events to the amount.
pub fn lines(proof: &Proof, types: &[TypePoints]) -> Vec<String> {
    let mut lines: Vec<String> = types
        .iter()
        .map(|row| line(row, &proof.definition))
        .collect();
    lines.push(score(proof, types));
    lines.extend(division(proof));
    lines
}

/// What was divided before, where refunds changed it: a line for each time.
pub fn divisions(proof: &Proof) -> Vec<String> {
    let before = proof.divisions.iter().take(proof.number);
    before
        .map(|before| {
            format!(
                "before refunds changed it: {} of a pool of {} for {}",
                words::amount(before.amount.minor, before.amount.units),
                words::amount(before.pool.minor, before.pool.units),
                words::points(&before.score),
            )
        })
        .collect()
}

/// "60 + 40 = 100 points of 185 in all"
fn score(proof: &Proof, types: &[TypePoints]) -> String {
    let mut sum = String::new();
    if types.len() > 1 {
        for row in types {
            if sum.is_empty() {
                sum = row.total.to_string();
            } else if row.total < Points::ZERO {
                sum = format!("{sum} - {}", row.total.negate());
            } else {
                sum = format!("{sum} + {}", row.total);
            }
        }
        sum.push_str(" = ");
    }
    let own = words::points(&proof.own.score);
    match proof.definition.rules.structure {
        Structure::PerformanceWeightedPool => {
            format!("{sum}{own} of {} in all", proof.field.points)
        }
        Structure::SharedEngagementPool
        | Structure::TopScoreWins { .. }
        | Structure::Ladder { .. }
        | Structure::TargetBonus { .. }
        | Structure::UserCentricPool => format!("{sum}{own}"),
    }
}

/// How the pool was divided, as far as it concerns this one.
fn division(proof: &Proof) -> Vec<String> {
    let (own, field) = (&proof.own, &proof.field);
    let units = proof.definition.units;
    let amount = |minor| words::amount(minor, units);
    let mut lines = Vec::new();
    let cap = proof
        .definition
        .rules
        .cap_percent
        .map(|percent| percent.normalize());
    if let (Some(cap), true) = (cap, own.capped) {
        lines.push(format!(
            "at most {cap} % of {} for one = {}",
            amount(proof.pool),
            amount(own.amount)
        ));
        return lines;
    }
    if let (Some(cap), true) = (cap, field.capped > 0) {
        lines.push(format!(
            "{} held down to {cap} % of {}: that leaves {} to the others",
            field.capped,
            amount(proof.pool),
            amount(field.divided)
        ));
    }
    let others = field.count - field.capped;
    let equal = || part(proof, &amount(field.divided), &format!("/ {others}"));
    let weighted = || {
        part(
            proof,
            &format!("{} / {}", own.weight, field.weight),
            &format!("× {}", amount(field.divided)),
        )
    };
    match &proof.definition.rules.structure {
        Structure::SharedEngagementPool => {
            lines.push(format!("{others} who scored have equal parts"));
            lines.push(equal());
        }
        Structure::PerformanceWeightedPool => lines.push(weighted()),
        Structure::TopScoreWins { tie } => {
            lines.push(highest(proof, *tie));
            lines.push(if others == 1 {
                format!("all of {}", amount(field.divided))
            } else {
                equal()
            });
        }
        Structure::Ladder { .. } => {
            if field.given < proof.pool {
                lines.push(format!(
                    "the prizes come to {} of {}",
                    amount(field.given),
                    amount(proof.pool)
                ));
            }
            lines.push(format!(
                "place {} takes {} of {} % in prizes",
                own.rank, own.weight, field.weight
            ));
            lines.push(weighted());
        }
        Structure::TargetBonus {
            score,
            amount: bonus,
        } => {
            let needed = i128::from(*bonus) * i128::from(others);
            lines.push(format!(
                "the target of {} is reached by {others}",
                words::points(score)
            ));
            if needed <= i128::from(field.divided) {
                lines.push(format!("each takes {}", amount(*bonus)));
            } else {
                lines.push(format!("{} for each is more than there is", amount(*bonus)));
                lines.push(equal());
            }
        }
        Structure::UserCentricPool => {
            lines.push(
                "each customer's money goes to those the customer engaged with, by their points"
                    .to_owned(),
            );
            lines.push(format!(
                "{} of {} = {}",
                own.share,
                amount(proof.pool),
                amount(own.amount)
            ));
        }
    }
    lines
}

fn highest(proof: &Proof, tie: Tie) -> String {
    let score = words::points(&proof.own.score);
    match tie {
        Tie::First if proof.field.beaten > 0 => {
            format!("{score} is the highest score, and was reached first")
        }
        Tie::Split if proof.field.count > 1 => {
            format!("{score} is the highest score, of {}", proof.field.count)
        }
        Tie::First | Tie::Split => format!("{score} is the highest score"),
    }
}

/// "100 / 185 × 2500.00 USD = 1351.35 USD (rounded by largest remainder)"
fn part(proof: &Proof, left: &str, right: &str) -> String {
    let amount = words::amount(proof.own.amount, proof.definition.units);
    let rounded = if is_exact(proof) {
        ""
    } else {
        " (rounded by largest remainder)"
    };
    format!("{left} {right} = {amount}{rounded}")
}

/// Whether the part of what was divided is a whole number of units.
fn is_exact(proof: &Proof) -> bool {
    let (own, all) = (&proof.own.weight, &proof.field.weight);
    let numer = own.numer() * all.denom() * proof.field.divided;
    let denom = own.denom() * all.numer();
    !denom.is_zero() && numer.is_multiple_of(&denom)
}

/// What earned the amount, as the end of a sentence: "100 of 185 points in a pool of 2500.00 USD".
pub fn because(proof: &Proof) -> String {
    let (own, field) = (&proof.own, &proof.field);
    let units = proof.definition.units;
    let pool = words::amount(proof.pool, units);
    let score = words::points(&own.score);
    let why = match &proof.definition.rules.structure {
        Structure::SharedEngagementPool if field.count == 1 => {
            format!("nobody else scored in a pool of {pool}")
        }
        Structure::SharedEngagementPool => {
            format!(
                "one of {} who scored and share a pool of {pool} equally",
                field.count
            )
        }
        Structure::PerformanceWeightedPool => {
            format!(
                "{} of {} in a pool of {pool}",
                own.score,
                words::points(&field.points)
            )
        }
        Structure::TopScoreWins { .. } if field.count == 1 => {
            format!("{score}, the highest score, in a pool of {pool}")
        }
        Structure::TopScoreWins { .. } => {
            format!(
                "{score}, the highest score, which {} have, in a pool of {pool}",
                field.count
            )
        }
        Structure::Ladder { .. } => format!("place {} with {score} in a pool of {pool}", own.rank),
        Structure::TargetBonus { score: target, .. } => {
            format!("{score}, and the target is {target}, in a pool of {pool}")
        }
        Structure::UserCentricPool => {
            format!("what customers who engaged with their work brought to a pool of {pool}")
        }
    };
    match proof.definition.rules.cap_percent {
        Some(cap) if own.capped => {
            format!("{why}, of which one can have at most {} %", cap.normalize())
        }
        Some(_) | None => why,
    }
}
