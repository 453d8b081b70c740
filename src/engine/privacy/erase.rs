//! Erases who somebody was: a collaborator, a customer, a student, a guest or a visitor. Amounts stay, under a number.
//!
//! In events and sales, each name of the person is replaced by a pseudonym of its own, so that what two names did stays apart.
//! Pseudonyms of names that were recorded together still mean one person, so that no sum changes. Erased data is overwritten
//! on the disk.
//!
//! All rows change in one transaction. A process that dies before its end has changed nothing; after it, a note says that the
//! disk must be wiped, and erasing again or the next heartbeat finishes the job.

use serde::Serialize;

use super::{Whose, backups, read_names, whose};
use crate::domain::collaborator::{Alias, Collaborator};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value, number};
use crate::domain::instant::Instant;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::balances::{self, Balance};
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings, read_random};
use crate::engine::{Error, Ledger, Result, Row, row, snapshots};
use crate::store::privacy::replace::{Changed, forget, replace};
use crate::store::privacy::{self, wipe};
use crate::store::{Read, Transaction, Write, fulfillments, obligations};

pub const COLLABORATOR: Entry = Entry::change::<EraseCollaborator>()
    .with_random()
    .refused_for(&[(Refusal::NotFound, "there is no such collaborator")]);

pub const PERSON: Entry = Entry::change::<ErasePerson>().with_random();

/// From this size in bytes on, the caller does not wait for the disk to be wiped.
const LARGE: u64 = 512 << 20;

/// What was erased, and what stays.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Erased {
    /// The collaborator to be erased; null if names were given.
    pub collaborator: Option<CollaboratorId>,
    /// All collaborators who were erased.
    pub collaborators: Vec<CollaboratorId>,
    /// The number of rows that were changed.
    pub changed: Changed,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// Names that were recorded together with theirs, but stay because another account has them too. To erase their owner,
    /// use these names.
    pub left: Vec<String>,
    /// What they are still owed, in each currency. Their payout method is erased.
    pub balances: Vec<Balance>,
    /// Paths of backups that still contain their data. Delete these files.
    pub backups: Vec<String>,
    /// Whether the erased data is gone from the disk. False while another process reads the old data, or if the database is so
    /// large that wiping takes long; the next `run_due` finishes it.
    pub wiped: bool,
}

/// Rows that stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Kept {
    /// The kind of rows, such as obligations.
    pub what: &'static str,
    /// The number of rows.
    pub rows: usize,
    /// Why they stay.
    pub why: &'static str,
}

#[derive(Debug)]
pub struct EraseCollaborator;

#[derive(Debug)]
pub struct AskedCollaborator {
    id: CollaboratorId,
    random: [u64; 2],
}

impl Call for EraseCollaborator {
    const NAME: &'static str = "erase_collaborator";
    const ABOUT: &'static str = "Erases a collaborator: name, e-mail address, WordPress user, groups, codes and payout method are \
        removed, and the status becomes deleted. In events and sales, a pseudonym replaces every name that is known to be \
        theirs. Amounts stay. Erasing them again changes nothing.";
    type Arguments<'v> = AskedCollaborator;
    type Answer = Erased;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<AskedCollaborator> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the collaborator", number);
            let random = read_random(fields);
            Some(AskedCollaborator {
                id: CollaboratorId(id?),
                random: random?,
            })
        })
    }
}

impl Change for EraseCollaborator {
    fn make(
        ledger: &Ledger,
        input: &Value<'_>,
        asked: &AskedCollaborator,
        clock: Instant,
    ) -> Result<Erased> {
        make_and_wipe::<Self>(ledger, input, asked, clock)
    }

    fn apply(db: &Transaction<'_>, _: &Settings, asked: &AskedCollaborator) -> Result<Erased> {
        let id = asked.id;
        row::collaborator(db, id)?.ok_or(Error::NotFound(Row::Collaborator, id.0))?;
        forget_all(db, Some(id), whose(db, Vec::new(), Some(id))?, asked.random)
    }
}

#[derive(Debug)]
pub struct ErasePerson;

#[derive(Debug)]
pub struct AskedPerson {
    names: Vec<String>,
    random: [u64; 2],
}

impl Call for ErasePerson {
    const NAME: &'static str = "erase_person";
    const ABOUT: &'static str = "Erases a person: a collaborator, a customer, a student, a guest or a visitor. All other names \
        that are known to be theirs are erased too, and so is the collaborator who has one of them. If a person has several \
        accounts, only the given names are erased, and the others are listed as left. Records that arrive later about them are \
        recognised and do not bring the names back. Erasing them again changes nothing.";
    type Arguments<'v> = AskedPerson;
    type Answer = Erased;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<AskedPerson> {
        cursor.object(|fields| {
            let names = fields.required(
                "names",
                "the names of the person in events and sales, such as user:7 or email:ann@example.org",
                read_names,
            );
            let random = read_random(fields);
            Some(AskedPerson {
                names: names?,
                random: random?,
            })
        })
    }
}

impl Change for ErasePerson {
    fn make(
        ledger: &Ledger,
        input: &Value<'_>,
        asked: &AskedPerson,
        clock: Instant,
    ) -> Result<Erased> {
        make_and_wipe::<Self>(ledger, input, asked, clock)
    }

    fn apply(db: &Transaction<'_>, _: &Settings, asked: &AskedPerson) -> Result<Erased> {
        forget_all(
            db,
            None,
            whose(db, asked.names.clone(), None)?,
            asked.random,
        )
    }
}

/// Makes the change, and removes the erased data from the disk.
fn make_and_wipe<C: Change<Answer = Erased>>(
    ledger: &Ledger,
    input: &Value<'_>,
    asked: &C::Arguments<'_>,
    clock: Instant,
) -> Result<Erased> {
    let mut turn = ledger.turn(C::NAME)?;
    wipe::overwrite(&turn.db)?;
    let mut erased = turn.change(C::NAME, input, clock, |db| {
        C::apply(db, &ledger.settings, asked)
    })?;
    // The log still has the records, and the names that were to be erased.
    turn.put_log_away()?;
    // Neither the caller nor other writers should wait for minutes.
    erased.wiped = ledger.store.bytes() < LARGE && wipe::wipe(&turn.db)?;
    drop(turn);
    if erased.wiped {
        snapshots::renew(ledger, clock)?;
    }
    Ok(erased)
}

fn forget_all(
    db: &Write<'_>,
    collaborator: Option<CollaboratorId>,
    whose: Whose,
    random: [u64; 2],
) -> Result<Erased> {
    let names = Pseudonyms::of_names(&whose.names, random);
    let mut called = Vec::new();
    for id in &whose.collaborators {
        called.extend(row::collaborator(db, *id)?);
    }
    let mut changed = Changed::default();
    if !names.is_empty() {
        replace(db, &names, &mut changed)?;
    }
    for id in &whose.collaborators {
        forget(db, *id, &format!("Erased collaborator {id}"), &mut changed)?;
    }
    // Demanded even if nothing changed: the log still has the names of this call.
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

/// Wipes the disk if an erasure could not, because another process was reading or this one died.
pub fn finish(ledger: &Ledger, machine: Instant) -> Result<()> {
    if ledger.read_apart(|db| Ok(wipe::is_due(db)?))? {
        let turn = ledger.turn_with_empty_journal("erase")?;
        let wiped = wipe::wipe(&turn.db)?;
        drop(turn);
        if wiped {
            snapshots::renew(ledger, machine)?;
        }
    }
    Ok(())
}

/// What stays of erased people.
fn kept(db: &Read<'_>, names: &Pseudonyms, called: &[Collaborator]) -> Result<Vec<Kept>> {
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
            why: "amounts are bookkeeping, and the reasons given with them stay too",
        });
        kept.push(Kept {
            what: "payouts",
            rows: paid,
            why: "payments must be traceable at the bank, so references and notes stay",
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
            why: "a coupon or link that was used is part of the sale; its owner is erased",
        });
    }
    let lines = privacy::ledger_lines_with(db, is_told)?;
    if lines > 0 {
        kept.push(Kept {
            what: "ledger",
            rows: lines,
            why: "a ledger entry cannot change without breaking its proof, so written reasons, and who decided, stay",
        });
    }
    Ok(kept)
}
