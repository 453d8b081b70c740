//! What follows from an event's type by a definition, found out when the type is first met.

use crate::domain::distributor::{Definition, MetricRule};

/// What follows from one type.
#[derive(Debug, Clone)]
pub struct Measured<'d> {
    first: Option<&'d MetricRule>,
    renewal: Option<&'d MetricRule>,
    /// The numbers of the sources that are paid by events of this type.
    pub sources: Vec<usize>,
}

impl<'d> Measured<'d> {
    /// The rule for an event of this type, where it is counted.
    pub fn rule(&self, renewal: bool) -> Option<&'d MetricRule> {
        if renewal { self.renewal } else { self.first }
    }
}

/// What follows from each type, by the type's number.
#[derive(Debug)]
pub struct Rules<'d> {
    definition: &'d Definition,
    of_kinds: Vec<Option<Measured<'d>>>,
}

impl<'d> Rules<'d> {
    /// Nothing was met yet.
    pub fn new(definition: &'d Definition) -> Rules<'d> {
        Rules {
            definition,
            of_kinds: Vec::new(),
        }
    }

    /// What follows from a type, by its number and its name.
    pub fn of(&mut self, kind: usize, name: &str) -> &Measured<'d> {
        if kind >= self.of_kinds.len() {
            self.of_kinds.resize(kind + 1, None);
        }
        let definition = self.definition;
        self.of_kinds[kind].get_or_insert_with(|| Measured {
            first: definition.counts(name, false),
            renewal: definition.counts(name, true),
            sources: sources(definition, name),
        })
    }
}

fn sources(definition: &Definition, name: &str) -> Vec<usize> {
    let sources = definition.pool.sources.iter().enumerate();
    sources
        .filter(|(_, source)| source.event().is_some_and(|(event, _)| event == name))
        .map(|(number, _)| number)
        .collect()
}
