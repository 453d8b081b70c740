//! Why an event counts for nobody, or not for a collaborator whom it credits.

use super::Batch;
use super::credit::Credit;
use crate::domain::distributor::OwnActivity;
use crate::domain::event::{Event, POST_VISITED, SITE_VISITED};
use crate::domain::free::Free;
use crate::domain::ignored::{CreditReason, IgnoredReason};
use crate::domain::instant::Instant;

impl Batch<'_> {
    /// Marks the credits of an event that do not count with the reason.
    pub(super) fn ignore<'e>(
        &self,
        event: &'e Event<'_>,
        measuring: &[usize],
        credits: &mut [Credit<'e>],
    ) {
        let own_counts = self.own_counts(measuring, &event.kind);
        let rolled_up = || CreditReason::Known(IgnoredReason::RolledUp);
        let told = event.ignored.as_deref().map(CreditReason::from_word);
        let told = told.or_else(|| self.is_rolled_up(event).then(rolled_up));
        let free = Free::of(&event.kind, event.value.as_deref());
        let free = free.filter(|free| !self.free_counts(*free, measuring, &event.kind));
        for credit in credits {
            if told.is_some() {
                credit.reason = told;
            }
            if credit.own && !own_counts && credit.reason.is_none() {
                credit.reason = Some(CreditReason::Known(IgnoredReason::OwnActivity));
            }
            if credit.reason.is_none() {
                credit.reason = free.map(|free| CreditReason::Known(free.reason()));
            }
        }
    }

    /// Whether a visit is older than those that were rolled up, and so may be one of them.
    fn is_rolled_up(&self, event: &Event<'_>) -> bool {
        let is_visit = event.kind == POST_VISITED || event.kind == SITE_VISITED;
        let until = self.book.rolled_up_until.map(Instant::micros);
        is_visit && until.is_some_and(|until| event.at < until)
    }

    /// Whether any of the distributors that measure a type counts free orders. A free course counts unless a rule says
    /// otherwise.
    fn free_counts(&self, free: Free, measuring: &[usize], kind: &str) -> bool {
        let versions = measuring
            .iter()
            .flat_map(|index| &self.book.tracked[*index].versions);
        let mut rules = versions
            .filter_map(|version| version.definition.metric(kind))
            .peekable();
        let is_unmeasured = rules.peek().is_none();
        rules.any(|rule| free.counts_by(rule)) || (is_unmeasured && free == Free::Enrolment)
    }

    /// Whether any of the distributors that measure a type counts collaborators' own activity.
    fn own_counts(&self, measuring: &[usize], kind: &str) -> bool {
        measuring.iter().any(|index| {
            self.book.tracked[*index].versions.iter().any(|version| {
                version.definition.own_activity == OwnActivity::Count
                    && version.definition.metric(kind).is_some()
            })
        })
    }
}

/// The reason of the first credit, if no credit of an event counts.
pub(super) fn reason_of_all<'c>(credits: &[Credit<'c>]) -> Option<CreditReason<'c>> {
    let all = credits.iter().all(|credit| credit.reason.is_some());
    all.then(|| credits.first().and_then(|credit| credit.reason))
        .flatten()
}
