//! A person's rights over what is kept about them: to see it, and to be forgotten. Money stays: amounts
//! are bookkeeping, only whose they were is forgotten.

pub mod erase; // the identity goes, the amounts stay
pub mod export; // everything about one collaborator

use super::Result;
use crate::domain::collaborator::Collaborator;
use crate::domain::person;
use crate::store::{Connection, persons};

/// The names under which events and sales know a collaborator, as names are compared: `user:7`,
/// `email:ann@example.org`, and then all that was told together with either, in order.
fn names(db: &Connection, collaborator: &Collaborator) -> Result<Vec<String>> {
    let user = collaborator.wp_user_id.map(person::user);
    let email = collaborator.email.as_deref().map(person::email);
    let mut names: Vec<String> = user.into_iter().chain(email).collect();
    let mut others = Vec::new();
    for name in &names {
        others.extend(persons::names_with(db, name)?);
    }
    others.retain(|other| !names.contains(other));
    others.sort_unstable();
    others.dedup();
    names.append(&mut others);
    Ok(names)
}
