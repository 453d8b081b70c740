//! The rules and sources for each type of event, looked up once when the type first occurs.

use crate::domain::distributor::{Definition, MetricRule};

#[derive(Debug, Clone)]
pub struct Measured<'d> {
    first: Option<&'d MetricRule>,
    renewal: Option<&'d MetricRule>,
    /// The indexes of the sources that pay a fixed amount for each event of the type.
    pub sources: Vec<usize>,
}

impl<'d> Measured<'d> {
    /// The rule for an event of the type, if it counts.
    pub fn rule(&self, renewal: bool) -> Option<&'d MetricRule> {
        if renewal { self.renewal } else { self.first }
    }
}

#[derive(Debug)]
pub struct Rules<'d> {
    definition: &'d Definition,
    of_kinds: Vec<Option<Measured<'d>>>,
}

impl<'d> Rules<'d> {
    pub fn new(definition: &'d Definition) -> Rules<'d> {
        Rules {
            definition,
            of_kinds: Vec::new(),
        }
    }

    /// `kind` is the number of the type in the history.
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
