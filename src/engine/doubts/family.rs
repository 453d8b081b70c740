//! Customers who are collaborators themselves, or whose mailbox is in the private domain of the credited collaborator.

use std::collections::{BTreeSet, HashMap};

use super::{Doubt, about};
use crate::domain::doubt::{self, DoubtKind};
use crate::domain::ids::CollaboratorId;
use crate::domain::person;
use crate::domain::points::Points;
use crate::engine::Result;
use crate::store::doubts::Counted;
use crate::store::{Read, collaborators, persons};

/// Collaborators by their names, and customers that were looked up.
pub(super) struct People {
    bearers: HashMap<String, CollaboratorId>,
    domains: HashMap<CollaboratorId, String>,
    known: HashMap<String, Customer>,
}

/// What is known about a customer, under all their names.
#[derive(Default)]
struct Customer {
    /// The collaborators that they are.
    are: BTreeSet<CollaboratorId>,
    /// The private domains of their addresses.
    domains: BTreeSet<String>,
}

impl People {
    pub(super) fn read(db: &Read<'_>) -> Result<People> {
        let mut people = People {
            bearers: HashMap::new(),
            domains: HashMap::new(),
            known: HashMap::new(),
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

    fn look_up(&mut self, db: &Read<'_>, subject: &str) -> Result<()> {
        if self.known.contains_key(subject) {
            return Ok(());
        }
        let mut customer = Customer::default();
        for name in persons::names_with(db, subject)? {
            customer.are.extend(self.bearers.get(&name));
            let domain = doubt::private_domain(&name).map(str::to_owned);
            customer.domains.extend(domain);
        }
        self.known.insert(subject.to_owned(), customer);
        Ok(())
    }
}

pub(super) fn same_family(
    db: &Read<'_>,
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
        people.look_up(db, subject)?;
        let Some(customer) = people.known.get(subject) else {
            continue;
        };
        let own = people.domains.get(&event.collaborator);
        let has_domain = own.filter(|own| customer.domains.contains(*own));
        if customer.are.is_empty() && has_domain.is_none() {
            continue;
        }
        mailboxes.extend(&customer.are);
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
