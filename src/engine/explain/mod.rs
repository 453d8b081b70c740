//! Why somebody is owed an amount: amount → share → points → events, in data and in one sentence.
//! Writes nothing.
//!
//! The pool, the rules and everybody's part come from the ledger's snapshot, which is the proof; the
//! events from what was counted. A correction explains itself and what it corrects.

mod arithmetic;
mod credited;
mod messages;
mod period;
mod points;
mod proof;
mod summary;

use serde::Serialize;

use super::calls::{Call, Entry, Given, Refusal, Run};
use super::{Error, Ledger, Result, Row, hold, row};
use crate::domain::distribution::{Distribution, PeriodRow};
use crate::domain::distributor::sentence;
use crate::domain::ids::{DistributionId, DistributorId, ObligationId};
use crate::domain::input::{Cursor, Value, number};
use crate::domain::instant::Instant;
use crate::domain::message::Message;
use crate::domain::money::Money;
use crate::domain::obligation::{Obligation, ObligationKind};
use crate::domain::points::Points;
use crate::domain::units::Units;
use crate::store::lists::find::one;
use crate::store::proof::evidence::{self, Claim, Evidence};
use crate::store::{Error as StoreError, Read, distributions};
use credited::WithoutRefunds;
pub use messages::MESSAGES;
use messages::{less_other_steps, part_of_change, pool_changes};
use points::TypePoints;
use proof::{Division, Proof};
use summary::{is_clawback, said};

/// How many events are shown.
const SHOWN: i64 = 100;

/// Why an amount is owed. What does not concern it is null or empty.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Explanation {
    /// The row.
    pub obligation: Obligation,
    /// The distribution behind it.
    pub distribution: Option<Behind>,
    /// The rule it followed.
    pub rule: Option<Rule>,
    /// The pool that was divided.
    pub pool: Option<Pool>,
    /// The points that counted.
    pub score: Option<Points>,
    /// The rank, from 1.
    pub rank: Option<i64>,
    /// Part of the pool, with six decimals.
    pub share: Option<String>,
    /// What each type of event brought.
    pub points: Vec<TypePoints>,
    /// The calculation, line by line, in English.
    pub arithmetic: Vec<String>,
    /// The same lines, to be worded in another language.
    pub arithmetic_messages: Vec<Message>,
    /// Every time the pool was divided, as refunds changed it before anything was payable; empty where that was once.
    pub divisions: Vec<Division>,
    /// The newest of the events behind the points, and how many there are.
    pub events: Events,
    /// The refunds that claim it back.
    pub refunds: Vec<Claim>,
    /// What they had of the period and would have had without those, where it is claimed from those whose points were
    /// taken back.
    pub without_refunds: Option<WithoutRefunds>,
    /// The explanation of the obligation it corrects or stands in for.
    pub because: Option<Box<Explanation>>,
    /// Who holds it by hand, and who ended that.
    pub hold: Option<Hold>,
    /// All of it in one English sentence.
    pub sentence: String,
    /// The same sentence, to be worded in another language.
    pub sentence_message: Option<Message>,
}

/// That somebody holds an obligation by hand, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Hold {
    /// The reason.
    pub reason: String,
    /// Who, as the caller calls people.
    pub by: Option<String>,
    /// Whether it can be paid again.
    pub ended: bool,
    /// Who ended it.
    pub ended_by: Option<String>,
}

/// The distribution behind an obligation.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Behind {
    /// Its number.
    pub id: DistributionId,
    /// The distributor.
    pub distributor: DistributorId,
    /// For which period.
    pub period: PeriodRow,
    /// By which version of the rules.
    pub version: i64,
    /// The SHA-256 that ends its snapshot in the ledger.
    pub hash: Option<String>,
}

/// The rule an obligation follows from.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Rule {
    /// Its version.
    pub version: i64,
    /// All of it in one English sentence.
    pub sentence: String,
    /// The same sentence, to be worded in another language.
    pub sentence_message: Message,
    /// How the pool is divided, as it is given when saved.
    pub structure: Value<'static>,
}

/// A divided pool.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Pool {
    /// The amount.
    pub amount: Money,
    /// The currency, or `points`.
    pub currency: Units,
    /// What filled it.
    pub sources: serde_json::Value,
}

/// The newest events and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
pub struct Events {
    /// Newest first.
    pub items: Vec<Evidence>,
    /// In all.
    pub total: i64,
}

/// The call.
pub const ENTRY: Entry =
    Entry::question::<Explain>().refused_for(&[(Refusal::NotFound, "there is no such obligation")]);

/// Explains an obligation.
#[derive(Debug)]
pub struct Explain;

impl Call for Explain {
    const NAME: &'static str = "explain";
    const ABOUT: &'static str = "Why an amount is owed: amount, share, points, events. What does not concern the obligation is null \
        or empty.";
    type Arguments<'v> = ObligationId;
    type Answer = Explanation;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<ObligationId> {
        cursor.object(|fields| {
            let id = fields.required("obligation", "the number of the obligation", number);
            id.map(ObligationId)
        })
    }
}

impl Run for Explain {
    fn run(ledger: &Ledger, id: ObligationId, _: Instant) -> Result<Explanation> {
        explain(ledger, id)
    }
}

/// Explains an obligation.
pub fn explain(ledger: &Ledger, id: ObligationId) -> Result<Explanation> {
    ledger.read_apart(|db| of(db, id))
}

fn of(db: &Read<'_>, id: ObligationId) -> Result<Explanation> {
    let obligation = row::obligation(db, id)?.ok_or(Error::NotFound(Row::Obligation, id.0))?;
    let because = match obligation.corrects {
        // What corrects is newer than what it corrects, so this ends.
        Some(old) if old < id => Some(Box::new(of(db, old)?)),
        Some(old) => {
            return Err(StoreError::Inconsistent(format!("obligation {id} corrects {old}")).into());
        }
        None => None,
    };
    let name = row::collaborator(db, obligation.collaborator)?.map_or_else(
        || format!("Collaborator {}", obligation.collaborator),
        |row| row.name,
    );
    let distribution = match obligation.distribution {
        Some(id) => one(db, &distributions::LISTING, id.0, distributions::row)?,
        None => None,
    };
    let proof = match &distribution {
        Some(distribution) => {
            Proof::read(db, distribution, obligation.collaborator, obligation.id)?
        }
        None => None,
    };
    let mut explanation = Explanation {
        obligation,
        distribution: distribution.as_ref().map(behind),
        rule: None,
        pool: None,
        score: None,
        rank: None,
        share: None,
        points: Vec::new(),
        arithmetic: Vec::new(),
        arithmetic_messages: Vec::new(),
        divisions: Vec::new(),
        events: Events::default(),
        refunds: Vec::new(),
        without_refunds: None,
        because,
        hold: None,
        sentence: String::new(),
        sentence_message: None,
    };
    match (explanation.obligation.kind, &distribution, &proof) {
        (ObligationKind::Distribution, Some(distribution), Some(proof)) => {
            divided(db, &mut explanation, distribution, proof)?;
        }
        (ObligationKind::Adjustment, Some(distribution), Some(proof)) => {
            let is_explained = credited::claimed(db, &mut explanation, distribution, proof)?;
            if !is_explained && is_clawback(&explanation) {
                claimed(db, &mut explanation, distribution, proof)?;
            }
        }
        (ObligationKind::Distribution, ..) => {
            return Err(StoreError::Inconsistent(format!(
                "the ledger has no snapshot of the distribution of obligation {id}"
            ))
            .into());
        }
        (ObligationKind::Hold, ..) => explanation.hold = held(db, &explanation.obligation)?,
        (ObligationKind::Adjustment | ObligationKind::Reissue, ..) => {}
    }
    let sentence = said(
        &explanation,
        &name,
        distribution.as_ref().zip(proof.as_ref()),
    );
    explanation.sentence = sentence.to_string();
    explanation.sentence_message = Some(sentence);
    let lines = explanation.arithmetic_messages.iter();
    explanation.arithmetic = lines.map(Message::to_string).collect();
    Ok(explanation)
}

fn held(db: &Read<'_>, obligation: &Obligation) -> Result<Option<Hold>> {
    let Some((held, ended)) = hold::acts(db, obligation)? else {
        return Ok(None);
    };
    Ok(Some(Hold {
        reason: held.held.reason.unwrap_or_default(),
        by: held.by,
        ended: ended.is_some(),
        ended_by: ended.and_then(|ended| ended.by),
    }))
}

fn behind(distribution: &Distribution) -> Behind {
    Behind {
        id: distribution.id,
        distributor: distribution.distributor,
        period: distribution.period,
        version: distribution.version,
        hash: distribution.hash.clone(),
    }
}

/// What a pool brought.
fn divided(
    db: &Read<'_>,
    explanation: &mut Explanation,
    distribution: &Distribution,
    proof: &Proof,
) -> Result<()> {
    let definition = &proof.definition;
    let collaborator = explanation.obligation.collaborator;
    let groups = evidence::event_groups(db, distribution.id, collaborator)?;
    let is_newest = proof.number + 1 == proof.divisions.len();
    // What was counted of a result that refunds changed is not there any more as it was.
    let types = if is_newest {
        points::by_type(&groups, definition)
    } else {
        Vec::new()
    };
    let rule = sentence(definition);
    explanation.rule = Some(Rule {
        version: distribution.version,
        sentence: rule.to_string(),
        sentence_message: rule,
        structure: definition.write_structure(),
    });
    explanation.pool = Some(pool(proof));
    explanation.score = Some(proof.own.score.clone());
    explanation.rank = Some(proof.own.rank);
    explanation.share = Some(proof.own.share.clone());
    explanation.arithmetic_messages = arithmetic::divisions(proof);
    explanation
        .arithmetic_messages
        .extend(arithmetic::lines(proof, &types));
    if proof.divisions.len() > 1 {
        explanation.divisions.clone_from(&proof.divisions);
    }
    explanation.points = types;
    explanation.events = Events {
        items: evidence::events(db, distribution.id, collaborator, SHOWN)?,
        total: groups.iter().map(|group| group.events).sum(),
    };
    Ok(())
}

/// What refunds claim back of a divided pool.
fn claimed(
    db: &Read<'_>,
    explanation: &mut Explanation,
    distribution: &Distribution,
    proof: &Proof,
) -> Result<()> {
    let units = proof.definition.units;
    let at = explanation.obligation.created_at;
    let obligation = &explanation.obligation;
    let minor = obligation.amount.minor;
    let (claimed, own) = evidence::claimed_at(db, distribution.id, at, obligation.collaborator)?;
    explanation.refunds = evidence::claims(db, distribution.id, at, units)?;
    explanation.pool = Some(pool(proof));
    let money = |minor| Money { minor, units };
    let mut lines: Vec<Message> = explanation
        .refunds
        .iter()
        .map(credited::refund_line)
        .collect();
    lines.push(pool_changes(money(proof.pool), money(claimed)));
    lines.push(part_of_change(
        money(proof.own.amount),
        money(proof.field.given),
        money(claimed),
        money(own),
    ));
    if own != minor {
        // Refunds that were booked together changed each other.
        let others = money(own.saturating_sub(minor));
        lines.push(less_other_steps(money(own), others, money(minor)));
    }
    explanation.arithmetic_messages = lines;
    Ok(())
}

fn pool(proof: &Proof) -> Pool {
    let units = proof.definition.units;
    Pool {
        amount: Money {
            minor: proof.pool,
            units,
        },
        currency: units,
        sources: proof.sources.clone(),
    }
}
