//! The customers of a pool, numbered: a person is one customer, by whichever name they bought or learned.
//!
//! Who is one person is looked up when a pool is divided, shown or tried: names that were told together until then count
//! together, whichever came first. What a closed period made of it stands in its snapshot and stays.

use std::collections::HashMap;

use super::Result;
use crate::domain::person::folded;
use crate::store::{Connection, persons};

/// The customers of a pool.
#[derive(Debug, Default)]
pub struct Customers {
    /// By every name of theirs, as names are compared.
    numbers: HashMap<String, usize>,
    /// By which name each was met first.
    names: Vec<String>,
}

impl Customers {
    /// The number of whoever bears a name; a new one where they were not met yet.
    pub fn number(&mut self, db: &Connection, name: &str) -> Result<usize> {
        if let Some(number) = self.find(name) {
            return Ok(number);
        }
        let number = self.names.len();
        for each in persons::names_with(db, name)? {
            self.numbers.insert(each, number);
        }
        self.names.push(name.to_owned());
        Ok(number)
    }

    /// The number of whoever bears a name, if they were met.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(folded(name).as_ref()).copied()
    }

    /// By which name a customer was met first.
    #[must_use]
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// How many they are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nobody was met.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
