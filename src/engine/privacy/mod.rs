//! A person's rights over their data: to see it, and to have it erased. Amounts are bookkeeping and stay; only whose they were
//! is erased.
//!
//! Names that were recorded together are one person (Q42), even if two people once used one e-mail address. That is right for
//! counting, because nobody should earn from their own purchases under another name. Applied here, it could export or erase
//! somebody else's data. So if a person has several accounts (as a WordPress user or as a collaborator), only the given names
//! are treated as theirs; if one of those names belongs to a collaborator, all of that collaborator's names are included. The
//! remaining names are listed, and can be passed in another call.

pub mod backups; // backups that still contain erased people
pub mod erase; // erases the identity and keeps the amounts
pub mod export;
pub mod retire; // WordPress users whose accounts were deleted

use std::collections::BTreeSet;

use super::Result;
use crate::domain::event::{LONGEST_KEY, MOST_SUBJECTS};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, Value, text};
use crate::domain::message::messages;
use crate::domain::person::{self, folded};
use crate::domain::pseudonyms::{is_erased, is_pseudonym};
use crate::store::{Read, collaborators, persons};

messages! {
    /// Continues the path of a field.
    names_no_person() = "is empty; expected a name such as user:7 or email:ann@example.org";
    /// Continues the path of a field.
    is_a_pseudonym(name: String) = "is \"{name}\", which is a pseudonym; expected a name such as user:7";
}

#[derive(Debug, Default)]
struct Whose {
    /// All their names, in the form in which names are compared; the given ones first.
    names: Vec<String>,
    /// Names that were recorded together with these, but may belong to somebody else because another account has them too.
    left: Vec<String>,
    /// The collaborators that they are.
    collaborators: Vec<CollaboratorId>,
}

/// Reads one name of a person, or a list of them.
fn read_names(cursor: &mut Cursor<'_, '_>) -> Option<Vec<String>> {
    let names = cursor.either(
        |value| matches!(value, Value::List(_)),
        |cursor| cursor.list(MOST_SUBJECTS, read_name),
        |cursor| read_name(cursor).map(|name| vec![name]),
    )?;
    if names.is_empty() {
        return cursor.refuse(names_no_person());
    }
    Some(names)
}

fn read_name(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let name = text::<LONGEST_KEY>(cursor)?;
    if is_pseudonym(name) {
        return cursor.refuse(is_a_pseudonym(name.to_owned()));
    }
    Some(folded(name).into_owned())
}

/// Finds out whose data it is, by names in the form in which they are compared, or by a collaborator.
fn whose(db: &Read<'_>, asked: Vec<String>, collaborator: Option<CollaboratorId>) -> Result<Whose> {
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
    // Everything that may be theirs: names lead to further names.
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

/// A collaborator and the names of their account.
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

fn bearers(db: &Read<'_>) -> Result<Vec<Bearer>> {
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
