//! A person's rights over what is kept about them: to see it, and to be forgotten. Money stays: amounts
//! are bookkeeping, only whose they were is forgotten.
//!
//! Names that were told together are one person (Q42), also where two people once gave one e-mail address. For what counts
//! that is right, for nobody is to earn from their own purchases under another name. To erase or to hand out what is
//! somebody else's is not. So where a person has more than one account, as a WordPress user or as a collaborator, only
//! those names count as theirs that were asked for, with those of the collaborator who bears one of them; the others are
//! said, and can be asked for by name.

pub mod backups; // which copies still know somebody
pub mod erase; // the identity goes, the amounts stay
pub mod export; // everything about one person
pub mod retire; // users whose accounts are gone

use std::collections::BTreeSet;

use super::Result;
use crate::domain::event::{LONGEST_KEY, MOST_SUBJECTS};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value, text};
use crate::domain::person::{self, folded};
use crate::domain::pseudonyms::{is_erased, is_pseudonym};
use crate::store::{Connection, collaborators, persons};

/// Whose data is meant.
#[derive(Debug, Default)]
struct Whose {
    /// All names that are theirs, as names are compared: those that were asked for first.
    names: Vec<String>,
    /// Names that were told together with these, and may be somebody else's: another account has them too.
    left: Vec<String>,
    /// The collaborators they are.
    collaborators: Vec<CollaboratorId>,
}

/// Reads the names of a person: one text, or a list of them.
fn read_names(cursor: &mut Cursor<'_, '_>) -> Option<Vec<String>> {
    let names = cursor.either(
        |value| matches!(value, Value::List(_)),
        |cursor| cursor.list(MOST_SUBJECTS, read_name),
        |cursor| read_name(cursor).map(|name| vec![name]),
    )?;
    if names.is_empty() {
        return cursor.refuse("is empty; name somebody, like user:7 or email:ann@example.org");
    }
    Some(names)
}

fn read_name(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let name = text::<LONGEST_KEY>(cursor)?;
    if is_pseudonym(name) {
        return cursor.refuse(format!("is \"{name}\", whom nobody knows any more"));
    }
    Some(folded(name).into_owned())
}

/// Whose data it is that is asked for by names, as they are compared, or as a collaborator.
fn whose(
    db: &Connection,
    asked: Vec<String>,
    collaborator: Option<CollaboratorId>,
) -> Result<Whose> {
    let bearers = bearers(db)?;
    let mut names: Vec<String> = Vec::new();
    add(&mut names, asked);
    let mut own = BTreeSet::from_iter(collaborator);
    for bearer in &bearers {
        if bearer.bears_any(&names) {
            own.insert(bearer.id);
        }
    }
    for bearer in bearers.iter().filter(|bearer| own.contains(&bearer.id)) {
        add(&mut names, bearer.names.clone());
    }
    // All that may be theirs, as far as names lead to further names.
    let mut all = names.clone();
    let mut next = 0;
    while let Some(name) = all.get(next).cloned() {
        next += 1;
        add(&mut all, persons::names_with(db, &name)?);
        for bearer in bearers.iter().filter(|bearer| bearer.bears(&name)) {
            add(&mut all, bearer.names.clone());
        }
    }
    all.retain(|name| !is_erased(name));
    let users = |names: &[String]| {
        names
            .iter()
            .filter(|name| name.starts_with("user:"))
            .count()
    };
    let bearing = bearers.iter().filter(|bearer| bearer.bears_any(&all));
    let mut are: BTreeSet<CollaboratorId> = bearing.map(|bearer| bearer.id).collect();
    are.extend(&own);
    let is_one = users(&all) <= 1 && are.len() <= 1;
    let are_asked_for = users(&all) == users(&names) && are.len() == own.len();
    let mut others: Vec<String> = all.split_off(names.len());
    others.sort_unstable();
    if is_one || are_asked_for {
        names.append(&mut others);
        own = are;
    }
    Ok(Whose {
        names,
        left: others,
        collaborators: own.into_iter().collect(),
    })
}

/// A collaborator and the names that are theirs in any case.
struct Bearer {
    id: CollaboratorId,
    names: Vec<String>,
}

impl Bearer {
    fn bears(&self, name: &String) -> bool {
        self.names.contains(name)
    }

    fn bears_any(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.bears(name))
    }
}

/// All collaborators with a name.
fn bearers(db: &Connection) -> Result<Vec<Bearer>> {
    let all = collaborators::accounts(db)?.into_iter();
    let bearers = all.map(|(id, user, email)| Bearer {
        id,
        names: user
            .map(person::user)
            .into_iter()
            .chain(email.as_deref().map(person::email))
            .collect(),
    });
    Ok(bearers.collect())
}

fn add(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}
