//! Every template of a text for people, for the plugin's catalogue.

use crate::domain::message::{self, Template};
use crate::domain::{
    distributor, event_names, event_refusals, input, instant, money, network, percent, pool,
    quantity, structure, transaction, units, zone,
};
use crate::store;

use super::{
    act, adjust, approve, backup, calls, configure, counting, credit, dismiss, dispute, error,
    explain, fulfill, hold, ledger, once, outbox, privacy, run_due, settle, settle_many, simulate,
    standings, timeline, top_up, verify,
};

/// The tables of single files, in a fixed order.
const TABLES: &[&[&Template]] = &[
    message::MESSAGES,
    event_names::MESSAGES,
    explain::MESSAGES,
    input::messages::MESSAGES,
    instant::MESSAGES,
    zone::MESSAGES,
    units::MESSAGES,
    money::MESSAGES,
    percent::MESSAGES,
    quantity::MESSAGES,
    network::MESSAGES,
    event_refusals::MESSAGES,
    transaction::MESSAGES,
    error::MESSAGES,
    store::MESSAGES,
    ledger::MESSAGES,
    calls::MESSAGES,
    calls::RANDOM_MESSAGES,
    act::MESSAGES,
    once::MESSAGES,
    adjust::MESSAGES,
    approve::MESSAGES,
    backup::MESSAGES,
    configure::apply_now::MESSAGES,
    configure::collaborator::MESSAGES,
    configure::distributor::MESSAGES,
    credit::MESSAGES,
    dismiss::MESSAGES,
    dispute::MESSAGES,
    dispute::answer::MESSAGES,
    fulfill::MESSAGES,
    hold::MESSAGES,
    outbox::MESSAGES,
    privacy::MESSAGES,
    run_due::MESSAGES,
    run_due::close::MESSAGES,
    run_due::redivide::MESSAGES,
    settle::MESSAGES,
    settle_many::MESSAGES,
    standings::MESSAGES,
    timeline::MESSAGES,
    top_up::MESSAGES,
    verify::export::MESSAGES,
];

/// The templates, in a fixed order.
pub fn all() -> impl Iterator<Item = &'static Template> {
    let of_many = [
        distributor::MESSAGES,
        pool::MESSAGES,
        structure::MESSAGES,
        counting::MESSAGES,
        simulate::TEMPLATES,
    ];
    let of_many = of_many.into_iter().flatten();
    TABLES.iter().chain(of_many).copied().flatten().copied()
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
