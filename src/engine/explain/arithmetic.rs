//! From points to money, line by line, and why in one phrase.

use super::messages::{
    at_most_for_one, because_limited, divided_before, equals, limited, minus, plus, summand,
};
use super::points::{TypePoints, line};
use super::proof::Proof;
use crate::domain::message::{Message, Percent, points};
use crate::domain::points::Points;

/// The lines that lead from events to the amount.
pub fn lines(proof: &Proof, types: &[TypePoints]) -> Vec<Message> {
    let mut lines: Vec<Message> = types
        .iter()
        .map(|row| line(row, &proof.definition))
        .collect();
    lines.push(score(proof, types));
    lines.extend(division(proof));
    lines
}

/// What was divided before, where refunds changed it: a line for each time.
pub fn divisions(proof: &Proof) -> Vec<Message> {
    let before = proof.divisions.iter().take(proof.number);
    before
        .map(|before| divided_before(before.amount, before.pool, points(before.score.clone())))
        .collect()
}

/// "60 + 40 = 100 points of 185 in all"
fn score(proof: &Proof, types: &[TypePoints]) -> Message {
    let own = points(proof.own.score.clone());
    let score = match types {
        [first, others @ ..] if !others.is_empty() => {
            let sum = others
                .iter()
                .fold(summand(first.total.clone()), |sum, row| {
                    if row.total < Points::ZERO {
                        minus(sum, row.total.negate())
                    } else {
                        plus(sum, row.total.clone())
                    }
                });
            equals(sum, own)
        }
        _ => own,
    };
    proof.definition.rules.structure.score(score, &proof.view())
}

/// How the pool was divided, as far as it concerns this one.
fn division(proof: &Proof) -> Vec<Message> {
    let (view, rules) = (proof.view(), &proof.definition.rules);
    let mut lines = Vec::new();
    if let Some(cap) = rules.cap_percent {
        let pool = view.money(proof.pool);
        if proof.own.capped {
            return vec![at_most_for_one(
                Percent(cap),
                pool,
                view.money(proof.own.amount),
            )];
        }
        if proof.field.capped > 0 {
            let rest = view.money(proof.field.divided);
            lines.push(limited(proof.field.capped, Percent(cap), pool, rest));
        }
    }
    lines.extend(rules.structure.lines(&view));
    lines
}

/// What earned the amount, as the end of a sentence: "100 of 185 points in a pool of 2500.00 USD".
pub fn because(proof: &Proof) -> Message {
    let rules = &proof.definition.rules;
    let why = rules.structure.because(&proof.view());
    match rules.cap_percent {
        Some(cap) if proof.own.capped => because_limited(why, Percent(cap)),
        Some(_) | None => why,
    }
}
