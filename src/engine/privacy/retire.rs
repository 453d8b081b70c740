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
use crate::domain::instant::Instant;
use crate::domain::person;
use crate::domain::pseudonyms::Pseudonyms;
use crate::engine::calls::{self, Told, named};
use crate::engine::{Result, Site};
use crate::store::privacy::replace::{Changed, retire};
use crate::store::{Connection, collaborators};

/// The call's name.
pub const CALL: &str = "retire_users";

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
pub fn retire_users(
    site: &Site,
    users: &Value<'_>,
    random: [u64; 2],
    clock: Instant,
) -> Result<Retired> {
    let given = users;
    let users = read(given)?;
    let arguments = named([("users", given.clone()), ("random", calls::random(random))]);
    site.change(CALL, &arguments, clock, |db| apply(db, &users, random))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, &read(told.argument("users")?)?, told.random()?).map(drop)
}

fn apply(db: &Connection, users: &[i64], random: [u64; 2]) -> Result<Retired> {
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
