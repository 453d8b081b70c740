//! Which names mean the same person: those that were recorded together.

use std::collections::BTreeSet;

use crate::script::Name;

#[derive(Default)]
pub struct Persons(Vec<BTreeSet<Name>>);

impl Persons {
    /// Records names of the same person.
    pub fn tell(&mut self, names: &[Name]) {
        let mut person: BTreeSet<Name> = names.iter().copied().collect();
        if person.is_empty() {
            return;
        }
        self.0.retain(|known| {
            let same = !known.is_disjoint(&person);
            if same {
                person.extend(known);
            }
            !same
        });
        self.0.push(person);
    }

    /// All names of the person with these; empty without any.
    pub fn of(&self, names: &[Name]) -> Option<BTreeSet<Name>> {
        let first = names.first()?;
        self.0.iter().find(|known| known.contains(first)).cloned()
    }
}
