//! Every template of a text for people, for the plugin's catalogue.

use crate::domain::message::{self, Template};
use crate::domain::{distributor, pool, structure};

use super::explain;

/// The templates, in a fixed order.
pub fn all() -> impl Iterator<Item = &'static Template> {
    let tables = [message::MESSAGES, distributor::MESSAGES, explain::MESSAGES];
    let tables = tables.into_iter();
    let of_kinds = pool::MESSAGES.iter().chain(structure::MESSAGES).copied();
    tables.chain(of_kinds).flatten().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_template_has_a_code_of_its_own() {
        let mut codes = BTreeSet::new();
        for template in all() {
            assert!(
                codes.insert(template.code),
                "{} is there twice",
                template.code
            );
        }
    }

    #[test]
    fn every_template_names_its_values_and_no_others() {
        for template in all() {
            let known: BTreeSet<&str> = template.names.iter().map(|(name, _)| *name).collect();
            for form in template.one.into_iter().chain([template.text]) {
                let mut named: BTreeSet<&str> = Template::names_in(form).collect();
                if template.one.is_some() {
                    // What is counted need not be shown.
                    named.extend(template.names.first().map(|(name, _)| *name));
                }
                assert_eq!(named, known, "{}", template.code);
            }
        }
    }

    #[test]
    fn only_numbers_are_counted() {
        for template in all().filter(|template| template.one.is_some()) {
            let kind = template.names.first().map(|(_, kind)| *kind);
            assert!(
                matches!(kind, Some("count" | "points")),
                "{}",
                template.code
            );
        }
    }
}
