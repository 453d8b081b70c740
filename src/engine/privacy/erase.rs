//! Forgetting who a collaborator was. Their amounts stay, under a number.
//!
//! Where events and sales name them a pseudonym takes their place, one for each name of the person, so
//! that what two names did stays apart. Pseudonyms of names that were told together still mean one
//! person, so that every sum stays what it was. What is taken away is overwritten on the disk.

use serde::Serialize;

use super::names;
use crate::domain::ids::CollaboratorId;
use crate::engine::balances::{self, Balance};
use crate::engine::site::{Turn, begin, commit};
use crate::engine::{Error, Result, Site, find};
use crate::store::privacy::{self, Changed};
use crate::store::{fulfillments, obligations, persons};

/// What was forgotten, and what was not.
#[derive(Debug, Serialize)]
pub struct Erased {
    /// Who.
    pub collaborator: CollaboratorId,
    /// How many rows were changed.
    pub changed: Changed,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// What is still owed, for each currency. There is no payout method any more.
    pub balances: Vec<Balance>,
}

/// Something that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// What.
    pub what: &'static str,
    /// How many rows.
    pub rows: usize,
    /// Why.
    pub why: &'static str,
}

/// Forgets who a collaborator was; `random` makes the pseudonyms. Doing it again changes nothing.
pub fn erase(site: &Site, id: i64, random: [u64; 2]) -> Result<Erased> {
    let id = CollaboratorId(id);
    // The journal says it too, as it was recorded.
    let Turn { db, .. } = &mut site.turn_with_empty_journal("erase_collaborator")?;
    privacy::overwrite(db)?;
    let transaction = begin(db)?;
    let collaborator =
        find::collaborator(&transaction, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
    let mut changed = Changed::default();
    for (index, name) in names(&transaction, &collaborator)?.iter().enumerate() {
        let pseudonym = pseudonym(random, index);
        privacy::replace(&transaction, name, &pseudonym, &mut changed)?;
        persons::rename(&transaction, name, &pseudonym)?;
    }
    privacy::forget(
        &transaction,
        id,
        &format!("Erased collaborator {id}"),
        &mut changed,
    )?;
    let erased = Erased {
        collaborator: id,
        changed,
        kept: vec![
            Kept {
                what: "obligations",
                rows: privacy::rows_of(&transaction, &obligations::LISTING, id, obligations::row)?
                    .len(),
                why: "amounts are bookkeeping; the reasons given with them stay too",
            },
            Kept {
                what: "payouts",
                rows: privacy::rows_of(
                    &transaction,
                    &fulfillments::PAYOUTS,
                    id,
                    fulfillments::payout_row,
                )?
                .len(),
                why: "what was paid has to be found at the bank: references and notes stay",
            },
        ],
        balances: balances::of(&transaction, id)?,
    };
    commit(transaction)?;
    privacy::empty_log(db)?;
    Ok(erased)
}

/// The pseudonym of one of somebody's names. The first two are as random as can be; the further ones are numbered.
fn pseudonym(random: [u64; 2], index: usize) -> String {
    match random.get(index) {
        Some(random) => format!("erased:{random:016x}"),
        None => format!("erased:{:016x}:{index}", random[0]),
    }
}
