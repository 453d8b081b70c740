//! Why something is claimed from whoever the refunded sales had credited (Q29): what they had of the period, and what they
//! would have had of it without what was refunded.

use serde::Serialize;

use super::messages::{
    as_divided, gets_back_larger_part, gets_back_points_undone, gives_back_points,
    gives_back_smaller_pool, had, less_claimed_before, nothing_owed_back, owed_back,
    points_restored, points_taken_back, refunded, sales_restored, without_refunds,
};
use super::proof::Proof;
use super::{Claim, Events, Explanation, SHOWN, pool};
use crate::domain::distribution::Distribution;
use crate::domain::ids::DistributionId;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::{Message, points};
use crate::domain::money::Money;
use crate::domain::obligation::Obligation;
use crate::domain::points::Points;
use crate::engine::Result;
use crate::engine::clawback::credited::{Head, Part, Row};
use crate::store::{Error as StoreError, Read, ledger, proof::evidence};

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
    db: &Read<'_>,
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
    let mut lines: Vec<Message> = explanation.refunds.iter().map(refund_line).collect();
    lines.push(as_divided(had_line(&divided)));
    lines.push(without_refunds(had_line(&without)));
    let owed = row.owed_in_all();
    lines.push(if row.without > row.paid {
        nothing_owed_back()
    } else {
        owed_back(money(row.paid), money(row.without), money(owed))
    });
    if row.claimed != 0 {
        let rest = money(owed.saturating_sub(row.claimed));
        lines.push(less_claimed_before(money(owed), money(row.claimed), rest));
    }
    explanation.arithmetic_messages = lines;
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
    name: String,
    period: Message,
    minor: i64,
    refunds: &[Claim],
    claim: &WithoutRefunds,
) -> Message {
    let amount = Money {
        minor: minor.saturating_abs(),
        units: claim.owed.units,
    };
    let (score, left) = (&claim.without.score, claim.without.amount);
    let before = &claim.divided.score;
    let with = points(score.clone());
    if minor < 0 {
        if score < before {
            gives_back_points(name, amount, period, with, before.clone(), left)
        } else {
            gives_back_smaller_pool(name, amount, period, left)
        }
    } else if refunds.iter().any(|refund| refund.undo) {
        gets_back_points_undone(name, amount, period, with, left)
    } else {
        gets_back_larger_part(name, amount, period, with, left)
    }
}

/// A division in the ledger, as one who took part sees it.
struct Found {
    pool: i64,
    refunds: Vec<i64>,
    row: Row<'static>,
    hash: String,
}

fn find(db: &Read<'_>, id: DistributionId, obligation: &Obligation) -> Result<Option<Found>> {
    for line in ledger::numbered_at(
        db,
        LedgerAct::Credited,
        &id.to_string(),
        obligation.created_at,
    )? {
        let head: Head<'_> =
            serde_json::from_str(&line.body).map_err(|error| unreadable(&error))?;
        let mut hash = line.hash;
        let mut row = None;
        for (body, own) in ledger::parts(db, LedgerAct::Credited, &line.subject)? {
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

/// What a refund, or its undoing, changed.
pub fn refund_line(refund: &Claim) -> Message {
    let amount = Money {
        minor: refund.amount.minor.saturating_abs(),
        ..refund.amount
    };
    let (id, source) = (refund.refund_id.clone(), refund.source.clone());
    let sale = refund.external_id.clone();
    match refund.amount.minor {
        0 if refund.undo => points_restored(id, source, sale),
        0 => points_taken_back(id, source, sale),
        ..0 => sales_restored(amount, id, source, sale),
        1.. => refunded(amount, id, source, sale),
    }
}

fn had_line(one: &Had) -> Message {
    had(
        points(one.score.clone()),
        one.share.clone(),
        one.pool,
        one.amount,
    )
}
