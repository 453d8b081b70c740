//! Every event also goes into the blocks of the history. Not here: their format (`store::history`).

use super::Batch;
use super::credit::{Credit, Origin};
use crate::domain::event::{Event, EventStatus};
use crate::domain::ids::EventId;
use crate::domain::ignored::may_count;
use crate::domain::metric::Counting;
use crate::store::history::PastEvent;

impl Batch<'_> {
    pub(super) fn add_to_history(
        &mut self,
        id: EventId,
        event: &Event<'_>,
        sale: Option<Origin>,
        status: EventStatus,
        credits: &[Credit<'_>],
    ) {
        let recorded = PastEvent {
            id,
            kind: &event.kind,
            at: event.at,
            quantity: event.quantity,
            // Only visits that are rolled up stand for several.
            times: 1,
            value: event.value.as_deref(),
            currency: event.currency.as_deref(),
            renewal: sale.is_some_and(|sale| sale.renewal),
        };
        match credits {
            // Nearly every event has one credit, so no list is allocated for it.
            [credit] => match kept(credit) {
                Some(credit) => self.book.blocks.add(&recorded, status, &[credit]),
                None => self.book.blocks.add(&recorded, status, &[]),
            },
            several => {
                let credits: Vec<Counting> = several.iter().filter_map(kept).collect();
                self.book.blocks.add(&recorded, status, &credits);
            }
        }
    }
}

/// A credit that some rules may count: what is ignored as somebody's own activity, or as free, still counts by rules that
/// count it.
fn kept(credit: &Credit<'_>) -> Option<Counting> {
    let counts = may_count(credit.reason);
    let collaborator = credit.collaborator.filter(|_| counts)?;
    Some(Counting {
        collaborator,
        weight: credit.weight,
        own: credit.own,
    })
}
