//! Users whose WordPress accounts are gone. A number can come back after an import or when a database is restored, and is
//! somebody else's then: nobody may be taken for a collaborator, or for one person with them, by such a number.
//!
//! Nobody is forgotten by it: a pseudonym takes the place of `user:7` where that user did something, and still means the
//! same person as all their other names.

use serde::Serialize;

use crate::domain::collaborator::Alias;
use crate::domain::event::{AliasKind, MOST_SUBJECTS};
use crate::domain::ids::CollaboratorId;
use crate::domain::input::{At, Problems, Value, each, int, list};
use crate::domain::person;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::{Result, Site};
use crate::store::collaborators;
use crate::store::privacy::replace::{Changed, retire};

/// How many can be retired at once.
const MOST: usize = 10 * MOST_SUBJECTS;

/// What was retired.
#[derive(Debug, Serialize)]
pub struct Retired {
    /// Collaborators who were bound to one of the users, and are not any more. What they are owed stays.
    pub collaborators: Vec<CollaboratorId>,
    /// How many rows were changed.
    pub changed: Changed,
}

/// Retires the numbers of WordPress users; `random` makes the pseudonyms. Doing it again changes nothing.
pub fn retire_users(site: &Site, users: &Value<'_>, random: [u64; 2]) -> Result<Retired> {
    let users = read(users)?;
    let names: Vec<String> = users.iter().map(|user| person::user(*user)).collect();
    site.write("retire_users", |db| {
        let mut changed = Changed::default();
        let mut unbound = Vec::new();
        for user in &users {
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
    })
}

fn read(value: &Value<'_>) -> Result<Vec<i64>> {
    let mut problems = Problems::default();
    let root = At::root();
    let at = root.key("users");
    let users = list(value, MOST, &at, &mut problems).and_then(|items| {
        each(items, &at, |item, at| {
            int(item, 1..=i64::MAX, at, &mut problems)
        })
    });
    Ok(problems.into_result(users)?)
}
