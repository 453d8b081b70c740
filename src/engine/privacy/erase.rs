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
use crate::domain::input::{Cursor, Value, number};
use crate::domain::instant::Instant;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::balances::{self, Balance};
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings, read_random};
use crate::engine::{Error, Result, Site, find, snapshots};
use crate::store::privacy::replace::{Changed, forget, replace};
use crate::store::privacy::{self, wipe};
use crate::store::{Connection, Transaction, fulfillments, obligations};

/// The call that forgets a collaborator.
pub const COLLABORATOR: Entry = Entry::change::<EraseCollaborator>()
    .with_random()
    .refused_for(&[(Refusal::NotFound, "there is no such collaborator")]);

/// The call that forgets somebody by their names.
pub const PERSON: Entry = Entry::change::<ErasePerson>().with_random();

/// From which size on a database is wiped by the next run, in bytes.
const LARGE: u64 = 512 << 20;

/// What was forgotten, and what stays.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Erased {
    /// The collaborator to be forgotten; null if names were given.
    pub collaborator: Option<CollaboratorId>,
    /// All collaborators who were forgotten.
    pub collaborators: Vec<CollaboratorId>,
    /// How many rows were changed.
    pub changed: Changed,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// Names that were recorded together with theirs and stay, because another account has them too. Erase whoever they
    /// belong to by these names.
    pub left: Vec<String>,
    /// What they are still owed, in each currency. Their payout method is gone.
    pub balances: Vec<Balance>,
    /// Paths of backups that still contain their data. Delete these files.
    pub backups: Vec<String>,
    /// Whether nothing is left of it on the disk. False while another process reads the old data, and where the database is
    /// so large that it would take long; the next `run_due` finishes it.
    pub wiped: bool,
}

/// Rows that stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Kept {
    /// What they are, such as obligations.
    pub what: &'static str,
    /// How many there are.
    pub rows: usize,
    /// Why they stay.
    pub why: &'static str,
}

/// Forgets who a collaborator was.
#[derive(Debug)]
pub struct EraseCollaborator;

/// Whom to forget.
#[derive(Debug)]
pub struct AskedCollaborator {
    id: CollaboratorId,
    random: [u64; 2],
}

impl Call for EraseCollaborator {
    const NAME: &'static str = "erase_collaborator";
    const ABOUT: &'static str = "Forgets who a collaborator was: name, e-mail address, WordPress user, groups, codes and \
        payout method go, and the status becomes deleted. Where events and sales name them, by any name that is known to be \
        theirs, a pseudonym takes its place. Amounts stay. Doing it again changes nothing.";
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
        site: &Site,
        input: &Value<'_>,
        asked: &AskedCollaborator,
        clock: Instant,
    ) -> Result<Erased> {
        make_and_wipe::<Self>(site, input, asked, clock)
    }

    fn apply(db: &Transaction<'_>, _: &Settings, asked: &AskedCollaborator) -> Result<Erased> {
        let id = asked.id;
        find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
        forget_all(db, Some(id), whose(db, Vec::new(), Some(id))?, asked.random)
    }
}

/// Forgets somebody by their names.
#[derive(Debug)]
pub struct ErasePerson;

/// Whom to forget, by what they are called.
#[derive(Debug)]
pub struct AskedPerson {
    names: Vec<String>,
    random: [u64; 2],
}

impl Call for ErasePerson {
    const NAME: &'static str = "erase_person";
    const ABOUT: &'static str = "Forgets who somebody was: a collaborator, a customer, a student, a guest or a visitor. All \
        names that are known to be the same person's are forgotten too, and so is the collaborator who has one of them. Where \
        a person has several accounts, only the names given are forgotten, and the others are listed as left. What is \
        recorded later about them is recognised and does not bring the names back. Doing it again changes nothing.";
    type Arguments<'v> = AskedPerson;
    type Answer = Erased;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<AskedPerson> {
        cursor.object(|fields| {
            let names = fields.required(
                "names",
                "what the person is called in events and sales, such as user:7 or email:ann@example.org",
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
    fn make(site: &Site, input: &Value<'_>, asked: &AskedPerson, clock: Instant) -> Result<Erased> {
        make_and_wipe::<Self>(site, input, asked, clock)
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

/// Makes the change, and takes what was forgotten off the disk.
fn make_and_wipe<C: Change<Answer = Erased>>(
    site: &Site,
    input: &Value<'_>,
    asked: &C::Arguments<'_>,
    clock: Instant,
) -> Result<Erased> {
    let mut turn = site.turn(C::NAME)?;
    wipe::overwrite(&turn.db)?;
    let mut erased = turn.change(C::NAME, input, clock, |db| {
        C::apply(db, &site.settings, asked)
    })?;
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
