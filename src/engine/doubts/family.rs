//! Customers who are collaborators themselves, or have a mailbox in the private domain of who is credited.

use std::collections::{BTreeSet, HashMap};

use super::{Doubt, about};
use crate::domain::doubt::{self, DoubtKind};
use crate::domain::ids::CollaboratorId;
use crate::domain::person;
use crate::domain::points::Points;
use crate::engine::Result;
use crate::store::doubts::Counted;
use crate::store::{Connection, collaborators, persons};

/// Collaborators by the names they bear, and the names of those who were asked about.
pub(super) struct People {
    bearers: HashMap<String, CollaboratorId>,
    domains: HashMap<CollaboratorId, String>,
    names: HashMap<String, Vec<String>>,
}

impl People {
    pub(super) fn read(db: &Connection) -> Result<People> {
        let mut people = People {
            bearers: HashMap::new(),
            domains: HashMap::new(),
            names: HashMap::new(),
        };
        for (id, user, email) in collaborators::accounts(db)? {
            if let Some(user) = user {
                people.bearers.insert(person::user(user), id);
            }
            if let Some(email) = email.as_deref().map(person::email) {
                if let Some(domain) = doubt::private_domain(&email) {
                    people.domains.insert(id, domain.to_owned());
                }
                people.bearers.insert(email, id);
            }
        }
        Ok(people)
    }

    /// All names of whoever did something.
    fn names(&mut self, db: &Connection, subject: &str) -> Result<&[String]> {
        if !self.names.contains_key(subject) {
            let names = persons::names_with(db, subject)?;
            self.names.insert(subject.to_owned(), names);
        }
        Ok(self.names.get(subject).map_or(&[], Vec::as_slice))
    }
}

pub(super) fn same_family(
    db: &Connection,
    people: &mut People,
    events: &[Counted],
    score: &Points,
) -> Result<Option<Doubt>> {
    let (mut of, mut concerned) = (0, Vec::new());
    let (mut mailboxes, mut shared) = (BTreeSet::new(), None);
    for event in events {
        let Some(subject) = &event.subject else {
            continue;
        };
        of += 1;
        let names = people.names(db, subject)?.to_vec();
        let bearers = names.iter().filter_map(|name| people.bearers.get(name));
        let bearers: Vec<CollaboratorId> = bearers.copied().collect();
        let own = people.domains.get(&event.collaborator);
        let has_domain = own.filter(|own| {
            let mut domains = names.iter().filter_map(|name| doubt::private_domain(name));
            domains.any(|domain| domain == *own)
        });
        if bearers.is_empty() && has_domain.is_none() {
            continue;
        }
        mailboxes.extend(bearers);
        shared = has_domain.cloned().or(shared);
        concerned.push(event);
    }
    let doubt = about(DoubtKind::SameFamily, &concerned, of, score);
    Ok(doubt.map(|doubt| Doubt {
        collaborators: mailboxes,
        domain: shared,
        ..doubt
    }))
}
