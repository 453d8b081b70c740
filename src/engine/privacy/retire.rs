//! Retires WordPress users whose accounts were deleted. After an import or a restore, WordPress may give such a number to
//! somebody else, who must not be taken for a collaborator or for the same person.
//!
//! This erases nobody: a pseudonym replaces `user:7` in what that user did, and still means the same person as all their other
//! names.

use serde::Serialize;

use crate::domain::collaborator::Alias;
use crate::domain::event::{AliasKind, MOST_SUBJECTS};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{Cursor, id};
use crate::domain::person;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::Result;
use crate::engine::calls::{Call, Change, Entry, Given, Settings, read_random};
use crate::store::privacy::replace::{Changed, retire};
use crate::store::{Transaction, Write, collaborators};

pub const ENTRY: Entry = Entry::change::<RetireUsers>().with_random();

/// The maximum number of users in one call.
const MOST: usize = 10 * MOST_SUBJECTS;

/// What was retired.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Retired {
    /// Collaborators who were bound to one of the users and are now unbound. What they are owed stays.
    pub collaborators: Vec<CollaboratorId>,
    /// The number of rows that were changed.
    pub changed: Changed,
}

#[derive(Debug)]
pub struct RetireUsers;

#[derive(Debug)]
pub struct Asked {
    users: Vec<i64>,
    random: [u64; 2],
}

impl Call for RetireUsers {
    const NAME: &'static str = "retire_users";
    const ABOUT: &'static str = "Retires the numbers of WordPress users whose accounts were deleted, because WordPress may give \
        such a number to somebody else after an import. Collaborators bound to one of them are unbound, and what they are owed \
        stays. In what such a user did, a pseudonym replaces the user and still means the same person as all their other \
        names. Doing it again changes nothing.";
    type Arguments<'v> = Asked;
    type Answer = Retired;

    fn read(cursor: &mut Cursor<'_, '_>, _: Given<'_>) -> Option<Asked> {
        cursor.object(|fields| {
            let users = fields.required("users", "numbers of WordPress users", |cursor| {
                cursor.list(MOST, id)
            });
            let random = read_random(fields);
            Some(Asked {
                users: users?,
                random: random?,
            })
        })
    }
}

impl Change for RetireUsers {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked) -> Result<Retired> {
        retire_all(db, &asked.users, asked.random)
    }
}

fn retire_all(db: &Write<'_>, users: &[i64], random: [u64; 2]) -> Result<Retired> {
    let names: Vec<String> = users.iter().map(|user| person::user(*user)).collect();
    let mut changed = Changed::default();
    let mut unbound = Vec::new();
    for user in users {
        if let Some(id) = collaborators::by_wp_user(db, *user)? {
            collaborators::unbind_user(db, id)?;
            changed.collaborators += 1;
            unbound.push(id);
        }
        let alias = Alias {
            kind: AliasKind::WpUser,
            code: user.to_string(),
        };
        changed.aliases += usize::from(collaborators::release_alias(db, &alias)?);
    }
    retire(db, &Pseudonyms::of_former(&names, random), &mut changed)?;
    Ok(Retired {
        collaborators: unbound,
        changed,
    })
}
