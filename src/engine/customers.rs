//! Numbers the customers of a pool. A person is one customer, under whichever names they bought or learned.
//!
//! Persons are looked up when a pool is divided, shown or tried: names that were recorded together until then count as one.
//! The snapshot of a closed period keeps what was known when it was closed.

use std::collections::HashMap;

use super::Result;
use crate::domain::person::folded;
use crate::store::{Read, persons};

#[derive(Debug, Default)]
pub struct Customers {
    /// By every name, in the form in which names are compared.
    numbers: HashMap<String, usize>,
    /// The first name that was looked up for each.
    names: Vec<String>,
}

impl Customers {
    /// The number of the customer with a name, who is added if new.
    pub fn number(&mut self, db: &Read<'_>, name: &str) -> Result<usize> {
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

    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(folded(name).as_ref()).copied()
    }

    /// The first name that was looked up for a customer.
    #[must_use]
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
