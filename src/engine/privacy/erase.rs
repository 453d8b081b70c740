//! Forgetting who somebody was: a collaborator, a customer, a student, a guest, a visitor. Amounts stay, under a number.
//!
//! Where events and sales name them a pseudonym takes their place, one for each name of the person, so
//! that what two names did stays apart. Pseudonyms of names that were told together still mean one
//! person, so that every sum stays what it was. What is taken away is overwritten on the disk.
//!
//! All rows change in one transaction. Whoever is killed before it ends has changed nothing, and after it leaves the note
//! that the disk is to be wiped: erasing again, or the next run, does what is left.

use serde::Serialize;

use super::{Whose, backups, read_names, whose};
use crate::domain::collaborator::{Alias, Collaborator};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::Value;
use crate::domain::instant::Instant;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::balances::{self, Balance};
use crate::engine::calls::{self, Told, named};
use crate::engine::{Error, Result, Site, find, snapshots};
use crate::store::privacy::replace::{Changed, forget, replace};
use crate::store::privacy::{self, wipe};
use crate::store::{Connection, Transaction, fulfillments, obligations};

/// The name of the call that forgets a collaborator.
pub const COLLABORATOR: &str = "erase_collaborator";

/// The name of the call that forgets somebody by their names.
pub const PERSON: &str = "erase_person";

/// From which size on a database is wiped by the next run, in bytes.
const LARGE: u64 = 512 << 20;

/// What was forgotten, and what was not.
#[derive(Debug, Serialize)]
pub struct Erased {
    /// The collaborator who was asked for; null where names were.
    pub collaborator: Option<CollaboratorId>,
    /// All collaborators who were forgotten.
    pub collaborators: Vec<CollaboratorId>,
    /// How many rows were changed.
    pub changed: Changed,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// Names that were told together with theirs and stay, because another account has them too. Whoever they belong to
    /// can be erased by them.
    pub left: Vec<String>,
    /// What is still owed, for each currency. There is no payout method any more.
    pub balances: Vec<Balance>,
    /// Paths of the copies made by [`crate::engine::backup`] that still know them, and have to be deleted.
    pub backups: Vec<String>,
    /// Whether the disk holds nothing of it any more. False while somebody else reads what was, and where the database is
    /// so large that it would take long; the next run does it.
    pub wiped: bool,
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
pub fn erase(site: &Site, id: i64, random: [u64; 2], clock: Instant) -> Result<Erased> {
    let arguments = named([("id", Value::Int(id)), ("random", calls::random(random))]);
    wiped(site, COLLABORATOR, &arguments, clock, |db| {
        collaborator(db, id, random)
    })
}

/// The same out of the log.
pub fn collaborator_from_log(told: &Told<'_>) -> Result<()> {
    collaborator(told.db, told.int("id")?, told.random()?).map(drop)
}

fn collaborator(db: &Connection, id: i64, random: [u64; 2]) -> Result<Erased> {
    let id = CollaboratorId(id);
    find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
    forget_all(db, Some(id), whose(db, Vec::new(), Some(id))?, random)
}

/// Forgets somebody by names: one text, or a list of them; with a collaborator who bears one of them. Doing it again
/// changes nothing, and of a stranger there is nothing to change.
pub fn erase_person(
    site: &Site,
    given: &Value<'_>,
    random: [u64; 2],
    clock: Instant,
) -> Result<Erased> {
    let names = read_names(given)?;
    let arguments = named([("names", given.clone()), ("random", calls::random(random))]);
    wiped(site, PERSON, &arguments, clock, |db| {
        forget_all(db, None, whose(db, names, None)?, random)
    })
}

/// The same out of the log.
pub fn person_from_log(told: &Told<'_>) -> Result<()> {
    let names = read_names(told.argument("names")?)?;
    forget_all(told.db, None, whose(told.db, names, None)?, told.random()?).map(drop)
}

fn wiped(
    site: &Site,
    call: &'static str,
    arguments: &Value<'_>,
    clock: Instant,
    act: impl FnOnce(&Transaction<'_>) -> Result<Erased>,
) -> Result<Erased> {
    let mut turn = site.turn(call)?;
    wipe::overwrite(&turn.db)?;
    let mut erased = turn.change(call, arguments, clock, act)?;
    // The log says it too, as it was recorded, and who was to be forgotten.
    turn.put_log_away()?;
    // Whoever asked does not wait for minutes, and nor do those who want to write.
    erased.wiped = site.store.bytes() < LARGE && wipe::wipe(&turn.db)?;
    drop(turn);
    if erased.wiped {
        snapshots::renew(site, clock)?;
    }
    Ok(erased)
}

fn forget_all(
    db: &Connection,
    collaborator: Option<CollaboratorId>,
    whose: Whose,
    random: [u64; 2],
) -> Result<Erased> {
    let names = Pseudonyms::of_names(&whose.names, random);
    let mut called = Vec::new();
    for id in &whose.collaborators {
        called.extend(find::collaborator(db, *id)?);
    }
    let mut changed = Changed::default();
    if !names.is_empty() {
        replace(db, &names, &mut changed)?;
    }
    for id in &whose.collaborators {
        forget(db, *id, &format!("Erased collaborator {id}"), &mut changed)?;
    }
    // Also of a stranger there is the line of the log that names them.
    wipe::demand(db)?;
    if !changed.is_nothing() {
        backups::note_erasure(db)?;
    }
    let mut balances = Vec::new();
    for id in &whose.collaborators {
        balances.extend(balances::of(db, *id)?);
    }
    Ok(Erased {
        collaborator,
        changed,
        kept: kept(db, &names, &called)?,
        left: whose.left,
        balances,
        backups: backups::older(db)?,
        collaborators: whose.collaborators,
        wiped: true,
    })
}

/// Ends the wiping of the disk where an erasure could not: somebody was reading, or the process was killed.
pub fn finish(site: &Site, machine: Instant) -> Result<()> {
    if site.read_apart(|db| Ok(wipe::is_due(db)?))? {
        let turn = site.turn_with_empty_journal("erase")?;
        let wiped = wipe::wipe(&turn.db)?;
        drop(turn);
        if wiped {
            snapshots::renew(site, machine)?;
        }
    }
    Ok(())
}

/// What stays of those who are forgotten.
fn kept(db: &Connection, names: &Pseudonyms, called: &[Collaborator]) -> Result<Vec<Kept>> {
    let (mut owed, mut paid) = (0, 0);
    for id in called.iter().map(|collaborator| collaborator.id) {
        owed += privacy::rows_of(db, &obligations::LISTING, id, obligations::row)?.len();
        paid += privacy::rows_of(db, &fulfillments::PAYOUTS, id, fulfillments::payout_row)?.len();
    }
    let is_told = |text: &str| {
        names.are_in(text)
            || called
                .iter()
                .any(|one| !one.name.is_empty() && text.contains(&one.name))
    };
    let mut kept = Vec::new();
    if !called.is_empty() {
        kept.push(Kept {
            what: "obligations",
            rows: owed,
            why: "amounts are bookkeeping; the reasons given with them stay too",
        });
        kept.push(Kept {
            what: "payouts",
            rows: paid,
            why: "what was paid has to be found at the bank: references and notes stay",
        });
    }
    let codes: Vec<&Alias> = called
        .iter()
        .flat_map(|one| one.aliases.iter().chain(&one.old_aliases))
        .collect();
    let sales = privacy::sales_by_codes(db, |kind, code| {
        codes
            .iter()
            .any(|alias| alias.kind == kind && kind.folded(&alias.code) == kind.folded(code))
    })?;
    if sales > 0 {
        kept.push(Kept {
            what: "sales by their codes",
            rows: sales,
            why: "a coupon or link that was used is part of the sale; whose it was is forgotten",
        });
    }
    let lines = privacy::ledger_lines_with(db, is_told)?;
    if lines > 0 {
        kept.push(Kept {
            what: "ledger",
            rows: lines,
            why: "a line of the ledger cannot change without breaking its proof: reasons that somebody wrote, and who decided, stay",
        });
    }
    Ok(kept)
}
