//! Why something is claimed from whoever the refunded sales had credited (Q29): what they had of the period, and what they
//! would have had of it without what was refunded.

use serde::Serialize;

use super::proof::Proof;
use super::{Claim, Events, Explanation, SHOWN, pool, words};
use crate::domain::distribution::Distribution;
use crate::domain::ids::DistributionId;
use crate::domain::money::Money;
use crate::domain::obligation::Obligation;
use crate::domain::points::Points;
use crate::engine::Result;
use crate::engine::fold::credited::{ACT, Head, Part, Row};
use crate::store::{Connection, Error as StoreError, ledger, proof::evidence};

/// What somebody had of a period that is final, and would have had without what was refunded since.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct WithoutRefunds {
    /// As it was divided.
    pub divided: Had,
    /// As it would have been.
    pub without: Had,
    /// What they owe back in all.
    pub owed: Money,
    /// What of that was claimed before.
    pub claimed: Money,
    /// The SHA-256 that ends the division in the ledger.
    pub hash: String,
}

/// What somebody had of a period.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Had {
    /// The reward pool.
    pub pool: Money,
    /// The points that counted.
    pub score: Points,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// How much of it.
    pub amount: Money,
}

/// Explains an obligation that claims something, or gives it again, in this manner. Answers whether it is one.
pub fn claimed(
    db: &Connection,
    explanation: &mut Explanation,
    distribution: &Distribution,
    proof: &Proof,
) -> Result<bool> {
    let obligation = &explanation.obligation;
    let Some(found) = find(db, distribution.id, obligation)? else {
        return Ok(false);
    };
    let units = proof.definition.units;
    let money = |minor| Money { minor, units };
    let row = &found.row;
    let divided = Had {
        pool: money(proof.pool),
        score: proof.own.score.clone(),
        share: proof.own.share.clone(),
        amount: money(row.paid),
    };
    let without = Had {
        pool: money(found.pool),
        score: row.points.clone().max(Points::ZERO),
        share: row.share.clone().into_owned(),
        amount: money(row.without),
    };
    let collaborator = obligation.collaborator;
    explanation.pool = Some(pool(proof));
    explanation.score = Some(divided.score.clone());
    explanation.share = Some(divided.share.clone());
    explanation.refunds = evidence::claims_of(db, distribution.id, &found.refunds, units)?;
    let pieces = evidence::clawed_back(db, distribution.id, collaborator, SHOWN)?;
    let total = evidence::count_clawed_back(db, distribution.id, collaborator)?;
    explanation.events = Events {
        items: pieces,
        total,
    };
    let mut lines: Vec<String> = explanation.refunds.iter().map(refunded).collect();
    lines.push(format!("as it was divided: {}", had(&divided)));
    lines.push(format!("without what was refunded: {}", had(&without)));
    let shown = |minor: i64| words::amount(minor, units);
    let owed = row.owed_in_all();
    lines.push(if row.without > row.paid {
        "that is not less, so nothing is owed back; nobody gets more".to_owned()
    } else {
        format!(
            "{} − {} = {} owed back",
            shown(row.paid),
            shown(row.without),
            shown(owed)
        )
    });
    if row.claimed != 0 {
        lines.push(format!(
            "{} − {} claimed before = {}",
            shown(owed),
            shown(row.claimed),
            shown(owed.saturating_sub(row.claimed))
        ));
    }
    explanation.arithmetic = lines;
    explanation.without_refunds = Some(WithoutRefunds {
        divided,
        without,
        owed: money(owed),
        claimed: money(row.claimed),
        hash: found.hash,
    });
    Ok(true)
}

/// The whole of it in one sentence, for the one it concerns.
pub fn said(
    name: &str,
    period: &str,
    minor: i64,
    refunds: &[Claim],
    claim: &WithoutRefunds,
) -> String {
    let amount = words::amount(minor.saturating_abs(), claim.owed.units);
    let Had {
        score,
        amount: left,
        ..
    } = &claim.without;
    let left = words::amount(left.minor, claim.owed.units);
    let points = words::points(score);
    let before = &claim.divided.score;
    if minor < 0 {
        let their_own = if score < before {
            format!("took points back: with {points} instead of {before}")
        } else {
            "made the pool smaller:".to_owned()
        };
        format!(
            "{name} gives back {amount} of {period}, because refunds of that time {their_own} it would have been {left}."
        )
    } else {
        let because = if refunds.iter().any(|refund| refund.undo) {
            "a refund was undone"
        } else {
            "other refunds leave them a larger part of it"
        };
        format!(
            "{name} gets back {amount} of {period}, because {because}: with {points} it would have been {left}."
        )
    }
}

/// A division in the ledger, as one who took part sees it.
struct Found {
    pool: i64,
    refunds: Vec<i64>,
    row: Row<'static>,
    hash: String,
}

fn find(db: &Connection, id: DistributionId, obligation: &Obligation) -> Result<Option<Found>> {
    for line in ledger::numbered_at(db, ACT, &id.to_string(), obligation.created_at)? {
        let head: Head<'_> =
            serde_json::from_str(&line.body).map_err(|error| unreadable(&error))?;
        let mut hash = line.hash;
        let mut row = None;
        for (body, own) in ledger::parts(db, ACT, &line.subject)? {
            hash = own;
            let part: Part<'_> = serde_json::from_str(&body).map_err(|error| unreadable(&error))?;
            if let Part::People(rows) = part {
                let is_own = |row: &&Row<'_>| {
                    row.owed
                        .as_ref()
                        .is_some_and(|owed| owed.id == obligation.id)
                };
                row = row.or_else(|| rows.iter().find(is_own).map(Row::to_owned_row));
            }
        }
        if let Some(row) = row {
            return Ok(Some(Found {
                pool: head.pool,
                refunds: head.refunds,
                row,
                hash,
            }));
        }
    }
    Ok(None)
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Inconsistent(format!("a claim in the ledger does not read: {error}"))
}

fn refunded(refund: &Claim) -> String {
    let Claim {
        source,
        external_id,
        refund_id,
        undo,
        amount,
        ..
    } = refund;
    let of = format!("refund {refund_id} of {source} {external_id}");
    match (amount.minor, undo) {
        (0, false) => format!("{of} took points back, and no sales that the pool had counted"),
        (0, true) => format!("{of} was undone, which gave points again"),
        (minor, _) => {
            let what = if minor < 0 {
                "given again"
            } else {
                "given back"
            };
            let sum = words::amount(minor.saturating_abs(), amount.units);
            format!("{sum} of sales {what} by {of}")
        }
    }
}

fn had(had: &Had) -> String {
    format!(
        "{}, {} of {} = {}",
        words::points(&had.score),
        had.share,
        words::amount(had.pool.minor, had.pool.units),
        words::amount(had.amount.minor, had.amount.units)
    )
}
