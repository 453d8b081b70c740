//! A person's rights over what is kept about them: to see it, and to be forgotten. Money stays: amounts
//! are bookkeeping, only whose they were is forgotten.

pub mod erase; // the identity goes, the amounts stay
pub mod export; // everything about one collaborator

use crate::domain::collaborator::Collaborator;

/// The names under which events and sales know a collaborator: `user:7`, `email:ann@example.org`.
fn names(collaborator: &Collaborator) -> Vec<String> {
    let user = collaborator.wp_user_id.map(|id| format!("user:{id}"));
    let email = collaborator
        .email
        .as_ref()
        .map(|mail| format!("email:{mail}"));
    user.into_iter().chain(email).collect()
}
