//! What the ledger's snapshot of a distribution proves: the pool, the rules, and everybody's part.

use serde::{Deserialize, Serialize};

use crate::domain::distribution::Distribution;
use crate::domain::distributor::Definition;
use crate::domain::division::cap_units;
use crate::domain::ids::{CollaboratorId, ObligationId};
use crate::domain::ledger_act::LedgerAct;
use crate::domain::money::{self, Money};
use crate::domain::points::Points;
use crate::domain::structure::{Field, Own, Structure, View};
use crate::domain::units::Units;
use crate::engine::configure::stored;
use crate::engine::run_due::snapshot;
use crate::engine::{Error, Result};
use crate::store::{Error as StoreError, Read, ledger};

/// The first part of a snapshot, as far as an explanation needs it.
#[derive(Debug, Deserialize)]
struct Head {
    currency: String,
    amount: String,
    sources: serde_json::Value,
    rules: serde_json::Value,
    allocations: usize,
}

/// Somebody's row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// `paid`, `held`, `zero` or `ineligible`.
    pub status: String,
    /// Why nothing, why held, or that the cap bound it.
    #[serde(default)]
    pub reason: Option<String>,
    /// The rank, from 1.
    pub rank: i64,
    /// Points, as JSON has them.
    score: serde_json::Value,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// Major units.
    amount: String,
    /// What is owed for it.
    #[serde(default)]
    obligation: Option<ObligationId>,
}

/// A distribution as the ledger proves it, seen from one who took part.
#[derive(Debug)]
pub struct Proof {
    /// The rules it followed.
    pub definition: Definition,
    /// The pool, in minor units.
    pub pool: i64,
    /// What filled it.
    pub sources: serde_json::Value,
    /// The one who asks.
    pub own: Own,
    /// The others together.
    pub field: Field,
    /// Every time it was divided.
    pub divisions: Vec<Division>,
    /// Which of them this is of, from 0.
    pub number: usize,
}

/// One time a distribution was divided, as one who took part sees it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Division {
    /// The SHA-256 that ends its snapshot in the ledger.
    pub hash: String,
    /// The reward pool.
    pub pool: Money,
    /// The points that counted.
    pub score: Points,
    /// Part of the pool, with six decimals.
    pub share: String,
    /// How much of it.
    pub amount: Money,
    /// What was owed for it.
    pub obligation: Option<ObligationId>,
}

impl Proof {
    /// The division as the one who asks sees it.
    pub fn view(&self) -> View<'_> {
        View {
            own: &self.own,
            field: &self.field,
            pool: self.pool,
            units: self.definition.units,
        }
    }

    /// Reads the snapshot of a distribution that an obligation is of, else the newest. `None` where the ledger has nothing
    /// about this collaborator.
    pub fn read(
        db: &Read<'_>,
        distribution: &Distribution,
        collaborator: CollaboratorId,
        obligation: ObligationId,
    ) -> Result<Option<Proof>> {
        let start = distribution.period.start;
        let subject = snapshot::subject(distribution.distributor, start, 1);
        let mut divisions = Vec::new();
        let mut newest = None;
        let mut own_one = None;
        for snapshot in ledger::numbered(db, LedgerAct::Distribution, &subject)? {
            let head: Head = json(&snapshot.body)?;
            let mut parts: Vec<Part> = Vec::with_capacity(head.allocations);
            let mut hash = snapshot.hash;
            for (body, own) in ledger::parts(db, LedgerAct::Distribution, &snapshot.subject)? {
                if parts.len() < head.allocations {
                    parts.extend(json::<Vec<Part>>(&body)?);
                }
                hash = own;
            }
            let part = parts.iter().find(|part| part.collaborator == collaborator);
            let division = division(&head, part, hash)?;
            let number = divisions.len();
            if division.obligation == Some(obligation) {
                own_one = Some((head, parts, number));
            } else if part.is_some() {
                newest = Some((head, parts, number));
            }
            divisions.push(division);
        }
        let Some((head, parts, number)) = own_one.or(newest) else {
            return Ok(None);
        };
        let definition = stored::definition(&head.rules.to_string())?;
        let pool = minor(&head.amount, definition.units)?;
        let Some(part) = parts.iter().find(|part| part.collaborator == collaborator) else {
            return Ok(None);
        };
        let own = own(part, &definition, pool)?;
        let field = field(&parts, &own, &definition, pool)?;
        Ok(Some(Proof {
            definition,
            pool,
            sources: head.sources,
            own,
            field,
            divisions,
            number,
        }))
    }
}

fn division(head: &Head, part: Option<&Part>, hash: String) -> Result<Division> {
    let units = Units::from_code(&head.currency)
        .ok_or_else(|| unreadable(&format!("\"{}\" as its currency", head.currency)))?;
    let money = |text: &str| -> Result<Money> {
        let minor = minor(text, units)?;
        Ok(Money { minor, units })
    };
    Ok(Division {
        hash,
        pool: money(&head.amount)?,
        score: match part {
            Some(part) => points(&part.score)?,
            None => Points::ZERO,
        },
        share: part.map_or_else(|| "0.000000".to_owned(), |part| part.share.clone()),
        amount: match part {
            Some(part) => money(&part.amount)?,
            None => Money { minor: 0, units },
        },
        obligation: part.and_then(|part| part.obligation),
    })
}

fn field(parts: &[Part], own: &Own, definition: &Definition, pool: i64) -> Result<Field> {
    let mut field = Field::default();
    for part in parts {
        let score = points(&part.score)?;
        if part.status == "ineligible" {
            let beaten = part.reason.as_deref() == Some("not_a_winner") && score == own.score;
            field.beaten += i64::from(beaten);
            continue;
        }
        let amount = minor(&part.amount, definition.units)?;
        field.count += 1;
        field.points = field.points.plus(&score);
        field.given += amount;
        if is_capped(part, amount, definition, pool) {
            field.capped += 1;
        } else {
            field.weight =
                field
                    .weight
                    .plus(&weight(part.rank, score, &definition.rules.structure)?);
            field.divided += amount;
        }
    }
    Ok(field)
}

fn own(part: &Part, definition: &Definition, pool: i64) -> Result<Own> {
    let (score, amount) = (points(&part.score)?, minor(&part.amount, definition.units)?);
    Ok(Own {
        weight: weight(part.rank, score.clone(), &definition.rules.structure)?,
        score,
        rank: part.rank,
        share: part.share.clone(),
        amount,
        capped: is_capped(part, amount, definition, pool),
    })
}

/// Of what is held the row says why it is held; that it is just the cap tells that the cap bound it.
/// (Where it is the cap by chance, leaving it out changes nothing for the others.)
fn is_capped(part: &Part, amount: i64, definition: &Definition, pool: i64) -> bool {
    let Some(percent) = definition.rules.cap_percent else {
        return false;
    };
    part.reason.as_deref() == Some("capped")
        || (part.status == "held" && u64::try_from(amount) == Ok(cap_units(pool, percent)))
}

/// What counts in the division for somebody who has a part.
fn weight(rank: i64, score: Points, structure: &Structure) -> Result<Points> {
    let weight = structure.weight(rank, score);
    weight.ok_or_else(|| unreadable(&format!("no prize for place {rank}")))
}

fn points(value: &serde_json::Value) -> Result<Points> {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Points::from_text(&text).ok_or_else(|| unreadable(&format!("{text} points")))
}

fn minor(text: &str, units: Units) -> Result<i64> {
    money::from_own_text(text, units)
        .ok_or_else(|| unreadable(&format!("an amount of \"{text}\" {units}")))
}

fn json<'j, T: Deserialize<'j>>(text: &'j str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| unreadable(&error.to_string()))
}

fn unreadable(what: &str) -> Error {
    Error::Storage(StoreError::Inconsistent(format!(
        "a snapshot in the ledger: {what}"
    )))
}
