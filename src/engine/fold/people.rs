//! Which collaborator is meant, and which names belong to one person, remembered during a fold.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use super::REMEMBERED;
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::ids::CollaboratorId;
use crate::domain::person::{self, folded};
use crate::engine::Result;
use crate::store::{Read, Write, collaborators, persons};

/// A collaborator whom a record of this fold names.
#[derive(Debug)]
pub struct Met {
    pub status: CollaboratorStatus,
    /// All their names in the form in which names are compared: their WordPress user, their e-mail address, and names that
    /// were recorded together with either.
    names: Vec<String>,
}

impl Met {
    fn read(db: &Read<'_>, id: CollaboratorId) -> Result<Option<Met>> {
        let Some(known) = collaborators::known(db, id)? else {
            return Ok(None);
        };
        let user = known.wp_user_id.map(person::user);
        let email = known.email.as_deref().map(person::email);
        let mut names = Vec::new();
        for name in user.iter().chain(&email) {
            names.extend(persons::names_with(db, name)?);
        }
        names.sort_unstable();
        names.dedup();
        Ok(Some(Met {
            status: known.status,
            names,
        }))
    }

    /// Whether somebody with several names is this collaborator: by the same WordPress user, the same e-mail address, or any
    /// name that was recorded together with one of them until now.
    ///
    /// This is decided when a record is folded, and kept with it. Names that are recorded later join customers
    /// (`engine::customers`), but what was counted before stays counted.
    pub fn is(&self, subject: Option<&str>, also: &[Cow<'_, str>]) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let is_own = |name: &str| {
            let name = folded(name);
            self.names.iter().any(|own| *own == name)
        };
        subject.is_some_and(is_own) || also.iter().any(|name| is_own(name))
    }
}

#[derive(Debug, Default)]
pub struct People {
    met: FxHashMap<CollaboratorId, Option<Met>>,
    // The names of all of `met`. Visitors can make up names, so the hasher must resist chosen keys.
    own_names: HashSet<String>,
    // The person of each name that was recorded together with another.
    persons: HashMap<String, i64>,
}

impl People {
    pub fn met(&mut self, db: &Read<'_>, id: CollaboratorId) -> Result<Option<&Met>> {
        if self.met.len() >= REMEMBERED {
            self.forget_met();
        }
        if let Entry::Vacant(e) = self.met.entry(id) {
            let met = Met::read(db, id)?;
            let names = met.iter().flat_map(|met| met.names.iter().cloned());
            self.own_names.extend(names);
            e.insert(met);
        }
        Ok(self.met.get(&id).and_then(Option::as_ref))
    }

    fn forget_met(&mut self) {
        self.met.clear();
        self.own_names.clear();
    }

    /// Names that are recorded together belong to one person from now on.
    pub fn told(
        &mut self,
        db: &Write<'_>,
        first: Option<&str>,
        also: &[Cow<'_, str>],
    ) -> Result<()> {
        if also.is_empty() {
            return Ok(());
        }
        let also = also.iter().map(AsRef::as_ref);
        let names: Vec<Cow<'_, str>> = first.into_iter().chain(also).map(folded).collect();
        // Most names repeat: every lesson of a student names the same two.
        let known: Option<Vec<i64>> = names
            .iter()
            .map(|name| self.persons.get(name.as_ref()).copied())
            .collect();
        if known.is_some_and(|persons| persons.windows(2).all(|pair| pair[0] == pair[1])) {
            return Ok(());
        }
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let Some(told) = persons::tell(db, &names)? else {
            return Ok(());
        };
        if told.joined || self.persons.len() >= REMEMBERED {
            self.persons.clear();
        }
        for name in &names {
            self.persons.insert((*name).to_owned(), told.person);
        }
        // A collaborator gets another name only if one of these was theirs already.
        if told.is_news && names.iter().any(|name| self.own_names.contains(*name)) {
            self.forget_met();
        }
        Ok(())
    }
}
